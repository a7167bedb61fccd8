//! Where operands wait while an instruction calls or allocates: what compiled code has to know to leave a frame as the
//! interpreter would have it.

use super::Translator;
use super::stack::Value;
use crate::code::instruction::Slot;
use pvm_bytecode::{Flow, Op};

/// By instruction that calls or allocates, ascending: where the operands are when it begins, the first that was pushed
/// first; none for a constant.
#[derive(Clone, Debug, Default)]
pub struct Noted {
    pub waiting: Vec<(u32, Box<[Option<Slot>]>)>,
    total: usize,
}

/// Of no function are more operands noted: a long stack at many calls would take memory without end.
const MOST: usize = 1 << 18;

impl Noted {
    /// Whether all was noted.
    pub fn is_whole(&self) -> bool {
        self.total <= MOST
    }
}

/// Whether an instruction is a safepoint at which operands may wait.
pub fn is_noted(op: Op) -> bool {
    matches!(op, Op::StringConst { .. }) || matches!(op.row().flow, Flow::Call | Flow::Allocate)
}

impl Translator<'_, '_> {
    /// Notes where operands wait, if it is asked for, at the instruction that is about to be translated.
    pub fn note_pending(&mut self) {
        let Some(noted) = self.pending.as_deref_mut() else { return };
        if !is_noted(self.function.ops[self.op as usize]) {
            return;
        }
        noted.total += self.stack.len();
        if noted.is_whole() {
            let place = |value: &Value| match *value {
                Value::Temporary { slot, .. } | Value::Held { slot } => Some(slot),
                Value::Local { local, .. } => Some(Slot::Local(local)),
                Value::Int(_) | Value::Float(_) | Value::Null => None,
            };
            noted.waiting.push((self.op, self.stack.iter().map(place).collect()));
        }
    }
}
