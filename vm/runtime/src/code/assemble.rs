//! From a listing to words: slots get their places in the frame, branches their distances, instructions the addresses of
//! their handlers.

use super::instruction::{Instruction, Listing, Operand};
use super::rop::{Rop, Wide};
use super::{Code, Encoded, Handler, Retreat, Word};
use crate::frame::{FrameLayout, SLOT};
use pvm_bytecode::FunctionId;

/// How many slots a frame may have, those of the arguments of its calls included: operands have 16 bits.
pub const MAX_SLOTS: u32 = u16::MAX as u32;

/// Cleared slots beyond this number make `EnterMany`.
const FEW: u32 = 4;

/// Lays out a function's code for its frame. `handler` gives the address of an instruction's handler.
pub fn assemble(
    function: FunctionId,
    listing: &Listing,
    layout: FrameLayout,
    handler: impl Fn(Rop) -> Handler,
) -> Code {
    let mut places = Vec::with_capacity(listing.instructions.len() + 1);
    let mut size = 0;
    for instruction in &listing.instructions {
        places.push(size);
        size += instruction.rop.words();
    }
    places.push(size);
    let assembler = Assembler { function, listing, layout: &layout, places: &places };
    let mut words = Vec::with_capacity(size as usize);
    let mut positions = Vec::with_capacity(size as usize);
    let mut calls = Vec::new();
    for (index, instruction) in listing.instructions.iter().enumerate() {
        let [a, b, c] = match instruction.rop {
            Rop::Enter => assembler.entry(),
            _ => instruction.operands.map(|operand| assembler.operand(operand, index)),
        };
        let rop = if instruction.rop == Rop::Enter { assembler.entry_rop() } else { instruction.rop };
        if rop.is_call() {
            calls.push((instruction.op, words.len() as u32));
        }
        words.push(Word { instruction: Encoded { handler: handler(rop), a: a as u16, b: b as u16, c } });
        positions.push(instruction.op);
        if rop.row().wide != Wide::None {
            let beside = match instruction.beside {
                Operand::None => Word::NOTHING,
                operand => assembler.operand(operand, index) as u32 as u64,
            };
            words.push(Word::second(assembler.wide(instruction), beside));
            positions.push(instruction.op);
        }
    }
    let blocks = listing.blocks.iter().map(|index| places[*index as usize]).collect();
    let place = |index: u32| places[index as usize];
    let retreats = listing.retreats.iter().map(|retreat| Retreat {
        leaf: place(retreat.leaf.start)..place(retreat.leaf.end),
        to: place(listing.labels[retreat.label as usize]),
    });
    let retreats = retreats.collect();
    calls.sort_unstable();
    let (calls, room) = (calls.into(), assembler.room());
    Code { words: words.into(), positions: positions.into(), blocks, retreats, calls, room, layout }
}

struct Assembler<'listing> {
    function: FunctionId,
    listing: &'listing Listing,
    layout: &'listing FrameLayout,
    /// By instruction, its first word.
    places: &'listing [u32],
}

impl Assembler<'_> {
    fn operand(&self, operand: Operand, index: usize) -> i32 {
        match operand {
            Operand::None => 0,
            Operand::Slot(slot) => slot.place(self.layout) as i32,
            Operand::Two(low, high) => (low.place(self.layout) | high.place(self.layout) << 16) as i32,
            Operand::SlotAt(slot, offset) => (slot.place(self.layout) | u32::from(offset) << 16) as i32,
            Operand::Int(value) => value,
            Operand::Frame => self.layout.size() as i32,
            Operand::Block(block) => self.distance(index, self.listing.blocks[block.index()]),
            Operand::Label(label) => self.distance(index, self.listing.labels[label as usize]),
        }
    }

    /// Bytes from one instruction to another.
    fn distance(&self, from: usize, to: u32) -> i32 {
        let words = self.places[to as usize].wrapping_sub(self.places[from]) as i32;
        words.wrapping_mul(size_of::<Word>() as i32)
    }

    fn entry_rop(&self) -> Rop {
        match self.layout.cleared().len() as u32 {
            0 => Rop::Enter,
            1..=FEW => Rop::EnterFew,
            _ => Rop::EnterMany,
        }
    }

    /// Bytes that must be left when the function is entered. `EnterFew` may clear slots behind the frame, so there is room.
    fn room(&self) -> u32 {
        (self.layout.size() + FrameLayout::HEADER + self.listing.arguments.max(FEW)) * SLOT
    }

    /// The operands of the instruction at the entry.
    fn entry(&self) -> [i32; 3] {
        let cleared = self.layout.cleared();
        let b = match self.entry_rop() {
            Rop::Enter => 1,
            Rop::EnterFew => 0,
            _ => cleared.len() as i32,
        };
        [cleared.start as i32, b, self.room() as i32]
    }

    fn wide(&self, instruction: &Instruction) -> u64 {
        match instruction.rop.row().wide {
            Wide::Position => u64::from(self.function.0) << 32 | u64::from(instruction.op),
            _ => instruction.wide,
        }
    }
}
