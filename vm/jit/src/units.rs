//! What has become of the units of a program: which wait to be compiled, which have been, and which can't be.

use crate::links::Made;
use pvm_bytecode::FunctionId;
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Fate, Progress, Report, Unit};
use std::collections::{HashMap, VecDeque};
use std::sync::Weak;
use std::time::Duration;

/// So many units wait at most; whoever wants more asks again.
const MOST_WAITING: usize = 64;

/// What has not been called so often, or gone so many rounds, since one looked last may never be again.
const FEW: u64 = 100;

/// So many loops of a function are compiled at most, each with all that comes behind it.
const MOST_LOOPS: u32 = 16;

/// See the file.
#[derive(Default)]
pub struct Units {
    known: HashMap<Unit, Known>,
    waiting: VecDeque<Job>,
    /// What has been made quickly, and is to be made well when nothing else waits; and how much it had run when that was
    /// last looked at.
    later: Vec<(Job, u64)>,
    /// Code in place of which there is better code now; it may still be running.
    replaced: Vec<Made>,
    /// By function, and by whether fuel is counted, how many of its loops are known.
    loops: HashMap<(FunctionId, bool), u32>,
    /// Bytes of all code.
    code: usize,
    /// Whether somebody is about to compile all that waits.
    pub is_served: bool,
    /// Whether somebody waits until nothing else does.
    pub is_awaited: bool,
}

/// A unit that was asked for.
pub struct Known {
    pub cause: Cause,
    /// What it took to make or to refuse it.
    pub time: Duration,
    pub state: State,
    /// Why no better code can be made than quick code.
    pub refusal: Option<String>,
}

/// How far it is.
pub enum State {
    Waiting,
    Made(Made),
    /// The reason, in words.
    Refused(String),
}

/// A unit to compile, for as long as its program is there.
pub struct Job {
    pub program: Weak<Program>,
    pub unit: Unit,
    pub cause: Cause,
    /// Whether it is to be made quickly.
    pub is_quick: bool,
}

impl Known {
    pub fn new(cause: Cause, time: Duration, state: State) -> Self {
        Self { cause, time, state, refusal: None }
    }

    pub fn report(&self, unit: Unit) -> Report {
        let fate = match &self.state {
            State::Waiting => Fate::Waiting,
            State::Made(made) => {
                let Made { inlined, removed, is_quick, .. } = *made;
                Fate::Compiled { bytes: made.code.len(), inlined, removed, is_quick, refusal: self.refusal.clone() }
            }
            State::Refused(reason) => Fate::Refused(reason.clone()),
        };
        Report { unit, cause: self.cause, time: self.time, fate }
    }
}

impl State {
    pub fn progress(&self) -> Progress {
        match self {
            Self::Waiting => Progress::Waiting,
            Self::Made(made) => Progress::Made(made.native()),
            Self::Refused(_) => Progress::Refused,
        }
    }
}

impl Units {
    pub fn get(&self, unit: Unit) -> Option<&Known> {
        self.known.get(&unit)
    }

    /// How far a unit is, for a guest at it. A loop is hot then, though it may go its rounds in the code of another loop; in
    /// that of the whole function, better code of that is wanted first.
    pub fn look(&self, unit: Unit) -> Option<Progress> {
        let known = self.known.get(&unit)?;
        if let (State::Made(made), Some(_)) = (&known.state, unit.from) {
            let whole = self.known.get(&Unit { from: None, ..unit }).map(|known| &known.state);
            if !matches!(whole, Some(State::Made(Made { is_quick: true, .. }))) {
                made.warm();
            }
        }
        Some(known.state.progress())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Unit, &Known)> {
        self.known.iter()
    }

    /// Whether a unit that isn't known may be compiled: it is no loop of a function of which many are known.
    pub fn may_add(&self, unit: Unit) -> bool {
        unit.from.is_none() || self.loops.get(&(unit.function, unit.metered)).is_none_or(|loops| *loops < MOST_LOOPS)
    }

    /// Has a unit wait, unless too many do, or another loop of the function does: when that is compiled, it may not be
    /// needed.
    pub fn enqueue(&mut self, job: Job) {
        let is_loop_of = |unit: Unit| unit.function == job.unit.function && unit.from.is_some();
        let has_place = self.waiting.len() < MOST_WAITING;
        if has_place && !(is_loop_of(job.unit) && self.waiting.iter().any(|job| is_loop_of(job.unit))) {
            self.note(job.unit, Known::new(job.cause, Duration::ZERO, State::Waiting));
            self.waiting.push_back(job);
        }
    }

    /// Has a unit that has been made quickly be made well, too.
    pub fn enqueue_again(&mut self, job: Job) {
        self.later.push((job, 0));
    }

