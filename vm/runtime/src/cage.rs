//! The cage: a guest's whole memory as one reserved region of address space. A reference is an offset from its start, so
//! nothing in it is an address of the host, and nothing outside it can be named.
//!
//! The regions stand in this order: context page, tables of the collector, stack, nursery, old space with the
//! large objects at its end. Only what is touched takes memory.

mod base;
mod context;
mod map;

pub use base::{Base, Plain};
pub use context::{Context, Links, MAIL};

use map::Map;
use std::fmt;
use std::ops::Range;

/// An object of a guest: the offset of its header, a multiple of 8. Null is 0.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[repr(transparent)]
pub struct Ref(pub u32);

impl Ref {
    pub const NULL: Self = Self(0);

    pub const fn is_null(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Debug for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{:x}", self.0)
    }
}

/// Bytes of a card, the unit in which writes to the old space are remembered.
pub const CARD: u32 = 1 << CARD_SHIFT;
pub const CARD_SHIFT: u32 = 9;

/// Where the card table begins: behind the context page.
pub const CARDS: u32 = PAGE;

/// Objects and regions begin at multiples of this.
pub const ALIGNMENT: u32 = 8;

/// The old space is taken and freed in blocks of so many bytes, and begins at a multiple of this.
pub const BLOCK: u32 = 1 << BLOCK_SHIFT;
pub const BLOCK_SHIFT: u32 = 16;

/// What memory is given back in.
pub const PAGE: u32 = 4096;

/// No offset is larger.
const LARGEST: u64 = u32::MAX as u64 & !(PAGE as u64 - 1);

/// Where the regions lie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Regions {
    /// A byte for each card of the whole cage; not zero where a reference was written.
    pub cards: Range<u32>,
    /// A bit for each 8 bytes of the whole cage: where an object starts that is not young.
    pub starts: Range<u32>,
    /// A bit for each 8 bytes of the whole cage: what has been found alive.
    pub marks: Range<u32>,
    /// Four bytes for each card, in a full collection: where its first live byte slides to.
    pub destinations: Range<u32>,
    pub stack: Range<u32>,
    pub nursery: Range<u32>,
    pub old: Range<u32>,
}

impl Regions {
    /// For an old space that can hold `heap` bytes, with a nursery and a stack of the given sizes. What doesn't fit the
    /// reach of an offset is taken from the heap.
    fn new(heap: u64, nursery: u64, stack: u64) -> Self {
        let round = |bytes: u64| bytes.next_multiple_of(PAGE.into());
        let (nursery, stack) = (round(nursery), round(stack));
        // Bytes for each card of 512: together less than 1/23 of the rest.
        let tables = |total: u64| [1, 8, 8, 4].map(|bytes| round((total >> CARD_SHIFT) * bytes));
        let fixed = u64::from(PAGE) + nursery + stack + u64::from(BLOCK);
        let wanted = round(heap.min(LARGEST)) + fixed;
        let total = (wanted + wanted / 23 + 5 * u64::from(PAGE)).min(LARGEST);
        let mut at = u64::from(PAGE);
        let mut next = |bytes: u64| {
            let start = at;
            at += bytes;
            start as u32..at as u32
        };
        let [cards, starts, marks, destinations] = tables(total).map(&mut next);
        let stack = next(stack);
        let old = (u64::from(stack.end) + nursery).next_multiple_of(BLOCK.into()) as u32;
        Self { cards, starts, marks, destinations, nursery: stack.end..old, stack, old: old..total as u32 }
    }
}

/// A guest's memory.
#[derive(Debug)]
pub struct Cage {
    map: Map,
    pub regions: Regions,
}

/// The address space for a guest can't be had.
#[derive(Debug, thiserror::Error)]
#[error("cannot reserve {bytes} bytes of address space: {error}")]
pub struct ReserveError {
    bytes: usize,
    error: std::io::Error,
}

impl Cage {
    /// Reserves address space for an old space of up to `heap` bytes, a nursery and a stack. All of it reads as zero.
    ///
    /// # Errors
    /// The system refuses.
    pub fn new(heap: u64, nursery: u32, stack: u32) -> Result<Self, ReserveError> {
        let regions = Regions::new(heap, nursery.into(), stack.into());
        let bytes = regions.old.end as usize;
        let map = Map::new(bytes).map_err(|error| ReserveError { bytes, error })?;
        let mut cage = Self { map, regions };
        *cage.context_mut() = Context::new(&cage.regions);
        Ok(cage)
    }

    pub fn base(&self) -> Base {
        self.map.base()
    }

    pub fn context(&self) -> &Context {
        self.map.context()
    }

    pub fn context_mut(&mut self) -> &mut Context {
        self.map.context_mut()
    }

    /// Takes memory for the whole pages in the range, which are about to be written to.
    pub fn populate(&self, range: Range<u32>) {
        if let Some(pages) = whole_pages(range) {
            self.map.populate(pages);
        }
    }

    /// Gives the memory of whole pages in the range back to the system; they read as zero afterwards.
    pub fn release(&mut self, range: Range<u32>) {
        if let Some(pages) = whole_pages(range) {
            self.map.release(pages);
        }
    }
}

fn whole_pages(range: Range<u32>) -> Option<Range<usize>> {
    let start = u64::from(range.start).next_multiple_of(PAGE.into());
    let end = u64::from(range.end / PAGE * PAGE);
    (start < end).then_some(start as usize..end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_follow_each_other_and_the_tables_cover_the_whole() {
        for heap in [0, 1 << 20, 1 << 30, 1 << 40] {
            let regions = Regions::new(heap, 1 << 20, 1 << 20);
            let Regions { cards, starts, marks, destinations, stack, nursery, old } = regions;
            let ends = [
                (&cards, &starts),
                (&starts, &marks),
                (&marks, &destinations),
                (&destinations, &stack),
                (&stack, &nursery),
                (&nursery, &old),
            ];
            assert_eq!(cards.start, PAGE);
            for (before, after) in ends {
                assert_eq!(before.end, after.start);
            }
            assert!(u64::from(old.end - old.start) >= heap.min(3 << 30), "{old:?}");
            assert!(cards.len() as u64 >= u64::from(old.end) >> CARD_SHIFT);
            assert!(destinations.len() as u64 >= u64::from(old.end) >> CARD_SHIFT << 2);
            assert!(starts.len().min(marks.len()) as u64 >= u64::from(old.end) >> 6);
            assert!(old.start.is_multiple_of(BLOCK));
        }
    }

    #[test]
    fn memory_keeps_what_it_holds_until_it_is_released() {
        let mut cage = Cage::new(1 << 20, 1 << 16, 1 << 16).expect("address space");
        let at = cage.regions.old.start;
        // SAFETY: the offset lies in the old space.
        unsafe { cage.base().write(at, 7u64) };
        cage.populate(at..at + 8192);
        // SAFETY: as above.
        assert_eq!(unsafe { cage.base().read::<u64>(at) }, 7);
        cage.release(at..at + 8192);
        // SAFETY: as above.
        assert_eq!(unsafe { cage.base().read::<u64>(at) }, 0);
    }
}
