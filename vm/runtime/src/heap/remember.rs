//! Candidates: the sparsest blocks, which are to be emptied so that their memory serves again, and what refers to objects
//! in them. After sweeping the objects of the old space and the large ones are gone through once, a step at a time, and
//! every place that refers to a candidate is noted. Minor collections note what becomes so meanwhile: they see every
//! written card and every object that becomes old.
//!
//! A noted place stays one of a reference until the candidates are done with: nothing old is freed meanwhile but by being
//! moved, and a block that was emptied is not filled before the end.

use super::Heap;
use super::blocks::State;
use super::cycle::Phase;
use super::minor::Watch;
use crate::cage::{BLOCK, CARD_SHIFT, Ref};
use std::cmp::Reverse;
use std::ops::Range;

/// A candidate that more places refer to stays where it is.
const MOST_PLACES: usize = 32 << 10;

/// Only blocks are emptied of which less than so many bytes live.
const SPARSE: u32 = BLOCK / 2;

/// Only in blocks of which less than so many bytes live are holes filled.
const FULL: u32 = BLOCK / 8 * 7;

/// So many bytes may be dead in blocks in use, and a third of all beside, before blocks are emptied: they wait to be
/// filled again.
const ALLOWED: u64 = 4 << 20;

/// What refers to candidates.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    /// By candidate, the block it is and the places; a candidate that was given up has no block.
    pub candidates: Vec<(Option<u32>, Vec<u32>)>,
    /// Bytes that the lists take.
    bytes: u64,
    /// Bytes that they may take.
    most: u64,
    /// The next card to look through.
    next: u32,
}

impl Remembered {
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether a place is noted as one that refers to the candidate.
    pub fn knows(&self, place: u32, candidate: u32) -> bool {
        self.candidates[candidate as usize].1.contains(&place)
    }
}

/// Notes what a minor collection finds that refers to candidates.
pub(super) struct Recorder;

impl Watch for Recorder {
    type Moved = Self;

    #[inline(always)]
    fn see(heap: &mut Heap, place: u32, to: Ref) {
        heap.record(place, to);
    }
}

impl Heap {
    /// Has the holes of sparse blocks filled, and chooses the sparsest blocks to be emptied if so much is dead that it is
    /// worth the work.
    pub(super) fn choose_candidates(&mut self) {
        self.cycle.phase = Phase::Idle;
        let is_sparse = |start: &u32| self.blocks.live(*start) < FULL && !self.is_being_filled(*start);
        let mut sparse: Vec<u32> = self.blocks.each_used().filter(is_sparse).collect();
        sparse.sort_unstable_by_key(|start| Reverse(self.blocks.live(*start)));
        let chosen = self.choose_from(&mut sparse);
        self.blocks.set_recyclable(sparse);
        if !chosen.is_empty() {
            self.cycle.phase = Phase::Remembering;
            self.cycle.remembered = Remembered {
                candidates: chosen.into_iter().map(|start| (Some(start), Vec::new())).collect(),
                bytes: 0,
                most: (self.blocks.used() / 32).max(1 << 20),
                next: self.blocks.start() >> CARD_SHIFT,
            };
        }
    }

    /// Takes the blocks to be emptied from those that are sparse, of which the sparsest are the last.
    fn choose_from(&mut self, sparse: &mut Vec<u32>) -> Vec<u32> {
        let used = self.blocks.used();
        let mut excess = (self.blocks.holes().saturating_sub(used / 3 + ALLOWED)) as i64;
        // What is moved takes memory twice until the candidates are emptied.
        let mut rest = (used / 8).max(4 * u64::from(BLOCK)) as i64;
        if self.mode.is_eager() {
            excess = i64::MAX;
        }
        let mut chosen = Vec::new();
        while excess > 0
            && let Some(start) = sparse.pop_if(|start| self.blocks.live(*start) < SPARSE)
        {
            let live = self.blocks.live(start);
            rest -= i64::from(live);
            if rest < 0 {
                break;
            }
            excess -= i64::from(BLOCK - live);
            self.blocks.set_state(start, State::Candidate(chosen.len() as u32));
            chosen.push(start);
        }
        chosen
    }

    /// Notes a place if what it refers to lies in a candidate.
    #[inline(always)]
    pub(super) fn record(&mut self, place: u32, to: Ref) {
        if let Some(candidate) = self.blocks.candidate(to.0) {
            self.record_for(candidate, place);
        }
    }

    #[inline(never)]
    fn record_for(&mut self, candidate: u32, place: u32) {
        let remembered = &mut self.cycle.remembered;
        let (block, places) = &mut remembered.candidates[candidate as usize];
        if places.len() == MOST_PLACES || remembered.bytes >= remembered.most {
            remembered.bytes -= 4 * places.len() as u64;
            *places = Vec::new();
            if let Some(start) = block.take() {
                self.blocks.set_state(start, State::Used);
            }
            return;
        }
        places.push(place);
        remembered.bytes += 4;
    }

    /// Looks through so many more cards; whether that was all.
    pub(super) fn remember_step(&mut self, cards: u32) -> bool {
        for _ in 0..cards {
            let card = self.cycle.remembered.next;
            let at = card << CARD_SHIFT;
            if at < self.blocks.end() {
                if self.blocks.is_used(at) {
                    let within = at..(card + 1) << CARD_SHIFT;
                    self.objects_on(card).for_each(|object| self.remember(object, &within));
                    self.cycle.remembered.next += 1;
                } else {
                    self.cycle.remembered.next = Self::block_cards(at & !(BLOCK - 1)).end;
                }
            } else {
                let Some(object) = self.large.covering(at).or_else(|| self.large.from(Ref(at)).next()) else {
                    return true;
                };
                let places = self.places(object);
                let first = at.max(places.start);
                let end = places.end.min((first | ((1 << CARD_SHIFT) - 1)) + 1);
                self.remember(object, &(first..end));
                let behind = if end < places.end { end } else { object.0 + self.size(object) };
                self.cycle.remembered.next = behind.div_ceil(1 << CARD_SHIFT);
            }
        }
        false
    }

    /// Notes the places of an object within a range that refer to candidates.
    pub(super) fn remember(&mut self, object: Ref, within: &Range<u32>) {
        let places = self.places(object);
        for place in (places.start.max(within.start)..places.end.min(within.end)).step_by(4) {
            // SAFETY: the place holds a reference of an object.
            let to: Ref = unsafe { self.base().read(place) };
            if !to.is_null() {
                self.record(place, to);
            }
        }
    }

    /// Leaves the candidates that are not emptied where they are, and frees those that are.
    pub(super) fn forget_candidates(&mut self) {
        let used: Vec<u32> = self.cycle.remembered.candidates.drain(..).filter_map(|(block, _)| block).collect();
        for start in used {
            match self.blocks.state(start) {
                Some(State::Emptied) => self.blocks.give(start),
                _ => self.blocks.set_state(start, State::Used),
            }
        }
    }
}
