//! The full collection: marks all that lives at once and slides the old space together in the order of addresses. It runs
//! when someone asks for it, and when the memory limit is met although a cycle is going on or has just ended: it needs no
//! memory but a table. The nursery is empty. No step recurses, and the work is linear in what lives, but for one pass
//! over the bits.
//!
//! Where a live byte slides to is the destination of its card plus the live bytes before it in the card (the Compressor of
//! Kermany and Petrank, 2006). Since no object may reach over the end of a block, the last object that would is moved on
//! to the next one, with all that follows: each block has at most one such split.

use super::blocks::{State, room_end};
use super::old::Filling;
use super::{Heap, Roots};
use crate::cage::{BLOCK, CARD_SHIFT, Ref};
use std::ops::Range;

/// Where the filling of a block ends, because the next object wouldn't fit.
#[derive(Clone, Copy, Debug)]
struct Split {
    /// The object that wouldn't fit, where it is now.
    object: u32,
    /// Where it would have slid to.
    at: u32,
}

/// By block that is filled, why it ends; the last one doesn't.
#[derive(Debug, Default)]
struct Plan {
    splits: Vec<Split>,
    top: u32,
}

impl Heap {
    pub(super) fn full(&mut self, roots: &mut dyn Roots) {
        self.give_up_cycle();
        self.begin_marking(roots);
        while self.mark_step(u64::MAX) == 0 {}
        let large: Vec<Ref> = self.large.objects().collect();
        large.into_iter().for_each(|object| self.sweep_large(object));
        let plan = self.plan();
        roots.each(&mut |root| self.destination(&plan, root));
        let large: Vec<Ref> = self.large.objects().collect();
        large.into_iter().for_each(|object| self.redirect(&plan, self.places(object)));
        self.slide(&plan);
        self.clear_marks(self.old_cards());
        self.cage.release(self.cage.regions.destinations.clone());
        self.refill_blocks(&plan);
        self.cycle = super::cycle::Cycle::default();
        self.statistics.full += 1;
        self.note_cycle_ends();
    }

    /// Notes for every card where its first live byte slides to, and where blocks end.
    fn plan(&mut self) -> Plan {
        let mut plan = Plan { splits: Vec::new(), top: self.blocks.start() };
        for card in self.old_cards() {
            let live = self.live_in(card);
            self.set_start_word(card, self.start_word(card) & self.mark_word(card));
            self.set_card_destination(card, plan.top);
            if live > 0 && plan.top + live > room_end(plan.top) {
                self.split(&mut plan, card);
            }
            plan.top += self.live_in(card);
        }
        plan
    }

    /// Ends the block at the object that would reach over its end with what lives in a card. The cards from its start on
    /// slide to the next block.
    fn split(&mut self, plan: &mut Plan, card: u32) {
        let end = room_end(plan.top);
        let reaches = |&object: &Ref| self.planned(object) + self.size(object) > end;
        let before = self.start_before(card).filter(reaches);
        let Some(object) = before.or_else(|| self.starts_in(card).find(reaches)) else {
            unreachable!("some object holds the byte at the end")
        };
        let at = self.planned(object);
        let next = (end | (BLOCK - 1)) + 1;
        plan.splits.push(Split { object: object.0, at });
        for card in (object.0 >> CARD_SHIFT) + 1..=card {
            self.set_card_destination(card, self.card_destination(card) + (next - at));
        }
        plan.top += next - at;
    }

    /// Where an object slides to but for splits in its card.
    #[inline(always)]
    fn planned(&self, object: Ref) -> u32 {
        self.card_destination(object.0 >> CARD_SHIFT) + self.live_before(object.0)
    }

    /// Where a live object will be.
    #[inline(always)]
    fn destination(&self, plan: &Plan, object: Ref) -> Ref {
        if object.0 >= self.blocks.end() {
            return object;
        }
        let first = self.card_destination(object.0 >> CARD_SHIFT);
        let planned = first + self.live_before(object.0);
        match plan.splits.get(((first - self.blocks.start()) / BLOCK) as usize) {
            Some(split) if object.0 >= split.object => Ref(planned - split.at + (first | (BLOCK - 1)) + 1),
            _ => Ref(planned),
        }
    }

    /// Makes references lead to where their objects will be.
    #[inline(always)]
    fn redirect(&mut self, plan: &Plan, mut places: Range<u32>) {
        while places.start < places.end {
            // SAFETY: the place holds a reference of a live object.
            let to: Ref = unsafe { self.base().read(places.start) };
            if !to.is_null() {
                let to = self.destination(plan, to);
                // SAFETY: as above.
                unsafe { self.base().write(places.start, to) };
            }
            places.start += 4;
        }
    }

    /// Moves every live object down.
    fn slide(&mut self, plan: &Plan) {
        self.clear_starts(self.old_cards());
        let mut at = self.blocks.start();
        while let Some(object) = self.next_marked(at, self.blocks.end()).map(Ref) {
            let size = self.size(object);
            self.redirect(plan, self.places(object));
            let to = self.destination(plan, object);
            if to != object {
                // SAFETY: the object moves down over what is dead or has been moved.
                unsafe { self.base().copy(object.0, to.0, size) };
            }
            self.set_start(to);
            at = object.0 + size;
        }
    }

    /// Makes the blocks used that have been filled, and all others free.
    fn refill_blocks(&mut self, plan: &Plan) {
        let start = self.blocks.start();
        let mut tops: Vec<u32> = plan.splits.iter().map(|split| split.at).collect();
        if plan.top > start {
            tops.push(plan.top);
        }
        for (index, at) in (start..self.blocks.end()).step_by(BLOCK as usize).enumerate() {
            match tops.get(index) {
                Some(top) => self.blocks.refill(at, top - at),
                None if self.blocks.state(at) != Some(State::Free) => self.blocks.give(at),
                None => {}
            }
        }
        self.blocks.set_recyclable(Vec::new());
        self.small = tops.last().map_or_else(Filling::default, |top| Filling::of(*top..room_end(*top)));
        self.medium = Filling::default();
        self.pieces.clear();
    }
}
