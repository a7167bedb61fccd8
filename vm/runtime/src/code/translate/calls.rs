//! Calls. Arguments lie where the callee's frame has its parameters. Whoever produces one writes it there if nothing
//! that comes after it needs those slots for a call of its own; slots of arguments are no roots either, so a reference
//! goes there only after the last safepoint before the call.

use super::Translator;
use super::stack::Value;
use crate::code::instruction::{Class, Instruction, Operand, Slot};
use crate::code::rop::Rop;
use pvm_bytecode::Op;

impl Translator<'_, '_> {
    pub fn call(&mut self, op: Op) {
        let inlined = match op {
            Op::Call { function } => self.inline(function),
            Op::CallLib { call } => self.inline_library(call),
            _ => false,
        };
        if inlined {
            return;
        }
        let (rop, callee) = match op {
            Op::Call { function } => (Rop::Call, Operand::Int(function.0 as i32)),
            Op::CallImport { import } => (Rop::CallImport, Operand::Int(import.0 as i32)),
            Op::CallMethod { ty, method } => (Rop::CallMethod, Operand::Int(self.methods.number(ty, method) as i32)),
            Op::CallLib { call } => (Rop::CallLib, Operand::Int(call.0 as i32)),
            Op::CallSys { call } => (Rop::CallSys, Operand::Int(call.0 as i32)),
            Op::CallRecover { .. } => (Rop::CallRecover, Operand::None),
            _ => (Rop::CallValue, Operand::None),
        };
        self.arguments_of(op);
        match self.module.callee(op).and_then(|callee| callee.result).map(Class::from) {
            Some(class) => self.emit_result(class, rop, Operand::Frame, callee),
            None => {
                self.emit(rop, [Operand::None, Operand::Frame, callee]);
            }
        }
        if rop == Rop::Call {
            self.copy_in_call();
        }
        self.last_call = self.last;
        self.last_safepoint = self.last;
        if let Op::CallRecover { .. } = op {
            // Who stops a trap gives its text in place of this, and goes on behind it.
            self.emit_result(Class::Reference, Rop::Constant, Operand::None, Operand::Int(0));
        }
    }

    /// The call that has just been emitted takes over the copy of its first arguments, if that came just before.
    fn copy_in_call(&mut self) {
        let [.., copy, call] = self.instructions[self.fence as usize..] else { return };
        if copy.operands[0] != Slot::Argument(0).into() {
            return;
        }
        let (rop, beside) = match (copy.rop, copy.operands) {
            (Rop::Copy, [_, slot, _]) => (Rop::CallOne, slot),
            (Rop::CopyPair, [_, Operand::Slot(first), Operand::Slot(second)]) => {
                (Rop::CallTwo, Operand::Two(first, second))
            }
            _ => return,
        };
        self.take_back(self.last - 1);
        self.instructions[self.last as usize] = Instruction { rop, beside, ..call };
    }

    pub fn tail_call(&mut self, op: Op) {
        let (rop, callee) = match op {
            Op::TailCall { function } => (Rop::TailCall, Operand::Int(function.0 as i32)),
            Op::TailCallMethod { ty, method } => {
                (Rop::TailCallMethod, Operand::Int(self.methods.number(ty, method) as i32))
            }
            _ => (Rop::TailCallValue, Operand::None),
        };
        let count = self.arguments_of(op);
        self.emit(rop, [Operand::Int(count as i32), Operand::Frame, callee]);
    }

    /// Brings the operands of a call to their places, and gives their number.
    fn arguments_of(&mut self, op: Op) -> u32 {
        let receiver = matches!(
            op,
            Op::CallValue { .. }
                | Op::CallMethod { .. }
                | Op::CallRecover { .. }
                | Op::TailCallValue { .. }
                | Op::TailCallMethod { .. }
        );
        let params = self.module.callee(op).map_or(0, |callee| callee.params.len() as u32);
        let count = params + u32::from(receiver);
        self.bring_arguments(count);
        count
    }

    /// Brings the uppermost operands to the places of arguments.
    pub fn bring_arguments(&mut self, count: u32) {
        self.arguments = self.arguments.max(count);
        let mut copies: Vec<(u32, Slot)> = Vec::new();
        for number in (0..count).rev() {
            let value = self.pop();
            self.discard(value);
            match value {
                Value::Temporary { slot, producer } if self.may_redirect(slot, producer) => {
                    self.instructions[producer as usize].redirect(Slot::Argument(number));
                }
                Value::Temporary { slot, .. } | Value::Held { slot } => copies.push((number, slot)),
                Value::Local { local, .. } => copies.push((number, Slot::Local(local))),
                Value::Int(_) | Value::Float(_) | Value::Null => self.write(Slot::Argument(number), value),
            }
        }
        self.copy_arguments(&copies);
    }

    fn may_redirect(&self, slot: Slot, producer: u32) -> bool {
        let reference = matches!(slot, Slot::Reference(_));
        producer >= if reference { self.last_safepoint } else { self.last_call }
    }

    /// Copies slots to arguments, given from the last to the first, two at once where they lie side by side. The first
    /// come last, where the call may take them over.
    fn copy_arguments(&mut self, copies: &[(u32, Slot)]) {
        let mut made = Vec::with_capacity(copies.len());
        let mut rest = copies;
        while let [higher @ .., (number, slot)] = rest {
            let to = Slot::Argument(*number).into();
            match higher {
                [higher @ .., (next, second)] if *next == number + 1 => {
                    made.push((Rop::CopyPair, [to, (*slot).into(), (*second).into()]));
                    rest = higher;
                }
                _ => {
                    made.push((Rop::Copy, [to, (*slot).into(), Operand::None]));
                    rest = higher;
                }
            }
        }
        for (rop, operands) in made.into_iter().rev() {
            self.emit(rop, operands);
        }
    }
}
