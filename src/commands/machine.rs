//! The flags of the machine, which `run`, `test` and later commands share.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{EnumValueParser, TypedValueParser};
use clap::{Args, ValueEnum};
use pvm::{Checks, Engine, Grant, Limits, Pass, Tiering};

#[derive(Args, Clone)]
#[command(next_help_heading = "Machine")]
pub struct Machine {
    /// Whether hot functions are compiled
    #[arg(long, value_enum, default_value_t, env = "PVM_JIT", value_name = "WHEN", value_parser = available())]
    pub jit: Jit,
    /// Neither uses compiled code that an earlier run has kept, nor keeps any
    #[arg(long)]
    pub no_cache: bool,
    /// Where compiled code is kept, if not where this user's caches are; none if empty
    #[arg(long, env = "PVM_CACHE_DIR", value_name = "FOLDER")]
    pub cache_dir: Option<OsString>,
    /// Stops the program after so many instructions
    #[arg(long, value_name = "N")]
    pub fuel: Option<u64>,
    /// Stops the program after this time: 500ms, 2s, 1m
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub time: Option<Duration>,
    /// The memory that the program may take: 512K, 64M, 1G
    #[arg(long, value_name = "SIZE", value_parser = parse_room)]
    pub memory: Option<u64>,
    /// The part of it that its calls may take: 8M
    #[arg(long, value_name = "SIZE", value_parser = parse_room)]
    pub stack: Option<u64>,
    /// The most that the program may write to its streams: 10M
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub output: Option<u64>,
    /// Lets the program use a directory: HOST or HOST::GUEST, with :ro to read only
    #[arg(long, value_name = "HOST[::GUEST][:ro]", value_parser = Grant::parse_directory)]
    pub dir: Vec<Grant>,
    /// Lets the program read an environment variable, gives it one, or with * all: NAME, NAME=VALUE or *
    #[arg(long, value_name = "NAME[=VALUE]", value_parser = Grant::parse_variable)]
    pub env: Vec<Grant>,
    /// Lets the program use random numbers of the system
    #[arg(long)]
    pub random: bool,
    /// Lets the program read the time of day
    #[arg(long)]
    pub wall_clock: bool,
    /// Lets the program do all that you may do: for your own programs
    #[arg(long)]
    pub allow_all: bool,
    /// Tells `perf` the names of compiled functions, in /tmp/perf-PID.map
    #[arg(long)]
    pub perf_map: bool,
    /// Collects garbage at every allocation and checks the whole heap: for finding faults of the machine
    #[arg(long)]
    pub gc_stress: bool,
    /// Checks every frame at every safepoint: for finding faults of the machine
    #[arg(long, hide = true)]
    pub check_frames: bool,
    /// Leaves out a pass of the optimiser: for finding faults of the machine
    #[arg(long, value_name = "PASS", hide = true, value_parser = pass)]
    pub without_pass: Vec<Pass>,
    /// Compiles quickly instead of well: for finding faults of the machine
    #[arg(long, hide = true)]
    pub quick_code: bool,
    /// Leaves compiled code at every so many-th safepoint: for finding faults of the machine
    #[arg(long, value_name = "N", hide = true)]
    pub leave_every: Option<u32>,
}

/// What is said of a wish that only a compiler can fulfil.
pub const NO_COMPILER: &str = "this pvm was built without a compiler";

/// Whether hot functions are compiled to machine code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Jit {
    /// When it pays, in the background
    #[default]
    Auto,
    /// The same, but the program waits for it
    Blocking,
    /// Never
    Off,
    /// At once
    Eager,
}

/// The ways that this pvm has.
fn available() -> impl TypedValueParser<Value = Jit> {
    EnumValueParser::new().try_map(|jit| match jit {
        Jit::Blocking | Jit::Eager if !pvm::has_compiler() => Err(NO_COMPILER),
        _ => Ok(jit),
    })
}

/// A pass by its name.
pub fn pass(name: &str) -> Result<Pass, String> {
    if !pvm::has_compiler() {
        return Err(NO_COMPILER.to_owned());
    }
    let known = || Pass::ALL.iter().map(|pass| pass.name());
    let found = Pass::ALL.iter().find(|pass| pass.name() == name).copied();
    found.ok_or_else(|| format!("the passes are {}", known().collect::<Vec<_>>().join(", ")))
}

