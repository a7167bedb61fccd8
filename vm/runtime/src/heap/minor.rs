//! The minor collection: everything in the nursery that is reached from roots or from written cards moves to the old
//! space (Cheney's algorithm, 1970: what was moved and not yet looked at is the queue). Large objects since the last
//! collection are young too; they stay where they are and become old when they are reached.

use super::{Heap, Roots};
use crate::cage::{CARD, CARD_SHIFT, Ref};
use std::ops::Range;

/// All of the cage.
const EVERYWHERE: Range<u32> = 0..u32::MAX;

impl Heap {
    pub(super) fn minor(&mut self, roots: &mut dyn Roots) {
        let start = self.old_top;
        self.scan_old_cards();
        self.scan_large_cards();
        roots.each(&mut |root| self.evacuate(root));
        let mut at = start;
        loop {
            while at < self.old_top {
                at = self.evacuate_from(Ref(at), &EVERYWHERE);
            }
            let Some(large) = self.reached.pop() else { break };
            self.evacuate_from(large, &EVERYWHERE);
        }
        self.statistics.minor += 1;
        let survived = self.old_top - start;
        self.statistics.promoted += u64::from(survived);
        self.sweep_young_large();
        self.empty_nursery(survived);
    }

    /// Moves what the written cards of the old space refer to. Afterwards nothing in it refers to the nursery, so all its
    /// cards are clean.
    fn scan_old_cards(&mut self) {
        let space = self.cage.regions.old.start..self.old_top;
        let (mut card, end) = (space.start >> CARD_SHIFT, space.end.div_ceil(CARD));
        while let Some(dirty) = self.take_dirty(card, end) {
            card = dirty + 1;
            let within = (dirty << CARD_SHIFT).max(space.start)..space.end.min(card << CARD_SHIFT);
            let mut object = if within.start == space.start { within.start } else { self.crossing(dirty) };
            while object < within.end {
                object = self.evacuate_from(Ref(object), &within);
            }
        }
    }

    /// Moves what an object refers to from places within a range; gives the offset after the object.
    #[inline(always)]
    pub(super) fn evacuate_from(&mut self, object: Ref, within: &Range<u32>) -> u32 {
        let base = self.base();
        // SAFETY: it is an object, whole.
        let (shape, length) = unsafe { (base.shape(object), base.length(object)) };
        let outline = self.shapes.outline(shape);
        let places = outline.places(object.0, length);
        let mut at = places.start.max(within.start);
        let end = places.end.min(within.end);
        while at < end {
            // SAFETY: the place holds a reference of an object.
            let to: Ref = unsafe { base.read(at) };
            if self.is_young(to) {
                let moved = self.evacuate(to);
                // SAFETY: as above.
                unsafe { base.write(at, moved) };
            }
            at += 4;
        }
        object.0 + outline.size(length)
    }

    /// Whether an object lies in the nursery or may be a young large one. Null is neither.
    #[inline(always)]
    fn is_young(&self, object: Ref) -> bool {
        self.in_nursery(object) || object >= self.young_large
    }

    #[inline(always)]
    pub(super) fn in_nursery(&self, object: Ref) -> bool {
        let nursery = &self.cage.regions.nursery;
        object.0.wrapping_sub(nursery.start) < nursery.end - nursery.start
    }

    /// Where an object of the nursery has been moved to, moving it if it hasn't been. Others stay where they are.
    #[inline(always)]
    fn evacuate(&mut self, object: Ref) -> Ref {
        if !self.in_nursery(object) {
            self.reach_large(object);
            return object;
        }
        let base = self.base();
        // SAFETY: the reference came from a root or a live object, so it is to an object, moved or not.
        if let Some(to) = unsafe { base.forwarded(object) } {
            return to;
        }
        let size = self.size(object);
        let to = Ref(self.old_top);
        // The old space has room for the whole nursery: `must_compact` sees to it.
        self.old_top += size;
        // SAFETY: `to` is free, and the two don't overlap.
        unsafe {
            base.copy_object(object.0, to.0, size);
            base.forward(object, to);
        }
        self.note_crossings(to, to.0 + size);
        to
    }

    /// Bytes that an object takes.
    #[inline(always)]
    pub(super) fn size(&self, object: Ref) -> u32 {
        // SAFETY: callers pass objects that have not been moved.
        unsafe { self.shapes.size(self.base().shape(object), self.base().length(object)) }
    }

    /// The places of an object's references, four bytes each.
    #[inline(always)]
    pub(super) fn places(&self, object: Ref) -> Range<u32> {
        // SAFETY: callers pass objects that have not been moved.
        unsafe { self.shapes.outline(self.base().shape(object)).places(object.0, self.base().length(object)) }
    }
}