    /// The unit that has waited longest; or of those that have code the one of which most is to be had: what has run most
    /// since this was last asked, for its size. None if none of them has run much.
    pub fn next(&mut self) -> Option<Job> {
        if let Some(job) = self.waiting.pop_front() {
            return Some(job);
        }
        let mut best = None;
        for (place, (job, before)) in self.later.iter_mut().enumerate() {
            let Some(Known { state: State::Made(made), .. }) = self.known.get(&job.unit) else { continue };
            let heat = made.heat();
            let runs = heat.saturating_sub(std::mem::replace(before, heat));
            let score = runs * 1024 / made.code.len() as u64;
            if runs >= FEW && best.is_none_or(|(best, _)| score > best) {
                best = Some((score, place));
            }
        }
        best.map(|(_, place)| self.later.swap_remove(place).0)
    }

    /// Any unit that is to be made. If there is none, nobody serves from now on.
    pub fn next_cold(&mut self) -> Option<Job> {
        let next = self.waiting.pop_front().or_else(|| Some(self.later.pop()?.0));
        self.is_served = next.is_some();
        next
    }

    /// Whether there is nothing to be made, now or later.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.later.is_empty()
    }

    /// Bytes of all code.
    pub fn code(&self) -> usize {
        self.code
    }

    /// Notes what has become of a unit, which had no code yet, or such as was made quickly.
    pub fn settle(&mut self, unit: Unit, known: Known) -> Progress {
        if let State::Made(made) = &known.state {
            self.code += made.code.len();
        }
        let progress = known.state.progress();
        self.note(unit, known);
        progress
    }

    /// Notes why no better code can be made of a unit than it has.
    pub fn refuse_better(&mut self, unit: Unit, reason: String) {
        if let Some(known) = self.known.get_mut(&unit) {
            known.refusal = Some(reason);
        }
    }

    fn note(&mut self, unit: Unit, known: Known) {
        match self.known.insert(unit, known) {
            Some(Known { state: State::Made(made), .. }) => self.replaced.push(made),
            None if unit.from.is_some() => *self.loops.entry((unit.function, unit.metered)).or_default() += 1,
            _ => {}
        }
    }

    /// Nothing that waits is wanted any more.
    pub fn forget_waiting(&mut self) {
        self.waiting.clear();
        self.later.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::BlockId;

    fn job(function: usize, from: Option<usize>) -> Job {
        let (function, from) = (FunctionId::from_index(function), from.map(BlockId::from_index));
        Job {
            program: Weak::new(),
            unit: Unit { function, from, metered: false },
            cause: Cause::Calls,
            is_quick: false,
        }
    }

    #[test]
    fn what_has_no_code_comes_before_what_has() {
        let mut units = Units::default();
        units.enqueue_again(job(0, None));
        units.enqueue_again(job(1, None));
        units.enqueue(job(2, None));
        let order = std::iter::from_fn(|| units.next_cold()).map(|job| job.unit.function.index());
        assert_eq!(order.collect::<Vec<_>>(), [2, 1, 0]);
        assert!(units.is_empty() && !units.is_served);
    }

    #[test]
    fn only_so_many_wait() {
        let mut units = Units::default();
        (0..=MOST_WAITING).for_each(|number| units.enqueue(job(number, None)));
        assert!(units.get(job(MOST_WAITING - 1, None).unit).is_some());
        assert!(units.get(job(MOST_WAITING, None).unit).is_none(), "it may be asked for again");
        assert_eq!(units.next().map(|job| job.unit), Some(job(0, None).unit));
        units.enqueue(job(MOST_WAITING, None));
        assert!(units.get(job(MOST_WAITING, None).unit).is_some());
    }

    #[test]
    fn only_one_loop_of_a_function_waits_and_only_so_many_are_compiled() {
        let mut units = Units::default();
        units.enqueue(job(0, Some(1)));
        units.enqueue(job(0, Some(2)));
        units.enqueue(job(0, None));
        units.enqueue(job(1, Some(2)));
        let waiting = std::iter::from_fn(|| units.next()).map(|job| job.unit);
        assert_eq!(waiting.collect::<Vec<_>>(), [job(0, Some(1)), job(0, None), job(1, Some(2))].map(|job| job.unit));
        let refused = || Known::new(Cause::Rounds, Duration::ZERO, State::Refused(String::new()));
        for block in 1..=MOST_LOOPS as usize {
            assert!(units.may_add(job(0, Some(block)).unit));
            units.settle(job(0, Some(block)).unit, refused());
        }
        assert!(!units.may_add(job(0, Some(100)).unit));
        assert!(units.may_add(job(0, None).unit) && units.may_add(job(1, Some(100)).unit));
    }
}