impl Machine {
    /// An engine whose programs run as the flags say.
    pub fn engine(&self) -> Engine {
        let tiering = match self.jit {
            Jit::Auto => Tiering::Auto,
            Jit::Blocking => Tiering::Blocking,
            Jit::Off => Tiering::Off,
            Jit::Eager => Tiering::Eager,
        };
        let engine = Engine::new().tiering(tiering).perf_map(self.perf_map);
        let engine = match self.code_cache() {
            Some(folder) => engine.code_cache(folder),
            None => engine,
        };
        let engine = if self.quick_code { engine.quick_code() } else { engine };
        self.without_pass.iter().fold(engine, |engine, pass| engine.without_pass(*pass))
    }

    fn code_cache(&self) -> Option<PathBuf> {
        let folder = match &self.cache_dir {
            Some(folder) => Some(folder.into()),
            None => dirs::cache_dir().map(|caches| caches.join("pvm")),
        };
        folder.filter(|folder| !self.no_cache && !folder.as_os_str().is_empty())
    }

    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        if let Some(fuel) = self.fuel {
            limits = limits.fuel(fuel);
        }
        if let Some(time) = self.time {
            limits = limits.time(time);
        }
        if let Some(memory) = self.memory {
            limits = limits.memory_bytes(memory);
        }
        if let Some(stack) = self.stack {
            limits = limits.stack_bytes(stack);
        }
        if let Some(output) = self.output {
            limits = limits.output_bytes(output);
        }
        limits
    }

    pub fn checks(&self) -> Checks {
        Checks { collector: self.gc_stress, frames: self.check_frames, leave_every: self.leave_every }
    }

    /// What the flags grant, beside what every program on the command line has.
    pub fn grants(&self) -> impl Iterator<Item = Grant> {
        let named = self.dir.iter().chain(&self.env).cloned();
        let flags =
            [(self.random, Grant::Random), (self.wall_clock, Grant::WallClock), (self.allow_all, Grant::Everything)];
        named.chain(flags.into_iter().filter_map(|(given, grant)| given.then_some(grant)))
    }
}

fn parse_size(text: &str) -> Result<u64, String> {
    let (digits, factor) = match text.to_ascii_uppercase().as_bytes() {
        [.., b'K'] => (&text[..text.len() - 1], 1 << 10),
        [.., b'M'] => (&text[..text.len() - 1], 1 << 20),
        [.., b'G'] => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let number: u64 = digits.parse().map_err(|_| "expected a size such as 512K, 64M or 1G".to_owned())?;
    number.checked_mul(factor).ok_or_else(|| "the size is too large".to_owned())
}

/// A size of memory in which a program can at least start.
fn parse_room(text: &str) -> Result<u64, String> {
    const LEAST: u64 = 64 << 10;
    parse_size(text).and_then(|size| match size < LEAST {
        true => Err("no program fits into less than 64K".to_owned()),
        false => Ok(size),
    })
}

pub fn parse_time(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| c != '.' && !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let factor = match unit {
        "ms" => 1e-3,
        "s" => 1.0,
        "m" | "min" => 60.0,
        _ => return Err("expected a time such as 500ms, 2s or 1m".to_owned()),
    };
    let number: f64 = number.parse().map_err(|_| "expected a time such as 500ms, 2s or 1m".to_owned())?;
    Duration::try_from_secs_f64(number * factor).map_err(|_| "the time is too long".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times() {
        assert_eq!(parse_size("64M"), Ok(64 << 20));
        assert_eq!(parse_size("100"), Ok(100));
        assert!(parse_size("M").is_err());
        assert!(parse_size("99999999999G").is_err());
        assert_eq!(parse_room("64K"), Ok(64 << 10));
        assert!(parse_room("63K").is_err());
        assert_eq!(parse_time("1.5s"), Ok(Duration::from_millis(1500)));
        assert!(parse_time("2").is_err());
    }
}
