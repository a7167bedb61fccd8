//! Executable memory: written first, executable afterwards, never both.

use memmap2::{Mmap, MmapMut};
use std::io;
use wasmtime_internal_jit_icache_coherence as coherence;

/// Machine code that can be run.
#[derive(Debug)]
pub struct Executable(Mmap);

impl Executable {
    /// Makes code executable that does not depend on where it lies. Processors that keep instructions apart from data are
    /// told of it, whatever thread runs on them.
    ///
    /// # Errors
    /// The system refuses.
    pub fn new(code: &[u8]) -> io::Result<Self> {
        let mut writable = MmapMut::map_anon(code.len().max(1))?;
        writable[..code.len()].copy_from_slice(code);
        let code = Self(writable.make_exec()?);
        // SAFETY: the bytes are mapped.
        unsafe { coherence::clear_cache(code.start().cast(), code.len()) }?;
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
