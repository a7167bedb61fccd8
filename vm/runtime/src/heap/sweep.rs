//! Sweeping: when marking has ended, the start bits of the dead are cleared, a step at a time; blocks in which nothing
//! lives and dead large objects become free. The marks are clear afterwards.

use super::Heap;
use super::blocks::State;
use super::cycle::Phase;
use crate::cage::{BLOCK, Ref};

/// What is still to be swept.
#[derive(Debug, Default)]
pub(super) struct Unswept {
    /// Blocks from here on.
    next: u32,
    large: Vec<Ref>,
}

impl Unswept {
    /// Whether a large object is still to be swept.
    pub fn holds(&self, object: Ref) -> bool {
        self.large.contains(&object)
    }
}

impl Heap {
    /// All that is there now is to be swept. What is made from now on is not, and needs no marks.
    pub(super) fn begin_sweeping(&mut self) {
        self.cycle.phase = Phase::Sweeping;
        let used: Vec<u32> = self.blocks.each_used().collect();
        used.into_iter().for_each(|start| self.blocks.set_state(start, State::Unswept));
        self.cycle.unswept = Unswept { next: self.blocks.start(), large: self.large.objects().collect() };
        self.blocks.set_recyclable(Vec::new());
        let filled: Vec<u32> = self.blocks.each_used().filter(|start| self.is_being_filled(*start)).collect();
        filled.into_iter().for_each(|start| self.sweep_block(start));
    }

    /// Sweeps so many blocks and large objects; whether that was all.
    pub(super) fn sweep_step(&mut self, blocks: u32, objects: usize) -> bool {
        for _ in 0..blocks {
            if self.cycle.unswept.next >= self.blocks.end() {
                break;
            }
            self.sweep_block(self.cycle.unswept.next);
            self.cycle.unswept.next += BLOCK;
        }
        let large = &mut self.cycle.unswept.large;
        let step = large.split_off(large.len().saturating_sub(objects));
        step.into_iter().for_each(|object| self.sweep_large(object));
        self.cycle.unswept.next >= self.blocks.end() && self.cycle.unswept.large.is_empty()
    }

    /// Sweeps the block of an offset, if that is still to be done.
    pub(super) fn sweep_block(&mut self, at: u32) {
        let start = at & !(BLOCK - 1);
        if self.blocks.state(start) != Some(State::Unswept) {
            return;
        }
        let mut live = 0;
        for card in Self::block_cards(start) {
            let marks = self.mark_word(card);
            live += marks.count_ones() << 3;
            self.set_start_word(card, self.start_word(card) & marks);
        }
        self.clear_marks(Self::block_cards(start));
        self.blocks.set_live(start, live);
        self.blocks.set_state(start, State::Used);
        if live == 0 && !self.is_being_filled(start) {
            self.blocks.give(start);
        }
    }
}
