//! Where a program spent its time, as its samples say.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, iter};

use pvm_bytecode::{FunctionId, Module};
use pvm_runtime::frame::Position;
use pvm_runtime::profile::{Call, Doing, Samples};
use pvm_runtime::trap::Frame;
use serde::Serialize;

use crate::outcome::Place;

/// Samples of a run by the calls that were under way. Printed as a table of functions and lines.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[non_exhaustive]
pub struct Profile {
    /// How many there are.
    pub samples: u64,
    /// By the names of the calls under way, the outermost first, with a semicolon between two.
    pub stacks: BTreeMap<String, u64>,
    /// Where most samples are first.
    pub functions: Vec<FunctionSamples>,
    /// Lines of functions, likewise.
    pub lines: Vec<LineSamples>,
}

/// The samples of a function, or of the collector.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct FunctionSamples {
    pub function: String,
    /// Those that found the program in the function itself, or in what has no frame of its own, as library calls have none.
    pub own: u64,
    /// Those that found it in the function or in what it calls.
    pub total: u64,
}

/// The samples of a line in a function, without those of what it calls.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct LineSamples {
    #[serde(flatten)]
    pub place: Place,
    pub own: u64,
}

/// What the collector is called where functions have their names.
const COLLECTOR: &str = "(collector)";

impl Profile {
    pub(crate) fn new(module: &Module, samples: Option<&Samples>) -> Self {
        let Some(samples) = samples else { return Self::default() };
        let stacks = stacks(module, samples.calls());
        let (functions, lines) = (functions(&stacks), lines(module, samples));
        Self { samples: stacks.values().sum(), stacks, functions, lines }
    }

    /// The stacks as text, in the form that tools for flame graphs read: a line for each, which ends in a space and the
    /// number of its samples.
    pub fn folded(&self) -> String {
        self.stacks.iter().map(|(stack, samples)| format!("{stack} {samples}\n")).collect()
    }
}

/// The samples by the names of the calls.
fn stacks(module: &Module, calls: &[Call]) -> BTreeMap<String, u64> {
    let has_lines = |function: FunctionId| {
        module.debug.functions.get(function.index()).is_some_and(|function| !function.lines.is_empty())
    };
    // What calls `main` has no place in a source, and is told only where nothing has one.
    let any_has_lines = module.debug.functions.iter().any(|function| !function.lines.is_empty());
    let name = |call: &Call| match call.doing {
        Doing::Collecting => Some(COLLECTOR.to_owned()),
        Doing::Function(function) if any_has_lines && !has_lines(function) => None,
        Doing::Function(function) => Some(in_stack(&Frame::new(module, Position { function, op: 0 }).function)),
    };
    let names: Vec<Option<String>> = calls.iter().map(name).collect();
    let caller = |index: &usize| calls[*index].caller.map(|caller| caller as usize);
    let mut stacks = BTreeMap::new();
    for (index, call) in calls.iter().enumerate().filter(|(_, call)| call.moments > 0) {
        let outwards = iter::successors(Some(index), caller);
        let mut stack: Vec<&str> = outwards.filter_map(|index| names[index].as_deref()).collect();
        stack.reverse();
        if !stack.is_empty() {
            *stacks.entry(stack.join(";")).or_default() += call.moments;
        }
    }
    stacks
}

/// A function's name as it can stand in a stack: a module made of text may have any.
fn in_stack(name: &str) -> String {
    name.replace(|c: char| c == ';' || c.is_control(), "_")
}

fn functions(stacks: &BTreeMap<String, u64>) -> Vec<FunctionSamples> {
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for (stack, samples) in stacks {
        let names: BTreeSet<&str> = stack.split(';').collect();
        names.into_iter().for_each(|name| counts.entry(name).or_default().1 += samples);
        if let Some(innermost) = stack.rsplit(';').next() {
            counts.entry(innermost).or_default().0 += samples;
        }
    }
    let row = |(name, (own, total)): (&str, (u64, u64))| FunctionSamples { function: name.to_owned(), own, total };
    let mut functions: Vec<_> = counts.into_iter().map(row).collect();
    functions.sort_by_key(|function| Reverse((function.own, function.total)));
    functions
}

fn lines(module: &Module, samples: &Samples) -> Vec<LineSamples> {
    let mut counts: BTreeMap<(String, Option<String>, u32), u64> = BTreeMap::new();
    for (Position { function, op }, samples) in samples.places() {
        let lines = module.debug.functions.get(function.index()).map(|debug| &debug.lines[..]).unwrap_or_default();
        // Where a function is entered there may be no line yet.
        let op = lines.first().map_or(op, |first| op.max(first.op));
        let frame = Frame::new(module, Position { function, op });
        if let Some((line, _)) = frame.place {
            *counts.entry((frame.function, frame.file, line)).or_default() += samples;
        }
    }
    let row = |((function, file, line), own)| LineSamples {
        place: Place { function, file, line: Some(line), column: None },
        own,
    };
    let mut lines: Vec<_> = counts.into_iter().map(row).collect();
    lines.sort_by_key(|line| Reverse(line.own));
    lines
}

/// So many functions and lines are printed.
const ROWS: usize = 20;

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |samples: u64| format!("{:.1} %", samples as f64 / self.samples.max(1) as f64 * 100.0);
        writeln!(f, "{:>8} {:>8}  function", "self", "total")?;
        for FunctionSamples { function, own, total } in self.functions.iter().take(ROWS) {
            writeln!(f, "{:>8} {:>8}  {function}", share(*own), share(*total))?;
        }
        writeln!(f, "\n{:>8}  line", "self")?;
        for LineSamples { place: Place { function, file, line, .. }, own } in self.lines.iter().take(ROWS) {
            let (file, line) = (file.as_deref().unwrap_or("?"), line.unwrap_or_default());
            writeln!(f, "{:>8}  {file}:{line} ({function})", share(*own))?;
        }
        writeln!(f, "\n{} samples", self.samples)
    }
}
