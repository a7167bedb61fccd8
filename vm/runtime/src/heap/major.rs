//! The major collection: marks what lives, frees the other large objects, and slides the old space together in the order
//! of addresses. The nursery is empty when it runs. No step recurses, and the work is linear in what lives, but for one
//! pass over the mark bits.

use super::{Heap, Roots};
use crate::cage::{CARD, CARD_SHIFT, Ref};
use std::ops::Range;

impl Heap {
    pub(super) fn major(&mut self, roots: &mut dyn Roots) {
        self.mark(roots);
        self.sweep_large();
        let cards = self.cage.regions.old.start >> CARD_SHIFT..self.old_top.div_ceil(CARD);
        self.plan(cards.clone());
        roots.each(&mut |root| self.destination(root));
        let large: Vec<Ref> = self.large.objects().collect();
        for object in large {
            self.redirect(self.places(object));
            self.clear_marks(object.0 >> CARD_SHIFT..(object.0 >> CARD_SHIFT) + 1);
        }
        let top = self.slide();
        self.clear_marks(cards);
        self.old_idle += self.old_top - top;
        self.old_top = top;
        self.statistics.major += 1;
    }

    /// Notes for every card where its first live byte slides to.
    fn plan(&mut self, cards: Range<u32>) {
        let mut to = self.cage.regions.old.start;
        for card in cards {
            self.set_card_destination(card, to);
            to += self.live_in(card);
        }
    }

    /// Where a live object will be.
    #[inline(always)]
    fn destination(&self, object: Ref) -> Ref {
        if object.0 >= self.old_top {
            return object;
        }
        Ref(self.card_destination(object.0 >> CARD_SHIFT) + self.live_before(object.0))
    }

    /// Makes references lead to where their objects will be.
    #[inline(always)]
    fn redirect(&mut self, mut places: Range<u32>) {
        while places.start < places.end {
            // SAFETY: the place holds a reference of a live object.
            let to: Ref = unsafe { self.base().read(places.start) };
            if !to.is_null() {
                let to = self.destination(to);
                // SAFETY: as above.
                unsafe { self.base().write(places.start, to) };
            }
            places.start += 4;
        }
    }

    /// Moves every live object down; gives the end of the last one.
    fn slide(&mut self) -> u32 {
        let end = self.old_top;
        let mut at = self.cage.regions.old.start;
        let mut to = at;
        while let Some(object) = self.next_marked(at, end).map(Ref) {
            let size = self.size(object);
            self.redirect(self.places(object));
            if to != object.0 {
                // SAFETY: the object moves down over what is dead or has been moved.
                unsafe { self.base().copy(object.0, to, size) };
            }
            self.note_crossings(Ref(to), to + size);
            to += size;
            at = object.0 + size;
        }
        to
    }
}
