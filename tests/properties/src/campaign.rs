//! Generated programs run in every way for as long as one likes, each with a seed of its own: `cargo bench --bench
//! agreement`. What was run is counted in docs/reliability.md.
//!
//! A program that does not do the same in every way is kept in a file, and told with the seed that makes it again. So is
//! one that takes this process along: what runs is always in `running.nido`.

mod docs;

use std::error::Error;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use std::{fs, thread};

use clap::Parser;
use pvm::Engine;

use crate::{Agreement, agree, bytes_of, program};
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
    // Deep graphs are compiled by the thread that runs them: it has what a main thread usually has.
    let run = || run(repository, kept, &Options::parse(), compare).map_err(|error| error.to_string());
    let done = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        thread.map_err(|error| error.to_string())?.join().unwrap_or_else(|_| Err("the tool failed".to_owned()))
    });
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

const STACK: usize = 8 << 20;

/// Gives how many programs did not do the same in every way.
fn run(
    repository: &Path,
    kept: &Path,
    options: &Options,
    compare: impl Fn(&str) -> Agreement,
) -> Result<u64, Box<dyn Error>> {
    fs::create_dir_all(kept)?;
    let first = options.seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let end = Instant::now() + Duration::try_from_secs_f64(options.minutes * 60.0)?;
    let mut row = Row { date: today(), commit: commit(repository), ..Row::default() };
    for number in 0..options.programs.unwrap_or(u64::MAX) {
        if Instant::now() >= end {
            break;
        }
        let seed = first.wrapping_add(number);
        let source = program(&bytes_of(seed));
        fs::write(kept.join("running.nido"), &source)?;
        row.programs += 1;
        match catch_unwind(AssertUnwindSafe(|| compare(&source))) {
            Ok(Agreement { executions, .. }) => row.executions += executions,
            Err(_) => {
                row.mismatches += 1;
                let path = kept.join(format!("{seed}.nido"));
                fs::write(&path, &source)?;
                println!("{source}\nThe ways to run this differ. It is in {}; --seed {seed}", path.display());
            }
        }
    }
    println!("{row}; seeds from {first}");
    if options.write_docs {
        let path = repository.join("docs/reliability.md");
        fs::write(&path, docs::add(&fs::read_to_string(&path)?, row.clone())?)?;
    }
    Ok(row.mismatches)
}

fn compare(source: &str) -> Agreement {
    match Engine::new().compile_text("generated.nido", source) {
        Ok(program) => agree(&program),
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
        let options = Options { minutes: 60.0, programs: Some(3), seed: Some(7), write_docs: false, bench: false };
        let wrong = program(&bytes_of(8));
        let compare = |source: &str| match source == wrong {
            true => panic!("for the test"),
            false => compare(source),
        };
        assert_eq!(run(Path::new("."), folder.path(), &options, compare).expect("it runs"), 1);
        assert_eq!(fs::read_to_string(folder.path().join("8.nido")).expect("it is kept"), wrong);
        assert!(!folder.path().join("7.nido").exists() && !folder.path().join("9.nido").exists());
    }
}
