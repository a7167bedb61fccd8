//! Register code before it is laid out: instructions whose slots have a place in the frame only in kind. It is what
//! translation makes, listings print and assembly turns into words.

use super::rop::Rop;
use crate::frame::FrameLayout;
use pvm_bytecode::{BlockId, ValueType};
use std::ops::Range;

/// A slot of a frame whose layout is not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Slot {
    /// A parameter or local.
    Local(u32),
    /// A temporary that holds a number.
    Scalar(u32),
    /// A temporary that holds a reference.
    Reference(u32),
    /// Where the callee's frame has a parameter.
    Argument(u32),
}

impl Slot {
    /// Its place in a frame, or behind it.
    pub fn place(self, layout: &FrameLayout) -> u32 {
        match self {
            Self::Local(number) => layout.local(number),
            Self::Scalar(number) => layout.scalar(number),
            Self::Reference(number) => layout.reference(number),
            Self::Argument(number) => layout.size() + FrameLayout::HEADER + number,
        }
    }
}

/// Whether a slot holds a number or a reference: what the collector has to know of a temporary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Scalar,
    Reference,
}

impl From<ValueType> for Class {
    fn from(ty: ValueType) -> Self {
        if matches!(ty, ValueType::Ref(_)) { Self::Reference } else { Self::Scalar }
    }
}

/// An operand of an instruction; the table says which kind stands where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    None,
    Slot(Slot),
    Two(Slot, Slot),
    /// A slot, and a byte offset of something else.
    SlotAt(Slot, u16),
    /// A number, or the index of whatever the table says.
    Int(i32),
    Block(BlockId),
    /// A place in the code that no block of the bytecode starts at.
    Label(u32),
    /// The size of the frame.
    Frame,
}

impl From<Slot> for Operand {
    fn from(slot: Slot) -> Self {
        Self::Slot(slot)
    }
}

/// A register instruction.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Instruction {
    pub rop: Rop,
    /// The instruction of the bytecode that it was made for: its position.
    pub op: u32,
    pub operands: [Operand; 3],
    /// The second word's first half; a position is filled in by assembly.
    pub wide: u64,
    /// What the second word's other half names, if anything.
    pub beside: Operand,
}

impl Instruction {
    pub fn new(rop: Rop, op: u32, operands: [Operand; 3]) -> Self {
        Self { rop, op, operands, wide: 0, beside: Operand::None }
    }

    pub fn with(self, wide: u64) -> Self {
        Self { wide, ..self }
    }

    /// Makes it write its result elsewhere. It must have one.
    pub fn redirect(&mut self, to: Slot) {
        self.operands[0] = to.into();
    }

    /// Whether its result goes to this slot.
    pub fn writes(&self, slot: Slot) -> bool {
        self.rop.writes() && self.operands[0] == slot.into()
    }
}

/// Where a leaf goes on that stands in place of its call and can't go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Retreat {
    /// The instructions of the leaf.
    pub leaf: Range<u32>,
    pub label: u32,
}

/// The register code of one function.
#[derive(Clone, Debug)]
pub struct Listing {
    pub instructions: Vec<Instruction>,
    /// By block of the bytecode, which instruction it starts with.
    pub blocks: Vec<u32>,
    /// By label, which instruction it stands before.
    pub labels: Vec<u32>,
    pub retreats: Vec<Retreat>,
    /// How many temporaries of each class there are.
    pub scalars: u32,
    pub references: u32,
    /// The most arguments that a call has.
    pub arguments: u32,
}
