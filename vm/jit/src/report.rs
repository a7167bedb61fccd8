//! What has become of the units that were asked for, for people who want to know.

use crate::units::{Known, State};
use pvm_runtime::tier::{Cause, Unit};
use std::time::Duration;

/// A unit that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    pub unit: Unit,
    pub cause: Cause,
    /// What it took to compile it, or to find that it can't be: as a clock on the wall tells.
    pub time: Duration,
    pub fate: Fate,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    Waiting,
    Compiled {
        /// Bytes of code.
        bytes: usize,
        /// How many functions stand in place of calls.
        inlined: usize,
    },
    /// The reason, in words.
    Refused(String),
}

impl Report {
    pub(crate) fn new(unit: Unit, known: &Known) -> Self {
        let fate = match &known.state {
            State::Waiting => Fate::Waiting,
            State::Made(made) => Fate::Compiled { bytes: made.code.len(), inlined: made.inlined },
            State::Refused(reason) => Fate::Refused(reason.clone()),
        };
        Self { unit, cause: known.cause, time: known.time, fate }
    }
}
