//! Cards: where in the old space and in large objects references were written.

use super::Heap;
use super::cycle::Phase;
use crate::cage::{Base, CARD, CARD_SHIFT, CARDS, Ref};
use std::ops::Range;

impl Heap {
    /// Notes that a reference was written into an object. Every store of a reference that may lead from an old object to
    /// a young one goes through here, or does the same inline.
    #[inline(always)]
    pub fn write_barrier(&mut self, at: u32) {
        // SAFETY: `at` lies in the cage.
        unsafe { self.base().mark_card(at) }
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

    /// The next dirty card at or after `card` and before `end`.
    pub(super) fn next_dirty(&self, card: u32, end: u32) -> Option<u32> {
        let table = self.cage.regions.cards.start;
        // SAFETY: the table has a byte for every card of the cage, and nothing writes them meanwhile.
        let bytes = unsafe { self.base().slice(table + card, end.saturating_sub(card)) };
        first_not_zero(bytes).map(|skip| card + skip as u32)
    }

    /// Makes a card clean that is going to be looked at, and notes it for marking.
    pub(super) fn take_card(&mut self, card: u32) {
        self.set_cards(card..card + 1, 0);
        if self.cycle.phase == Phase::Marking {
            self.written.insert(card);
        }
    }

    /// The objects of which something lies on a card, of the old space or large.
    pub(super) fn objects_on(&self, card: u32) -> impl Iterator<Item = Ref> + use<> {
        let at = card << CARD_SHIFT;
        let is_old = at < self.blocks.end();
        let before = if is_old { self.start_before(card) } else { self.large.covering(at) };
        // A large object has its cards for itself, and its start bit in the first of them.
        before.into_iter().chain(is_old.then(|| self.starts_in(card)).into_iter().flatten())
    }

    /// Makes all cards that an object of so many bytes touches dirty (1) or clean (0).
    pub(super) fn set_object_cards(&mut self, object: Ref, size: u32, dirt: u8) {
        self.set_cards(object.0 >> CARD_SHIFT..(object.0 + size).div_ceil(CARD), dirt);
    }

    fn set_cards(&mut self, cards: Range<u32>, dirt: u8) {
        let table = self.cage.regions.cards.start;
        // SAFETY: the table has a byte for every card of the cage, and nothing else uses them meanwhile.
        unsafe { self.base().slice_mut(table + cards.start, cards.len() as u32).fill(dirt) }
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

/// Most cards are clean: sixty-four are looked at together.
fn first_not_zero(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<64>();
    let is_clean = |chunk: &&[u8; 64]| chunk.iter().fold(0, |all, byte| all | byte) == 0;
    let clean = chunks.iter().take_while(is_clean).count() * 64;
    bytes[clean..].iter().position(|&byte| byte != 0).map(|at| clean + at)
}
