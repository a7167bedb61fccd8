//! The identity of a module: a hash of the sections that say what it does.

use std::fmt;

use crate::read::{ReadError, sections};
use crate::write::{HEADER, write_sections};
use crate::{Module, Section};

/// BLAKE3 of a module's bytes without the debug and custom sections. Modules with the same hash do the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleHash(pub [u8; 32]);

impl ModuleHash {
    pub fn of(module: &Module) -> Self {
        Self(*blake3::hash(&write_sections(module, Section::is_essential)).as_bytes())
    }

    /// The same for a module that [`crate::read`] accepts, without decoding it: the sections that don't count come last.
    pub fn of_bytes(bytes: &[u8]) -> Result<Self, Box<ReadError>> {
        let sections = sections(bytes)?;
        let mut essential = sections.iter().filter(|contents| contents.section.is_essential());
        let end = essential.next_back().map_or(HEADER, |last| last.offset + last.bytes.len());
        Ok(Self(*blake3::hash(&bytes[..end]).as_bytes()))
    }
}

impl fmt::Display for ModuleHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ModuleHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
