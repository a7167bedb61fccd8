//! What has become of the units of a program: which wait to be compiled, which have been, and which can't be.

use crate::links::Made;
use pvm_bytecode::FunctionId;
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Fate, Native, Progress, Report, Unit};
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
    /// Whether somebody is about to make all that waits, and whether another is about to make quickly what waits for that.
    is_served: [bool; 2],
    /// Whether the first of them makes something well.
    is_improving: bool,
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
                let Made { removed, is_quick, .. } = *made;
                Fate::Compiled {
                    bytes: made.code.len(),
                    inlined: made.inlined.clone(),
                    removed,
                    is_quick,
                    refusal: self.refusal.clone(),
                }
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

    /// Whether somebody is about to make all that waits, or only what waits to be made quickly; from now on it is so.
    pub fn serve(&mut self, quick_only: bool) -> bool {
        std::mem::replace(&mut self.is_served[usize::from(quick_only)], true)
    }

    /// Whether anything that waits is about to be made.
    pub fn are_served(&self) -> bool {
        self.is_served.contains(&true)
    }

    /// Whether who makes all that waits may be busy for long.
    pub fn is_improving(&self) -> bool {
        self.is_improving
    }

    /// The unit that has waited longest to be made quickly; or of those that wait to be made well the one of which most is to
    /// be had: what has run most since this was last asked, for its size. None if none of them has run much.
    pub fn next(&mut self, quick_only: bool) -> Option<Job> {
        if let Some(job) = self.next_quick(quick_only) {
            return Some(job);
        }
        if quick_only {
            return None;
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
        let (_, place) = best?;
        self.is_improving = true;
        Some(self.later.swap_remove(place).0)
    }

    fn next_quick(&mut self, quick_only: bool) -> Option<Job> {
        self.is_improving &= quick_only;
        self.waiting.pop_front()
    }

    /// Any unit that waits. If there is none, nobody serves from now on.
    pub fn last(&mut self, quick_only: bool) -> Option<Job> {
        let mut last = self.next_quick(quick_only);
        if last.is_none() && !quick_only {
            last = self.later.pop().map(|(job, _)| job);
            self.is_improving = last.is_some();
        }
        self.is_served[usize::from(quick_only)] = last.is_some();
        last
    }

    /// Whether nothing waits to be made well.
    pub fn are_good(&self) -> bool {
        self.later.is_empty()
    }

    /// Bytes of all code.
    pub fn code(&self) -> usize {
        self.code
    }

    /// What has become of a unit for good: what waits or has only quick code may yet be made.
    pub fn settled(&self, unit: Unit) -> Option<Progress> {
        match self.get(unit)?.state.progress() {
            Progress::Made(Native { is_quick: true, .. }) | Progress::Waiting => None,
            settled => Some(settled),
        }
    }

    /// Notes what has become of a unit that isn't settled. If no better code can be made of it than it has, it keeps that.
    pub fn settle(&mut self, unit: Unit, cause: Cause, time: Duration, made: Result<Made, String>) -> Progress {
        let state = match (made, self.known.get_mut(&unit)) {
            (Err(reason), Some(known @ Known { state: State::Made(_), .. })) => {
                known.refusal = Some(reason);
                return known.state.progress();
            }
            (Err(reason), _) => State::Refused(reason),
            (Ok(made), _) => {
                self.code += made.code.len();
                State::Made(made)
            }
        };
        let progress = state.progress();
        self.note(unit, Known::new(cause, time, state));
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
    fn what_waits_is_served_until_nothing_waits() {
        let mut units = Units::default();
        units.enqueue_again(job(0, None));
        units.enqueue_again(job(1, None));
        units.enqueue(job(2, None));
        assert!(!units.serve(false) && !units.serve(true) && units.serve(true));
        let all = |units: &mut Units, quick_only| {
            let next = || Some((units.last(quick_only)?.unit.function.0, units.is_improving()));
            (std::iter::from_fn(next).collect::<Vec<_>>(), units.are_served())
        };
        assert_eq!(all(&mut units, true), (vec![(2, false)], true));
        assert_eq!(all(&mut units, false), (vec![(1, true), (0, true)], false));
        units.enqueue_again(job(0, None));
        units.enqueue(job(3, None));
        assert_eq!(all(&mut units, false), (vec![(3, false), (0, true)], false));
    }

    #[test]
    fn only_so_many_wait() {
        let mut units = Units::default();
        (0..=MOST_WAITING).for_each(|number| units.enqueue(job(number, None)));
        assert!(units.get(job(MOST_WAITING - 1, None).unit).is_some());
        assert!(units.get(job(MOST_WAITING, None).unit).is_none(), "it may be asked for again");
        assert_eq!(units.next(true).map(|job| job.unit), Some(job(0, None).unit));
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
        let waiting = std::iter::from_fn(|| units.next(true)).map(|job| job.unit);
        assert_eq!(waiting.collect::<Vec<_>>(), [job(0, Some(1)), job(0, None), job(1, Some(2))].map(|job| job.unit));
        for block in 1..=MOST_LOOPS as usize {
            assert!(units.may_add(job(0, Some(block)).unit));
            units.settle(job(0, Some(block)).unit, Cause::Rounds, Duration::ZERO, Err(String::new()));
        }
        assert!(!units.may_add(job(0, Some(100)).unit));
        assert!(units.may_add(job(0, None).unit) && units.may_add(job(1, Some(100)).unit));
    }
}
