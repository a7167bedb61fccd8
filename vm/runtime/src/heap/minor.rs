//! The minor collection: everything in the nursery that is reached from roots or from written cards moves to the old
//! space (Cheney's algorithm, 1970: what was moved and not yet looked at is the queue).

use super::shape::Kind;
use super::{HEADER, Heap};
use crate::cage::{CARD, CARD_SHIFT, Ref};
use crate::heap::roots::Roots;
use pvm_bytecode::Storage;
use std::ops::Range;

impl Heap {
    pub(super) fn minor(&mut self, roots: &mut dyn Roots) {
        let start = self.old_top;
        self.scan_cards();
        roots.each(&mut |root| self.evacuate(root));
        let mut at = start;
        while at < self.old_top {
            at = self.evacuate_from(Ref(at), &(0..u32::MAX));
        }
        self.statistics.minor += 1;
        self.statistics.promoted += u64::from(self.old_top - start);
        self.empty_nursery();
    }

    fn empty_nursery(&mut self) {
        let nursery = self.cage.regions.nursery.clone();
        let context = self.cage.context_mut();
        self.statistics.allocated += u64::from(context.nursery_top - self.counted);
        context.nursery_top = nursery.start;
        context.nursery_end = nursery.end;
        self.counted = nursery.start;
    }

    /// Moves what the written cards refer to. Afterwards nothing old refers to the nursery, so all cards are clean.
    fn scan_cards(&mut self) {
        let top = self.old_top;
        let (mut card, end) = (self.cage.regions.old.start >> CARD_SHIFT, top.div_ceil(CARD));
        while let Some(dirty) = self.take_dirty(card, end) {
            card = dirty + 1;
            let within = (dirty << CARD_SHIFT).max(self.cage.regions.old.start)..(card << CARD_SHIFT).min(top);
            let mut object =
                if within.start == self.cage.regions.old.start { within.start } else { self.crossing(dirty) };
            while object < within.end {
                object = self.evacuate_from(Ref(object), &within);
            }
        }
    }

    /// Moves what an object refers to from places within a range; gives the offset after the object.
    fn evacuate_from(&mut self, object: Ref, within: &Range<u32>) -> u32 {
        // SAFETY: it is an object of the old space, whole.
        let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
        let shapes = self.shapes.clone();
        match &shapes.get(shape).kind {
            Kind::Fields(fields) => {
                for place in fields.references.iter().map(|place| object.0 + place).filter(|at| within.contains(at)) {
                    self.update(place);
                }
            }
            Kind::Array(Storage::Ref(_)) => {
                let start = object.0 + HEADER;
                let end = (start + length * 4).min(within.end);
                for place in (start.max(within.start)..end).step_by(4) {
                    self.update(place);
                }
            }
            Kind::Array(_) | Kind::Abstract => {}
        }
        object.0 + shapes.size(shape, length)
    }

    /// Moves what a place of an object refers to, and keeps the new reference there.
    #[inline]
    fn update(&mut self, at: u32) {
        let base = self.base();
        // SAFETY: the place holds a reference of an object.
        let to: Ref = unsafe { base.read(at) };
        if self.cage.regions.nursery.contains(&to.0) {
            let moved = self.evacuate(to);
            // SAFETY: as above.
            unsafe { base.write(at, moved) };
        }
    }

    /// Where an object of the nursery has been moved to, moving it if it hasn't been. Others stay where they are.
    #[inline]
    fn evacuate(&mut self, object: Ref) -> Ref {
        if !self.cage.regions.nursery.contains(&object.0) {
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
            base.copy(object.0, to.0, size);
            base.forward(object, to);
        }
        self.note_crossings(to, to.0 + size);
        to
    }

    /// Bytes that an object takes.
    #[inline]
    pub(super) fn size(&self, object: Ref) -> u32 {
        // SAFETY: callers pass objects that have not been moved.
        unsafe { self.shapes.size(self.base().shape(object), self.base().length(object)) }
    }

    /// Calls `visit` with the place of every reference in an object, null or not.
    #[inline]
    pub(super) fn places_of(&mut self, object: Ref, mut visit: impl FnMut(&mut Self, u32)) {
        // SAFETY: callers pass objects that have not been moved.
        let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
        let shapes = self.shapes.clone();
        match &shapes.get(shape).kind {
            Kind::Fields(fields) => fields.references.iter().for_each(|place| visit(self, object.0 + place)),
            Kind::Array(Storage::Ref(_)) => (0..length).for_each(|index| visit(self, object.0 + HEADER + index * 4)),
            Kind::Array(_) | Kind::Abstract => {}
        }
    }
}
