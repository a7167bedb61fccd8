//! The blocks of the old space: which are in use, and how much of each lived when that was last counted. A block is filled
//! from its start to its end, and later again in the holes that sweeping finds; it becomes free when nothing in it lives,
//! or when what lives has been moved out of it. This is bookkeeping alone: the memory is the cage's.
#![forbid(unsafe_code)]

use crate::cage::{ALIGNMENT, BLOCK, BLOCK_SHIFT};
use std::collections::BTreeSet;

/// What a block is at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Free,
    Used,
    /// Marking has ended and what it left unmarked is still there.
    Unswept,
    /// It is to be emptied; what refers into it is gathered under this number.
    Candidate(u32),
    /// What lived in it has just been moved, and references to it are being mended.
    Leaving,
    /// Nothing lives in it any more, but places in it may still be named as ones that refer to candidates.
    Emptied,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    state: State,
    /// Bytes that live, as last counted; what was added since counts as alive.
    live: u32,
}

/// All blocks from the first to the highest that was ever used.
#[derive(Debug)]
pub struct Blocks {
    /// The number of the first one: its offset in the cage by [`BLOCK`].
    first: u32,
    table: Vec<Block>,
    /// Free blocks that may still take memory, and those that take none.
    warm: BTreeSet<u32>,
    cold: BTreeSet<u32>,
    used: u32,
    emptied: u32,
    /// Bytes that live in all of them, as far as is known.
    filled: u64,
    /// Blocks whose holes may be filled, the emptiest ones last.
    recyclable: Vec<u32>,
}

/// The end of what may be filled in the block of an offset. The copy of an object may touch eight bytes behind it.
pub fn room_end(offset: u32) -> u32 {
    (offset | (BLOCK - 1)) - (ALIGNMENT - 1)
}

impl Blocks {
    /// No blocks, of a space that begins at `start`.
    pub fn new(start: u32) -> Self {
        Self {
            first: start >> BLOCK_SHIFT,
            table: Vec::new(),
            warm: BTreeSet::new(),
            cold: BTreeSet::new(),
            used: 0,
            emptied: 0,
            filled: 0,
            recyclable: Vec::new(),
        }
    }

    /// Where the blocks begin.
    pub fn start(&self) -> u32 {
        self.first << BLOCK_SHIFT
    }

    /// Behind the highest block.
    pub fn end(&self) -> u32 {
        (self.first + self.table.len() as u32) << BLOCK_SHIFT
    }

    /// Bytes of the blocks in use.
    pub fn used(&self) -> u64 {
        u64::from(self.used) << BLOCK_SHIFT
    }

    /// Bytes of the blocks that may be taken below [`Self::end`].
    pub fn free(&self) -> u64 {
        ((self.warm.len() + self.cold.len()) as u64) << BLOCK_SHIFT
    }

    /// Bytes that are not used and may still take memory.
    pub fn idle(&self) -> u64 {
        (self.warm.len() as u64 + u64::from(self.emptied)) << BLOCK_SHIFT
    }

    /// Whether a free block may still take memory.
    pub fn has_warm(&self) -> bool {
        !self.warm.is_empty()
    }

    /// Bytes that live, as far as is known.
    pub fn filled(&self) -> u64 {
        self.filled
    }

    /// Bytes in use that are dead, as far as is known, or were never filled.
    pub fn holes(&self) -> u64 {
        self.used() - self.filled
    }

    #[inline(always)]
    fn index(&self, offset: u32) -> usize {
        (offset >> BLOCK_SHIFT).wrapping_sub(self.first) as usize
    }

    /// The state of the block that an offset lies in; none for what lies behind all blocks.
    #[inline(always)]
    pub fn state(&self, offset: u32) -> Option<State> {
        self.table.get(self.index(offset)).map(|block| block.state)
    }

    /// The number under which references into the block of an offset are gathered, if it is to be emptied.
    #[inline(always)]
    pub fn candidate(&self, offset: u32) -> Option<u32> {
        match self.table.get(self.index(offset))?.state {
            State::Candidate(number) => Some(number),
            _ => None,
        }
    }

    /// Whether objects may be looked at in the block of an offset.
    pub fn is_used(&self, offset: u32) -> bool {
        self.state(offset).is_some_and(|state| !matches!(state, State::Free | State::Emptied))
    }

    pub fn live(&self, offset: u32) -> u32 {
        self.table[self.index(offset)].live
    }

    /// Notes that so many bytes were filled in the block of an offset. What is new counts as alive.
    pub fn fill(&mut self, offset: u32, bytes: u32) {
        self.set_live(offset, self.live(offset) + bytes);
    }

    pub fn set_live(&mut self, offset: u32, live: u32) {
        let index = self.index(offset);
        let before = std::mem::replace(&mut self.table[index].live, live);
        self.filled = self.filled - u64::from(before) + u64::from(live);
    }

