//! The minor collection: everything in the nursery that is reached from roots or from written cards moves to the old
//! space (Cheney's algorithm, 1970: what was moved and not yet looked at is the queue). Large objects since the last
//! collection are young too; they stay where they are and become old when they are reached.
//!
//! While the old space is being collected, what a minor collection comes across is watched for it: see [`Watch`].

use super::cycle::Phase;
use super::object::Header;
use super::{Heap, Roots, ShapeId};
use crate::cage::{CARD_SHIFT, Ref};
use std::ops::Range;

/// All of the cage.
const EVERYWHERE: Range<u32> = 0..u32::MAX;

/// So many places of an object are tried for the next one of a chain.
const CHAIN: u32 = 3;

/// What is done about references to old objects that a minor collection comes across.
pub(super) trait Watch {
    /// Whether what has just become old counts as marked.
    const MARKS: bool = false;

    /// The same for objects that have just become old.
    type Moved: Watch;

    /// `place` of `object` refers to `to`, which is old and not null.
    fn see(heap: &mut Heap, object: Ref, place: u32, to: Ref);
}

/// Nothing.
pub(super) struct Unwatched;

impl Watch for Unwatched {
    type Moved = Self;

    #[inline(always)]
    fn see(_: &mut Heap, _: Ref, _: u32, _: Ref) {}
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
            self.evacuate(root)
        });
        loop {
            if let Some(range) = self.next_unscanned() {
                self.scan_moved::<W::Moved>(range);
            } else if let Some(large) = self.reached.pop() {
                self.scan_reached::<W::Moved>(large);
            } else {
                break;
            }
        }
    }

    /// Objects that have been moved and not yet looked at, without gaps.
    fn next_unscanned(&mut self) -> Option<Range<u32>> {
        self.waiting.pop().or_else(|| self.small.take_unscanned()).or_else(|| self.medium.take_unscanned())
    }

    /// Moves what the objects in a range refer to, which have been moved and are noted now.
    fn scan_moved<W: Watch>(&mut self, range: Range<u32>) {
        if W::MARKS {
            self.mark_range(range.clone());
        }
        let (mut at, mut card, mut starts) = (range.start, range.start >> CARD_SHIFT, 0);
        while at < range.end {
            if at >> CARD_SHIFT != card {
                self.set_starts(card, starts);
                (card, starts) = (at >> CARD_SHIFT, 0);
            }
            starts |= 1 << Self::bit(at);
            at = self.evacuate_from::<W>(Ref(at), &EVERYWHERE);
        }
        self.set_starts(card, starts);
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

    /// Moves what an object refers to from places within a range; gives the offset after the object.
    #[inline(always)]
    pub(super) fn evacuate_from<W: Watch>(&mut self, object: Ref, within: &Range<u32>) -> u32 {
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
            } else if !to.is_null() {
                W::see(self, object, at, to);
            }
            at += 4;
        }
        object.0 + outline.size(length)
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

    /// Where an object of the nursery has been moved to, moving it if it hasn't been. Others stay where they are.
    #[inline(always)]
    fn evacuate(&mut self, object: Ref) -> Ref {
        if !self.in_nursery(object) {
            self.reach_large(object);
            return object;
        }
        // SAFETY: the reference came from a root or a live object, so it is to an object, moved or not.
        match unsafe { self.base().header(object) } {
            Header::Moved(to) => to,
            Header::Own(shape, length) => self.move_chain(object, shape, length),
        }
    }

    /// Moves an object, then what it refers to last, and so on, so that lists come to lie in their order and die together.
    /// Breadth first alone, lists that are built at the same time would lie interleaved.
    #[inline(always)]
    fn move_chain(&mut self, object: Ref, shape: ShapeId, length: u32) -> Ref {
        let (first, mut places) = self.move_with_places(object, shape, length);
        while let Some((at, next, shape, length)) = self.last_unmoved(places) {
            let (moved, further) = self.move_with_places(next, shape, length);
            // SAFETY: the place is one of the object moved before.
            unsafe { self.base().write(at, moved) };
            places = further;
        }
        first
    }

    /// The last object that has not been moved of those that the last few places refer to, with its place, shape and length.
    #[inline(always)]
    fn last_unmoved(&self, places: Range<u32>) -> Option<(u32, Ref, ShapeId, u32)> {
        let base = self.base();
        let few = places.start.max(places.end.saturating_sub(4 * CHAIN));
        let (mut at, mut last) = (places.end, None);
        while at > few {
            at -= 4;
            // SAFETY: the place holds a reference of an object, and what lies in the nursery is one, moved or not.
            unsafe {
                let to: Ref = base.read(at);
                if !self.in_nursery(to) {
                } else if last.is_some() {
                    base.prefetch(to.0);
                } else if let Header::Own(shape, length) = base.header(to) {
                    last = Some((at, to, shape, length));
                }
            }
        }
        last
    }

    /// Moves an object, which has not been moved, to the old space, and leaves word of it. Gives the places of its
    /// references too.
    #[inline(always)]
    pub(super) fn move_with_places(&mut self, object: Ref, shape: ShapeId, length: u32) -> (Ref, Range<u32>) {
        let base = self.base();
        let outline = self.shapes.outline(shape);
        let size = outline.size(length);
        let to = self.fill_old(size);
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
