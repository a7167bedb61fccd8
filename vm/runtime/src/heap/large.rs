//! Large objects: they have a space of their own and never move. One that was made since the last collection is young:
//! the next minor collection frees it, unless it is reached.

mod space;

pub use space::LargeSpace;

use super::{FIRST_MAJOR, Heap, ShapeId};
use crate::cage::{CARD_SHIFT, Ref};

/// Objects of more bytes are large: copying and sliding them would cost more than the rest of a page that each wastes.
pub const LARGE: u32 = 32 << 10;

/// Above every object: none is young.
pub const NO_YOUNG: Ref = Ref(u32::MAX);

/// What the crossing table says of a large object at its own first card, where an object of the old space can't be.
const YOUNG: u32 = 1;
const OLD: u32 = 2;

impl Heap {
    #[cold]
    pub(super) fn allocate_large(&mut self, shape: ShapeId, length: u32, size: u32) -> Option<Ref> {
        if self.is_stressed() || self.is_major_due(size) {
            return None;
        }
        let object = self.large.allocate(size, self.old_limit())?;
        self.patience = self.patience.saturating_sub(1);
        self.statistics.allocated += u64::from(size);
        self.young_large = self.young_large.min(object);
        self.write_crossing(object.0 >> CARD_SHIFT, YOUNG);
        // SAFETY: the range was free and lies in the cage.
        unsafe { self.base().write_header(object, shape, length) };
        Some(object)
    }

    /// Makes a young large object old and has its contents looked at. Others are left alone.
    #[inline(always)]
    pub(super) fn reach_large(&mut self, object: Ref) {
        if object >= self.young_large && self.is_young_large(object) {
            self.write_crossing(object.0 >> CARD_SHIFT, OLD);
            self.reached.push(object);
        }
    }

    fn is_young_large(&self, object: Ref) -> bool {
        self.crossing(object.0 >> CARD_SHIFT) == YOUNG
    }

    /// Moves what the written cards of old large objects refer to. Young ones wait until they are reached.
    pub(super) fn scan_large_cards(&mut self) {
        let (mut card, end) = (self.large.start() >> CARD_SHIFT, self.cage.regions.old.end >> CARD_SHIFT);
        while let Some(dirty) = self.take_dirty(card, end) {
            card = dirty + 1;
            if let Some(object) = self.large.covering(dirty << CARD_SHIFT)
                && !self.is_young_large(object)
            {
                self.evacuate_from(object, &(dirty << CARD_SHIFT..card << CARD_SHIFT));
            }
        }
    }

    /// Frees the young large objects that were not reached; there are no young ones afterwards.
    pub(super) fn sweep_young_large(&mut self) {
        let young = self.large.young().iter().copied();
        let dead: Vec<Ref> = young.filter(|&object| self.is_young_large(object)).collect();
        self.free_large(dead);
        self.large.age();
        self.young_large = NO_YOUNG;
    }

    /// Frees the large objects that are not marked.
    pub(super) fn sweep_large(&mut self) {
        let dead: Vec<Ref> = self.large.objects().filter(|&object| !self.is_marked(object)).collect();
        self.free_large(dead);
    }

    fn free_large(&mut self, dead: Vec<Ref>) {
        dead.into_iter().for_each(|object| self.large.free(object));
    }

    /// Gives the memory of what is free to the system, once that is more than the next major collection waits for, or the
    /// guest's limit asks for it: taking memory again costs a fault for every page.
    pub(super) fn release_free(&mut self) {
        let idle = u64::from(self.old_idle) + u64::from(self.large.idle());
        if idle > self.occupied().max(FIRST_MAJOR) || self.budget.check(self.used() + idle).is_err() {
            self.old_idle = 0;
            self.large.gaps().for_each(|gap| self.cage.release(gap));
            self.cage.release(self.old_top..self.large.start());
            self.large.note_release();
        }
    }
}
