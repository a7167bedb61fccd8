//! Register code as text, one instruction a line:
//!
//! ```text
//! block1:
//!     i64_add_imm l0, l0, 1
//!     loop_lt_s l0, l1, block1
//! ```
//!
//! `l3` is a local, `s0` a temporary with a number, `r0` one with a reference, `a1` an argument of the next call. A label is
//! a place that no block of the bytecode starts at.

use super::instruction::{Instruction, Listing, Operand, Slot};
use super::rop::{Kind, Wide};
use std::fmt::{self, Write};

/// Prints the code of a function.
pub fn print(listing: &Listing) -> String {
    let mut text = String::new();
    let blocks = listing.blocks.iter().enumerate().map(|(block, start)| (*start, "block", block));
    let labels = listing.labels.iter().enumerate().map(|(label, start)| (*start, "label", label));
    let mut places: Vec<_> = blocks.chain(labels).collect();
    places.sort_by_key(|(start, ..)| *start);
    let mut places = places.into_iter().peekable();
    for (index, instruction) in listing.instructions.iter().enumerate() {
        while let Some((_, kind, number)) = places.next_if(|(start, ..)| *start as usize == index) {
            let _ = writeln!(text, "{kind}{number}:");
        }
        let _ = writeln!(text, "    {instruction}");
    }
    text
}

impl fmt::Display for Instruction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.rop.row();
        f.write_str(row.name)?;
        let mut separator = " ";
        for (operand, kind) in self.operands.iter().zip(row.operands) {
            let word = match kind {
                Kind::Function => "function",
                Kind::Import => "import",
                Kind::Lib => "lib",
                Kind::Sys => "sys",
                Kind::Constant => "constant",
                Kind::Global => "global",
                Kind::Type => "type",
                _ => "",
            };
            match operand {
                Operand::None | Operand::Frame => continue,
                Operand::Slot(slot) => write!(f, "{separator}{slot}")?,
                Operand::Two(low, high) => write!(f, "{separator}{low}, {high}")?,
                Operand::SlotAt(slot, offset) => write!(f, "{separator}{slot}, {offset}")?,
                Operand::Int(value) => write!(f, "{separator}{word}{value}")?,
                Operand::Block(block) => write!(f, "{separator}block{}", block.0)?,
                Operand::Label(label) => write!(f, "{separator}label{label}")?,
            }
            separator = ", ";
        }
        match self.beside {
            Operand::Slot(slot) => write!(f, "{separator}{slot}")?,
            Operand::Two(low, high) => write!(f, "{separator}{low}, {high}")?,
            _ => {}
        }
        match row.wide {
            Wide::None | Wide::Position | Wide::Slot | Wide::Code => Ok(()),
            Wide::Int => write!(f, "{separator}{}", self.wide as i64),
            Wide::Float => write!(f, "{separator}{:?}", f64::from_bits(self.wide)),
            Wide::Type => write!(f, "{separator}type{}", self.wide),
            Wide::List => write!(f, "{separator}{}, {}", self.wide as u32, self.wide >> 32),
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(number) => write!(f, "l{number}"),
            Self::Scalar(number) => write!(f, "s{number}"),
            Self::Reference(number) => write!(f, "r{number}"),
            Self::Argument(number) => write!(f, "a{number}"),
        }
    }
}
