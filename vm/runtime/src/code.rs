//! Register code: what the interpreter runs. It is made from the stack bytecode of a function at its first call, in
//! three steps: [`translate`] gives a [`Listing`], whose slots and branches are symbolic; a `FrameLayout` decides where
//! they lie; [`assemble`] makes words of it.
//!
//! An instruction is a word of 16 bytes: the address of its handler and three operands. Some have a second word. Nothing
//! here knows what an instruction does.

mod assemble;
mod fuel;
mod fuse;
pub mod instruction;
mod print;
pub mod rop;
pub mod storage;
mod translate;

pub use assemble::{MAX_SLOTS, assemble};
pub use fuel::{block_costs, path_cost};
pub use instruction::Listing;
pub use print::print;
pub use translate::leaf::path as leaf_path;
pub use translate::pending::{Noted, is_noted};
pub use translate::{Context, translate, translate_noting};

use crate::frame::FrameLayout;
use crate::heap::ShapeId;
use pvm_bytecode::FunctionId;
use std::mem::ManuallyDrop;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// The address of a handler. Only the interpreter knows its signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Handler(pub *const ());

// SAFETY: the address of a function, which is only ever called; nothing is written through it.
unsafe impl Send for Handler {}
// SAFETY: as above.
unsafe impl Sync for Handler {}

/// A unit of register code.
#[repr(C, align(16))]
pub union Word {
    pub instruction: Encoded,
    pub second: ManuallyDrop<Second>,
}

/// The second word of an instruction.
#[repr(C)]
pub struct Second {
    pub wide: u64,
    /// Slots, or what the instruction remembers: all guests that run the code share it.
    pub beside: AtomicU64,
}

impl Word {
    /// What the other half of a second word is as long as it says nothing.
    pub const NOTHING: u64 = u64::MAX;

    /// A second word.
    pub fn second(wide: u64, beside: u64) -> Self {
        Self { second: ManuallyDrop::new(Second { wide, beside: AtomicU64::new(beside) }) }
    }
}

/// The first word of an instruction.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Encoded {
    pub handler: Handler,
    pub a: u16,
    pub b: u16,
    pub c: i32,
}

/// The register code of a function, ready to run.
pub struct Code {
    pub words: Box<[Word]>,
    /// By word, the instruction of the bytecode that it was made for.
    pub positions: Box<[u32]>,
    /// By block, its first word.
    pub blocks: Box<[u32]>,
    /// Ascending.
    pub retreats: Box<[Retreat]>,
    /// Every call of a function of the guest, ascending: the instruction of the bytecode, and its word.
    pub calls: Box<[(u32, u32)]>,
    /// Bytes of stack that are left when the function is entered: for its frame and the arguments of its calls.
    pub room: u32,
    pub layout: FrameLayout,
}

impl Code {
    /// Bytes of memory that it takes.
    pub fn bytes(&self) -> u64 {
        let Self { words, positions, blocks, calls, .. } = self;
        let parts = [size_of_val(&**words), size_of_val(&**positions), size_of_val(&**blocks), size_of_val(&**calls)];
        parts.map(|bytes| bytes as u64).iter().sum()
    }

    /// The word of the call that an instruction of the bytecode is.
    pub fn call(&self, op: u32) -> Option<u32> {
        let place = self.calls.binary_search_by_key(&op, |(op, _)| *op).ok()?;
        Some(self.calls[place].1)
    }

    /// What the call of a method or a function value has found last, if it has been made: the shape of the receiver or
    /// closure, and the function.
    pub fn last_receiver(&self, op: u32) -> Option<(ShapeId, FunctionId)> {
        let word = self.words.get(self.call(op)? as usize + 1)?;
        // SAFETY: every call has a second word, and any bits are one.
        let known = unsafe { word.second.beside.load(Ordering::Relaxed) };
        (known != Word::NOTHING).then_some((ShapeId((known >> 32) as u32), FunctionId(known as u32)))
    }

    /// The word to go on at where one can't go on that belongs to a leaf in place of its call.
    pub fn retreat(&self, word: u32) -> Option<u32> {
        let next = self.retreats.partition_point(|retreat| retreat.leaf.end <= word);
        self.retreats.get(next).filter(|retreat| retreat.leaf.start <= word).map(|retreat| retreat.to)
    }
}

/// Where a leaf goes on that stands in place of its call and can't go on: words of the code.
#[derive(Clone, Debug)]
pub struct Retreat {
    pub leaf: Range<u32>,
    pub to: u32,
}
