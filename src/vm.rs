//! A running program.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use pvm_bytecode::FunctionId;
use pvm_runtime::heap::{Mode, Pauses};
use pvm_runtime::host::HostValue;
use pvm_runtime::interpreter::Ended;
use pvm_runtime::machine::{Guest, Settings};
use pvm_runtime::sys::{Errno, Gate, HostStreams, Quotas, Streams, Unwritten};

use crate::Result;
use crate::error::{Error, SignatureError};
use crate::func::{Func, Signature};
use crate::host::Host;
use crate::limits::Limits;
use crate::outcome::{Failure, Outcome};
use crate::profile::Profile;
use crate::program::Program;
use crate::value::Value;

/// Checks that a machine makes of itself as it runs, for finding faults of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checks {
    /// Collects at every allocation, and checks the whole heap after every collection.
    pub collector: bool,
    /// Checks every slot of every frame at every safepoint.
    pub frames: bool,
    /// Leaves compiled code at every so many-th safepoint, to go on in the interpreter.
    pub leave_every: Option<u32>,
}

/// One running program with its heap, its limits and the host's data. Dropping it frees all that it held.
pub struct Vm<T> {
    guest: Guest,
    program: Program,
    limits: Limits,
    data: PhantomData<T>,
}

impl<T: Any + Send> Vm<T> {
    pub(crate) fn start(program: &Program, host: &Host<T>, limits: Limits, data: T, checks: Checks) -> Result<Self> {
        let settings = Settings {
            memory: limits.memory,
            // A quarter of what references reach at most.
            stack: limits.stack.min(limits.memory.min(u32::MAX.into()) / 4) as u32,
            sample_every: host.samples.map(|frequency| Duration::from_secs(1) / frequency.get()),
            heap: Mode { stress: checks.collector, verify: checks.collector, random: None },
            check_frames: checks.frames,
            leave_every: checks.leave_every,
        };
        let quotas = Quotas { output: limits.output.unwrap_or(u64::MAX), ..Quotas::default() };
        let streams = host.streams.as_ref().map_or_else(|| Box::new(HostStreams) as Box<dyn Streams>, |make| make());
        let mut gate = Gate::open(&host.grants, quotas, streams).map_err(|error| Error::Start(error.into()))?;
        if let Some(listener) = host.trace.clone() {
            gate.trace(Box::new(move |line| listener(line)));
        }
        let guest = Guest::new(program.runtime().clone(), &host.imports, gate, Box::new(data), settings)?;
        let mut vm = Self { guest, program: program.clone(), limits, data: PhantomData };
        match vm.guest.start(limits.allowance()) {
            Ok(()) => Ok(vm),
            Err(ended) => Err(vm.failed(ended)),
        }
    }

    /// Runs `main`.
    ///
    /// # Errors
    /// The program has none.
    pub fn run(&mut self) -> Result<Outcome> {
        let main = self.program.export("main").map(|export| export.function);
        let main = main.ok_or_else(|| self.no_export("main", "fn()"))?;
        self.outcome(main)
    }

    /// Runs one of the tests, see [`Program::tests`].
    ///
    /// # Errors
    /// The program has no test of this name.
    pub fn run_test(&mut self, name: &str) -> Result<Outcome> {
        let test = self.program.test(name).map(|export| export.function);
        let test = test.ok_or_else(|| self.no_export(name, "test"))?;
        self.outcome(test)
    }

    /// Runs one of the benchmarks once, see [`Program::benches`].
    ///
    /// # Errors
    /// The program has no benchmark of this name.
    pub fn run_bench(&mut self, name: &str) -> Result<Outcome> {
        let bench = self.program.bench(name).map(|export| export.function);
        let bench = bench.ok_or_else(|| self.no_export(name, "bench"))?;
        self.outcome(bench)
    }

    /// Looks up a function that the program exports, and checks its signature once: `fn(String, f64) -> i64` is
    /// `fn(string, float) -> int` in Nido.
    ///
    /// # Errors
    /// There is none of this name, or it has another signature.
    pub fn func<S: Signature>(&self, name: &str) -> Result<Func<S>> {
        let wanted = S::declared();
        match self.program.export(name) {
            Some(export) if *export.declared == *wanted => Ok(Func::new(export.function, self.program.hash())),
            Some(export) => Err(Error::Signature(SignatureError {
                name: name.into(),
                wanted,
                found: Some(export.declared.to_string()),
                exports: Vec::new(),
            })),
            None => Err(self.no_export(name, &wanted)),
        }
    }

    /// Calls a function of the program. Fuel and time count anew for each call.
    ///
    /// # Errors
    /// It trapped, passed a limit or ended the program; or the function is another program's.
    pub fn call<S: Signature>(&mut self, func: &Func<S>, arguments: S::Arguments) -> Result<S::Result> {
        if func.program != self.program.hash() {
            return Err(self.no_export("a function of another program", &S::declared()));
        }
        let value = self.invoke(func.function, &S::give(arguments))?.map_err(|ended| self.failed(ended))?;
        S::Result::take(value).ok_or_else(|| self.no_export("a result of its declared type", &S::declared()))
    }

    fn invoke(
        &mut self,
        function: FunctionId,
        arguments: &[HostValue],
    ) -> Result<std::result::Result<HostValue, Ended>> {
        let called = self.guest.call(function, arguments, self.limits.allowance()).map_err(Error::Call)?;
        // Printed text is gathered, so a full disk may show only now. A reader that left is no failure.
        match self.guest.finish() {
            Err(Unwritten::Failed(errno)) if errno != Errno::EPIPE && called.is_ok() => Err(Error::Output(errno)),
            Err(Unwritten::Stopped(trap)) if called.is_ok() => Ok(Err(Ended::Trap(Box::new(trap.into())))),
            _ => Ok(called),
        }
    }

