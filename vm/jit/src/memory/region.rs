//! Pieces of code that lie together: in a file that has no name, is mapped to be run only, and grows by being written to.

use super::Executable;
use memmap2::{Mmap, MmapOptions};
use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

/// See the file.
#[derive(Debug)]
pub struct Region {
    file: File,
    map: Arc<Mmap>,
    /// Bytes that are taken: the place in the file where the next are written.
    used: usize,
}

/// Bytes of a region, unless a piece has more. Only those that are taken need memory.
const LENGTH: usize = 1 << 20;

/// Where a piece may begin: with a line of the processor's caches.
const ALIGNMENT: usize = 64;

impl Region {
    /// An empty one that a piece of so many bytes fits.
    ///
    /// # Errors
    /// The system has no such file, or won't have it run.
    pub fn new(least: usize) -> io::Result<Self> {
        let file = nameless()?;
        file.set_len(LENGTH.max(least.next_multiple_of(ALIGNMENT)) as u64)?;
        // SAFETY: nobody else has the file, so it stays as long as it is; and it is written to only behind all that the
        // map is looked at for.
        let map = unsafe { MmapOptions::new().map_exec(&file) }?;
        Ok(Self { file, map: Arc::new(map), used: 0 })
    }

    pub fn fits(&self, bytes: &[u8]) -> bool {
        bytes.len().next_multiple_of(ALIGNMENT) <= self.map.len() - self.used
    }

    /// Adds a piece that fits. After an error the region is of no use any more.
    ///
    /// # Errors
    /// There is no memory.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<Executable> {
        let gap = bytes.len().next_multiple_of(ALIGNMENT) - bytes.len();
        self.file.write_all(bytes)?;
        self.file.write_all(&[0; ALIGNMENT][..gap])?;
        let range = self.used..self.used + bytes.len();
        self.used = range.end + gap;
        Ok(Executable { map: self.map.clone(), range })
    }
}

#[cfg(target_os = "linux")]
fn nameless() -> io::Result<File> {
    use rustix::fs::{MemfdFlags, memfd_create};
    Ok(memfd_create("pvm-code", MemfdFlags::CLOEXEC)?.into())
}

#[cfg(not(target_os = "linux"))]
fn nameless() -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}
