//! Where the large objects lie: on whole pages at the end of the cage, from its last page downward. What is freed is taken
//! again where it fits best. This is bookkeeping alone: the memory is the cage's.
#![forbid(unsafe_code)]

use crate::cage::{PAGE, Ref};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Free pages between objects.
#[derive(Clone, Copy, Debug)]
struct Gap {
    length: u32,
    /// Its last bytes that may still take memory; those before take none.
    idle: u32,
}

/// The large objects and the gaps between them.
#[derive(Debug)]
pub struct LargeSpace {
    /// Pages below this belong to the old space.
    start: u32,
    end: u32,
    /// Bytes by object, whole pages.
    objects: BTreeMap<Ref, u32>,
    /// Objects that no collection has seen.
    young: Vec<Ref>,
    /// Pages below this take no memory.
    lowest: u32,
    /// Gaps by start, and by length. No two touch each other or `start`.
    gaps: BTreeMap<u32, Gap>,
    by_length: BTreeSet<(u32, u32)>,
    /// Bytes of all objects.
    used: u32,
    /// Bytes of gaps that may still take memory.
    idle: u32,
}

impl LargeSpace {
    /// An empty space that ends at `end`, the end of the cage.
    pub fn new(end: u32) -> Self {
        let end = end / PAGE * PAGE;
        Self {
            start: end,
            end,
            lowest: end,
            objects: BTreeMap::new(),
            young: Vec::new(),
            gaps: BTreeMap::new(),
            by_length: BTreeSet::new(),
            used: 0,
            idle: 0,
        }
    }

    /// The lowest page in use.
    pub fn start(&self) -> u32 {
        self.start
    }

    /// Bytes of all objects, whole pages.
    pub fn used(&self) -> u32 {
        self.used
    }

    /// Free bytes that may still take memory.
    pub fn idle(&self) -> u32 {
        self.idle + (self.start - self.lowest)
    }

    /// Free pages that may still take memory, of so many bytes at most but one, which the caller releases.
    pub fn cool(&mut self, most: u32) -> Option<Range<u32>> {
        let most = (most / PAGE * PAGE).max(PAGE);
        if self.lowest < self.start {
            let range = self.lowest..self.start.min(self.lowest.saturating_add(most));
            self.lowest = range.end;
            return Some(range);
        }
        if self.idle == 0 {
            return None;
        }
        let (&start, gap) = self.gaps.iter_mut().find(|(_, gap)| gap.idle > 0)?;
        let bytes = gap.idle.min(most);
        let first = start + gap.length - gap.idle;
        gap.idle -= bytes;
        self.idle -= bytes;
        Some(first..first + bytes)
    }

    /// Whether an object fits between others.
    pub fn has_gap(&self, bytes: u32) -> bool {
        self.by_length.last().is_some_and(|(longest, _)| Self::rounded(bytes) <= u64::from(*longest))
    }

    /// Bytes that an object takes with its rest of a page.
    pub fn rounded(bytes: u32) -> u64 {
        u64::from(bytes).next_multiple_of(PAGE.into())
    }

    /// Whether there is room for an object of `bytes`, without going below `floor`.
    pub fn has_room(&self, bytes: u32, floor: u64) -> bool {
        self.has_gap(bytes) || floor + Self::rounded(bytes) <= self.start.into()
    }

    /// Finds room for a young object of `bytes`, without going below `floor`.
    pub fn allocate(&mut self, bytes: u32, floor: u64) -> Option<Ref> {
        let bytes = bytes.checked_next_multiple_of(PAGE)?;
        let at = match self.by_length.range((bytes, 0)..).next() {
            Some(&(_, start)) => {
                let Gap { length, idle } = self.take_gap(start)?;
                let rest = length - bytes;
                if rest > 0 {
                    self.insert_gap(start, Gap { length: rest, idle: idle.saturating_sub(bytes) });
                }
                start + rest
            }
            None => {
                self.start = self.start.checked_sub(bytes).filter(|start| u64::from(*start) >= floor)?;
                self.lowest = self.lowest.min(self.start);
                self.start
            }
        };
        self.used += bytes;
        self.objects.insert(Ref(at), bytes);
        self.young.push(Ref(at));
        Some(Ref(at))
    }