    /// The host's data.
    pub fn data(&self) -> &T {
        let Some(data) = self.guest.data().downcast_ref() else {
            unreachable!("the data are those that it started with")
        };
        data
    }

    /// The host's data, to be changed.
    pub fn data_mut(&mut self) -> &mut T {
        let Some(data) = self.guest.data_mut().downcast_mut() else {
            unreachable!("the data are those that it started with")
        };
        data
    }

    /// Limits for the calls to come: fuel and time. Those of memory stay as they were.
    pub fn set_limits(&mut self, limits: Limits) {
        self.limits =
            Limits { memory: self.limits.memory, stack: self.limits.stack, output: self.limits.output, ..limits };
    }

    /// What the program has used so far.
    pub fn stats(&self) -> Stats {
        Stats::of(&self.guest, &self.limits)
    }

    /// A digest of what its module-level variables hold, objects and how they refer to each other included: runs of one
    /// program that did the same have the same. Takes time that is linear in what is held.
    pub fn digest(&self) -> [u8; 32] {
        self.guest.digest()
    }

    /// Where the time has gone so far, from the initialisation of its module-level variables on. Empty unless the host was
    /// made to take samples, see [`Host::sample`].
    pub fn profile(&self) -> Profile {
        Profile::new(self.program.module(), self.guest.samples())
    }

    fn outcome(&mut self, function: FunctionId) -> Result<Outcome> {
        Ok(match self.invoke(function, &[])? {
            Ok(HostValue::Int(code)) => Outcome::Returned(code),
            Ok(_) => Outcome::Returned(0),
            Err(Ended::Exit(code)) => Outcome::Exited(code),
            Err(Ended::Trap(failure)) => Outcome::Failed(Failure::new(*failure, self.denial())),
        })
    }

    /// Which grant the last refused system call would have needed.
    pub fn denial(&self) -> Option<String> {
        self.guest.gate().denial().map(ToString::to_string)
    }

    fn failed(&self, ended: Ended) -> Error {
        match ended {
            Ended::Exit(code) => Error::Exited(code),
            Ended::Trap(failure) => Error::Failed(Box::new(Failure::new(*failure, self.denial()))),
        }
    }

    fn no_export(&self, name: &str, wanted: &str) -> Error {
        let exports = self.program.module().exports.iter().map(|export| export.name.to_string()).collect();
        Error::Signature(SignatureError { name: name.into(), wanted: wanted.into(), found: None, exports })
    }
}

/// What a program has used.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Stats {
    /// Instructions, where fuel is limited and so counted.
    pub fuel: Option<u64>,
    pub memory_used: u64,
    pub memory_peak: u64,
    pub allocated: u64,
    pub promoted: u64,
    pub minor_collections: u64,
    /// Cycles over the old objects, done in steps behind minor collections.
    pub major_collections: u64,
    /// Collections of everything at once: asked for, or because the memory limit was met.
    pub full_collections: u64,
    pub collecting: Duration,
    pub longest_pause: Duration,
    /// How many pauses there were of each length.
    pub pauses: Pauses,
    /// System calls by name, those that were made.
    pub system_calls: Vec<(&'static str, u64)>,
}

impl Stats {
    fn of(guest: &Guest, limits: &Limits) -> Self {
        let heap = guest.heap_statistics();
        let used = guest.memory_used();
        Self {
            fuel: guest.fuel().and_then(|left| Some(limits.fuel?.saturating_sub(left))),
            memory_used: used,
            memory_peak: heap.peak.max(used),
            allocated: heap.allocated,
            promoted: heap.promoted,
            minor_collections: heap.minor,
            major_collections: heap.major,
            full_collections: heap.full,
            collecting: heap.paused,
            longest_pause: heap.longest,
            pauses: heap.pauses,
            system_calls: guest.gate().counts().collect(),
        }
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MIB: f64 = (1 << 20) as f64;
        let mib = |bytes: u64| bytes as f64 / MIB;
        if let Some(fuel) = self.fuel {
            writeln!(f, "fuel         {fuel} units")?;
        }
        writeln!(f, "memory       {:.1} MiB, at most {:.1} MiB", mib(self.memory_used), mib(self.memory_peak))?;
        let percent = self.promoted as f64 / self.allocated.max(1) as f64 * 100.0;
        writeln!(f, "allocated    {:.1} MiB, of which {percent:.1} % survived", mib(self.allocated))?;
        writeln!(
            f,
            "collections  {} minor, {} major, {} full, {:.1} ms in all, the longest {:.2} ms",
            self.minor_collections,
            self.major_collections,
            self.full_collections,
            self.collecting.as_secs_f64() * 1e3,
            self.longest_pause.as_secs_f64() * 1e3
        )?;
        let pauses: Vec<String> = self.pauses.iter().map(|(bound, count)| pause(bound, count)).collect();
        writeln!(f, "pauses       {}", if pauses.is_empty() { "none".to_owned() } else { pauses.join(", ") })?;
        let calls: Vec<String> = self.system_calls.iter().map(|(name, count)| format!("{name} {count}")).collect();
        writeln!(f, "system calls {}", if calls.is_empty() { "none".to_owned() } else { calls.join(", ") })
    }
}

/// How many pauses there were up to a bound, in words.
fn pause(bound: Option<Duration>, count: u64) -> String {
    match bound {
        Some(bound) => format!("{count} up to {bound:?}"),
        None => format!("{count} longer"),
    }
}
