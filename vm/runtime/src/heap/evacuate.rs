//! Emptying candidates: the objects of a few blocks move to where the old space is being filled, and every reference to
//! them is mended at once: those in noted places, those of the roots, and those of what has been moved. The nursery is
//! empty.

use super::blocks::State;
use super::{Heap, Roots};
use crate::cage::Ref;
use std::ops::Range;

impl Heap {
    /// Empties candidates until so many bytes have been moved; whether none is left.
    pub(super) fn evacuate_step(&mut self, roots: &mut dyn Roots, bytes: u32) -> bool {
        let (leaving, all) = self.next_leaving(bytes);
        if leaving.is_empty() {
            return all;
        }
        self.pieces.clear();
        let mut front = self.take_front();
        for (start, _) in &leaving {
            self.blocks.set_state(*start, State::Leaving);
            for card in Self::block_cards(*start) {
                self.starts_in(card).for_each(|object| {
                    // SAFETY: it is an object, whole.
                    let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
                    self.move_object(&mut front, object, shape, length);
                });
            }
        }
        self.give_front(front);
        self.note_filled();
        for piece in std::mem::take(&mut self.pieces) {
            self.statistics.moved += u64::from(piece.end - piece.start);
            self.mend_moved(piece);
        }
        roots.each(&mut |root| self.mended(root).unwrap_or(root));
        for place in leaving.iter().flat_map(|(_, places)| places) {
            self.mend(*place);
        }
        for (start, _) in leaving {
            self.clear_starts(Self::block_cards(start));
            self.blocks.set_state(start, State::Emptied);
        }
        all
    }

    /// The candidates to empty now, with the places that refer to them; whether these are the last.
    fn next_leaving(&mut self, bytes: u32) -> (Vec<(u32, Vec<u32>)>, bool) {
        let mut leaving = Vec::new();
        let mut rest = i64::from(bytes);
        let blocks = &self.blocks;
        for (block, places) in &mut self.cycle.remembered.candidates {
            let Some(start) = block.filter(|start| blocks.candidate(*start).is_some()) else { continue };
            if rest <= 0 {
                return (leaving, false);
            }
            // A place costs about as much as some bytes to move.
            rest -= i64::from(blocks.live(start)) + 16 * places.len() as i64;
            leaving.push((start, std::mem::take(places)));
        }
        (leaving, true)
    }

    /// Mends what the objects in a range refer to, which have just been moved.
    fn mend_moved(&mut self, range: Range<u32>) {
        let mut at = range.start;
        while at < range.end {
            for place in self.places(Ref(at)).step_by(4) {
                self.mend(place);
                // SAFETY: the place holds a reference of an object.
                let to: Ref = unsafe { self.base().read(place) };
                if !to.is_null() {
                    self.record(place, to);
                }
            }
            at += self.size(Ref(at));
        }
    }

    /// Makes a place lead to where its object has been moved, if it has been. The place may lie in what was left before:
    /// then it doesn't matter what it holds.
    fn mend(&mut self, place: u32) {
        // SAFETY: the place held a reference of an object when it was noted, and its block has not been filled since.
        let to: Ref = unsafe { self.base().read(place) };
        if let Some(to) = self.mended(to) {
            // SAFETY: as above.
            unsafe { self.base().write(place, to) }
        }
    }

    /// Where an object has just been moved to.
    fn mended(&self, object: Ref) -> Option<Ref> {
        if object.is_null() || self.blocks.state(object.0) != Some(State::Leaving) {
            return None;
        }
        // SAFETY: it is an object, for a place of an object or a root refers to it.
        unsafe { self.base().forwarded(object) }
    }
}
