//! What is measured: a `bench` item, or the `main` of a program with its arguments. And a guest that is ready to run it,
//! again and again.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pvm::measure::suite;
use pvm::{Engine, Error, Host, MemoryStreams, Outcome, Vm};

use super::super::machine::Machine;
use super::super::source_files;
use super::check::Ending;

/// Something to measure.
pub struct Item {
    pub file: PathBuf,
    pub kind: Kind,
}

pub enum Kind {
    /// A `bench` item by its name.
    Bench(String),
    /// The whole program, with arguments.
    Main(Vec<String>),
}

/// The items of a file: its `bench` items, or itself when it has none. Of a folder: the programs that its `suite.json`
/// lists, or else the `bench` items of all files.
pub fn find(path: &Path, arguments: &[String], small: bool) -> Result<Vec<Item>, Error> {
    if path.is_dir()
        && let Some(programs) = suite(path)?
    {
        let whole = |name: &str, size: u64| Item {
            file: path.join(name).with_extension("nido"),
            kind: Kind::Main(vec![size.to_string()]),
        };
        let programs = programs.iter();
        return Ok(programs
            .map(|program| whole(&program.name, if small { program.small } else { program.size }))
            .collect());
    }
    let mut items = Vec::new();
    for file in source_files(path)? {
        let is_source = file.extension().is_none_or(|ending| ending != "bc");
        if is_source {
            let program = Engine::new().compile_benches(&file)?;
            let benches = program.benches().map(|name| Kind::Bench(name.to_owned()));
            items.extend(benches.map(|kind| Item { file: file.clone(), kind }));
        }
    }
    if items.is_empty() && !path.is_dir() {
        items.push(Item { file: path.to_owned(), kind: Kind::Main(arguments.to_vec()) });
    }
    Ok(items)
}

impl Item {
    /// The name of the benchmark, or that of the program.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Bench(name) => name.clone(),
            Kind::Main(arguments) => {
                let stem = self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                std::iter::once(stem).chain(arguments.iter().cloned()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    /// Compiles it and starts a guest, whose printed text is caught.
    pub fn start(&self, machine: &Machine) -> Result<Subject, Error> {
        let engine = machine.engine();
        let started = Instant::now();
        let (program, arguments) = match &self.kind {
            Kind::Bench(_) => (engine.compile_benches(&self.file)?, &[][..]),
            Kind::Main(arguments) => (engine.open(&self.file)?, arguments.as_slice()),
        };
        let compiling = started.elapsed();
        let streams = MemoryStreams::default();
        let end = streams.clone();
        let host = Host::new().streams(move || Box::new(end.clone())).arguments(arguments.iter().cloned());
        let host = machine.grants().fold(host, Host::grant);
        let vm = engine.start_checked(&program, &host, machine.limits(), (), machine.checks())?;
        let bench = if let Kind::Bench(name) = &self.kind { Some(name.clone()) } else { None };
        Ok(Subject { vm, bench, streams, compiling })
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Bench(name) => write!(f, "{}: {name}", self.file.display()),
            Kind::Main(_) => write!(f, "{}", self.file.display()),
        }
    }
}

/// A guest that runs one item.
pub struct Subject {
    vm: Vm<()>,
    bench: Option<String>,
    streams: MemoryStreams,
    /// How long it took from the source text to a verified program.
    pub compiling: Duration,
}

impl Subject {
    /// Runs the item once: its exit code, 0 where it gives none.
    pub fn run(&mut self) -> Result<i64, Failed> {
        let outcome = match &self.bench {
            Some(name) => self.vm.run_bench(name),
            None => self.vm.run(),
        };
        match outcome.map_err(Failed::Error)? {
            Outcome::Returned(code) | Outcome::Exited(code) => Ok(code),
            Outcome::Failed(failure) => Err(Failed::Error(Error::Failed(Box::new(failure)))),
            other => Err(Failed::Other(format!("{other:?}"))),
        }
    }

    /// What a run with this exit code came to, with all that was printed since this was last asked.
    pub fn ending(&self, code: i64) -> Ending {
        Ending { code, printed: self.streams.take_output(), complained: self.streams.take_error() }
    }
}

/// Why an item can't be measured.
pub enum Failed {
    Error(Error),
    /// A run ended in a way that is news to this command.
    Other(String),
    /// A later run in the same guest did something else than the first.
    Changed {
        first: String,
        later: String,
    },
}
