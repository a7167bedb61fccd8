//! Which functions of a program were worth compiling, and what came of it.

use std::collections::HashMap;
use std::fmt;

use pvm_bytecode::Module;
use pvm_runtime::frame::Position;
use pvm_runtime::tier::{Cause, Fate, Removed, Report};
use pvm_runtime::trap::Frame;
use serde::Serialize;

use crate::outcome::Place;
use crate::profile::Profile;

/// What was found to be worth compiling while a program ran. Printed as a table, which ends with the totals.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct Compiled {
    /// What took longest first.
    pub units: Vec<CompiledUnit>,
    pub totals: Totals,
}

/// A function, or a loop of one from which on the function is compiled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct CompiledUnit {
    /// Where it begins.
    #[serde(flatten)]
    pub place: Place,
    pub is_loop: bool,
    /// Whether the code counts fuel: such code is compiled apart.
    pub counts_fuel: bool,
    pub hot: Hot,
    /// What it took to compile it, to find that it can't be, or to take what was kept of it.
    pub microseconds: u64,
    /// How many samples found the program in the function itself, in whatever tier, if there are any: see
    /// [`Compiled::sampled`].
    pub samples: u64,
    #[serde(flatten)]
    pub state: State,
}

/// Why something was found to be worth it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Hot {
    /// The function was called often.
    Calls,
    /// A loop of it went many rounds.
    Rounds,
    /// It was so in an earlier run, which kept its code.
    Kept,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase", tag = "state")]
pub enum State {
    /// It has yet to be compiled, and is interpreted.
    Waiting,
    Compiled {
        /// Bytes of machine code.
        bytes: usize,
        /// The functions that stand in place of calls, one for each call.
        inlined: Vec<String>,
        /// How many checks that would trap were found not to be needed; a copy of the code counts again.
        checks_removed: usize,
        /// How many places where an object was made, likewise.
        objects_removed: usize,
        /// Whether it was compiled quickly: better code was to come.
        is_quick: bool,
        /// Why it can't be compiled better, if that was tried.
        #[serde(skip_serializing_if = "Option::is_none")]
        refusal: Option<String>,
    },
    /// It can't be compiled, and is interpreted.
    Refused { reason: String },
}

/// How many there are in each state, and the sums of the other columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Totals {
    pub compiled: usize,
    pub refused: usize,
    pub waiting: usize,
    pub microseconds: u64,
    pub bytes: usize,
    pub inlined: usize,
    pub checks_removed: usize,
    pub objects_removed: usize,
    /// All that were taken, wherever they found the program.
    pub samples: u64,
}

impl Compiled {
    pub(crate) fn new(module: &Module, reports: &[Report]) -> Self {
        let mut units: Vec<_> = reports.iter().map(|report| CompiledUnit::new(module, report)).collect();
        units.sort_by_key(|unit| std::cmp::Reverse(unit.microseconds));
        let mut totals = Totals::default();
        units.iter().for_each(|unit| totals.add(unit));
        Self { units, totals }
    }

    /// The same with the samples of a run, so that it tells where the time went.
    pub fn sampled(mut self, profile: &Profile) -> Self {
        let own: HashMap<&str, u64> =
            profile.functions.iter().map(|function| (&*function.function, function.own)).collect();
        for unit in &mut self.units {
            unit.samples = own.get(&*unit.place.function).copied().unwrap_or_default();
        }
        self.totals.samples = profile.samples;
        self
    }
}

