//! A program does the same however it is run: interpreted, compiled at once or when it is hot, with a collection at every
//! allocation, with every frame checked, with fuel counted or not. What it prints, how it ends and what fuel it takes are compared.

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
    /// What it took.
    pub fuel: u64,
}

pub const NORMAL: Checks = Checks { collector: false, frames: false, leave_every: None };
const STRESS: Checks = Checks { collector: true, ..NORMAL };
const FRAMES: Checks = Checks { frames: true, ..NORMAL };
const LEAVES: Checks = Checks { leave_every: Some(3), ..NORMAL };
pub const ALL: Checks = Checks { collector: true, frames: true, ..NORMAL };

/// What came of running a program in every way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreement {
    pub agreed: Agreed,
    /// How often it was run.
    pub executions: u64,
}

/// Runs a program in every way, and all runs must agree.
///
/// # Panics
/// They don't.
pub fn agree(program: &Program) -> Agreement {
    let programs =
        [Tiering::Off, Tiering::Eager].map(|tiering| (tiering, under(program, Engine::new().tiering(tiering))));
    let mut executions = 0;
    let mut run = |way: Way, program: &Program| {
        executions += 1;
        way.run(program)
    };
    let counted = Way { fuel: Some(FUEL), memory: MEMORY, checks: NORMAL };
    let agreed = run(counted, &programs[0].1);
    for (tiering, program) in &programs {
        for checks in [NORMAL, STRESS, FRAMES, LEAVES] {
            assert_eq!(run(Way { checks, ..counted }, program), agreed, "{tiering:?}, {checks:?}");
        }
    }
    let hot = under(program, Engine::new().tiering(Tiering::Blocking));
    assert_eq!(run(counted, &hot), agreed, "what is hot compiled");
    let quick = under(program, Engine::new().tiering(Tiering::Eager).quick_code());
    for checks in [NORMAL, ALL, LEAVES] {
        assert_eq!(run(Way { checks, ..counted }, &quick), agreed, "compiled quickly, {checks:?}");
    }
    for pass in Pass::ALL {
        let without = under(program, Engine::new().tiering(Tiering::Eager).without_pass(*pass));
        assert_eq!(run(counted, &without), agreed, "without {}", pass.name());
    }
    if agreed.trap == Some(TrapKind::OutOfFuel) {
        return Agreement { agreed, executions };
    }
    let uncounted = Agreed { fuel: 0, ..agreed.clone() };
    // With less fuel it stops somewhere on the same way.
    let half = Way { fuel: Some(agreed.fuel / 2), ..counted };
    let less = run(half, &programs[0].1);
    assert!(agreed.output.starts_with(&less.output), "{} is not the start of {}", less.output, agreed.output);
    for (tiering, program) in &programs {
        for checks in [NORMAL, STRESS, FRAMES, LEAVES, ALL] {
            let uncounting = Way { checks, fuel: None, ..counted };
            assert_eq!(run(uncounting, program), uncounted, "without fuel, {tiering:?}, {checks:?}");
        }
        assert_eq!(run(Way { checks: ALL, ..half }, program), less, "with half of the fuel, {tiering:?}");
    }
    assert_eq!(run(Way { fuel: None, ..counted }, &hot), uncounted, "without fuel, what is hot compiled");
    Agreement { agreed, executions }
}

/// The same program, of another engine.
fn under(program: &Program, engine: Engine) -> Program {
    engine.load_bytes("the same", &program.bytes()).unwrap_or_else(|error| panic!("it has been loaded before: {error}"))
}

/// A way to run a program.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub fuel: Option<u64>,
    /// In bytes.
    pub memory: u64,
    pub checks: Checks,
}

impl Way {
    /// Runs a program that is granted its streams and nothing else.
    pub fn run(self, program: &Program) -> Agreed {
        let kept = Kept::default();
        let streams = kept.clone();
        let host = Host::<()>::new().standard_streams().streams(move || Box::new(streams.clone()));
        let limits = Limits::default().memory_bytes(self.memory);
        let limits = self.fuel.map_or(limits, |fuel| limits.fuel(fuel));
        let (end, trap, fuel) = match Engine::new().start_checked(program, &host, limits, (), self.checks) {
            Err(Error::Failed(failure)) => (failure.to_string(), Some(failure.kind), 0),
            Err(error) => (error.to_string(), None, 0),
            Ok(mut vm) => {
                let (end, trap) = match vm.run() {
                    Ok(Outcome::Failed(failure)) => (failure.to_string(), Some(failure.kind)),
                    other => (format!("{other:?}"), None),
                };
                (end, trap, vm.stats().fuel.unwrap_or(0))
            }
        };
        Agreed { output: kept.text(), end, trap, fuel }
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
