//! What has become of the units of a program: which wait to be compiled, which have been, and which can't be.

use crate::compiler::Made;
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Progress, Unit};
use std::collections::{HashMap, VecDeque};
use std::sync::Weak;
use std::time::Duration;

/// So many units wait at most; whoever wants more asks again.
const MOST_WAITING: usize = 64;

/// See the file.
#[derive(Default)]
pub struct Units {
    known: HashMap<Unit, Known>,
    waiting: VecDeque<Job>,
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

    /// Has a unit wait, unless too many do.
    pub fn enqueue(&mut self, job: Job) {
        if self.waiting.len() < MOST_WAITING {
            let known = Known { cause: job.cause, time: Duration::ZERO, state: State::Waiting };
            self.known.insert(job.unit, known);
            self.waiting.push_back(job);
        }
    }

    /// The unit that has waited longest. If there is none, nobody serves from now on.
    pub fn next(&mut self) -> Option<Job> {
        let next = self.waiting.pop_front();
        self.is_served = next.is_some();
        next
    }

    /// Notes what has become of a unit, which had no code yet.
    pub fn settle(&mut self, unit: Unit, known: Known) -> &Known {
        self.known.entry(unit).insert_entry(known).into_mut()
    }

    /// Nothing that waits is wanted any more.
    pub fn forget_waiting(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::FunctionId;

    #[test]
    fn only_so_many_wait() {
        let mut units = Units::default();
        let unit = |number| Unit { function: FunctionId::from_index(number), from: None, metered: false };
        let job = |number| Job { program: Weak::new(), unit: unit(number), cause: Cause::Calls };
        (0..=MOST_WAITING).for_each(|number| units.enqueue(job(number)));
        assert!(units.get(unit(MOST_WAITING - 1)).is_some());
        assert!(units.get(unit(MOST_WAITING)).is_none(), "it may be asked for again");
        assert_eq!(units.next().map(|job| job.unit), Some(unit(0)));
        units.enqueue(job(MOST_WAITING));
        assert!(units.get(unit(MOST_WAITING)).is_some());
    }
}
