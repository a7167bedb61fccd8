//! Library calls that are done in place where there is little to do, and by the machine otherwise.

use super::Lower;
use crate::build::Refusal;
use crate::ir::{Block, Instruction, Known};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, InstBuilder, types};
use pvm_runtime::interpreter::Helper;

impl Lower<'_> {
    pub fn known(
        &mut self,
        known: Known,
        instruction: &Instruction,
        at: (Block, usize),
    ) -> Result<Option<ir::Value>, Refusal> {
        let (cold, done) = (self.cold_block(), self.next_block());
        let result = instruction.result.map(|_| self.builder.append_block_param(done, types::I64));
        let args: Vec<ir::Value> = instruction.args.iter().map(|arg| self.value(*arg)).collect();
        match known {
            Known::CopyText => self.copy_text(&args, cold, done),
            Known::SliceText => self.slice_text(&args, cold, done),
            Known::TextOfBytes => self.text_of_bytes(&args, cold, done),
            Known::HashText => self.hash_text(args[0], cold, done),
            Known::FindEntry => self.find_entry(&args, cold, done),
            Known::PlaceEntry => self.place_entry(&args, cold, done),
        }
        self.builder.switch_to_block(cold);
        let helper = match known.makes() {
            true => {
                self.before_cold(instruction);
                Helper::lib
            }
            false => {
                self.stand_rarely();
                Helper::lib_quick
            }
        };
        let arguments = self.bring_arguments(&instruction.args);
        let (frame, number) = (self.own_frame(), self.int(known.call().0.into()));
        let answer = self.help(helper, &[frame, arguments, number]);
        self.go_on_or_trap(answer[1]);
        if known.makes() {
            self.behind(instruction, at)?;
        }
        let given: Vec<ir::BlockArg> = result.map(|_| answer[0].into()).into_iter().collect();
        self.builder.ins().jump(done, &given);
        self.builder.switch_to_block(done);
        Ok(result)
    }

    /// Goes on only if a condition holds.
    pub fn go_on_if(&mut self, condition: ir::Value, otherwise: ir::Block) {
        let next = self.next_block();
        self.builder.ins().brif(condition, next, &[], otherwise, &[]);
        self.builder.switch_to_block(next);
    }

    /// Goes on only if a range lies within a length.
    pub fn is_range(&mut self, start: ir::Value, end: ir::Value, length: ir::Value, otherwise: ir::Block) {
        for (lower, upper) in [(start, end), (end, length)] {
            let is_within = self.builder.ins().icmp(IntCC::UnsignedLessThanOrEqual, lower, upper);
            self.go_on_if(is_within, otherwise);
        }
    }
}
