//! Large objects: they have a space of their own and never move. One that was made since the last collection is young:
//! the next minor collection frees it, unless it is reached. An old one has a start bit, a young one has none.
//!
//! A large object is looked at card by card from the beginning: all its cards are dirty when it is made, unless its maker
//! says that it refers to nothing.

mod space;

pub use space::LargeSpace;

use super::cycle::Phase;
use super::minor::Watch;
use super::pacing::FIRST_CYCLE;
use super::{Heap, ShapeId};
use crate::cage::{CARD, CARD_SHIFT, Ref};
use std::ops::Range;

/// Objects of more bytes are large: copying them would cost more than the rest of a page that each wastes.
pub const LARGE: u32 = 32 << 10;

/// Above every object: none is young.
pub const NO_YOUNG: Ref = Ref(u32::MAX);

impl Heap {
    #[cold]
    pub(super) fn allocate_large(&mut self, shape: ShapeId, length: u32, size: u32) -> Option<Ref> {
        if self.is_stressed() || self.is_large_too_much(size) {
            return None;
        }
        let start = self.large.start();
        let object = self.large.allocate(size, self.old_limit())?;
        if object.0 < start {
            self.cage.populate(object.0..object.0 + size);
        }
        self.patience = self.patience.saturating_sub(1);
        self.statistics.allocated += u64::from(size);
        self.pacing.young_large += u64::from(size);
        self.young_large = self.young_large.min(object);
        // SAFETY: the range was free and lies in the cage.
        unsafe { self.base().write_header(object, shape, length) };
        if !self.places(object).is_empty() {
            self.set_object_cards(object, size, 1);
        }
        Some(object)
    }

    /// Whether there should be a collection before so many bytes of a large object.
    fn is_large_too_much(&self, size: u32) -> bool {
        let young = self.pacing.young_large;
        let much = (self.occupied() / 16).max(FIRST_CYCLE / 2);
        young > 0 && young + u64::from(size) > much || self.is_exhausted(size) || self.must_release(size)
    }

    /// Says of a new object that it refers to nothing yet.
    pub fn note_empty(&mut self, object: Ref) {
        if object >= self.young_large {
            self.set_object_cards(object, self.size(object), 0);
        }
    }

    /// Makes a young large object old and has its contents looked at. An old one is only marked, when that is going on.
    #[inline(always)]
    pub(super) fn reach_large(&mut self, object: Ref) {
        if object >= self.young_large {
            self.reach_late_large(object);
        }
    }

    fn reach_late_large(&mut self, object: Ref) {
        if !self.is_start(object) {
            self.set_start(object);
            self.reached.push(object);
        }
        if self.cycle.phase == Phase::Marking {
            self.mark_object(object);
        }
    }

    fn large_cards(&self, object: Ref) -> Range<u32> {
        object.0 >> CARD_SHIFT..(object.0 + self.size(object)).div_ceil(CARD)
    }

    /// Moves what the written cards of old large objects refer to. Young ones wait until they are reached.
    pub(super) fn scan_large_cards<W: Watch>(&mut self) {
        let (mut card, end) = (self.large.start() >> CARD_SHIFT, self.cage.regions.old.end >> CARD_SHIFT);
        while let Some(dirty) = self.next_dirty(card, end) {
            card = match self.large.covering(dirty << CARD_SHIFT) {
                Some(object) if self.is_start(object) => {
                    self.scan_large_card::<W>(object, dirty);
                    dirty + 1
                }
                Some(object) => self.large_cards(object).end,
                None => dirty + 1,
            };
        }
    }

    /// Moves what the written cards of a large object refer to that has just become old.
    pub(super) fn scan_reached<W: Watch>(&mut self, object: Ref) {
        let Range { start: mut card, end } = self.large_cards(object);
        while let Some(dirty) = self.next_dirty(card, end) {
            self.scan_large_card::<W>(object, dirty);
            card = dirty + 1;
        }
    }

    fn scan_large_card<W: Watch>(&mut self, object: Ref, card: u32) {
        self.take_card(card);
        self.evacuate_from::<W>(object, &(card << CARD_SHIFT..(card + 1) << CARD_SHIFT));
    }

    /// Frees the young large objects that were not reached; there are no young ones afterwards.
    pub(super) fn sweep_young_large(&mut self) {
        let young = self.large.young().iter().copied();
        let dead: Vec<Ref> = young.filter(|&object| !self.is_start(object)).collect();
        for object in dead {
            self.set_object_cards(object, self.size(object), 0);
            self.large.free(object);
        }
        self.large.age();
        self.young_large = NO_YOUNG;
    }

    /// Frees a large object that is not marked, and clears its mark otherwise.
    pub(super) fn sweep_large(&mut self, object: Ref) {
        if self.is_marked(object) {
            self.clear_marks(object.0 >> CARD_SHIFT..(object.0 >> CARD_SHIFT) + 1);
        } else {
            self.clear_start(object);
            self.large.free(object);
        }
    }
}
