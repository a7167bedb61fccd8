//! The collection of the old space as a cycle of phases, each done in steps behind minor collections: marking, sweeping,
//! and where blocks are left sparse, finding what refers into the sparsest of them and emptying those. The cycle can be
//! given up at any moment, and is when a full collection must run.

use super::mark::Grey;
use super::remember::Remembered;
use super::sweep::Unswept;
use super::{Heap, Roots};
use crate::cage::{CARD_SHIFT, Ref};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Phase {
    /// Nothing is marked, and every start bit is that of an object that lived when it was last looked.
    #[default]
    Idle,
    /// No marked object refers to an unmarked one, but for those that wait.
    Marking,
    /// Blocks that are unswept hold dead objects, which are not marked.
    Sweeping,
    /// What refers to candidates is being found.
    Remembering,
    /// All of it is known: candidates can be emptied.
    Evacuating,
}

/// How far the cycle is.
#[derive(Debug, Default)]
pub(super) struct Cycle {
    pub phase: Phase,
    pub grey: Grey,
    /// Whether the written cards are being gone through: all else has been followed.
    pub ending: bool,
    /// Bytes marked so far.
    pub marked: u64,
    pub unswept: Unswept,
    pub remembered: Remembered,
}

impl Cycle {
    /// Bytes that its lists take.
    pub fn bytes(&self) -> u64 {
        self.grey.bytes() + self.remembered.bytes()
    }
}

impl Heap {
    /// Does the next step of the cycle, or begins one if it is time. The nursery is empty.
    pub(super) fn advance(&mut self, roots: &mut dyn Roots) {
        let effort = self.effort();
        if self.is_cycle_due() {
            self.give_up_cycle();
            self.note_cycle_begins();
            self.begin_marking(roots);
        }
        match self.cycle.phase {
            Phase::Idle => {}
            Phase::Marking => {
                if self.mark_step(effort.marking) > 0 {
                    self.cycle.grey = Grey::default();
                    self.begin_sweeping();
                }
            }
            Phase::Sweeping => {
                if self.sweep_step(effort.blocks, effort.objects) {
                    self.statistics.major += 1;
                    self.choose_candidates();
                    self.note_cycle_ends();
                }
            }
            Phase::Remembering => {
                if self.remember_step(effort.cards) {
                    self.cycle.phase = Phase::Evacuating;
                }
            }
            Phase::Evacuating => {
                if self.evacuate_step(roots, effort.copied) {
                    self.give_up_cycle();
                    self.note_cycle_ends();
                }
            }
        }
    }

    /// Ends the cycle where it stands.
    pub(super) fn give_up_cycle(&mut self) {
        if matches!(self.cycle.phase, Phase::Marking | Phase::Sweeping) {
            self.clear_marks(self.old_cards());
            let large: Vec<Ref> = self.large.objects().collect();
            for object in large {
                self.clear_marks(object.0 >> CARD_SHIFT..(object.0 >> CARD_SHIFT) + 1);
            }
        }
        self.forget_candidates();
        self.written.clear();
        self.cycle = Cycle::default();
    }

    /// Whether marking may begin: sweeping must have ended.
    fn is_cycle_due(&self) -> bool {
        match self.cycle.phase {
            Phase::Idle if self.mode.is_eager() => true,
            Phase::Marking | Phase::Sweeping => false,
            Phase::Idle | Phase::Remembering | Phase::Evacuating => self.filled() > self.pacing.begin,
        }
    }
}
