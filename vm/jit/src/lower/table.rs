//! The slots of hash tables, looked through in place as `pvm_runtime::lib_calls::table` does: a search ends nearby as a rule.

use super::Lower;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_bytecode::Storage;
use pvm_runtime::heap::HEADER;
use pvm_runtime::lib_calls::table::{MULTIPLIER, NEARBY, SLOT};

/// What a search has found out where there is no entry.
struct Search {
    /// The mixed hash.
    mixed: ir::Value,
    /// The address of the slot where it ends, free, less a header.
    free: ir::Value,
}

impl Lower<'_> {
    /// An entry of a hash: slots, hash, after.
    pub fn find_entry(&mut self, args: &[ir::Value], cold: ir::Block, done: ir::Block) {
        let &[slots, hash, after] = args else { unreachable!("it takes three arguments") };
        self.search(slots, hash, after, cold, done);
        let none = self.int(-1);
        self.builder.ins().jump(done, &[none.into()]);
    }

    /// The same, or a new one: slots, hash, after, new.
    pub fn place_entry(&mut self, args: &[ir::Value], cold: ir::Block, done: ir::Block) {
        let &[slots, hash, after, new] = args else { unreachable!("it takes four arguments") };
        let most = i64::from(u32::MAX - 1);
        let fits = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, new, most);
        self.go_on_if(fits, cold);
        let Search { mixed, free } = self.search(slots, hash, after, cold, done);
        let upper = self.builder.ins().ishl_imm_u(mixed, 32);
        let lower = self.builder.ins().iadd_imm_s(new, 1);
        let slot = self.builder.ins().bor(upper, lower);
        let flags = self.element_flags(Storage::U8);
        self.builder.ins().store(flags, slot, free, HEADER as i32);
        self.builder.ins().jump(done, &[new.into()]);
    }

    /// Searches from the start, and is done with the first entry of the hash; goes on where there is none, at a free slot.
    fn search(
        &mut self,
        slots: ir::Value,
        hash: ir::Value,
        after: ir::Value,
        cold: ir::Block,
        done: ir::Block,
    ) -> Search {
        let is_first = self.builder.ins().icmp_imm_s(IntCC::SignedLessThan, after, 0);
        self.go_on_if(is_first, cold);
        let bytes = self.length(slots);
        let count = self.builder.ins().ushr_imm_u(bytes, i64::from(SLOT.trailing_zeros()));
        self.go_on_if(count, cold);
        let upper = self.builder.ins().ushr_imm_u(hash, 32);
        let folded = self.builder.ins().bxor(hash, upper);
        let multiplier = self.int(MULTIPLIER.cast_signed());
        let product = self.builder.ins().imul(folded, multiplier);
        let mixed = self.builder.ins().ushr_imm_u(product, 32);
        // There are as many slots as the largest power of two that fits. The upper bits of the hash say where to begin.
        let leading = self.builder.ins().clz(count);
        let shift = self.builder.ins().iadd_imm_s(leading, -31);
        let home = self.builder.ins().ushr(mixed, shift);
        let (one, last) = (self.int(1), self.int(63));
        let exponent = self.builder.ins().isub(last, leading);
        let power = self.builder.ins().ishl(one, exponent);
        let mask = self.builder.ins().iadd_imm_s(power, -1);
        let (probe, taken, free) = (self.next_block(), self.next_block(), self.next_block());
        let (found, next) = (self.next_block(), self.next_block());
        let [at, left] = [(); 2].map(|()| self.builder.append_block_param(probe, types::I64));
        let nearby = self.int(NEARBY as i64);
        self.builder.ins().jump(probe, &[home.into(), nearby.into()]);
        self.builder.switch_to_block(probe);
        let offset = self.builder.ins().ishl_imm_u(at, i64::from(SLOT.trailing_zeros()));
        let offset = self.builder.ins().iadd(slots, offset);
        let (address, flags) = (self.address(offset), self.element_flags(Storage::U8));
        let slot = self.builder.ins().load(types::I64, flags, address, HEADER as i32);
        self.builder.ins().brif(slot, taken, &[], free, &[]);
        self.builder.switch_to_block(taken);
        let own = self.builder.ins().ushr_imm_u(slot, 32);
        let same = self.builder.ins().icmp(IntCC::Equal, own, mixed);
        self.builder.ins().brif(same, found, &[], next, &[]);
        self.builder.switch_to_block(found);
        let number = self.builder.ins().ireduce(types::I32, slot);
        let number = self.builder.ins().uextend(types::I64, number);
        let entry = self.builder.ins().iadd_imm_s(number, -1);
        self.builder.ins().jump(done, &[entry.into()]);
        self.builder.switch_to_block(next);
        let further = self.builder.ins().iadd_imm_s(at, 1);
        let further = self.builder.ins().band(further, mask);
        let left = self.builder.ins().iadd_imm_s(left, -1);
        self.builder.ins().brif(left, probe, &[further.into(), left.into()], cold, &[]);
        self.builder.switch_to_block(free);
        Search { mixed, free: address }
    }
}
