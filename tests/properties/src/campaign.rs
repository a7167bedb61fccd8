//! Generated programs run in every way for as long as one likes, each with a seed of its own: `cargo bench --bench
//! agreement`. What was run is counted in docs/reliability.md.
//!
//! A program that does not do the same in every way is kept in a file, and told with the seed that makes it again. So is
//! one that takes this process along: what runs is always in a file of its thread, `running-1.nido` and so on.

mod docs;

use std::error::Error;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use clap::Parser;
use pvm::Engine;

use crate::{Ways, bytes_of, program};
use docs::Row;

/// Runs generated programs in every way and compares what they do
#[derive(Parser)]
#[command(name = "cargo bench --bench agreement --", max_term_width = 100)]
struct Options {
    /// Goes on for so long
    #[arg(long, default_value_t = 1.0, value_name = "N")]
    minutes: f64,
    /// Ends after so many programs, if the time is not up before
    #[arg(long, value_name = "N")]
    programs: Option<u64>,
    /// Runs each program once in every way for every number below this one, which it is given
    #[arg(long, default_value_t = 400, value_name = "N")]
    given: u64,
    /// The seed of the first program, those of the others follow; a random one otherwise
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Adds what was run to docs/reliability.md
    #[arg(long)]
    write_docs: bool,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

/// The whole command, for a repository; programs are kept in a folder.
pub fn main(repository: &Path, kept: &Path) -> ExitCode {
    match run(repository, kept, &Options::parse(), compare) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Deep graphs are compiled by the thread that runs them: it has what a main thread usually has.
const STACK: usize = 8 << 20;

/// Gives how many programs did not do the same in every way. To compare is to give how often a program was run.
fn run(
    repository: &Path,
    kept: &Path,
    options: &Options,
    compare: impl Fn(&str, u64) -> u64 + Sync,
) -> Result<u64, Box<dyn Error>> {
    fs::create_dir_all(kept)?;
    let work = Work {
        options,
        first: options.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish()),
        end: Instant::now() + Duration::try_from_secs_f64(options.minutes * 60.0)?,
        next: AtomicU64::new(0),
        kept,
        row: Mutex::new(Row { date: today(), commit: commit(repository), ..Row::default() }),
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (shared, compare) = (&work, &compare);
    thread::scope(|scope| -> io::Result<()> {
        let worker = |number| {
            let work = move || shared.go_on(number, compare);
            thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)
        };
        let workers = (1..=cores).map(worker).collect::<io::Result<Vec<_>>>()?;
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|_| Err(io::Error::other("a thread failed"))))
    })?;
    let row = work.row.into_inner()?;
    println!("{row}; seeds from {}", work.first);
    if options.write_docs {
        let path = repository.join("docs/reliability.md");
        fs::write(&path, docs::add(&fs::read_to_string(&path)?, row.clone())?)?;
    }
    Ok(row.mismatches)
}

/// What the threads share.
struct Work<'a> {
    options: &'a Options,
    /// The seed of the first program.
    first: u64,
    end: Instant,
    /// How many programs have been begun.
    next: AtomicU64,
    kept: &'a Path,
    row: Mutex<Row>,
}

impl Work<'_> {
    /// Runs program after program until the time is up.
    fn go_on(&self, worker: usize, compare: impl Fn(&str, u64) -> u64) -> io::Result<()> {
        let running = self.kept.join(format!("running-{worker}.nido"));
        while Instant::now() < self.end {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if self.options.programs.is_some_and(|programs| number >= programs) {
                break;
            }
            let seed = self.first.wrapping_add(number);
            let source = program(&bytes_of(seed));
            fs::write(&running, &source)?;
            let done = catch_unwind(AssertUnwindSafe(|| compare(&source, self.options.given)));
            let mut row = self.row.lock().map_err(|_| io::Error::other("a thread failed"))?;
            row.programs += 1;
            if let Ok(executions) = done {
                row.executions += executions;
                continue;
            }
            row.mismatches += 1;
            let path = self.kept.join(format!("{seed}.nido"));
            fs::write(&path, &source)?;
            println!("{source}\nThe ways to run this differ. It is in {}; --seed {seed}", path.display());
        }
        Ok(())
    }
}

fn compare(source: &str, given: u64) -> u64 {
    match Engine::new().compile_text("generated.nido", source) {
        Ok(program) => {
            let ways = Ways::of(&program);
            (0..given).map(|given| ways.agree(given).executions).sum()
        }
        Err(error) => panic!("it has mistakes: {error}"),
    }
}

fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// What git calls the state of the repository, with a plus if files have changed since, other than what is written here.
fn commit(repository: &Path) -> String {
    let git = |args: &[&str]| {
        let done = Command::new("git").args(args).current_dir(repository).output();
        done.ok().filter(|git| git.status.success()).map(|git| String::from_utf8_lossy(&git.stdout).trim().to_owned())
    };
    let Some(name) = git(&["rev-parse", "--short", "HEAD"]) else { return "unknown".to_owned() };
    let is_clean = git(&["diff", "--quiet", "HEAD", "--", ".", ":!docs/reliability.md"]).is_some();
    if is_clean { name } else { name + "+" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_whose_runs_differ_is_kept_under_its_seed() {
        let folder = tempfile::tempdir().expect("a folder");
        let options =
            Options { minutes: 60.0, programs: Some(3), given: 2, seed: Some(7), write_docs: false, bench: false };
        let wrong = program(&bytes_of(8));
        let compare = |source: &str, given: u64| match source == wrong {
            true => panic!("for the test"),
            false => compare(source, given),
        };
        assert_eq!(run(Path::new("."), folder.path(), &options, compare).expect("it runs"), 1);
        assert_eq!(fs::read_to_string(folder.path().join("8.nido")).expect("it is kept"), wrong);
        assert!(!folder.path().join("7.nido").exists() && !folder.path().join("9.nido").exists());
    }
}
