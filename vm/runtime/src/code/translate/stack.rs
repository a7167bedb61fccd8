//! The symbolic operand stack: where each operand is, or which constant it is, while its push has made no code yet.
//! Here instructions are emitted and temporaries handed out.
//!
//! Every temporary is written by one instruction, its producer, and read once, when its value is popped. So a producer
//! may be told to write elsewhere for as long as nothing that came after it minds.

use super::Translator;
use crate::code::instruction::{Class, Instruction, Operand, Slot};
use crate::code::rop::Rop;
use pvm_bytecode::LocalId;

/// An operand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value {
    /// A temporary, and the index of the instruction that writes it.
    Temporary {
        slot: Slot,
        producer: u32,
    },
    /// What a local holds. `below` is the place, plus one, of the next such value of the same local in the stack.
    Local {
        local: u32,
        below: u32,
    },
    /// An argument of a leaf that stands in place of its call: read as often as the leaf likes, and let go behind it.
    Held {
        slot: Slot,
    },
    Int(i64),
    Float(u64),
    Null,
}

impl Value {
    /// The value as an immediate operand of 32 bits, if it is a constant that is one.
    pub fn immediate(self) -> Option<i32> {
        match self {
            Self::Int(value) => value.try_into().ok(),
            Self::Float(bits) => (bits as i64).try_into().ok(),
            Self::Null => Some(0),
            Self::Temporary { .. } | Self::Local { .. } | Self::Held { .. } => None,
        }
    }

    /// The 64 bits of a constant.
    pub fn bits(self) -> Option<u64> {
        match self {
            Self::Int(value) => Some(value as u64),
            Self::Float(bits) => Some(bits),
            Self::Null => Some(0),
            Self::Temporary { .. } | Self::Local { .. } | Self::Held { .. } => None,
        }
    }

    fn class(self) -> Class {
        match self {
            Self::Null | Self::Temporary { slot: Slot::Reference(_), .. } => Class::Reference,
            _ => Class::Scalar,
        }
    }
}

/// Temporaries of one class.
#[derive(Default)]
pub struct Temporaries {
    pub made: u32,
    free: Vec<u32>,
}

impl Translator<'_, '_> {
    /// Appends an instruction and gives its index.
    pub fn emit(&mut self, rop: Rop, operands: [Operand; 3]) -> u32 {
        let index = self.instructions.len() as u32;
        self.instructions.push(Instruction::new(rop, self.op, operands));
        if rop != Rop::Init {
            self.last = index;
        }
        index
    }

    /// Appends an instruction that writes a new temporary, and pushes that.
    pub fn emit_result(&mut self, class: Class, rop: Rop, b: impl Into<Operand>, c: impl Into<Operand>) {
        let slot = self.temporary(class);
        let producer = self.emit(rop, [slot.into(), b.into(), c.into()]);
        self.stack.push(Value::Temporary { slot, producer });
    }

    /// The same with something in the second word.
    pub fn emit_wide_result(&mut self, class: Class, rop: Rop, b: Operand, c: Operand, wide: u64) {
        self.emit_result(class, rop, b, c);
        self.instructions[self.last as usize].wide = wide;
    }

    pub fn push_local(&mut self, local: LocalId) {
        let below = std::mem::replace(&mut self.newest[local.index()], self.stack.len() as u32 + 1);
        self.stack.push(Value::Local { local: local.0, below });
    }

    pub fn pop(&mut self) -> Value {
        let value = self.stack.pop().expect("a verified function pops only what it pushed");
        if let Value::Local { local, below } = value {
            self.newest[local as usize] = below;
        }
        value
    }

    /// Pops a value and gives the slot that it is in, making code for a constant. A temporary is still taken.
    pub fn pop_slot(&mut self) -> Slot {
        let value = self.pop();
        self.slot(value)
    }

    /// Pops the two operands of an instruction, in the order in which they were pushed; both are free again.
    pub fn pop_slots<const N: usize>(&mut self) -> [Slot; N] {
        let mut slots = [Slot::Local(0); N];
        for slot in slots.iter_mut().rev() {
            *slot = self.pop_slot();
        }
        slots.iter().for_each(|slot| self.release(*slot));
        slots
    }

    pub fn slot(&mut self, value: Value) -> Slot {
        match value {
            Value::Temporary { slot, .. } | Value::Held { slot } => slot,
            Value::Local { local, .. } => Slot::Local(local),
            Value::Int(_) | Value::Float(_) | Value::Null => {
                let slot = self.temporary(value.class());
                self.write(slot, value);
                slot
            }
        }
    }

    /// Makes code that brings a value to a slot. What produced it is left alone.
    pub fn write(&mut self, to: Slot, value: Value) {
        match (value.immediate(), value.bits()) {
            (Some(immediate), _) => {
                self.emit(Rop::Constant, [to.into(), Operand::None, Operand::Int(immediate)]);
            }
            (None, Some(bits)) => {
                self.emit(Rop::ConstantWide, [to.into(), Operand::None, Operand::None]);
                self.instructions[self.last as usize].wide = bits;
            }
            (None, None) => {
                let from = self.slot(value);
                self.emit(Rop::Copy, [to.into(), from.into(), Operand::None]);
            }
        }
    }

