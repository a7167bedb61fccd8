//! The memory behind a cage: a mapping that takes pages as they are touched; where there are no mappings, a zeroed
//! allocation.

use super::{Base, Context};
use std::io;
use std::ops::Range;

#[cfg(unix)]
type Memory = memmap2::MmapMut;
#[cfg(not(unix))]
type Memory = Box<[u8]>;

pub(super) struct Map {
    /// Keeps the memory; all access goes through `base`, so that no reference to it is ever made from here.
    memory: Memory,
    base: Base,
}

// SAFETY: the pointer in `base` leads into `memory`, which moves with it and belongs to this map alone.
unsafe impl Send for Map {}
// SAFETY: a shared map gives out only the base address and reads of the context; writing takes a unique one, or goes
// through the unsafe methods of `Base`.
unsafe impl Sync for Map {}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Map({} bytes)", self.memory.len())
    }
}

impl Map {
    #[cfg(unix)]
    pub fn new(bytes: usize) -> io::Result<Self> {
        let mut memory = memmap2::MmapOptions::new().len(bytes).no_reserve_swap().map_anon()?;
        let base = Base(memory.as_mut_ptr());
        Ok(Self { memory, base })
    }

    #[cfg(not(unix))]
    pub fn new(bytes: usize) -> io::Result<Self> {
        let mut memory = vec![0; bytes].into_boxed_slice();
        let base = Base(memory.as_mut_ptr());
        Ok(Self { memory, base })
    }

    pub fn base(&self) -> Base {
        self.base
    }

    pub fn context(&self) -> &Context {
        // SAFETY: the first page holds a context from the start on (zeros are one), aligned as a page is.
        unsafe { &*self.base.0.cast() }
    }

    pub fn context_mut(&mut self) -> &mut Context {
        // SAFETY: as above; the map is borrowed uniquely.
        unsafe { &mut *self.base.0.cast() }
    }

    /// Takes memory for the range, whole pages, at once, which takes less time than page by page; where the system can't, its
    /// pages are taken as they are touched.
    pub fn populate(&self, range: Range<usize>) {
        #[cfg(target_os = "linux")]
        if let Err(error) = self.memory.advise_range(memmap2::Advice::PopulateWrite, range.start, range.len()) {
            tracing::trace!("memory is taken page by page: {error}");
        }
        #[cfg(not(target_os = "linux"))]
        let _ = range;
    }

    /// Makes the range, whole pages, read as zero and gives its memory back where the system takes it.
    pub fn release(&mut self, range: Range<usize>) {
        #[cfg(target_os = "linux")]
        {
            // SAFETY: the range lies in a private anonymous mapping, and what stood there is not needed any more.
            let advised = unsafe {
                self.memory.unchecked_advise_range(memmap2::UncheckedAdvice::DontNeed, range.start, range.len())
            };
            if advised.is_ok() {
                return;
            }
        }
        // SAFETY: the range lies in the map, which is borrowed uniquely.
        unsafe { self.base.0.add(range.start).write_bytes(0, range.len()) }
    }
}
