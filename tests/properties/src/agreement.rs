//! A program does the same however it is run: interpreted, compiled at once or when it is hot, with a collection at every
//! allocation, with every frame checked, with fuel counted or not. What it prints, how it ends, what its variables hold
//! then and what fuel it takes are compared.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use pvm::{Checks, Engine, Error, Host, Limits, Outcome, Pass, Program, Stream, Streams, Tiering, TrapKind};

/// Fuel of a run, far more than the step counter of generated programs lets them use.
const FUEL: u64 = 20_000_000;

/// Memory of a run, in the same sense.
const MEMORY: u64 = 256 << 20;

/// What every run of a program agreed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreed {
    pub output: String,
    /// The exit code, or the trap with its backtrace.
    pub end: String,
    pub trap: Option<TrapKind>,
    /// Of what its variables held in the end; none if it ended before they all had values.
    pub digest: Option<[u8; 32]>,
    /// What it took.
    pub fuel: u64,
}

pub const NORMAL: Checks = Checks { collector: false, frames: false, leave_every: None };
const STRESS: Checks = Checks { collector: true, ..NORMAL };
const FRAMES: Checks = Checks { frames: true, ..NORMAL };
pub const ALL: Checks = Checks { collector: true, frames: true, ..NORMAL };

/// At every so many-th safepoint compiled code is left; which of these it is depends on what a run is given.
const LEAVES: [u32; 7] = [3, 1, 2, 5, 7, 4, 23];

/// A program is also run with some tenths of the fuel that it takes; how many depends on what it is given.
const TENTHS: u64 = 9;

/// What came of running a program in every way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreement {
    pub agreed: Agreed,
    /// How often it was run.
    pub executions: u64,
}

/// A program as every kind of engine has it, each compiled once for however many runs.
pub struct Ways {
    interpreted: Program,
    eager: Program,
    hot: Program,
    quick: Program,
    without: Vec<(Pass, Program)>,
}

impl Ways {
    pub fn of(program: &Program) -> Self {
        let under = |engine: Engine| {
            let same = engine.load_bytes("the same", &program.bytes());
            same.unwrap_or_else(|error| panic!("it has been loaded before: {error}"))
        };
        let of = |tiering| under(Engine::new().tiering(tiering));
        let without = |pass: &Pass| (*pass, under(Engine::new().tiering(Tiering::Eager).without_pass(*pass)));
        Self {
            interpreted: of(Tiering::Off),
            eager: of(Tiering::Eager),
            hot: of(Tiering::Blocking),
            quick: under(Engine::new().tiering(Tiering::Eager).quick_code()),
            without: Pass::ALL.iter().map(without).collect(),
        }
    }

    /// Runs the program in every way, given a number as its argument, and all runs must agree.
    ///
    /// # Panics
    /// They don't.
    pub fn agree(&self, given: u64) -> Agreement {
        let mut executions = 0;
        let mut run = |way: Way, program: &Program| {
            executions += 1;
            way.run(program)
        };
        let counted = Way { given, fuel: Some(FUEL), memory: MEMORY, checks: NORMAL };
        let leaves = Checks { leave_every: Some(LEAVES[(given % LEAVES.len() as u64) as usize]), ..NORMAL };
        let both = [("interpreted", &self.interpreted), ("compiled", &self.eager)];
        let agreed = run(counted, &self.interpreted);
        for (tier, program) in both {
            for checks in [NORMAL, STRESS, FRAMES, leaves] {
                assert_eq!(run(Way { checks, ..counted }, program), agreed, "{tier}, given {given}, {checks:?}");
            }
        }
        assert_eq!(run(counted, &self.hot), agreed, "what is hot compiled, given {given}");
        for checks in [NORMAL, ALL, leaves] {
            let way = Way { checks, ..counted };
            assert_eq!(run(way, &self.quick), agreed, "compiled quickly, given {given}, {checks:?}");
        }
        for (pass, program) in &self.without {
            assert_eq!(run(counted, program), agreed, "without {}, given {given}", pass.name());
        }
        if agreed.trap == Some(TrapKind::OutOfFuel) {
            return Agreement { agreed, executions };
        }
        let uncounted = Agreed { fuel: 0, ..agreed.clone() };
        // With less fuel it stops somewhere on the same way.
        let part = Way { fuel: Some(agreed.fuel * (given % TENTHS + 1) / 10), ..counted };
        let less = run(part, &self.interpreted);
        assert!(agreed.output.starts_with(&less.output), "{} is not the start of {}", less.output, agreed.output);
        for (tier, program) in both {
            for checks in [NORMAL, STRESS, FRAMES, leaves, ALL] {
                let way = Way { checks, fuel: None, ..counted };
                assert_eq!(run(way, program), uncounted, "without fuel, {tier}, given {given}, {checks:?}");
            }
            for checks in [NORMAL, ALL] {
                let way = Way { checks, ..part };
                assert_eq!(run(way, program), less, "with a part of the fuel, {tier}, given {given}, {checks:?}");
            }
        }
        let way = Way { fuel: None, ..counted };
        assert_eq!(run(way, &self.hot), uncounted, "without fuel, what is hot compiled, given {given}");
        Agreement { agreed, executions }
    }
}

/// A way to run a program.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// The only argument of the program.
    pub given: u64,
    pub fuel: Option<u64>,
    /// In bytes.
    pub memory: u64,
    pub checks: Checks,
}

impl Way {
    /// Runs a program that is granted its streams and its argument, and nothing else.
    pub fn run(self, program: &Program) -> Agreed {
        let kept = Kept::default();
        let streams = kept.clone();
        let host = Host::<()>::new().standard_streams().streams(move || Box::new(streams.clone()));
        let host = host.arguments([self.given.to_string()]);
        let limits = Limits::default().memory_bytes(self.memory);
        let limits = self.fuel.map_or(limits, |fuel| limits.fuel(fuel));
        let (end, trap, digest, fuel) = match Engine::new().start_checked(program, &host, limits, (), self.checks) {
            Err(Error::Failed(failure)) => (failure.to_string(), Some(failure.kind), None, 0),
            Err(error) => (error.to_string(), None, None, 0),
            Ok(mut vm) => {
                let (end, trap) = match vm.run() {
                    Ok(Outcome::Failed(failure)) => (failure.to_string(), Some(failure.kind)),
                    other => (format!("{other:?}"), None),
                };
                (end, trap, Some(vm.digest()), vm.stats().fuel.unwrap_or(0))
            }
        };
        Agreed { output: kept.text(), end, trap, digest, fuel }
    }
}

/// Keeps what is printed.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

impl Streams for Kept {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    fn write(&mut self, _: Stream, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(bytes);
        Ok(bytes.len())
    }
}