    /// A temporary that nothing uses.
    pub fn temporary(&mut self, class: Class) -> Slot {
        let number = self.temporaries(class).free.pop();
        self.temporary_or_new(class, number)
    }

    /// Gives a temporary back, unless it is held; other slots are no business of this.
    pub fn release(&mut self, slot: Slot) {
        match slot {
            held if self.held.contains(&held) => {}
            Slot::Scalar(number) => self.scalars.free.push(number),
            Slot::Reference(number) => self.references.free.push(number),
            Slot::Local(_) | Slot::Argument(_) => {}
        }
    }

    /// Drops the value that was popped.
    pub fn discard(&mut self, value: Value) {
        if let Value::Temporary { slot, .. } = value {
            self.release(slot);
        }
    }

    /// Assigns the popped value to a local: its producer writes there if it came just before.
    pub fn assign(&mut self, local: LocalId) {
        let value = self.pop();
        self.non_null_local = self.non_null_local.filter(|known| *known != local.0);
        let to = Slot::Local(local.0);
        match value {
            Value::Temporary { slot, producer } if producer == self.last && self.may_assign(producer, local) => {
                self.release(slot);
                self.preserve(local, true);
                self.instructions[self.last as usize].redirect(to);
            }
            Value::Local { local: same, .. } if same == local.0 => {}
            _ => {
                self.preserve(local, false);
                self.write(to, value);
                self.discard(value);
            }
        }
    }

    /// Whether the last instruction may write the local. If values of the local wait, copies of them come before it, so
    /// it must be short enough to be looked through for each, and no leaf may have a retreat behind it.
    fn may_assign(&self, producer: u32, local: LocalId) -> bool {
        let waits = self.newest[local.index()] != 0;
        !waits || (producer >= self.fence && self.instructions.len() - (self.last as usize) < 8)
    }

    /// Copies the values of a local that are still in the stack, for it is about to be overwritten; before the last
    /// instruction if that will do it.
    fn preserve(&mut self, local: LocalId, before_last: bool) {
        if self.newest[local.index()] == 0 {
            return;
        }
        let at = if before_last { self.last as usize } else { self.instructions.len() };
        let held = self.instructions.split_off(at);
        let mut place = std::mem::take(&mut self.newest[local.index()]);
        while place != 0 {
            let value = self.stack[place as usize - 1];
            let Value::Local { below, .. } = value else { unreachable!("the chain of a local holds its values only") };
            let slot = self.temporary_unread_by(self.local_classes[local.index()], &held);
            let producer = self.emit(Rop::Copy, [slot.into(), Slot::Local(local.0).into(), Operand::None]);
            self.stack[place as usize - 1] = Value::Temporary { slot, producer };
            place = below;
        }
        self.put_back(at, held);
    }

    /// Removes an instruction whose result nothing has read. Those behind it move up; another must come.
    pub fn take_back(&mut self, index: u32) {
        self.instructions.remove(index as usize);
        self.last = self.last.saturating_sub(1);
        for value in &mut self.stack {
            if let Value::Temporary { producer, .. } = value
                && *producer > index
            {
                *producer -= 1;
            }
        }
    }

    /// Appends instructions that were taken from `at`, and lets what refers to the last of them follow.
    fn put_back(&mut self, at: usize, held: Vec<Instruction>) {
        if held.is_empty() {
            return;
        }
        let (old, new) = (at as u32, self.instructions.len() as u32);
        self.instructions.extend(held);
        for index in [&mut self.last, &mut self.last_call, &mut self.last_safepoint] {
            if *index == old {
                *index = new;
            }
        }
        self.last = new;
    }

    /// A temporary that is not among the few which some instructions, whose operands are free again, still read.
    fn temporary_unread_by(&mut self, class: Class, held: &[Instruction]) -> Slot {
        let wrap = |number| if class == Class::Scalar { Slot::Scalar(number) } else { Slot::Reference(number) };
        let read = |slot: Slot| held.iter().any(|instruction| instruction.operands[1..].contains(&slot.into()));
        let free = &mut self.temporaries(class).free;
        let place = (free.len().saturating_sub(4)..free.len()).rev().find(|place| !read(wrap(free[*place])));
        let number = place.map(|place| free.remove(place));
        self.temporary_or_new(class, number)
    }

    fn temporaries(&mut self, class: Class) -> &mut Temporaries {
        match class {
            Class::Scalar => &mut self.scalars,
            Class::Reference => &mut self.references,
        }
    }

    fn temporary_or_new(&mut self, class: Class, number: Option<u32>) -> Slot {
        let temporaries = self.temporaries(class);
        let number = number.unwrap_or_else(|| {
            temporaries.made += 1;
            temporaries.made - 1
        });
        if class == Class::Scalar { Slot::Scalar(number) } else { Slot::Reference(number) }
    }
}
