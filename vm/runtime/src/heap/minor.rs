//! The minor collection: everything in the nursery that is reached from roots or from written cards moves to the old
//! space, depth first. Large objects since the last collection are young too; they stay where they are and become old when
//! they are reached.
//!
//! While the old space is being collected, what a minor collection comes across is watched for it: see [`Watch`].

use super::cycle::Phase;
use super::object::Header;
use super::old::Front;
use super::{Heap, Roots, ShapeId};
use crate::cage::{CARD_SHIFT, Ref};
use std::ops::Range;

/// The path to the object in hand keeps its memory for the next collection, unless it has been longer.
const LONG_PATH: usize = 8 << 10;

/// What is done about references to old objects that a minor collection comes across.
pub(super) trait Watch {
    /// The same for objects that have just become old.
    type Moved: Watch;

    /// `place` refers to `to`, which is old and not null.
    fn see(heap: &mut Heap, place: u32, to: Ref);
}

/// Nothing.
pub(super) struct Unwatched;

impl Watch for Unwatched {
    type Moved = Self;

    #[inline(always)]
    fn see(_: &mut Heap, _: u32, _: Ref) {}
}

impl Heap {
    pub(super) fn minor(&mut self, roots: &mut dyn Roots) {
        self.pieces.clear();
        match self.cycle.phase {
            Phase::Idle | Phase::Sweeping => self.minor_watched::<Unwatched>(roots),
            Phase::Marking => self.minor_watched::<super::mark::Marker>(roots),
            Phase::Remembering | Phase::Evacuating => self.minor_watched::<super::remember::Recorder>(roots),
        }
        self.note_filled();
        if self.cycle.phase == Phase::Marking {
            self.mark_pieces();
        }
        let survived = self.pieces.iter().map(|piece| piece.end - piece.start).sum();
        self.statistics.minor += 1;
        self.statistics.promoted += u64::from(survived);
        self.roots_bytes = roots.bytes();
        self.sweep_young_large();
        self.empty_nursery(survived);
    }

    fn minor_watched<W: Watch>(&mut self, roots: &mut dyn Roots) {
        self.scan_old_cards::<W>();
        self.scan_large_cards::<W>();
        let marking = self.cycle.phase == Phase::Marking;
        roots.each_recent(&mut |root| {
            if marking && !self.is_young(root) {
                self.mark_object(root);
            }
            self.evacuate::<W::Moved>(root)
        });
        while let Some(large) = self.reached.pop() {
            self.scan_reached::<W::Moved>(large);
        }
        if self.path.capacity() > LONG_PATH {
            self.path = Vec::new();
        }
    }

    /// What has just become old counts as marked.
    fn mark_pieces(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        pieces.iter().for_each(|piece| self.mark_range(piece.clone()));
        self.pieces = pieces;
    }

    /// Moves what the written cards of the old space refer to. Afterwards nothing in it refers to the nursery, so all its
    /// cards are clean.
    fn scan_old_cards<W: Watch>(&mut self) {
        let Range { start: mut card, end } = self.old_cards();
        let sweeping = self.cycle.phase == Phase::Sweeping;
        while let Some(dirty) = self.next_dirty(card, end) {
            if sweeping {
                // The dead must not be looked at: what they refer to may be gone.
                self.sweep_block(dirty << CARD_SHIFT);
            }
            self.take_card(dirty);
            card = dirty + 1;
            let within = dirty << CARD_SHIFT..card << CARD_SHIFT;
            // What is moved goes behind what is there, perhaps in this card: the objects are those from before.
            for object in self.objects_on(dirty) {
                self.evacuate_from::<W>(object, &within);
            }
        }
    }

    /// Moves what an object refers to from places within a range.
    #[inline(always)]
    pub(super) fn evacuate_from<W: Watch>(&mut self, object: Ref, within: &Range<u32>) {
        let base = self.base();
        let places = self.places(object);
        let mut at = places.start.max(within.start);
        let end = places.end.min(within.end);
        while at < end {
            // SAFETY: the place holds a reference of an object.
            let to: Ref = unsafe { base.read(at) };
            if self.is_young(to) {
                let moved = self.evacuate::<W::Moved>(to);
                // SAFETY: as above.
                unsafe { base.write(at, moved) };
            } else if !to.is_null() {
                W::see(self, at, to);
            }
            at += 4;
        }
    }

    /// Whether an object lies in the nursery or may be a young large one. Null is neither.
    #[inline(always)]
    pub(super) fn is_young(&self, object: Ref) -> bool {
        self.in_nursery(object) || object >= self.young_large
    }

    #[inline(always)]
    pub(super) fn in_nursery(&self, object: Ref) -> bool {
        object.0.wrapping_sub(self.nursery.start) < self.nursery.length
    }

    /// Where an object of the nursery has been moved to, moving it and what it reaches if it hasn't been. Others stay where
    /// they are.
    #[inline(always)]
    fn evacuate<W: Watch>(&mut self, object: Ref) -> Ref {
        if !self.in_nursery(object) {
            self.reach_large(object);
            return object;
        }
        // SAFETY: the reference came from a root or a live object, so it is to an object, moved or not.
        match unsafe { self.base().header(object) } {
            Header::Moved(to) => to,
            Header::Own(shape, length) => self.move_reached::<W>(object, shape, length),
        }
    }

    /// Moves an object and then what it reaches: each object before what it refers to, what it refers to first before what
    /// comes next. So lists come to lie in their order, and what belongs together dies together.
    fn move_reached<W: Watch>(&mut self, object: Ref, shape: ShapeId, length: u32) -> Ref {
        let base = self.base();
        let mut front = self.take_front();
        let (first, mut places) = self.move_object(&mut front, object, shape, length);
        loop {
            while places.start < places.end {
                let at = places.start;
                places.start += 4;
                // SAFETY: the place holds a reference of an object.
                let to: Ref = unsafe { base.read(at) };
                if !self.in_nursery(to) {
                    if to >= self.young_large {
                        self.reach_large(to);
                    } else if !to.is_null() {
                        W::see(self, at, to);
                    }
                    continue;
                }
                // SAFETY: what lies in the nursery and is referred to is an object, moved or not.
                let moved = match unsafe { base.header(to) } {
                    Header::Moved(moved) => moved,
                    Header::Own(shape, length) => {
                        let (moved, further) = self.move_object(&mut front, to, shape, length);
                        if !further.is_empty() {
                            let rest = std::mem::replace(&mut places, further);
                            if !rest.is_empty() {
                                // SAFETY: as above.
                                base.prefetch(unsafe { base.read::<Ref>(rest.start) }.0);
                                self.path.push(rest);
                            }
                        }
                        moved
                    }
                };
                // SAFETY: as above.
                unsafe { base.write(at, moved) };
            }
            match self.path.pop() {
                Some(rest) => places = rest,
                None => break,
            }
        }
        self.give_front(front);
        first
    }

    /// Moves an object, which has not been moved, to the old space, and leaves word of it. Gives the places of its
    /// references too.
    #[inline(always)]
    pub(super) fn move_object(
        &mut self,
        front: &mut Front,
        object: Ref,
        shape: ShapeId,
        length: u32,
    ) -> (Ref, Range<u32>) {
        let base = self.base();
        let outline = self.shapes.outline(shape);
        let size = outline.size(length);
        let to = self.fill_front(front, size);
        // SAFETY: `to` is free, and so are eight bytes behind; the two don't overlap.
        unsafe {
            base.copy_object(object.0, to.0, size);
            base.forward(object, to);
        }
        (to, outline.places(to.0, length))
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
