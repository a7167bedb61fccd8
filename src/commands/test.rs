//! `pvm test`: runs the tests that stand in source files, each in a machine of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use pvm::{Engine, Error, Failure, Host, Outcome, Program};

use super::machine::Machine;
use super::progress::Progress;
use super::{MessageFormat, complain, print_bytes, report, say, source_files};
use crate::exit::Exit;

#[derive(Args)]
pub struct Test {
    /// A source file, or a folder whose source files are all tested
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Runs only the tests with this text in their name
    name: Option<String>,
    /// How mistakes, warnings and results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    // Last, because its heading holds for all that follows.
    #[command(flatten)]
    machine: Machine,
}

/// How one test ended.
struct Verdict {
    file: PathBuf,
    name: String,
    time: Duration,
    /// None when it passed.
    failure: Option<Failure>,
}

impl Test {
    pub fn run(self) -> Exit {
        let started = Instant::now();
        let files = match source_files(&self.path) {
            Ok(files) if files.is_empty() => {
                complain(&format!("there is no .nido file in {}", self.path.display()));
                return Exit::USAGE;
            }
            Ok(files) => files,
            Err(error) => return report(&error, self.message_format),
        };
        let engine = self.machine.engine();
        let mut progress = Progress::new(files.len());
        let (mut verdicts, mut broken) = (Vec::new(), 0);
        for file in &files {
            match self.test_file(&engine, file, &mut progress) {
                Ok(of_file) => verdicts.extend(of_file),
                Err(error) => {
                    progress.aside(|| report(&error, self.message_format));
                    broken += 1;
                }
            }
            progress.step();
        }
        progress.end();
        if let (Some(name), true, 0) = (&self.name, verdicts.is_empty(), broken) {
            complain(&format!("no test in {} has \"{name}\" in its name", self.path.display()));
            return Exit::USAGE;
        }
        self.summarise(&verdicts, broken, started.elapsed())
    }

    fn test_file(&self, engine: &Engine, file: &Path, progress: &mut Progress) -> Result<Vec<Verdict>, Error> {
        progress.now_at(&file.display().to_string());
        let program = engine.compile_tests(file)?;
        progress.aside(|| say(program.warnings(), self.message_format));
        let wanted = |name: &&str| self.name.as_ref().is_none_or(|part| name.contains(part.as_str()));
        let run = |name| {
            progress.now_at(&format!("{}: {name}", file.display()));
            self.run_test(engine, &program, file, name)
        };
        program.tests().filter(wanted).map(run).collect()
    }

    fn run_test(&self, engine: &Engine, program: &Program, file: &Path, name: &str) -> Result<Verdict, Error> {
        let host = self.machine.grants().fold(Host::<()>::new().standard_streams(), Host::grant);
        let started = Instant::now();
        let mut vm = engine.start_checked(program, &host, self.machine.limits(), (), self.machine.checks())?;
        let failure = match vm.run_test(name)? {
            Outcome::Failed(failure) => Some(failure),
            _ => None,
        };
        Ok(Verdict { file: file.to_owned(), name: name.to_owned(), time: started.elapsed(), failure })
    }

    fn summarise(&self, verdicts: &[Verdict], broken: usize, time: Duration) -> Exit {
        let failed = verdicts.iter().filter(|verdict| verdict.failure.is_some()).count();
        let passed = verdicts.len() - failed;
        let text = match self.message_format {
            MessageFormat::Json => verdicts.iter().map(json).collect(),
            MessageFormat::Human => {
                let failures: String = verdicts.iter().filter_map(human).collect();
                let files = match broken {
                    0 => String::new(),
                    1 => ", 1 file with mistakes".to_owned(),
                    _ => format!(", {broken} files with mistakes"),
                };
                format!("{failures}{passed} passed, {failed} failed{files} in {:.2} s\n", time.as_secs_f64())
            }
        };
        let printed = print_bytes(text.as_bytes());
        match (broken, failed) {
            (0, 0) => printed,
            (0, _) => Exit::FAILURE,
            _ => Exit::INVALID,
        }
    }
}

fn human(verdict: &Verdict) -> Option<String> {
    let failure = verdict.failure.as_ref()?;
    Some(format!("FAILED {}: {}\n{failure}\n\n", verdict.file.display(), verdict.name))
}

fn json(verdict: &Verdict) -> String {
    let line = serde_json::json!({
        "file": verdict.file.display().to_string(),
        "test": verdict.name,
        "passed": verdict.failure.is_none(),
        "seconds": verdict.time.as_secs_f64(),
        "failure": verdict.failure,
    });
    format!("{line}\n")
}
