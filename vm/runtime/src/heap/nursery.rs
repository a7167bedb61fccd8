//! The nursery: where small objects are born, how much of it is used, and when it is full on purpose.

use super::{Heap, LARGE};
use std::ops::Range;

/// Its first size, where the memory limit doesn't ask for a smaller one: what a core's own cache holds. While hardly
/// anything survives, a larger one would be slower.
const FIRST: u32 = 1 << 20;

/// Its largest size: the longer objects have time to die, the fewer are moved. If all of it survives against all
/// expectation, the pause is some milliseconds.
const LARGEST: u32 = 4 << 20;

/// Its smallest size, where much survives: a minor collection has its fixed costs.
pub(super) const SMALLEST: u32 = 256 << 10;

/// So many bytes are expected to survive a minor collection at most, and half of it where much lives, since caches are of
/// less use then. A byte takes 1.5 to 2.5 ns to move, where objects are small, so that a pause stays below a millisecond.
const SURVIVORS: u32 = 512 << 10;
const MUCH: u64 = 256 << 20;

/// How much of the region is in use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nursery {
    /// Where the region is.
    pub start: u32,
    pub length: u32,
    pub size: u32,
    pub first: u32,
    pub largest: u32,
    /// How many of 1024 bytes are expected to survive.
    survival: u32,
    /// Bytes that had been filled when it was last emptied.
    pub filled: u32,
    /// Up to where the statistics count allocation.
    pub counted: u32,
}

impl Nursery {
    pub fn new(memory: u64) -> Self {
        let share = |bytes: u32| bytes.min((memory / 8) as u32).max(2 * LARGE);
        let (first, largest) = (share(FIRST), share(LARGEST));
        Self { start: 0, length: 0, size: first, first, largest, survival: 0, filled: 0, counted: 0 }
    }

    /// The same, in this region.
    pub fn within(self, region: &Range<u32>) -> Self {
        Self { start: region.start, length: region.end - region.start, counted: region.start, ..self }
    }

    /// Learns that so many of `filled` bytes survived, where `live` bytes live in all, and takes the size that suits it: as large as the expected pause
    /// allows where much dies but not nearly all, for more would have died with more time. What survives may come in
    /// waves, so that it is expected again for a while.
    fn adapt(&mut self, survived: u32, filled: u32, live: u64) {
        let now = (u64::from(survived) * 1024 / u64::from(filled.max(1))) as u32;
        self.survival = now.max(self.survival - self.survival.div_ceil(8));
        let is_worth_more = filled >= self.size / 2 && (64..640).contains(&now);
        let wanted = if is_worth_more { self.size * 2 } else { self.size }.max(self.first);
        let survivors = if live > MUCH { SURVIVORS / 2 } else { SURVIVORS };
        let bearable = u64::from(survivors) * 1024 / u64::from(self.survival.max(1));
        let bearable = bearable.clamp(SMALLEST.min(self.first).into(), self.largest.into()) as u32;
        self.size = rounded(wanted.min(bearable));
    }
}

/// A size in whole steps, with room for every object that is not large.
pub(super) fn rounded(size: u32) -> u32 {
    const STEP: u32 = 2 * LARGE;
    (size / STEP * STEP).max(STEP)
}

impl Heap {
    /// After a minor collection: all is free, and the size fits what survived.
    pub(super) fn empty_nursery(&mut self, survived: u32) {
        let start = self.cage.regions.nursery.start;
        let top = self.cage.context().nursery_top;
        self.statistics.allocated += u64::from(top - self.nursery.counted);
        self.nursery.counted = start;
        self.cage.context_mut().nursery_top = start;
        let mut nursery = self.nursery;
        nursery.adapt(survived, top - start, self.filled());
        self.nursery.survival = nursery.survival;
        self.nursery.filled = top - start;
        self.resize_nursery(nursery.size);
    }

    /// How many bytes of the nursery are expected to survive.
    pub(super) fn expected_survivors(&self) -> u64 {
        u64::from(self.nursery.size) * u64::from(self.nursery.survival) / 1024
    }

    /// Makes the nursery as small as it can be, for a guest that is near its limit.
    pub(super) fn shrink_nursery(&mut self) {
        self.resize_nursery(SMALLEST.min(self.nursery.size));
        let end = self.cage.context().nursery_end;
        self.cage.release(end..self.cage.regions.nursery.end);
    }

    /// What was larger keeps its memory: it may soon be so again.
    pub(super) fn resize_nursery(&mut self, size: u32) {
        self.nursery.size = size;
        self.cage.context_mut().nursery_end = self.cage.regions.nursery.start + size;
    }
}

/// Eager modes: collections at as many allocations as can be afforded, or at some of them.
impl Heap {
    /// Every collection looks at much of what lives, so their number falls as that grows: the work of a run stays
    /// proportional to what it allocates.
    fn interval(&mut self) -> u32 {
        let live = self.filled();
        if self.mode.random.is_some() { self.random.below(64) + (live >> 15) as u32 } else { (live >> 12) as u32 }
    }

    pub(super) fn is_stressed(&self) -> bool {
        self.mode.is_eager() && self.patience == 0
    }

    pub(super) fn close_nursery(&mut self) {
        let context = self.cage.context_mut();
        context.nursery_end = context.nursery_top;
    }

    /// Leaves room for the object that is to be allocated and for as many bytes as patience allows.
    pub(super) fn open_nursery(&mut self, size: u32) {
        self.patience = self.interval().saturating_add(1);
        let room = if size > LARGE { 0 } else { size }.saturating_add((self.patience - 1).saturating_mul(32));
        let whole = self.cage.regions.nursery.start + self.nursery.size;
        let context = self.cage.context_mut();
        context.nursery_end = context.nursery_top.saturating_add(room).min(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_follows_what_survives() {
        let mut nursery = Nursery::new(1 << 30);
        let mut size_after = |survived, filled| {
            nursery.adapt(survived, filled, 0);
            nursery.size
        };
        assert_eq!(size_after(FIRST / 100, FIRST), FIRST, "hardly anything survives");
        assert_eq!(size_after(FIRST / 24, FIRST / 3), FIRST, "it was not full");
        assert_eq!(size_after(FIRST / 8, FIRST), 2 * FIRST, "more would have died with more time");
        assert_eq!(size_after(2 * FIRST, 2 * FIRST), SURVIVORS, "no more than is expected to survive");
        assert!(size_after(0, SURVIVORS) < 2 * SURVIVORS, "it may do so again");
        for _ in 0..20 {
            size_after(0, SURVIVORS);
        }
        assert_eq!(size_after(0, SURVIVORS), FIRST);
        nursery.adapt(FIRST, FIRST, 1 << 30);
        assert_eq!(nursery.size, SURVIVORS / 2, "moving takes longer where much lives");
    }

    #[test]
    fn a_small_limit_makes_for_a_small_nursery() {
        let mut nursery = Nursery::new(1 << 20);
        assert_eq!((nursery.size, nursery.largest), (128 << 10, 128 << 10));
        nursery.adapt(128 << 10, 128 << 10, 0);
        assert_eq!(nursery.size, 128 << 10);
    }
}
