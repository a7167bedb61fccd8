//! Copying few elements in place: all of them are loaded before the first is stored, so that the two ranges may overlap.

use super::Lower;
use crate::ir::Instruction;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, Type, types};
use pvm_bytecode::Storage;
use pvm_runtime::heap::HEADER;
use pvm_runtime::interpreter::Helper;

/// More bytes are left to the machine.
const MOST: i64 = 128;

/// How elements are copied: those of at least as many bytes by so many pieces of a type from either end, which may overlap.
const PIECES: [(i64, u32, Type); 7] = [
    (64, 4, types::I8X16),
    (32, 2, types::I8X16),
    (16, 1, types::I8X16),
    (8, 1, types::I64),
    (4, 1, types::I32),
    (2, 1, types::I16),
    (1, 1, types::I8),
];

impl Lower<'_> {
    /// Copies elements: to, at, from, start, count.
    pub fn copy_array(&mut self, storage: Storage, instruction: &Instruction) {
        let [to, at, from, start, count] = [0, 1, 2, 3, 4].map(|place| self.value(instruction.args[place]));
        let (cold, done) = (self.cold_block(), self.next_block());
        let size = i64::from(storage.size());
        let is_little = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, count, MOST / size);
        self.go_on_if(is_little, cold);
        for (array, first) in [(to, at), (from, start)] {
            let (length, end) = (self.length(array), self.builder.ins().iadd(first, count));
            self.is_range(first, end, length, cold);
        }
        let scaled = |lower: &mut Self, number| lower.builder.ins().imul_imm_s(number, size);
        let bytes = scaled(self, count);
        let [to, from] = [(to, at), (from, start)].map(|(array, first)| {
            let offset = scaled(self, first);
            self.builder.ins().iadd(array, offset)
        });
        let (places, copied) = ([to, from].map(|offset| self.address(offset)), self.next_block());
        self.copy_bytes(storage, places, (bytes, MOST), copied, done);
        self.builder.switch_to_block(copied);
        if let Storage::Ref(_) = storage {
            // There are no cards between that of the first element and that of the last.
            let first = self.builder.ins().iadd_imm_s(to, i64::from(HEADER));
            let end = self.builder.ins().iadd(first, bytes);
            let last = self.builder.ins().iadd_imm_s(end, -size);
            self.mark_card(first);
            self.mark_card(last);
        }
        self.builder.ins().jump(done, &[]);
        self.builder.switch_to_block(cold);
        self.stand_rarely();
        self.bulk(Helper::array_copy, storage, instruction);
        self.builder.ins().jump(done, &[]);
        self.builder.switch_to_block(done);
    }

    /// Copies bytes, at most so many, of elements between two places: the addresses of elements, less that of the first of an
    /// array. Goes elsewhere if there are none.
    pub fn copy_bytes(
        &mut self,
        storage: Storage,
        places: [ir::Value; 2],
        (bytes, most): (ir::Value, i64),
        copied: ir::Block,
        none: ir::Block,
    ) {
        let flags = self.element_flags(storage);
        let sizes = i64::from(storage.size())..=most;
        for (least, count, ty) in PIECES.into_iter().filter(|(least, ..)| sizes.contains(least)) {
            let (copy, fewer) = (self.next_block(), self.next_block());
            let fits = self.builder.ins().icmp_imm_u(IntCC::UnsignedGreaterThanOrEqual, bytes, least);
            self.builder.ins().brif(fits, copy, &[], fewer, &[]);
            self.builder.switch_to_block(copy);
            let rest = self.builder.ins().iadd_imm_s(bytes, -least);
            let [to, from] = places.map(|start| [start, self.builder.ins().iadd(start, rest)]);
            let pieces = [0, 1].into_iter().flat_map(|end| (0..count).map(move |piece| (end, piece * ty.bytes())));
            let pieces: Vec<(usize, i32)> = pieces.map(|(end, at)| (end, (HEADER + at) as i32)).collect();
            let load = |(end, at): &(usize, i32)| self.builder.ins().load(ty, flags, from[*end], *at);
            let loaded: Vec<ir::Value> = pieces.iter().map(load).collect();
            for (value, (end, at)) in loaded.into_iter().zip(pieces) {
                self.builder.ins().store(flags, value, to[end], at);
            }
            self.builder.ins().jump(copied, &[]);
            self.builder.switch_to_block(fewer);
        }
        self.builder.ins().jump(none, &[]);
    }
}
