//! The tier that compiles: a unit that is asked for is compiled at once, or by a thread in the background while the guest
//! is interpreted.
//!
//! That thread is started when something has to be compiled, and ends when nothing is left: a program in which nothing is
//! hot has none. Two locks keep a guest from waiting for it: what is known of the units is locked for moments only, what
//! compiled code is linked by for as long as something is compiled.

use crate::compiler::{Compiler, Links, Made};
use crate::passes::Passes;
use crate::perf_map::PerfMap;
use crate::units::{Job, Known, State, Units};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Progress, Report, Tier, Unit};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// What may be chosen.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Units are asked for after so many calls, or rounds of loops.
    pub threshold: u32,
    /// Whether they are compiled in the background, or by the thread that asks.
    pub background: bool,
    /// When there are so many bytes of code, nothing more is compiled.
    pub most_code: usize,
    /// Whether `perf` is told what code belongs to which function.
    pub perf_map: bool,
    pub passes: Passes,
}

impl Default for Settings {
    fn default() -> Self {
        Self { threshold: 0, background: false, most_code: 64 << 20, perf_map: false, passes: Passes::default() }
    }
}

/// The compiler of one program.
pub struct Jit {
    settings: Settings,
    shared: Arc<Shared>,
}

/// What the thread in the background has too.
struct Shared {
    compiler: Compiler,
    most_code: usize,
    perf_map: Option<PerfMap>,
    units: Mutex<Units>,
    /// Nothing waits any more.
    done: Condvar,
    /// Locked by whoever compiles, before the units.
    links: Mutex<Links>,
}

/// Bytes of the background thread's stack: what a main thread usually has.
const STACK: usize = 8 << 20;

impl Jit {
    /// For a program. Without a map for `perf` it does as well.
    pub fn new(settings: Settings) -> Self {
        let perf_map = settings.perf_map.then(PerfMap::open).and_then(Result::ok);
        let shared = Shared {
            compiler: Compiler::new(settings.passes),
            most_code: settings.most_code,
            perf_map,
            units: Mutex::default(),
            done: Condvar::new(),
            links: Mutex::default(),
        };
        Self { settings, shared: Arc::new(shared) }
    }

    /// Has somebody compile all that waits.
    fn serve(&self) {
        let shared = self.shared.clone();
        let thread = thread::Builder::new().name("pvm-compiler".to_owned()).stack_size(STACK);
        if let Err(error) = thread.spawn(move || shared.work()) {
            tracing::debug!("there is no thread to compile in the background: {error}");
            self.shared.work();
        }
    }
}

impl Shared {
    /// Compiles all that waits.
    fn work(&self) {
        while let Some(Job { program, unit, cause }) = self.next() {
            if let Some(program) = program.upgrade() {
                self.compile(&program, unit, cause);
            }
        }
        self.done.notify_all();
    }

    fn next(&self) -> Option<Job> {
        lock(&self.units).next()
    }

    /// Compiles a unit, unless somebody has done so meanwhile.
    fn compile(&self, program: &Program, unit: Unit, cause: Cause) -> Progress {
        let progress = self.settle(unit, cause, |links| {
            let made = self.compiler.make(program, unit, links)?;
            if let Some(map) = &self.perf_map {
                map.note(program, unit, &made.code);
            }
            Ok(made)
        });
        if let (Progress::Made(native), None) = (progress, unit.from) {
            program.natives(unit.metered)[unit.function.index()].store(native.code.cast_mut(), Ordering::Release);
        }
        progress
    }

    /// Has a unit made, unless somebody has done so meanwhile. What is known of the units isn't locked while it is made.
    fn settle(&self, unit: Unit, cause: Cause, make: impl FnOnce(&mut Links) -> Result<Made, String>) -> Progress {
        let mut links = lock(&self.links);
        let known = lock(&self.units).get(unit).map(|known| known.state.progress());
        if let Some(progress @ (Progress::Made(_) | Progress::Refused)) = known {
            return progress;
        }
        let has_room = lock(&self.units).code() < self.most_code;
        let started = Instant::now();
        let made = if has_room {
            let made = catch_unwind(AssertUnwindSafe(|| make(&mut links)));
            made.unwrap_or_else(|_| Err("the compiler failed".to_owned()))
        } else {
            Err("the program has as much code as it may".to_owned())
        };
        if let Err(reason) = &made {
            tracing::debug!("{unit:?} is not compiled: {reason}");
        }
        let known = Known { cause, time: started.elapsed(), state: made.map_or_else(State::Refused, State::Made) };
        lock(&self.units).settle(unit, known)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

// SAFETY: the code of a unit lives as long as the compiler, and was made of a verified function, to be called as the
// runtime's contract says.
unsafe impl Tier for Jit {
    fn threshold(&self) -> Option<u32> {
        Some(self.settings.threshold)
    }

    fn compile(&self, program: &Arc<Program>, unit: Unit, cause: Cause) -> Progress {
        let mut units = lock(&self.shared.units);
        if let Some(known) = units.get(unit) {
            return known.state.progress();
        }
        if !units.may_add(unit) {
            return Progress::Refused;
        }
        if !self.settings.background {
            drop(units);
            return self.shared.compile(program, unit, cause);
        }
        units.enqueue(Job { program: Arc::downgrade(program), unit, cause });
        let is_served = std::mem::replace(&mut units.is_served, true);
        drop(units);
        if !is_served {
            self.serve();
        }
        Progress::Waiting
    }

    fn report(&self) -> Vec<Report> {
        let units = lock(&self.shared.units);
        let mut reports: Vec<_> = units.iter().map(|(unit, known)| known.report(*unit)).collect();
        reports.sort_by_key(|report| report.unit);
        reports
    }

    fn finish(&self) {
        let mut units = lock(&self.shared.units);
        while units.is_served {
            units = self.shared.done.wait(units).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Jit {
    fn drop(&mut self) {
        lock(&self.shared.units).forget_waiting();
    }
}

impl fmt::Debug for Jit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = lock(&self.shared.units);
        let bytes = units.iter().map(|(_, known)| match &known.state {
            State::Made(made) => made.code.len(),
            State::Waiting | State::Refused(_) => 0,
        });
        write!(f, "Jit({} units, {} bytes)", units.iter().count(), bytes.sum::<usize>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::FunctionId;
    use pvm_runtime::tier::Fate;

    #[test]
    fn nobody_who_asks_waits_for_what_is_being_made() {
        let jit = Jit::new(Settings { background: true, ..Settings::default() });
        let unit = |number| Unit { function: FunctionId::from_index(number), from: None, metered: false };
        let progress = jit.shared.settle(unit(0), Cause::Calls, |_| {
            assert!(jit.shared.units.try_lock().is_ok(), "another guest could ask now");
            Err("for the test".to_owned())
        });
        assert!(matches!(progress, Progress::Refused));
        let reasons: Vec<_> = jit.report().into_iter().map(|report| report.fate).collect();
        assert_eq!(reasons, [Fate::Refused("for the test".to_owned())]);
    }

    #[test]
    fn a_compiler_that_panics_refuses_and_goes_on() {
        let jit = Jit::new(Settings::default());
        let unit = |number| Unit { function: FunctionId::from_index(number), from: None, metered: false };
        for number in 0..2 {
            let progress = jit.shared.settle(unit(number), Cause::Calls, |_| panic!("as the test wants"));
            assert!(matches!(progress, Progress::Refused));
        }
        assert!(jit.report().iter().all(|report| report.fate == Fate::Refused("the compiler failed".to_owned())));
    }
}
