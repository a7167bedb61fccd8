//! Executable memory: what is written to can't be run, and what can be run isn't written to.
//!
//! Pieces of code lie behind one another: those that call each other share pages then, and don't all begin in the same
//! lines of the processor's caches. Only if they are to be named to `perf`, which looks for names where no file is mapped,
//! each has pages of its own.

mod region;

use crate::code::{Code, Symbol};
use memmap2::{Mmap, MmapMut};
use region::Region;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use wasmtime_internal_jit_icache_coherence as coherence;

/// Where the code of a program lies. It is there as long as any piece of it.
#[derive(Default, Debug)]
pub struct Space {
    region: Option<Region>,
    is_apart: bool,
}

/// Machine code that can be run.
#[derive(Debug)]
pub struct Executable {
    map: Arc<Mmap>,
    range: Range<usize>,
}

impl Space {
    /// One in which every piece has pages of its own.
    pub fn apart() -> Self {
        Self { is_apart: true, ..Self::default() }
    }

    /// Makes code executable, given the addresses of what it refers to. Processors that keep instructions apart from data
    /// are told of it, whatever thread runs on them.
    ///
    /// # Errors
    /// The system refuses, or the code refers to what has no address.
    pub fn place(&mut self, code: &Code, address: impl Fn(Symbol) -> Option<u64>) -> io::Result<Executable> {
        let mut bytes = code.bytes.clone();
        for reference in &code.references {
            let at = reference.at as usize;
            let (Some(place), Some(address)) = (bytes.get_mut(at..at + 8), address(reference.symbol)) else {
                return Err(io::Error::other("the code refers to what isn't there"));
            };
            place.copy_from_slice(&address.to_le_bytes());
        }
        let together = if self.is_apart { None } else { Some(self.append(&bytes)) };
        let code = match together {
            Some(Ok(code)) => code,
            Some(Err(error)) => {
                tracing::debug!("code has pages of its own: {error}");
                Executable::alone(&bytes)?
            }
            None => Executable::alone(&bytes)?,
        };
        // SAFETY: the bytes are mapped.
        unsafe { coherence::clear_cache(code.start().cast(), code.len()) }?;
        coherence::pipeline_flush_mt()?;
        Ok(code)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<Executable> {
        let mut region = match self.region.take().filter(|region| region.fits(bytes)) {
            Some(region) => region,
            None => Region::new(bytes.len())?,
        };
        let code = region.append(bytes)?;
        self.region = Some(region);
        Ok(code)
    }
}

impl Executable {
    /// Code in pages of its own, where the system has no files without a name, or won't have them run.
    fn alone(bytes: &[u8]) -> io::Result<Self> {
        let mut writable = MmapMut::map_anon(bytes.len().max(1))?;
        writable[..bytes.len()].copy_from_slice(bytes);
        Ok(Self { map: Arc::new(writable.make_exec()?), range: 0..bytes.len() })
    }

    /// Its first instruction.
    pub fn start(&self) -> *const () {
        self.bytes().as_ptr().cast()
    }

    pub fn len(&self) -> usize {
        self.range.len()
    }

    fn bytes(&self) -> &[u8] {
        &self.map[self.range.clone()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Reference;

    fn code(bytes: &[u8]) -> Code {
        Code { bytes: bytes.to_vec(), references: Vec::new() }
    }

    #[test]
    fn code_stays_as_it_is_when_more_is_placed() {
        let mut space = Space::default();
        let pieces: Vec<Vec<u8>> = (1..200).map(|number: u8| vec![number; 100 * usize::from(number)]).collect();
        let placed: Vec<_> = pieces.iter().map(|piece| space.place(&code(piece), |_| None).expect("memory")).collect();
        let large = space.place(&code(&vec![1; 3 << 20]), |_| None).expect("memory");
        drop(space);
        assert!(pieces.iter().zip(&placed).all(|(piece, placed)| placed.bytes() == piece));
        assert_eq!(large.len(), 3 << 20);
        assert!(large.bytes().iter().all(|byte| *byte == 1));
    }

    #[test]
    fn pages_of_its_own_hold_code_too() {
        for piece in [&b"some code"[..], b""] {
            assert_eq!(Space::apart().place(&code(piece), |_| None).expect("memory").bytes(), piece);
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn no_code_can_be_written_to_and_perf_finds_names_of_what_is_no_file() {
        for mut space in [Space::apart(), Space::default()] {
            let placed = space.place(&code(b"some code"), |_| None).expect("memory");
            let maps = std::fs::read_to_string("/proc/self/maps").expect("maps");
            let line = maps.lines().find(|line| {
                let (start, end) =
                    line.split_whitespace().next().and_then(|range| range.split_once('-')).expect("a range");
                let [start, end] = [start, end].map(|address| usize::from_str_radix(address, 16).expect("an address"));
                (start..end).contains(&(placed.start() as usize))
            });
            let mut words = line.expect("it is mapped").split_whitespace().skip(1);
            assert!(words.next().is_some_and(|access| access.starts_with("r-x")), "{line:?}");
            assert!(words.nth(3).is_none() || !space.is_apart, "{line:?}");
        }
    }

    #[test]
    fn code_holds_the_addresses_of_what_it_refers_to() {
        let referring = |at| Code { bytes: vec![0; 10], references: vec![Reference { at, symbol: Symbol::Cell(3) }] };
        let address = |symbol| (symbol == Symbol::Cell(3)).then_some(0x0102_0304_0506_0708);
        let placed = Space::default().place(&referring(1), address).expect("memory");
        assert_eq!(placed.bytes(), [0, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        assert!(Space::default().place(&referring(3), address).is_err(), "it ends behind the code");
        assert!(Space::default().place(&referring(1), |_| None).is_err(), "it is nowhere");
    }
}
