//! The major collection: marks what lives in the old space and slides it together, in the order of addresses. The nursery
//! is empty when it runs. No step recurses, and the work is linear in what lives, but for one pass over the mark bits.

use super::{Heap, Roots};
use crate::cage::{CARD, CARD_SHIFT, Ref};
use std::ops::Range;

/// After a collection that freed less than this, memory stays with the guest.
const WORTH_RELEASING: u32 = 1 << 20;

impl Heap {
    pub(super) fn major(&mut self, roots: &mut dyn Roots) {
        self.mark(roots);
        let cards = self.cage.regions.old.start >> CARD_SHIFT..self.old_top.div_ceil(CARD);
        self.plan(&cards);
        roots.each(&mut |root| self.destination(root));
        self.update_references();
        let top = self.slide();
        self.clear_marks(cards);
        let freed = top..self.old_top;
        self.old_top = top;
        self.statistics.major += 1;
        if freed.len() as u32 >= WORTH_RELEASING {
            self.cage.release(freed);
        }
    }

    fn mark(&mut self, roots: &mut dyn Roots) {
        let mut open = Vec::new();
        roots.each(&mut |root| {
            self.mark_object(root, &mut open);
            root
        });
        while let Some(object) = open.pop() {
            self.places_of(object, |heap, at| {
                // SAFETY: the place holds a reference of a live object.
                let to: Ref = unsafe { heap.base().read(at) };
                if !to.is_null() {
                    heap.mark_object(to, &mut open);
                }
            });
        }
    }

    #[inline]
    fn mark_object(&mut self, object: Ref, open: &mut Vec<Ref>) {
        if !self.is_marked(object) {
            self.mark_range(object.0..object.0 + self.size(object));
            open.push(object);
        }
    }

    /// Notes for every card where its first live byte slides to. The crossing table serves: it is made anew afterwards.
    fn plan(&mut self, cards: &Range<u32>) {
        let mut to = self.cage.regions.old.start;
        for card in cards.clone() {
            self.write_crossing(card, to);
            to += self.live_in(card);
        }
    }

    #[inline]
    fn destination(&self, object: Ref) -> Ref {
        Ref(self.crossing(object.0 >> CARD_SHIFT) + self.live_before(object.0))
    }

    fn update_references(&mut self) {
        let end = self.old_top;
        let mut at = self.cage.regions.old.start;
        while let Some(object) = self.next_marked(at, end).map(Ref) {
            self.places_of(object, |heap, place| {
                // SAFETY: the place holds a reference of a live object.
                let to: Ref = unsafe { heap.base().read(place) };
                if !to.is_null() {
                    // SAFETY: as above.
                    unsafe { heap.base().write(place, heap.destination(to)) };
                }
            });
            at = object.0 + self.size(object);
        }
    }

    /// Moves every live object down; gives the end of the last one.
    fn slide(&mut self) -> u32 {
        let end = self.old_top;
        let mut at = self.cage.regions.old.start;
        let mut to = at;
        while let Some(object) = self.next_marked(at, end).map(Ref) {
            let size = self.size(object);
            // SAFETY: an object moves down or stays, over what is dead or has been moved.
            unsafe { self.base().copy(object.0, to, size) };
            self.note_crossings(Ref(to), to + size);
            to += size;
            at = object.0 + size;
        }
        to
    }
}
