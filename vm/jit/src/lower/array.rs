//! Making arrays whose length is known only when they are made: a small one comes from the nursery, as other objects do.

use super::Lower;
use super::memory::Region;
use super::safepoint::context;
use crate::build::Refusal;
use crate::ir::{Action, Block, Instruction};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_bytecode::Storage;
use pvm_runtime::cage::ALIGNMENT;
use pvm_runtime::heap::{HEADER, Kind, ShapeId};
use pvm_runtime::interpreter::Helper;

/// A longer array is made by the machine.
const LONGEST: i64 = 64;

impl Lower<'_> {
    /// An array, filled with zeros or with the instruction's second argument.
    pub fn array(
        &mut self,
        helper: Helper,
        shape: ShapeId,
        instruction: &Instruction,
        at: (Block, usize),
    ) -> Result<ir::Value, Refusal> {
        let made = self.next_block();
        let array = self.builder.append_block_param(made, types::I64);
        let cold = self.cold_block();
        let Kind::Array(storage) = self.program.shapes().get(shape).kind else { return Err("it is no array") };
        let length = self.value(instruction.args[0]);
        let fill = match instruction.action {
            Action::ArrayNew { .. } => Some(self.value(instruction.args[1])),
            _ => None,
        };
        let is_short = self.builder.ins().icmp_imm_u(IntCC::UnsignedLessThanOrEqual, length, LONGEST);
        self.go_on_if(is_short, cold);
        let object = self.small_array(storage, shape, length, cold);
        self.fill_new(storage, object, length, fill);
        self.builder.ins().jump(made, &[object.into()]);
        self.builder.switch_to_block(cold);
        self.before_cold(instruction);
        let mut args = vec![self.own_frame(), self.int(shape.0.into()), length];
        args.extend(fill.map(|fill| self.bits(fill)));
        let answer = self.help_rarely(helper, &args);
        self.go_on_or_trap(answer[1]);
        self.behind(instruction, at)?;
        self.builder.ins().jump(made, &[answer[0].into()]);
        self.builder.switch_to_block(made);
        Ok(array)
    }

    /// A new array, which is short, with its header, if the nursery has room; its elements are anything.
    pub fn small_array(&mut self, storage: Storage, shape: ShapeId, length: ir::Value, cold: ir::Block) -> ir::Value {
        let fits = self.next_block();
        let bytes = self.builder.ins().imul_imm_s(length, i64::from(storage.size()));
        let padding = i64::from(ALIGNMENT) - 1;
        let bytes = self.builder.ins().iadd_imm_s(bytes, i64::from(HEADER) + padding);
        let size = self.builder.ins().band_imm_s(bytes, !padding);
        let (base, flags) = (self.base(), self.flags(Region::Nursery));
        let top = self.builder.ins().uload32(flags, base, context!(nursery_top));
        let end = self.builder.ins().uload32(flags, base, context!(nursery_end));
        let next = self.builder.ins().iadd(top, size);
        let full = self.builder.ins().icmp(IntCC::UnsignedGreaterThan, next, end);
        self.builder.ins().brif(full, cold, &[], fits, &[]);
        self.builder.switch_to_block(fits);
        let base = self.base();
        self.builder.ins().istore32(flags, next, base, context!(nursery_top));
        let upper = self.builder.ins().ishl_imm_u(length, 32);
        let header = self.builder.ins().bor_imm_s(upper, i64::from(shape.0));
        let (address, flags) = (self.address(top), self.flags(Region::Header));
        self.builder.ins().store(flags, header, address, 0);
        top
    }

    /// Fills a new array: with a value, or with zeros, which are written eight bytes at a time.
    fn fill_new(&mut self, storage: Storage, array: ir::Value, length: ir::Value, value: Option<ir::Value>) {
        let (head, body, done) = (self.next_block(), self.next_block(), self.next_block());
        let flags = self.element_flags(storage);
        let width = if value.is_some() { storage.size() } else { 8 };
        let bytes = self.builder.ins().imul_imm_s(length, i64::from(storage.size()));
        let start = self.address(array);
        let start = self.builder.ins().iadd_imm_s(start, i64::from(HEADER));
        let end = self.builder.ins().iadd(start, bytes);
        let at = self.builder.append_block_param(body, types::I64);
        self.builder.ins().jump(head, &[]);
        self.builder.switch_to_block(head);
        self.builder.ins().brif(bytes, body, &[start.into()], done, &[]);
        self.builder.switch_to_block(body);
        match value {
            Some(value) => self.write(storage, flags, value, at, 0),
            None => {
                let zero = self.int(0);
                self.builder.ins().store(flags, zero, at, 0);
            }
        }
        let next = self.builder.ins().iadd_imm_s(at, i64::from(width));
        let more = self.builder.ins().icmp(IntCC::UnsignedLessThan, next, end);
        self.builder.ins().brif(more, body, &[next.into()], done, &[]);
        self.builder.switch_to_block(done);
    }
}
