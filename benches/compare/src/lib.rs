//! The suite in pvm and in the engines of other languages, run in turn and compared: `cargo bench --bench peers`.
//!
//! The stages are those of [`main`]: which engines the machine has, compiling what must be compiled, agreement of all
//! outputs, the rounds, the reports. Nothing is measured before the outputs agree, and every ratio is between runs of the
//! same round.
#![forbid(unsafe_code)]

mod agree;
mod column;
mod figures;
mod launch;
mod machine;
mod options;
mod prepare;
mod report;
mod rounds;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use column::Column;
use figures::Figures;
use machine::Machine;
use options::Options;
use pvm::measure::{SuiteProgram, suite};

/// Where things are.
pub struct Places<'a> {
    /// The repository.
    pub repository: &'a Path,
    /// The command `pvm`, as it was built for this run.
    pub pvm: &'a Path,
}

impl Places<'_> {
    fn benches(&self) -> PathBuf {
        self.repository.join("benches")
    }

    /// What is compiled and written goes below the folder that `pvm` was built in.
    fn target(&self) -> PathBuf {
        self.pvm.ancestors().nth(2).unwrap_or(Path::new("target")).to_owned()
    }
}

/// The whole command.
pub fn main(places: &Places<'_>) -> ExitCode {
    if let Some(words) = launch::words_to_launch() {
        return launch::launch(&words);
    }
    match run(places, Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(places: &Places<'_>, options: Options) -> Result<()> {
    let programs = chosen_programs(places, &options)?;
    let columns = column::chosen(places, &options)?;
    let subjects = prepare::prepare(places, &programs, &columns)?;
    let subjects = agree::agree(subjects, &options)?;
    let figures = Figures {
        date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        machine: Machine::of_this_process(),
        rounds: options.rounds(),
        small: options.small,
        quick: options.quick,
        base: column::base(&columns, &options)?,
        programs: rounds::run(subjects, &options)?,
        columns: columns.into_iter().map(Column::described).collect(),
    };
    report::write(places, &options, &figures)
}

fn chosen_programs(places: &Places<'_>, options: &Options) -> Result<Vec<SuiteProgram>> {
    let folder = places.benches().join("suite");
    let mut programs = suite(&folder)?.with_context(|| format!("there is no suite.json in {}", folder.display()))?;
    programs.retain(|program| options.wants(&program.name));
    if programs.is_empty() {
        bail!("no program of the suite has {} in its name", options.filter.join(" or "));
    }
    Ok(programs)
}
