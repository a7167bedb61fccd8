//! Pacing: when a cycle begins and how much of it is done behind each minor collection. All is counted in work, never in
//! time, so a run does the same whenever it is repeated.

use super::cycle::Phase;
use super::{Heap, LargeSpace};
use crate::cage::CARD_SHIFT;

/// No cycle begins before old and large objects take so many bytes.
pub(super) const FIRST_CYCLE: u64 = 32 << 20;

/// References to follow in a step: at least, and at most. A reference takes about 20 ns, three times as much where the
/// caches are of no use, so that the largest step takes some milliseconds.
const LEAST_MARKING: u64 = 48 << 10;
const MOST_MARKING: u64 = 128 << 10;

/// The nursery is not made smaller than this, so that marking keeps up: a minor collection has its fixed costs.
const SMALLEST_NURSERY: u32 = 256 << 10;

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
    /// Bytes of large objects since the last collection.
    pub young_large: u64,
}

impl Pacing {
    /// For a heap in which nothing lives.
    pub fn new() -> Self {
        Self { begin: FIRST_CYCLE / 8 * 7, goal: FIRST_CYCLE, to_mark: 0, before: 0, young_large: 0 }
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
        if marking > MOST_MARKING {
            // Smaller steps more often: as much is marked for as much that survives.
            let size = u64::from(self.nursery.size) * MOST_MARKING / marking;
            self.resize_nursery((size as u32 & !7).max(SMALLEST_NURSERY.min(self.nursery.size)));
        }
        Effort {
            marking: marking.clamp(LEAST_MARKING, MOST_MARKING),
            blocks: 1024,
            objects: 256,
            // Looking through cards and emptying blocks must end before the next cycle begins.
            cards: (grown / 128).clamp(1024, 8192) as u32,
            copied: grown.clamp(64 << 10, 512 << 10) as u32,
        }
    }

    /// References to follow so that marking ends before the goal, if the rest of the growth is like the last. An object
    /// of sixteen bytes, the smallest worth the name, has at most two.
    fn marking_effort(&self, filled: u64, grown: u64) -> u64 {
        if filled > self.pacing.goal {
            return MOST_MARKING;
        }
        let rest = self.pacing.to_mark.saturating_sub(self.cycle.marked);
        let room = self.pacing.goal.saturating_sub(filled).max(1);
        let bytes = u128::from(grown) * u128::from(rest) / u128::from(room);
        u64::try_from(bytes / 8).unwrap_or(u64::MAX)
    }

    /// Whether marking should have ended by now.
    pub(super) fn is_marking_late(&self) -> bool {
        self.mode.is_eager() || self.filled() > self.pacing.goal
    }

    pub(super) fn note_cycle_begins(&mut self) {
        let filled = self.filled();
        self.pacing.to_mark = filled;
        self.pacing.goal = self.pacing.goal.max(filled + filled / 4).min(self.most_occupied());
    }

    /// Sets what makes the next cycle due, now that so much has survived one: what lives may double while the cycle goes
    /// on, but not beyond the memory limit. The more lives the earlier it begins, for marking takes the longer.
    pub(super) fn note_cycle_ends(&mut self) {
        let live = self.filled();
        self.pacing.goal = (live + live.max(FIRST_CYCLE)).min(self.most_occupied()).max(live);
        let growth = self.pacing.goal - live;
        self.pacing.begin = self.pacing.goal - (live / 4 * 3 + FIRST_CYCLE / 8).min(growth / 4 * 3);
        self.pacing.before = live;
        let nursery = self.nursery.size.max(self.nursery.smallest);
        if self.budget.check(self.used() + u64::from(nursery)).is_ok() {
            self.resize_nursery(nursery);
        }
    }

    /// What old and large objects may take at most under the memory limit.
    fn most_occupied(&self) -> u64 {
        let others = self.used() - self.occupied() + self.budget.host() + u64::from(self.nursery.size);
        self.budget.limit().saturating_sub(others)
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
        // A byte of cards and eight of start bits and marks each.
        (covered >> CARD_SHIFT) * 17 + self.cycle.bytes()
    }
}