    /// Changes the state of a block in use.
    pub fn set_state(&mut self, offset: u32, state: State) {
        debug_assert!(state != State::Free && self.is_used(offset));
        if state == State::Emptied {
            self.set_live(offset, 0);
            self.emptied += 1;
            self.used -= 1;
        }
        let index = self.index(offset);
        self.table[index].state = state;
    }

    /// Where the blocks in use begin, ascending.
    pub fn each_used(&self) -> impl Iterator<Item = u32> + '_ {
        (self.start()..self.end()).step_by(BLOCK as usize).filter(|start| self.is_used(*start))
    }

    /// A free block, whose end is at or before `limit`: one that still has memory rather than one that has none.
    pub fn take(&mut self, limit: u32) -> Option<u32> {
        let number = match self.warm.pop_first().or_else(|| self.cold.pop_first()) {
            Some(number) => number,
            None if u64::from(self.end()) + u64::from(BLOCK) <= u64::from(limit) => {
                self.table.push(Block { state: State::Free, live: 0 });
                self.first + self.table.len() as u32 - 1
            }
            None => return None,
        };
        let start = number << BLOCK_SHIFT;
        self.table[(number - self.first) as usize] = Block { state: State::Used, live: 0 };
        self.used += 1;
        Some(start)
    }

    /// Makes a block used, whatever it was, in which so many bytes live.
    pub fn refill(&mut self, start: u32, live: u32) {
        let number = start >> BLOCK_SHIFT;
        if self.warm.remove(&number) || self.cold.remove(&number) {
            self.used += 1;
        }
        let index = self.index(start);
        self.table[index].state = State::Used;
        self.set_live(start, live);
    }

    /// Names the blocks whose holes may be filled, the emptiest ones last.
    pub fn set_recyclable(&mut self, blocks: Vec<u32>) {
        self.recyclable = blocks;
    }

    /// The next block whose holes may be filled.
    pub fn take_recyclable(&mut self) -> Option<u32> {
        std::iter::from_fn(|| self.recyclable.pop()).find(|start| {
            let index = (start >> BLOCK_SHIFT).wrapping_sub(self.first) as usize;
            self.table.get(index).is_some_and(|block| block.state == State::Used)
        })
    }

    /// Makes a block free that has memory.
    pub fn give(&mut self, start: u32) {
        self.set_live(start, 0);
        let index = self.index(start);
        let counter = if self.table[index].state == State::Emptied { &mut self.emptied } else { &mut self.used };
        *counter -= 1;
        self.table[index].state = State::Free;
        self.warm.insert(start >> BLOCK_SHIFT);
    }

    /// A free block that may still take memory, which the caller releases.
    pub fn cool(&mut self) -> Option<u32> {
        let number = self.warm.pop_last()?;
        self.cold.insert(number);
        Some(number << BLOCK_SHIFT)
    }

    /// Forgets the highest blocks while they are free and take no memory, so that large objects may lie there.
    pub fn trim(&mut self) {
        while self.cold.last().is_some_and(|last| (last + 1) << BLOCK_SHIFT == self.end()) {
            self.cold.pop_last();
            self.table.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warm_blocks_are_taken_first_and_cold_ones_can_be_forgotten() {
        let mut blocks = Blocks::new(3 * BLOCK);
        let taken: Vec<u32> = std::iter::from_fn(|| blocks.take(6 * BLOCK + 5)).collect();
        assert_eq!(taken, [3, 4, 5].map(|number| number * BLOCK));
        blocks.give(taken[0]);
        blocks.give(taken[2]);
        assert_eq!((blocks.used(), blocks.idle()), (BLOCK.into(), 2 * u64::from(BLOCK)));
        assert_eq!(blocks.cool(), Some(taken[2]));
        assert_eq!(blocks.take(0), Some(taken[0]));
        blocks.trim();
        assert_eq!(blocks.end(), 5 * BLOCK);
        assert_eq!(blocks.free(), 0);
    }

    #[test]
    fn what_is_filled_counts_as_alive() {
        let mut blocks = Blocks::new(BLOCK);
        let start = blocks.take(4 * BLOCK).expect("room");
        blocks.fill(start, 100);
        blocks.set_live(start, 40);
        blocks.fill(start + 100, 20);
        assert_eq!((blocks.live(start), blocks.filled()), (60, 60));
        assert_eq!(blocks.holes(), u64::from(BLOCK) - 60);
        blocks.set_recyclable(vec![start]);
        assert_eq!(blocks.take_recyclable(), Some(start));
        assert_eq!(blocks.take_recyclable(), None);
        blocks.set_state(start, State::Emptied);
        assert_eq!((blocks.used(), blocks.filled(), blocks.is_used(start)), (0, 0, false));
        blocks.give(start);
        assert_eq!(blocks.free(), BLOCK.into());
    }
}
