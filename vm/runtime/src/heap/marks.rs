//! Mark bits: one for each 8 bytes of the cage, set over the whole of every live object. A card of 512 bytes has exactly
//! one word of them, so where a live object slides to is the card's base plus the bits before it (the Compressor of
//! Kermany and Petrank, 2006).

use super::Heap;
use crate::cage::{CARD_SHIFT, Ref};
use std::ops::Range;

impl Heap {
    #[inline(always)]
    pub(super) fn mark_word(&self, card: u32) -> u64 {
        // SAFETY: the table has eight bytes for every card of the cage.
        unsafe { self.base().read(self.cage.regions.marks.start + (card << 3)) }
    }

    #[inline(always)]
    fn set_mark_word(&mut self, card: u32, bits: u64) {
        // SAFETY: the table has eight bytes for every card of the cage.
        unsafe { self.base().write(self.cage.regions.marks.start + (card << 3), bits) }
    }

    /// The bit of an offset in its card's word.
    #[inline(always)]
    pub(super) fn bit(at: u32) -> u32 {
        at >> 3 & 63
    }

    #[inline(always)]
    pub(super) fn is_marked(&self, object: Ref) -> bool {
        self.mark_word(object.0 >> CARD_SHIFT) >> Self::bit(object.0) & 1 != 0
    }

    #[inline(always)]
    pub(super) fn prefetch_mark(&self, object: Ref) {
        self.base().prefetch(self.cage.regions.marks.start + (object.0 >> CARD_SHIFT << 3));
    }

    /// Sets the bits of a range that is not empty.
    #[inline]
    pub(super) fn mark_range(&mut self, range: Range<u32>) {
        let last = range.end - 8;
        let (first_card, last_card) = (range.start >> CARD_SHIFT, last >> CARD_SHIFT);
        let from = u64::MAX << Self::bit(range.start);
        let to = u64::MAX >> (63 - Self::bit(last));
        if first_card == last_card {
            self.set_mark_word(first_card, self.mark_word(first_card) | from & to);
            return;
        }
        self.set_mark_word(first_card, self.mark_word(first_card) | from);
        for card in first_card + 1..last_card {
            self.set_mark_word(card, u64::MAX);
        }
        self.set_mark_word(last_card, self.mark_word(last_card) | to);
    }

    /// The first marked offset at or after `at`, which is below `end`.
    #[inline]
    pub(super) fn next_marked(&self, at: u32, end: u32) -> Option<u32> {
        if at >= end {
            return None;
        }
        let mut card = at >> CARD_SHIFT;
        let mut bits = self.mark_word(card) & u64::MAX << Self::bit(at);
        while bits == 0 {
            card += 1;
            if card << CARD_SHIFT >= end {
                return None;
            }
            bits = self.mark_word(card);
        }
        Some((card << CARD_SHIFT) + (bits.trailing_zeros() << 3))
    }

    /// How many live bytes the card holds.
    #[inline(always)]
    pub(super) fn live_in(&self, card: u32) -> u32 {
        self.mark_word(card).count_ones() << 3
    }

    /// How many live bytes the card of an offset holds before it.
    #[inline(always)]
    pub(super) fn live_before(&self, at: u32) -> u32 {
        let before = (1u64 << Self::bit(at)) - 1;
        (self.mark_word(at >> CARD_SHIFT) & before).count_ones() << 3
    }

    pub(super) fn clear_marks(&mut self, cards: Range<u32>) {
        let start = self.cage.regions.marks.start + (cards.start << 3);
        // SAFETY: the table has eight bytes for every card of the cage, and nothing else uses them meanwhile.
        unsafe { self.base().slice_mut(start, cards.len() as u32 * 8).fill(0) }
    }
}
