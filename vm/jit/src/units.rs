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

/// So many loops of a function are compiled at most, each with all that comes behind it.
const MOST_LOOPS: u32 = 16;

/// See the file.
#[derive(Default)]
pub struct Units {
    known: HashMap<Unit, Known>,
    waiting: VecDeque<Job>,
    /// What has been made quickly, and is to be made well when nothing else waits.
    later: VecDeque<Job>,
    /// Code in place of which there is better code now; it may still be running.
    replaced: Vec<Made>,
    /// By function, and by whether fuel is counted, how many of its loops are known.
    loops: HashMap<(FunctionId, bool), u32>,
    /// Bytes of all code.
    code: usize,
    /// Whether somebody is about to compile all that waits.
    pub is_served: bool,
}

/// A unit that was asked for.
pub struct Known {
    pub cause: Cause,
    /// What it took to make or to refuse it.
    pub time: Duration,
    pub state: State,
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
    pub fn report(&self, unit: Unit) -> Report {
        let fate = match &self.state {
            State::Waiting => Fate::Waiting,
            State::Made(made) => {
                let Made { inlined, removed, is_quick, .. } = *made;
                Fate::Compiled { bytes: made.code.len(), inlined, removed, is_quick }
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
            self.note(job.unit, Known { cause: job.cause, time: Duration::ZERO, state: State::Waiting });
            self.waiting.push_back(job);
        }
    }

    /// Has a unit that has been made quickly be made well, too: what has little code first.
    pub fn enqueue_again(&mut self, job: Job) {
        let size = |units: &Self, unit: Unit| match units.known.get(&unit).map(|known| &known.state) {
            Some(State::Made(made)) => made.code.len(),
            _ => 0,
        };
        let own = size(self, job.unit);
        let place = self.later.iter().take_while(|job| size(self, job.unit) <= own).count();
        self.later.insert(place, job);
    }

    /// The unit that has waited longest; those that have code come last. If there is none, nobody serves from now on.
    pub fn next(&mut self) -> Option<Job> {
        let next = self.waiting.pop_front().or_else(|| self.later.pop_front());
        self.is_served = next.is_some();
        next
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
        let order = std::iter::from_fn(|| units.next()).map(|job| job.unit.function.index());
        assert_eq!(order.collect::<Vec<_>>(), [2, 0, 1]);
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
        let refused = || Known { cause: Cause::Rounds, time: Duration::ZERO, state: State::Refused(String::new()) };
        for block in 1..=MOST_LOOPS as usize {
            assert!(units.may_add(job(0, Some(block)).unit));
            units.settle(job(0, Some(block)).unit, refused());
        }
        assert!(!units.may_add(job(0, Some(100)).unit));
        assert!(units.may_add(job(0, None).unit) && units.may_add(job(1, Some(100)).unit));
    }
}
