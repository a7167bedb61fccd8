//! Machine code as the compiler makes it: not tied to where it lies, nor to the process that runs it. What it refers to
//! outside itself are symbols.

use serde::{Deserialize, Serialize};

/// See the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Code {
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    pub references: Vec<Reference>,
}

/// Eight bytes of code that become the address of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reference {
    /// Where they start.
    pub at: u32,
    pub symbol: Symbol,
}

/// The cell in which code that was made quickly counts its calls and the rounds of its loops.
pub const HEAT: u32 = 0;

/// What code refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Symbol {
    /// What a method call of the unit remembers, by its number; for [`HEAT`], how hot quick code is.
    Cell(u32),
    /// The stub of a helper that is called rarely, by the helper's number.
    Rare(u32),
}

impl Symbol {
    /// Its name in Cranelift's words: a namespace, and a number in it.
    pub fn name(self) -> (u32, u32) {
        match self {
            Self::Cell(number) => (0, number),
            Self::Rare(helper) => (1, helper),
        }
    }

    /// By its name.
    pub fn named(namespace: u32, number: u32) -> Option<Self> {
        match namespace {
            0 => Some(Self::Cell(number)),
            1 => Some(Self::Rare(number)),
            _ => None,
        }
    }
}
