//! Pacing: when a cycle begins and how much of it is done behind each minor collection. All is counted in work, never in
//! time, so a run does the same whenever it is repeated.

use super::cycle::Phase;
use super::nursery::{SMALLEST, rounded};
use super::{Heap, LargeSpace};
use crate::cage::{CARD, CARD_SHIFT};

/// No cycle begins before old and large objects take so many bytes.
pub(super) const FIRST_CYCLE: u64 = 32 << 20;

/// References to follow in a step: at least, and at most if the nursery can be made smaller instead, so that steps come
/// more often. A reference takes 10 to 20 ns, with all the caches' misses.
const LEAST_MARKING: u64 = 24 << 10;
const SOME_MARKING: u64 = 48 << 10;

/// References to follow in a step at most while marking is in time, some milliseconds.
const MOST_MARKING: u64 = 256 << 10;

/// What has not been taken for so many cycles is not expected to be taken again.
const LATELY: usize = 4;

/// Places of references on a card.
const CARD_PLACES: u64 = CARD as u64 / 4;

/// How much of each phase a step does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// References to follow.
    pub marking: u64,
    /// Blocks and large objects to sweep.
    pub blocks: u32,
    pub objects: usize,
    /// Cards to look through for references to candidates.
    pub cards: u32,
    /// Bytes to move out of candidates.
    pub copied: u32,
}

#[derive(Debug)]
pub(super) struct Pacing {
    /// A cycle begins when old and large objects take more bytes than this.
    pub begin: u64,
    /// Marking should have ended before they take more than this.
    goal: u64,
    /// What they took when marking began, of which no more than that can be marked.
    to_mark: u64,
    /// What they took after the last collection.
    before: u64,
    /// What they took at most, with their gaps, in this cycle and in each of the last few.
    peaks: [u64; LATELY],
    /// Bytes of large objects since the last collection.
    pub young_large: u64,
}

impl Pacing {
    /// For a heap in which nothing lives.
    pub fn new() -> Self {
        Self {
            begin: FIRST_CYCLE / 8 * 7,
            goal: FIRST_CYCLE,
            to_mark: 0,
            before: 0,
            peaks: [0; LATELY],
            young_large: 0,
        }
    }
}

impl Heap {
    /// How much is to be done now.
    pub(super) fn effort(&mut self) -> Effort {
        let filled = self.filled();
        let grown = filled.saturating_sub(self.pacing.before);
        self.pacing.before = filled;
        if self.mode.random.is_some() {
            let mut upto = |most| 1 + self.random.below(most);
            return Effort {
                marking: upto(2000).into(),
                blocks: upto(8),
                objects: upto(4) as usize,
                cards: upto(4000),
                copied: upto(30_000),
            };
        }
        if self.mode.stress {
            return Effort { marking: 40, blocks: 2, objects: 1, cards: 100, copied: 2000 };
        }
        let marking = if self.cycle.phase == Phase::Marking { self.marking_effort(filled, grown) } else { 0 };
        Effort {
            marking: marking.max(LEAST_MARKING),
            blocks: 1024,
            objects: 256,
            // Looking through cards and emptying blocks must end before the next cycle begins.
            cards: (grown / 128).clamp(512, 4096) as u32,
            copied: grown.clamp(64 << 10, 512 << 10) as u32,
        }
    }

    /// References to follow so that marking ends before the goal, if the rest of the growth is like the last; or before the
    /// limit, when the goal has been missed. An object of sixteen bytes, the smallest worth the name, has at most two.
    fn marking_effort(&mut self, filled: u64, grown: u64) -> u64 {
        let written = u64::from(self.written.count());
        let rest = self.pacing.to_mark.saturating_sub(self.cycle.marked) / 8 + written * CARD_PLACES;
        let is_late = filled >= self.pacing.goal;
        let until = if is_late { self.most_filled() } else { self.pacing.goal };
        let room = until.saturating_sub(filled).max(1);
        let needed = |grown: u64| (u128::from(grown) * u128::from(rest) / u128::from(room)) as u64;
        let mut size = u64::from(self.nursery.size);
        let next = needed(self.expected_survivors());
        if next > SOME_MARKING {
            size = (size * SOME_MARKING / next).max(SMALLEST.into());
        }
        // Cards must be gone through faster than they are written, for marking to end. The less is made meanwhile the fewer
        // are written.
        let noted = 2 * CARD_PLACES * u64::from(self.written.take_noted());
        let fresh = if self.cycle.ending { noted } else { 0 };
        let next = fresh * size / u64::from(self.nursery.filled.max(1));
        if next > MOST_MARKING {
            size = size * MOST_MARKING / next;
        }
        self.resize_nursery(rounded(size.min(self.nursery.size.into()) as u32));
        let needed = needed(grown);
        (if is_late { needed } else { needed.min(MOST_MARKING) }).max(fresh)
    }

    pub(super) fn note_cycle_begins(&mut self) {
        let filled = self.filled();
        self.pacing.to_mark = filled;
        self.pacing.peaks.rotate_right(1);
        self.pacing.peaks[0] = 0;
        self.pacing.goal = self.pacing.goal.max(filled + filled / 4).min(self.most_filled().max(filled));
    }

    /// Sets what makes the next cycle due, now that so much has survived one: what lives may double while the cycle goes
    /// on, but not beyond the memory limit. The more lives the earlier it begins, for marking takes the longer.
    pub(super) fn note_cycle_ends(&mut self) {
        let live = self.filled();
        self.pacing.goal = (live + live.max(FIRST_CYCLE)).min(self.most_filled()).max(live);
        let growth = self.pacing.goal - live;
        self.pacing.begin = self.pacing.goal - (live / 4 * 3 + FIRST_CYCLE / 8).min(growth / 4 * 3);
        self.pacing.before = live;
    }

    /// Notes what old and large objects take, and gives what they are expected to take again soon: as much as lately.
    pub(super) fn expected(&mut self) -> u64 {
        let occupied = self.occupied();
        let [now, ..] = &mut self.pacing.peaks;
        *now = (*now).max(occupied);
        self.pacing.peaks.into_iter().fold(0, u64::max)
    }

    /// What old and large objects may take at most under the memory limit.
    fn most_occupied(&self) -> u64 {
        let others = self.used() - self.occupied() + self.budget.host() + u64::from(self.nursery.size);
        self.budget.limit().saturating_sub(others)
    }

    /// How far old and large objects may grow before a full collection looms: not all of the room will be filled, for blocks
    /// end before they are full.
    fn most_filled(&self) -> u64 {
        let filled = self.filled();
        filled + self.most_occupied().saturating_sub(filled) / 8 * 7
    }

    /// Whether the memory limit or the reach of references is met, when a large object of so many bytes is to come too.
    pub(super) fn is_exhausted(&self, large: u32) -> bool {
        self.old_limit() > self.large.start().into()
            || !self.large.has_room(large, self.old_limit())
            || self.budget.check(self.used() + LargeSpace::rounded(large)).is_err()
    }

    /// Bytes of the collector's tables for the memory that it has in hand, and of its lists.
    pub(super) fn metadata(&self) -> u64 {
        let covered = self.blocks.used() + u64::from(self.large.used());
        // A byte of cards, eight of start bits and marks each, and a bit for written ones.
        (covered >> CARD_SHIFT) * 137 / 8 + self.cycle.bytes() + self.roots_bytes
    }
}
