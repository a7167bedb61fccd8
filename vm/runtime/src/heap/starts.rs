//! Start bits: one for each 8 bytes of the cage, set where an object starts that a collection has seen. They say what
//! objects there are: sweeping clears those of the dead, so no dead object is ever looked at again. A card of 512 bytes
//! has exactly one word of them.

use super::Heap;
use crate::cage::{BLOCK_SHIFT, CARD_SHIFT, Ref};
use std::ops::Range;

impl Heap {
    /// The bits of the objects that start in a card.
    #[inline(always)]
    pub(super) fn start_word(&self, card: u32) -> u64 {
        // SAFETY: the table has eight bytes for every card of the cage.
        unsafe { self.base().read(self.cage.regions.starts.start + (card << 3)) }
    }

    #[inline(always)]
    pub(super) fn set_start_word(&mut self, card: u32, bits: u64) {
        // SAFETY: the table has eight bytes for every card of the cage.
        unsafe { self.base().write(self.cage.regions.starts.start + (card << 3), bits) }
    }

    #[inline(always)]
    pub(super) fn set_start(&mut self, object: Ref) {
        let card = object.0 >> CARD_SHIFT;
        self.set_start_word(card, self.start_word(card) | 1 << Self::bit(object.0));
    }

    pub(super) fn clear_start(&mut self, object: Ref) {
        let card = object.0 >> CARD_SHIFT;
        self.set_start_word(card, self.start_word(card) & !(1 << Self::bit(object.0)));
    }

    #[inline(always)]
    pub(super) fn is_start(&self, object: Ref) -> bool {
        self.start_word(object.0 >> CARD_SHIFT) >> Self::bit(object.0) & 1 != 0
    }

    pub(super) fn clear_starts(&mut self, cards: Range<u32>) {
        let start = self.cage.regions.starts.start + (cards.start << 3);
        // SAFETY: the table has eight bytes for every card of the cage, and nothing else uses them meanwhile.
        unsafe { self.base().slice_mut(start, cards.len() as u32 * 8).fill(0) }
    }

    /// The last object that starts before a card of the old space, in the same block: the only one that may reach into
    /// the card from before.
    #[inline]
    pub(super) fn start_before(&self, card: u32) -> Option<Ref> {
        let first = card >> (BLOCK_SHIFT - CARD_SHIFT) << (BLOCK_SHIFT - CARD_SHIFT);
        (first..card).rev().find_map(|card| {
            let bits = self.start_word(card);
            (bits != 0).then(|| Ref((card << CARD_SHIFT) + ((63 - bits.leading_zeros()) << 3)))
        })
    }

    /// The objects that start in a card, ascending.
    #[inline(always)]
    pub(super) fn starts_in(&self, card: u32) -> impl Iterator<Item = Ref> + use<> {
        let mut bits = self.start_word(card);
        std::iter::from_fn(move || {
            let object = (bits != 0).then(|| Ref((card << CARD_SHIFT) + (bits.trailing_zeros() << 3)));
            bits &= bits.wrapping_sub(1);
            object
        })
    }
}
