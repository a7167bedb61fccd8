//! The tier that compiles: a unit that is asked for is compiled at once, or by a thread in the background while the guest is
//! interpreted: quickly first, and well when nothing else waits. That may take long; what is asked for meanwhile is made
//! quickly by a second thread.
//!
//! They are started when they have something to do, and end when nothing is left: a program in which nothing is hot has
//! none. What is known of the units, and what compiled code is linked by, is locked for moments only, so that nobody waits
//! for what somebody else compiles.

use crate::cache::Cache;
use crate::compiler::Compiler;
use crate::links::{Links, Made};
use crate::machine::Workspace;
use crate::memory::Space;
use crate::passes::Passes;
use crate::perf_map::PerfMap;
use crate::units::{Job, Units};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Native, Progress, Report, Tier, Unit};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// What may be chosen.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Units are asked for after so many calls, or rounds of loops.
    pub threshold: u32,
    /// Whether they are compiled in the background, first quickly and then well; or well by the thread that asks.
    pub background: bool,
    /// When there are so many bytes of code, nothing more is compiled.
    pub most_code: usize,
    /// Whether `perf` is told what code belongs to which function.
    pub perf_map: bool,
    pub passes: Passes,
    /// The folder in which code is kept for the next run. It must be this user's alone: what others could have written is
    /// not used.
    pub cache: Option<Arc<Path>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            threshold: 0,
            background: false,
            most_code: 64 << 20,
            perf_map: false,
            passes: Passes::default(),
            cache: None,
        }
    }
}

/// The compiler of one program.
pub struct Jit {
    settings: Settings,
    shared: Arc<Shared>,
}

/// What the threads in the background have too.
struct Shared {
    compiler: Compiler,
    most_code: usize,
    perf_map: Option<PerfMap>,
    units: Mutex<Units>,
    more: [Condvar; 2],
    /// Nothing waits any more.
    done: Condvar,
    links: Mutex<Links>,
}

/// How often a thread looks whether there is something to do, and how long it waits between.
const LOOKS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(2);

/// Bytes of such a thread's stack: what a main thread usually has.
const STACK: usize = 8 << 20;

impl Jit {
    /// For a program. Without a map for `perf` it does as well.
    pub fn new(settings: Settings) -> Self {
        let perf_map = settings.perf_map.then(PerfMap::open).and_then(Result::ok);
        let space = if perf_map.is_some() { Space::apart() } else { Space::default() };
        let shared = Shared {
            compiler: Compiler::new(settings.passes),
            most_code: settings.most_code,
            perf_map,
            units: Mutex::default(),
            more: Default::default(),
            done: Condvar::new(),
            links: Mutex::new(Links::new(Cache::new(settings.cache.clone()), space)),
        };
        Self { settings, shared: Arc::new(shared) }
    }
}

impl Shared {
    /// Has all that waits be made by somebody; or only what waits to be made quickly.
    fn serve(self: &Arc<Self>, quick_only: bool) {
        let shared = self.clone();
        let name = if quick_only { "pvm-quick" } else { "pvm-compiler" };
        let thread = thread::Builder::new().name(name.to_owned()).stack_size(STACK);
        if let Err(error) = thread.spawn(move || shared.work(quick_only)) {
            tracing::debug!("there is no thread to compile in the background: {error}");
            self.work(quick_only);
        }
    }

    /// Makes what waits. What has been made quickly waits to be made well then.
    fn work(self: &Arc<Self>, quick_only: bool) {
        while let Some(job) = self.next(quick_only) {
            let Some(program) = job.program.upgrade() else { continue };
            if let Progress::Made(Native { is_quick: true, .. }) = self.compile(&program, &job)
                && job.is_quick
            {
                let mut units = lock(&self.units);
                units.enqueue_again(Job { is_quick: false, ..job });
                let is_served = units.serve(false);
                drop(units);
                if !is_served {
                    self.serve(false);
                }
            }
        }
        self.done.notify_all();
    }

