//! Cards: where in the old space references were written, and which object covers the start of each card.

use super::Heap;
use crate::cage::{Base, CARD, CARD_SHIFT, CARDS, Ref};

impl Heap {
    /// Notes that a reference was written into an object. Every store of a reference that may lead from an old object to
    /// a young one goes through here, or does the same inline.
    #[inline(always)]
    pub fn write_barrier(&mut self, at: u32) {
        // SAFETY: `at` lies in the cage.
        unsafe { self.base().mark_card(at) }
    }

    /// Enters an object of the old space, which ends at `top`, for every card whose first byte it covers.
    #[inline]
    pub(super) fn note_crossings(&mut self, object: Ref, top: u32) {
        let first = object.0.div_ceil(CARD);
        let last = (top - 1) >> CARD_SHIFT;
        for card in first..=last {
            self.write_crossing(card, object.0);
        }
    }

    #[inline(always)]
    pub(super) fn crossing(&self, card: u32) -> u32 {
        // SAFETY: the table has four bytes for every card of the cage.
        unsafe { self.base().read(self.cage.regions.crossings.start + (card << 2)) }
    }

    #[inline(always)]
    pub(super) fn write_crossing(&mut self, card: u32, value: u32) {
        // SAFETY: the table has four bytes for every card of the cage.
        unsafe { self.base().write(self.cage.regions.crossings.start + (card << 2), value) }
    }

    /// Where the first live byte of a card slides to.
    #[inline(always)]
    pub(super) fn card_destination(&self, card: u32) -> u32 {
        // SAFETY: the table has four bytes for every card of the cage.
        unsafe { self.base().read(self.cage.regions.destinations.start + (card << 2)) }
    }

    #[inline(always)]
    pub(super) fn set_card_destination(&mut self, card: u32, to: u32) {
        // SAFETY: the table has four bytes for every card of the cage.
        unsafe { self.base().write(self.cage.regions.destinations.start + (card << 2), to) }
    }

    /// The next dirty card at or after `card` and before `end`; it is clean afterwards.
    pub(super) fn take_dirty(&mut self, card: u32, end: u32) -> Option<u32> {
        let table = self.cage.regions.cards.start;
        // SAFETY: the table has a byte for every card of the cage, and nothing else uses them meanwhile.
        let bytes = unsafe { self.base().slice_mut(table + card, end.saturating_sub(card)) };
        let skip = first_not_zero(bytes)?;
        bytes[skip] = 0;
        Some(card + skip as u32)
    }

    pub(super) fn is_dirty(&self, at: u32) -> bool {
        // SAFETY: the table has a byte for every card of the cage.
        unsafe { self.base().read::<u8>(self.cage.regions.cards.start + (at >> CARD_SHIFT)) != 0 }
    }
}

impl Base {
    /// The inline form of [`Heap::write_barrier`].
    ///
    /// # Safety
    /// The offset must lie in the cage.
    #[inline(always)]
    pub unsafe fn mark_card(self, at: u32) {
        // SAFETY: the card table has a byte for every card of the cage.
        unsafe { self.write(CARDS + (at >> CARD_SHIFT), 1u8) }
    }
}

/// Most cards are clean: eight are looked at together.
fn first_not_zero(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<8>();
    let clean = chunks.iter().take_while(|chunk| **chunk == [0; 8]).count() * 8;
    bytes[clean..].iter().position(|&byte| byte != 0).map(|at| clean + at)
}
