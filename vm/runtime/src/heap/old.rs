//! The old space as allocation sees it: what is moved there goes behind what was moved last. Small objects fill the holes
//! of blocks that sweeping has found sparse before they take a free block; larger ones take free blocks alone, so that
//! none looks for a hole that fits.

use super::Heap;
use super::blocks::room_end;
use crate::cage::{ALIGNMENT, BLOCK, CARD_SHIFT, Ref};
use std::ops::Range;

/// Objects of no more bytes are small.
const SMALL: u32 = 256;

/// Holes of fewer bytes are left alone; a larger one has room for any small object.
const SMALLEST_HOLE: u32 = 512;

/// Where the next object of the old space goes.
#[derive(Debug, Default)]
pub(super) struct Filling {
    top: u32,
    end: u32,
    /// From where on it has not been told to the blocks.
    piece: u32,
    /// Holes of the block in hand, the last one first.
    holes: Vec<Range<u32>>,
}

impl Filling {
    /// From here on.
    pub fn of(range: Range<u32>) -> Self {
        Self { top: range.start, end: range.end, piece: range.start, holes: Vec::new() }
    }

    fn is_in(&self, block: u32) -> bool {
        self.end != 0 && self.end & !(BLOCK - 1) == block
    }
}

/// Where the next small object goes, and the start bits of the card that this is in: what a loop that moves objects keeps in
/// registers.
#[derive(Clone, Copy)]
pub(super) struct Front {
    top: u32,
    end: u32,
    card: u32,
    starts: u64,
}

impl Heap {
    /// The front of the small objects. Until it is given back, objects are put nowhere else.
    #[inline(always)]
    pub(super) fn take_front(&self) -> Front {
        let Filling { top, end, .. } = self.small;
        let card = top >> CARD_SHIFT;
        Front { top, end, card, starts: self.start_word(card) }
    }

    #[inline(always)]
    pub(super) fn give_front(&mut self, front: Front) {
        self.set_start_word(front.card, front.starts);
        self.small.top = front.top;
    }

    /// Room for an object: at the front, if it is small and there is some.
    #[inline(always)]
    pub(super) fn fill_front(&mut self, front: &mut Front, size: u32) -> Ref {
        if size > SMALL.min(front.end - front.top) {
            let (object, next) = self.fill_elsewhere(*front, size);
            *front = next;
            return object;
        }
        let object = Ref(front.top);
        let card = object.0 >> CARD_SHIFT;
        if card != front.card {
            self.set_start_word(front.card, front.starts);
            (front.card, front.starts) = (card, self.start_word(card));
        }
        front.starts |= 1 << Self::bit(object.0);
        front.top += size;
        object
    }

    /// Room for an object that is not small or finds none at the front, and the front then.
    #[inline(never)]
    fn fill_elsewhere(&mut self, front: Front, size: u32) -> (Ref, Front) {
        self.give_front(front);
        (self.fill_old(size), self.take_front())
    }

    fn fill_old(&mut self, size: u32) -> Ref {
        let filling = if size <= SMALL { &mut self.small } else { &mut self.medium };
        let object = Ref(filling.top);
        if size <= filling.end - filling.top {
            filling.top += size;
            self.set_start(object);
            return object;
        }
        self.fill_next(size)
    }

    /// The same in a hole or a block that is begun.
    fn fill_next(&mut self, size: u32) -> Ref {
        let hole = if size <= SMALL { self.next_hole() } else { None };
        let range = hole.unwrap_or_else(|| {
            let is_cold = !self.blocks.has_warm();
            // There is room for what a collection may move: `check_room` has seen to it.
            let Some(start) = self.blocks.take(self.large.start()) else { unreachable!("blocks are kept in reserve") };
            if is_cold {
                self.cage.populate(start..start + BLOCK);
            }
            start..room_end(start)
        });
        let filling = if size <= SMALL { &mut self.small } else { &mut self.medium };
        let holes = std::mem::take(&mut filling.holes);
        let before = std::mem::replace(filling, Filling { holes, ..Filling::of(range) });
        self.note_piece(before.piece..before.top);
        self.fill_old(size)
    }

    /// A hole for small objects.
    fn next_hole(&mut self) -> Option<Range<u32>> {
        while self.small.holes.is_empty() {
            let block = self.blocks.take_recyclable()?;
            self.small.holes = self.holes_in(block);
        }
        self.small.holes.pop()
    }

    /// The holes of a block that has been swept, the last one first. The copy of an object may touch eight bytes behind it.
    fn holes_in(&self, block: u32) -> Vec<Range<u32>> {
        let mut holes = Vec::new();
        let mut at = block;
        let ends = [Ref(block + BLOCK)];
        for object in Self::block_cards(block).flat_map(|card| self.starts_in(card)).chain(ends) {
            if object.0 - at >= SMALLEST_HOLE {
                holes.push(at..object.0 - ALIGNMENT);
            }
            at = if object == ends[0] { at } else { object.0 + self.size(object) };
        }
        holes.reverse();
        holes
    }

    /// Tells the blocks what has been filled, which is in `pieces` then.
    pub(super) fn note_filled(&mut self) {
        for filling in [&mut self.small, &mut self.medium] {
            let piece = std::mem::replace(&mut filling.piece, filling.top)..filling.top;
            if !piece.is_empty() {
                self.blocks.fill(piece.start, piece.end - piece.start);
                self.pieces.push(piece);
            }
        }
    }

    fn note_piece(&mut self, piece: Range<u32>) {
        if !piece.is_empty() {
            self.blocks.fill(piece.start, piece.end - piece.start);
            self.pieces.push(piece);
        }
    }

    /// Whether objects are going to be put into a block.
    pub(super) fn is_being_filled(&self, block: u32) -> bool {
        self.small.is_in(block) || self.medium.is_in(block)
    }

    /// The cards of the blocks.
    pub(super) fn old_cards(&self) -> Range<u32> {
        self.blocks.start() >> CARD_SHIFT..self.blocks.end() >> CARD_SHIFT
    }

    /// The cards of one block.
    pub(super) fn block_cards(start: u32) -> Range<u32> {
        start >> CARD_SHIFT..(start + BLOCK) >> CARD_SHIFT
    }
}
