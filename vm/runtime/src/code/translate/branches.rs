//! How a block ends. Blocks stay in their order, so a jump to the next one makes no code.

use super::Translator;
use super::stack::Value;
use crate::code::fuse;
use crate::code::instruction::{Instruction, Operand, Slot};
use crate::code::rop::Rop;
use pvm_bytecode::{BlockId, Op, SwitchId};

/// A loop's condition of at most so many instructions is repeated where the loop goes back to it, which saves a jump in
/// every round.
const CONDITION: usize = 8;

impl Translator<'_, '_> {
    pub fn terminator(&mut self, op: Op) {
        match op {
            Op::Jump { target } if self.is_condition(target) => self.block(target),
            Op::Jump { target } => self.jump(target),
            Op::Branch { then, other } => self.branch(then, other),
            Op::Switch { table } => self.switch(table),
            Op::Return {} => self.return_result(),
            Op::Panic { .. } => {
                let [message] = self.pop_slots();
                self.emit(Rop::Panic, [Operand::None, message.into(), Operand::None]);
            }
            _ => {
                self.emit(Rop::Unreachable, [Operand::None; 3]);
            }
        }
    }

    /// Whether a block is the short condition of a loop that the current block closes.
    fn is_condition(&self, block: BlockId) -> bool {
        let range = self.function.block(block);
        let last = self.function.ops[range.end - 1];
        block < self.block && range.len() <= CONDITION && matches!(last, Op::Branch { .. })
    }

    fn jump(&mut self, target: BlockId) {
        if target.0 != self.block.0 + 1 {
            self.emit_branch(Rop::Jump, Operand::None, Operand::None, Operand::Block(target));
        }
    }

    /// Every cycle has an edge to the block being laid out or one before it, and that edge polls.
    fn emit_branch(&mut self, rop: Rop, a: Operand, b: Operand, target: Operand) {
        let back = matches!(target, Operand::Block(block) if block <= self.block);
        let rop = if back { fuse::going_back(rop) } else { rop };
        match fuse::counting(rop).filter(|_| self.has_just_counted(a) && a != b) {
            Some(counting) => {
                self.instructions.pop();
                self.emit(counting, [a, b, target]);
            }
            None => {
                self.emit(rop, [a, b, target]);
            }
        }
    }

    /// Whether the last instruction added one to the slot.
    fn has_just_counted(&self, slot: Operand) -> bool {
        let counts = Instruction { op: 0, ..Instruction::new(Rop::I64AddImm, 0, [slot, slot, Operand::Int(1)]) };
        let last = self.instructions.len() - 1;
        last >= self.fence as usize && Instruction { op: 0, ..self.instructions[last] } == counts
    }

    fn branch(&mut self, then: BlockId, other: BlockId) {
        let value = self.pop();
        self.discard(value);
        if then == other {
            return self.jump(then);
        }
        let next = BlockId(self.block.0 + 1);
        let (taken, target, rest) = if then == next { (false, other, then) } else { (true, then, other) };
        self.branch_when(value, taken, Operand::Block(target));
        self.jump(rest);
    }

    /// Goes to the target unless the popped condition is as expected.
    pub fn branch_unless(&mut self, expected: bool, target: Operand) {
        let value = self.pop();
        self.discard(value);
        self.branch_when(value, !expected, target);
    }

    /// Goes to the target when the condition, which was popped, is so.
    fn branch_when(&mut self, value: Value, taken: bool, target: Operand) {
        if !self.fused_branch(value, taken, target) {
            let slot = self.slot(value);
            self.release_constant(value, slot);
            let rop = if taken { Rop::IfNeImm } else { Rop::IfEqImm };
            self.emit_branch(rop, slot.into(), Operand::Int(0), target);
        }
    }

    /// Replaces the comparison that made the condition by a branch, if it stands just before and fits.
    fn fused_branch(&mut self, condition: Value, taken: bool, target: Operand) -> bool {
        let Some(comparison) = self.last_made(condition) else { return false };
        let Some((if_true, if_false)) = fuse::conditions(comparison.rop) else { return false };
        let [_, b, c] = comparison.operands;
        if matches!(c, Operand::Int(immediate) if i16::try_from(immediate).is_err()) && comparison.rop != Rop::IsExactly
        {
            return false;
        }
        self.instructions.truncate(self.last as usize);
        let condition = if taken { if_true } else { if_false };
        match (comparison.rop, c) {
            (Rop::IsExactly, Operand::Int(ty)) => {
                self.emit_branch(condition.rop, b, Operand::None, target);
                self.instructions[self.last as usize].wide = ty as u64;
            }
            _ if condition.reversed => self.emit_branch(condition.rop, c, b, target),
            _ => self.emit_branch(condition.rop, b, c, target),
        }
        true
    }

    /// Gives back the temporary that a constant was put in.
    fn release_constant(&mut self, value: Value, slot: Slot) {
        if value.bits().is_some() {
            self.release(slot);
        }
    }

    fn switch(&mut self, table: SwitchId) {
        let [value] = self.pop_slots();
        let switch = self.function.switch(table);
        let count = switch.targets.len() as i32 + 1;
        self.emit(Rop::Switch, [Operand::None, value.into(), Operand::Int(count)]);
        for target in switch.targets.iter().chain([&switch.default]) {
            self.emit_branch(Rop::Jump, Operand::None, Operand::None, Operand::Block(*target));
        }
    }

    fn return_result(&mut self) {
        if self.function.signature.result.is_none() {
            self.emit(Rop::ReturnNothing, [Operand::None; 3]);
            return;
        }
        let value = self.pop();
        self.discard(value);
        match value.immediate() {
            Some(immediate) => {
                self.emit(Rop::ReturnImm, [Operand::None, Operand::None, Operand::Int(immediate)]);
            }
            None => {
                let slot = self.slot(value);
                self.release_constant(value, slot);
                self.emit(Rop::ReturnValue, [Operand::None, slot.into(), Operand::None]);
            }
        }
    }
}