    /// What is to be made next. For a while there may be nothing, or nothing but what hasn't run lately: then something
    /// better may soon be asked for.
    fn next(&self, quick_only: bool) -> Option<Job> {
        let mut units = lock(&self.units);
        for _ in 0..LOOKS {
            if let Some(job) = units.next(quick_only) {
                return Some(job);
            }
            let may_come = if quick_only { units.is_improving() } else { !units.are_good() };
            if units.is_awaited || !may_come {
                break;
            }
            units = self.more(quick_only).wait_timeout(units, PAUSE).unwrap_or_else(PoisonError::into_inner).0;
        }
        units.last(quick_only)
    }

    /// By what those are woken who make all that waits, or only what waits to be made quickly.
    fn more(&self, quick_only: bool) -> &Condvar {
        &self.more[usize::from(quick_only)]
    }

    /// The code of a unit: what is kept of it, or else it is compiled. Quick code is made whatever is known of good code.
    fn compile(&self, program: &Program, job: &Job) -> Progress {
        let Job { unit, cause, is_quick, .. } = *job;
        let make = || {
            let kept = self.compiler.kept(program, unit, &mut lock(&self.links));
            if let Some(kept) = kept.filter(|kept| kept.is_ok() || !is_quick) {
                return Some(kept);
            }
            let mut workspace = Workspace::new();
            let plan = self.compiler.plan(program, unit, is_quick, &mut workspace);
            Some(self.compiler.finish(program, unit, is_quick, plan, &mut lock(&self.links), &mut workspace))
        };
        self.settle(program, unit, cause, make).unwrap_or(Progress::Refused)
    }

    /// The code that is kept of a unit from an earlier run, unless one would have to wait for somebody who links. If what is
    /// kept says that there can be none, there may still be quick code.
    fn kept(&self, program: &Program, unit: Unit) -> Option<Progress> {
        let mut links = self.links.try_lock().ok()?;
        let may_be = links.cache.may_know(program);
        may_be.then(|| {
            self.settle(program, unit, Cause::Kept, || {
                self.compiler.kept(program, unit, &mut links).filter(Result::is_ok)
            })
        })?
    }

    /// Has a unit made, if that can be, unless somebody has done so meanwhile; and has compiled code call it. What is known
    /// of the units isn't locked while it is made.
    fn settle(
        &self,
        program: &Program,
        unit: Unit,
        cause: Cause,
        make: impl FnOnce() -> Option<Result<Made, String>>,
    ) -> Option<Progress> {
        let (settled, code) = {
            let units = lock(&self.units);
            (units.settled(unit), units.code())
        };
        if settled.is_some() {
            return settled;
        }
        let started = Instant::now();
        let made = if code < self.most_code {
            catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| Some(Err("the compiler failed".to_owned())))?
        } else {
            Err("the program has as much code as it may".to_owned())
        };
        let mut cause = cause;
        match &made {
            Ok(made) => {
                if let Some(map) = &self.perf_map {
                    map.note(program, unit, &made.code);
                }
                if made.is_kept {
                    cause = Cause::Kept;
                }
            }
            Err(reason) => tracing::debug!("{unit:?} is not compiled: {reason}"),
        }
        let mut units = lock(&self.units);
        if let Some(settled) = units.settled(unit) {
            return Some(settled);
        }
        // Who is told that there is code finds it in the table.
        if let (Ok(made), None) = (&made, unit.from) {
            let native = made.native().code.cast_mut();
            program.natives(unit.metered)[unit.function.index()].store(native, Ordering::Release);
        }
        Some(units.settle(unit, cause, started.elapsed(), made))
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

    fn at_hand(&self, program: &Arc<Program>, unit: Unit) -> Option<Progress> {
        let known = lock(&self.shared.units).look(unit);
        known.or_else(|| self.shared.kept(program, unit))
    }