impl CompiledUnit {
    fn new(module: &Module, report: &Report) -> Self {
        let function = report.unit.function;
        let first_line = || module.debug.functions.get(function.index())?.lines.first().map(|line| line.op);
        let start = match report.unit.from {
            Some(block) => module.function(function).blocks[block.index()],
            None => first_line().unwrap_or(0),
        };
        Self {
            place: Place::new(&Frame::new(module, Position { function, op: start })),
            is_loop: report.unit.from.is_some(),
            counts_fuel: report.unit.metered,
            hot: match report.cause {
                Cause::Calls => Hot::Calls,
                Cause::Rounds => Hot::Rounds,
                Cause::Kept => Hot::Kept,
            },
            samples: 0,
            microseconds: report.time.as_micros() as u64,
            state: match report.fate.clone() {
                Fate::Waiting => State::Waiting,
                Fate::Compiled { bytes, inlined, removed, is_quick, refusal } => {
                    let Removed { checks: checks_removed, objects: objects_removed } = removed;
                    let name = |function| Place::new(&Frame::new(module, Position { function, op: 0 })).function;
                    let inlined = inlined.into_iter().map(name).collect();
                    State::Compiled { bytes, inlined, checks_removed, objects_removed, is_quick, refusal }
                }
                Fate::Refused(reason) => State::Refused { reason },
            },
        }
    }

    /// Its name in a table.
    fn name(&self) -> String {
        let place = &self.place;
        let start = match (self.is_loop, place.line) {
            (false, _) => String::new(),
            (true, Some(line)) => format!(", loop at line {line}"),
            (true, None) => ", a loop".to_owned(),
        };
        format!("{}{start}{}", place.function, if self.counts_fuel { ", with fuel" } else { "" })
    }
}

impl Totals {
    fn add(&mut self, unit: &CompiledUnit) {
        self.microseconds += unit.microseconds;
        match &unit.state {
            State::Waiting => self.waiting += 1,
            State::Refused { .. } => self.refused += 1,
            State::Compiled { bytes, inlined, checks_removed, objects_removed, .. } => {
                self.compiled += 1;
                self.bytes += bytes;
                self.inlined += inlined.len();
                self.checks_removed += checks_removed;
                self.objects_removed += objects_removed;
            }
        }
    }
}

impl fmt::Display for Compiled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = |f: &mut fmt::Formatter<'_>, time: &str, code: [String; 4], [share, hot, name]: [&str; 3]| {
            let [bytes, inlined, checks, objects] = code;
            writeln!(f, "{time:>9} {bytes:>9} {inlined:>8} {checks:>8} {objects:>8} {share:>7}  {hot:<7} {name}")
        };
        let share = |samples: u64| (samples * 100 / self.totals.samples.max(1)).to_string();
        let headings = ["bytes", "inlined", "-checks", "-objects"].map(str::to_owned);
        row(f, "µs", headings, ["% time", "hot by", "function"])?;
        for unit in &self.units {
            let no_code = ["-"; 4].map(str::to_owned);
            let (time, share, name) = (unit.microseconds.to_string(), share(unit.samples), unit.name());
            let hot = match unit.hot {
                Hot::Calls => "calls",
                Hot::Rounds => "rounds",
                Hot::Kept => "kept",
            };
            match &unit.state {
                State::Compiled { bytes, inlined, checks_removed, objects_removed, is_quick, refusal } => {
                    let code =
                        [*bytes, inlined.len(), *checks_removed, *objects_removed].map(|number| number.to_string());
                    let name = match refusal {
                        Some(reason) => format!("{name}: quickly; {reason}"),
                        None if *is_quick => format!("{name}: quickly"),
                        None => name,
                    };
                    row(f, &time, code, [&share, hot, &name])?;
                }
                State::Waiting => row(f, "-", no_code, [&share, hot, &format!("{name}: waiting")])?,
                State::Refused { reason } => row(f, &time, no_code, [&share, hot, &format!("{name}: {reason}")])?,
            }
        }
        let totals = &self.totals;
        let counts = format!("{} compiled, {} refused, {} waiting", totals.compiled, totals.refused, totals.waiting);
        let code = [totals.bytes, totals.inlined, totals.checks_removed, totals.objects_removed];
        let code = code.map(|number| number.to_string());
        row(f, &totals.microseconds.to_string(), code, [&share(totals.samples), "", &counts])
    }
}
