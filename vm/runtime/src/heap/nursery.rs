//! The nursery: where small objects are born, how much of it is used, and when it is full on purpose.

use super::{Heap, LARGE};

/// Its first size, where the memory limit doesn't ask for a smaller one: what a core's own cache holds. While hardly
/// anything survives, a larger one would be slower.
const FIRST: u32 = 1 << 20;

/// Its largest size: the longer objects have time to die, the fewer are moved, but what survives takes its time. For
/// building and dropping trees, 16 MiB take a third of the collection time of 1 MiB.
const LARGEST: u32 = 16 << 20;

/// How much of the region is in use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nursery {
    pub size: u32,
    pub smallest: u32,
    pub largest: u32,
    /// Up to where the statistics count allocation.
    pub counted: u32,
}

impl Nursery {
    pub fn new(memory: u64) -> Self {
        let share = |bytes: u32| bytes.min((memory / 8) as u32).max(2 * LARGE);
        let (smallest, largest) = (share(FIRST), share(LARGEST));
        Self { size: smallest, smallest, largest, counted: 0 }
    }

    /// The size that suits what survived of `filled` bytes. Where much dies but not nearly all, more would have died with
    /// more time; where most survives, time doesn't help, and a smaller nursery makes for shorter pauses.
    fn suited(&self, survived: u32, filled: u32) -> u32 {
        let sixteenths = u64::from(survived) * 16 / u64::from(filled.max(1));
        match sixteenths {
            _ if filled < self.size / 2 => self.size,
            1..10 => (self.size * 2).min(self.largest),
            12.. => (self.size / 2).max(self.smallest.min(self.size)),
            _ => self.size,
        }
    }
}

impl Heap {
    /// After a minor collection: all is free, and the size fits what survived.
    pub(super) fn empty_nursery(&mut self, survived: u32) {
        let start = self.cage.regions.nursery.start;
        let top = self.cage.context().nursery_top;
        self.statistics.allocated += u64::from(top - self.nursery.counted);
        self.nursery.counted = start;
        self.cage.context_mut().nursery_top = start;
        self.resize_nursery(self.nursery.suited(survived, top - start));
    }

    /// Makes the nursery as small as it can be, for a guest that is near its limit.
    pub(super) fn shrink_nursery(&mut self) {
        self.resize_nursery(self.nursery.smallest);
    }

    pub(super) fn resize_nursery(&mut self, size: u32) {
        let end = self.cage.regions.nursery.start + size;
        self.cage.release(end..end.max(self.cage.regions.nursery.start + self.nursery.size));
        self.nursery.size = size;
        self.cage.context_mut().nursery_end = end;
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
        assert_eq!(nursery.suited(FIRST / 100, FIRST), FIRST);
        assert_eq!(nursery.suited(FIRST / 4, FIRST), 2 * FIRST);
        assert_eq!(nursery.suited(FIRST / 4, FIRST / 3), FIRST, "it was not full");
        assert_eq!(nursery.suited(FIRST, FIRST), FIRST);
        nursery.size = LARGEST;
        assert_eq!(nursery.suited(LARGEST / 4, LARGEST), LARGEST);
        assert_eq!(nursery.suited(LARGEST, LARGEST), LARGEST / 2);
        assert_eq!(Nursery::new(1 << 20).largest, 128 << 10);
    }
}