    fn compile(&self, program: &Arc<Program>, unit: Unit, cause: Cause) -> Progress {
        if let Some(progress) = self.at_hand(program, unit) {
            return progress;
        }
        let mut units = lock(&self.shared.units);
        // Somebody else may have asked meanwhile.
        if let Some(known) = units.get(unit) {
            return known.state.progress();
        }
        if !units.may_add(unit) {
            return Progress::Refused;
        }
        if !self.settings.background {
            drop(units);
            return self
                .shared
                .compile(program, &Job { program: Arc::downgrade(program), unit, cause, is_quick: false });
        }
        units.enqueue(Job { program: Arc::downgrade(program), unit, cause, is_quick: true });
        // Who makes something well, which may take long, is helped.
        let quick_only = units.is_improving();
        let is_served = units.serve(quick_only);
        drop(units);
        match is_served {
            true => self.shared.more(quick_only).notify_one(),
            false => self.shared.serve(quick_only),
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
        units.is_awaited = true;
        self.shared.more.iter().for_each(Condvar::notify_one);
        while units.are_served() {
            units = self.shared.done.wait(units).unwrap_or_else(PoisonError::into_inner);
        }
        units.is_awaited = false;
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
        write!(f, "Jit({} units, {} bytes)", units.iter().count(), units.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Part;
    use crate::plan::Plan;
    use crate::units::State;
    use pvm_bytecode::FunctionId;
    use pvm_runtime::tier::Fate;

    fn program() -> Program {
        let module =
            pvm_bytecode::text::parse("function $f () -> i64 {\n  i64.const 1\n  return\n}").expect("a module");
        Program::new(pvm_bytecode::verify(module).expect("a valid one"))
    }

    #[test]
    fn nobody_who_asks_waits_for_what_is_being_made() {
        let (program, jit) = (program(), Jit::new(Settings { background: true, ..Settings::default() }));
        let unit = Unit { function: FunctionId::from_index(0), from: None, metered: false };
        let progress = jit.shared.settle(&program, unit, Cause::Calls, || {
            assert!(jit.shared.units.try_lock().is_ok(), "another guest could ask now");
            assert!(jit.shared.links.try_lock().is_ok(), "and have something linked");
            Some(Err("for the test".to_owned()))
        });
        assert!(matches!(progress, Some(Progress::Refused)));
        let reasons: Vec<_> = jit.report().into_iter().map(|report| report.fate).collect();
        assert_eq!(reasons, [Fate::Refused("for the test".to_owned())]);
    }

    #[test]
    fn what_was_made_quickly_is_used_until_better_code_takes_its_place() {
        let (program, jit) = (Arc::new(program()), Jit::new(Settings::default()));
        let unit = Unit { function: FunctionId::from_index(0), from: None, metered: false };
        let job = |is_quick| Job { program: Arc::downgrade(&program), unit, cause: Cause::Calls, is_quick };
        let in_table = || program.natives(false)[0].load(Ordering::Acquire).cast_const();
        let Progress::Made(quick) = jit.shared.compile(&program, &job(true)) else { panic!("it is compiled") };
        assert!(quick.is_quick && in_table() == quick.code);
        let failed = jit.shared.settle(&program, unit, Cause::Calls, || Some(Err("for the test".to_owned())));
        assert!(
            matches!(failed, Some(Progress::Made(native)) if native.code == quick.code),
            "worse code is better than none"
        );
        let told =
            |fate: &Fate| matches!(fate, Fate::Compiled { refusal: Some(reason), .. } if reason == "for the test");
        assert!(jit.report().iter().all(|report| told(&report.fate)), "and it is told why there is no other");
        let Progress::Made(good) = jit.shared.compile(&program, &job(false)) else { panic!("it is compiled") };
        assert!(!good.is_quick && good.code != quick.code && in_table() == good.code);
        let Progress::Made(known) = jit.shared.compile(&program, &job(true)) else { panic!("it is known") };
        assert_eq!(known.code, good.code);
        assert!(matches!(jit.report()[..], [Report { fate: Fate::Compiled { is_quick: false, .. }, .. }]));
    }

    #[test]
    fn what_could_not_be_made_well_in_an_earlier_run_is_made_quickly_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = || Settings { cache: Some(folder.path().into()), ..Settings::default() };
        let (program, unit) = (Arc::new(program()), Unit { function: FunctionId(0), from: None, metered: false });
        let job = |is_quick| Job { program: Arc::downgrade(&program), unit, cause: Cause::Calls, is_quick };
        let earlier = Jit::new(settings());
        earlier.shared.compile(&program, &job(true));
        let refused: Result<Plan, String> = Err("for the test".to_owned());
        lock(&earlier.shared.links).cache.keep(&Part::Unit(0, None, false), &refused);
        let jit = Jit::new(settings());
        assert!(jit.at_hand(&program, unit).is_none());
        let Progress::Made(quick) = jit.shared.compile(&program, &job(true)) else { panic!("it is compiled") };
        let Progress::Made(still) = jit.shared.compile(&program, &job(false)) else { panic!("it stays compiled") };
        assert!(quick.is_quick && still.code == quick.code);
        assert!(matches!(&jit.report()[..], [Report { fate: Fate::Compiled { refusal: Some(_), .. }, .. }]));
    }

    /// Two functions, the first of which has been made quickly and is to be made well.
    fn first_is_quick(settings: Settings) -> (Arc<Program>, Jit, [Unit; 2]) {
        let text = "function $f () {\n  return\n}\nfunction $g () {\n  return\n}";
        let module = pvm_bytecode::text::parse(text).expect("a module");
        let program = Arc::new(Program::new(pvm_bytecode::verify(module).expect("a valid one")));
        let jit = Jit::new(settings);
        let units = [0, 1].map(|function| Unit { function: FunctionId(function), from: None, metered: false });
        make_quickly(&program, &jit, units[0]);
        (program, jit, units)
    }

    fn make_quickly(program: &Arc<Program>, jit: &Jit, unit: Unit) {
        let job = |is_quick| Job { program: Arc::downgrade(program), unit, cause: Cause::Calls, is_quick };
        jit.shared.compile(program, &job(true));
        lock(&jit.shared.units).enqueue_again(job(false));
    }

    fn run(jit: &Jit, unit: Unit) {
        match lock(&jit.shared.units).get(unit).map(|known| &known.state) {
            Some(State::Made(made)) => made.warm(),
            _ => panic!("it is compiled"),
        }
    }

    #[test]
    fn what_runs_most_for_its_size_is_made_well_first() {
        let (program, jit, [first, second]) = first_is_quick(Settings::default());
        make_quickly(&program, &jit, second);
        let next = || lock(&jit.shared.units).next(false).map(|job| job.unit);
        assert_eq!(next(), None, "neither has run");
        run(&jit, first);
        assert_eq!(next(), Some(first));
        run(&jit, second);
        assert_eq!(next(), Some(second));
        assert!(lock(&jit.shared.units).are_good());
    }

    #[test]
    fn nothing_waits_for_what_is_being_made_well() {
        let settings = Settings { background: true, ..Settings::default() };
        let (program, jit, [first, second]) = first_is_quick(settings);
        run(&jit, first);
        // This is who makes it well, and takes long.
        assert!(!lock(&jit.shared.units).serve(false));
        assert_eq!(lock(&jit.shared.units).next(false).map(|job| job.unit), Some(first));
        assert!(matches!(jit.compile(&program, second, Cause::Calls), Progress::Waiting));
        let made = || lock(&jit.shared.units).get(second).map(|known| known.state.progress());
        while let Some(Progress::Waiting) = made() {
            thread::yield_now();
        }
        assert!(matches!(made(), Some(Progress::Made(Native { is_quick: true, .. }))));
    }

    #[test]
    fn a_thread_in_the_background_makes_good_code_in_the_end() {
        let settings = Settings { background: true, ..Settings::default() };
        let (program, jit) = (Arc::new(program()), Jit::new(settings));
        let unit = Unit { function: FunctionId::from_index(0), from: None, metered: false };
        assert!(matches!(jit.compile(&program, unit, Cause::Calls), Progress::Waiting));
        jit.finish();
        assert!(matches!(jit.compile(&program, unit, Cause::Calls), Progress::Made(native) if !native.is_quick));
    }

    #[test]
    fn a_compiler_that_panics_refuses_and_goes_on() {
        let (program, jit) = (program(), Jit::new(Settings::default()));
        for metered in [false, true] {
            let unit = Unit { function: FunctionId::from_index(0), from: None, metered };
            let progress = jit.shared.settle(&program, unit, Cause::Calls, || panic!("as the test wants"));
            assert!(matches!(progress, Some(Progress::Refused)));
        }
        assert!(jit.report().iter().all(|report| report.fate == Fate::Refused("the compiler failed".to_owned())));
    }
}
