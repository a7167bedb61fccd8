//! Executable memory: written first, executable afterwards, never both.

use crate::code::{Code, Symbol};
use memmap2::{Mmap, MmapMut};
use std::io;
use wasmtime_internal_jit_icache_coherence as coherence;

/// Machine code that can be run.
#[derive(Debug)]
pub struct Executable(Mmap);

impl Executable {
    /// Makes code executable, given the addresses of what it refers to. Processors that keep instructions apart from data
    /// are told of it, whatever thread runs on them.
    ///
    /// # Errors
    /// The system refuses, or the code refers to what has no address.
    pub fn new(code: &Code, address: impl Fn(Symbol) -> Option<u64>) -> io::Result<Self> {
        let length = code.bytes.len();
        let mut writable = MmapMut::map_anon(length.max(1))?;
        writable[..length].copy_from_slice(&code.bytes);
        for reference in &code.references {
            let at = reference.at as usize;
            let (Some(place), Some(address)) = (writable.get_mut(at..at + 8), address(reference.symbol)) else {
                return Err(io::Error::other("the code refers to what isn't there"));
            };
            place.copy_from_slice(&address.to_le_bytes());
        }
        let code = Self(writable.make_exec()?);
        // SAFETY: the bytes are mapped.
        unsafe { coherence::clear_cache(code.start().cast(), length) }?;
        coherence::pipeline_flush_mt()?;
        Ok(code)
    }

    /// Its first instruction.
    pub fn start(&self) -> *const () {
        self.0.as_ptr().cast()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }
}