    /// The object that covers an offset.
    pub fn covering(&self, offset: u32) -> Option<Ref> {
        let (&object, &bytes) = self.objects.range(..=Ref(offset)).next_back()?;
        (offset - object.0 < bytes).then_some(object)
    }

    /// Whether an object starts here.
    pub fn contains(&self, object: Ref) -> bool {
        self.objects.contains_key(&object)
    }

    /// The objects since the last minor collection, which may free them.
    pub fn young(&self) -> &[Ref] {
        &self.young
    }

    /// All objects, ascending.
    pub fn objects(&self) -> impl Iterator<Item = Ref> + '_ {
        self.objects.keys().copied()
    }

    /// The objects from an offset on, ascending.
    pub fn from(&self, offset: Ref) -> impl Iterator<Item = Ref> + '_ {
        self.objects.range(offset..).map(|(object, _)| *object)
    }

    /// Makes the young objects old.
    pub fn age(&mut self) {
        self.young.clear();
    }

    /// Frees an object, which is not young any more.
    pub fn free(&mut self, object: Ref) {
        let Some(bytes) = self.objects.remove(&object) else { return };
        self.used -= bytes;
        let (mut start, mut end) = (object.0, object.0 + bytes);
        // From where on memory may be taken.
        let mut warm = start;
        let before = self.gaps.range(..start).next_back().filter(|(before, gap)| **before + gap.length == start);
        let touching = [before.map(|(before, _)| *before), self.gaps.contains_key(&end).then_some(end)];
        for at in touching.into_iter().flatten() {
            if let Some(gap) = self.take_gap(at) {
                if at < start && gap.idle > 0 {
                    warm = start - gap.idle;
                }
                start = start.min(at);
                end = end.max(at + gap.length);
            }
        }
        if start == self.start {
            self.start = end;
        } else {
            self.insert_gap(start, Gap { length: end - start, idle: end - warm });
        }
    }

    fn insert_gap(&mut self, start: u32, gap: Gap) {
        self.gaps.insert(start, gap);
        self.by_length.insert((gap.length, start));
        self.idle += gap.idle;
    }

    fn take_gap(&mut self, start: u32) -> Option<Gap> {
        let gap = self.gaps.remove(&start)?;
        self.by_length.remove(&(gap.length, start));
        self.idle -= gap.idle;
        Some(gap)
    }

    /// Whether the counts and the gaps agree with the objects; the first disagreement in words.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), String> {
        let mut at = self.start;
        let mut used = 0;
        let objects = self.objects.iter().map(|(object, &bytes)| (object.0, bytes, true));
        let gaps = self.gaps.iter().map(|(&start, gap)| (start, gap.length, false));
        let mut pieces: Vec<_> = objects.chain(gaps).collect();
        pieces.sort_unstable();
        let mut gap_before = true;
        for (start, bytes, object) in pieces {
            if start != at || (!object && gap_before) {
                return Err(format!("the large space has a fault at {start:x}: expected a piece at {at:x}"));
            }
            gap_before = !object;
            used += if object { bytes } else { 0 };
            at += bytes;
        }
        let idle: u32 = self.gaps.values().map(|gap| gap.idle).sum();
        if at != self.end || used != self.used || idle != self.idle || self.gaps.len() != self.by_length.len() {
            return Err(format!(
                "the large space ends at {at:x} and holds {used} bytes, not {:x}, {}",
                self.end, self.used
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const END: u32 = 1 << 24;
    const LARGE: u32 = 32 << 10;

    #[test]
    fn the_last_pages_are_taken_first_and_the_floor_is_kept() {
        let mut space = LargeSpace::new(END + 5);
        assert_eq!(space.allocate(LARGE + 1, 0), Some(Ref(END - LARGE - PAGE)));
        assert_eq!(space.allocate(LARGE, u64::from(space.start() - LARGE + 1)), None);
        assert_eq!(space.allocate(u32::MAX, 0), None);
        assert_eq!(space.used(), LARGE + PAGE);
        assert_eq!(space.covering(END - 1), Some(Ref(space.start())));
        assert_eq!(space.covering(space.start() - 1), None);
    }

    #[test]
    fn what_is_free_is_idle_until_it_is_used_or_released() {
        let mut space = LargeSpace::new(END);
        let objects: Vec<Ref> = [4, 1, 2].iter().filter_map(|pages| space.allocate(pages * PAGE, 0)).collect();
        assert_eq!(space.idle(), 0);
        space.free(objects[0]);
        space.free(objects[2]);
        assert_eq!(space.idle(), 6 * PAGE);
        space.allocate(3 * PAGE, 0);
        assert_eq!(space.idle(), 3 * PAGE);
        assert_eq!(space.cool(PAGE), Some(objects[2].0..objects[2].0 + PAGE), "a part");
        assert_eq!(space.cool(9 * PAGE), Some(objects[2].0 + PAGE..objects[1].0));
        assert_eq!(space.cool(9 * PAGE), Some(objects[0].0..objects[0].0 + PAGE));
        assert_eq!((space.cool(9 * PAGE), space.idle()), (None, 0));
        space.free(objects[1]);
        // Together with the page of the gap behind it, which was released.
        assert_eq!(space.idle(), 2 * PAGE);
    }

    #[test]
    fn the_smallest_gap_that_fits_is_taken() {
        let mut space = LargeSpace::new(END);
        let sizes = [8, 1, 3, 1, 5, 1];
        let objects: Vec<Ref> = sizes.iter().filter_map(|pages| space.allocate(pages * PAGE, 0)).collect();
        objects.iter().step_by(2).for_each(|dead| space.free(*dead));
        assert_eq!(space.allocate(2 * PAGE, 0), Some(Ref(objects[2].0 + PAGE)));
        assert_eq!(space.allocate(4 * PAGE, 0), Some(Ref(objects[4].0 + PAGE)));
    }

    proptest! {
        #[test]
        fn pieces_never_overlap(steps in prop::collection::vec((1u32..40, any::<prop::sample::Index>(), any::<bool>()), 1..200)) {
            let mut space = LargeSpace::new(END);
            let mut live: Vec<Ref> = Vec::new();
            // Pages that take memory and belong to no object.
            let mut warm = BTreeSet::new();
            let pages_of = |range: Range<u32>| range.start / PAGE..range.end / PAGE;
            for (pages, index, free) in steps {
                if free && !live.is_empty() {
                    let dead = live.swap_remove(index.index(live.len()));
                    warm.extend(pages_of(dead.0..dead.0 + space.objects[&dead]));
                    space.free(dead);
                } else if pages < 5 {
                    let cooled = space.cool(pages * PAGE);
                    prop_assert!(cooled.as_ref().is_none_or(|range| range.len() as u32 <= pages * PAGE));
                    pages_of(cooled.unwrap_or_default()).for_each(|page| { warm.remove(&page); });
                } else if let Some(object) = space.allocate(pages * PAGE, (END / 2).into()) {
                    pages_of(object.0..object.0 + pages * PAGE).for_each(|page| { warm.remove(&page); });
                    live.push(object);
                }
                prop_assert_eq!(space.check(), Ok(()));
                prop_assert_eq!(space.objects().count(), live.len());
                prop_assert!(space.idle() / PAGE >= warm.len() as u32);
            }
            while let Some(range) = space.cool(END) {
                pages_of(range).for_each(|page| { warm.remove(&page); });
            }
            prop_assert!(warm.is_empty(), "{warm:?} take memory");
            live.into_iter().for_each(|object| space.free(object));
            prop_assert_eq!(space.start(), END);
        }
    }
}
