//! Before anything is measured: every column must print the same, at the small size what the suite says, and at the full
//! size what all others print. The runs also tell how many iterations a column needs to work for long enough.

use anyhow::{Context, Result, bail};
use pvm::measure::SuiteProgram;

use crate::launch;
use crate::options::Options;
use crate::prepare::{Prepared, Subject};
use crate::rounds::progress_bar;

/// A program whose columns agree.
pub struct Agreed {
    pub program: SuiteProgram,
    /// At which it is measured.
    pub size: u64,
    /// What it prints at this size.
    pub output: String,
    /// As in [`Subject`], with the number of iterations of a steady run.
    pub commands: Vec<Option<(Prepared, u32)>>,
}

/// So many iterations show a column's speed well enough to choose their number.
const TRIAL: u32 = 2;

/// No column gets more iterations than this, however fast it is.
const MOST: f64 = 1000.0;

pub fn agree(subjects: Vec<Subject>, options: &Options) -> Result<Vec<Agreed>> {
    let progress = progress_bar(subjects.iter().map(|subject| subject.commands.iter().flatten().count()).sum());
    let mut agreed = Vec::new();
    for Subject { program, commands } in subjects {
        let size = if options.small { program.small } else { program.size };
        let mut first: Option<(String, String)> = None;
        let mut ready = Vec::new();
        for prepared in commands {
            let Some(prepared) = prepared else {
                ready.push(None);
                continue;
            };
            progress.set_message(format!("checking {} in {}", program.name, prepared.column));
            let context = || format!("{} in {}", program.name, prepared.column);
            let small = launch::run(&prepared.words(program.small, 1)).with_context(context)?;
            same(&program.name, ("the suite", &program.small_checksum), (&prepared.column, &small.output))?;
            let run = launch::run(&prepared.words(size, TRIAL)).with_context(context)?;
            match &first {
                Some((column, output)) => same(&program.name, (column, output), (&prepared.column, &run.output))?,
                None => first = Some((prepared.column.clone(), run.output)),
            }
            let fastest = run.iterations.iter().copied().fold(f64::INFINITY, f64::min);
            ready.push(Some((prepared, iterations(fastest, options.steady()))));
            progress.inc(1);
        }
        let output = first.map(|(_, output)| output.trim_end().to_owned()).unwrap_or_default();
        agreed.push(Agreed { program, size, output, commands: ready });
    }
    progress.finish_and_clear();
    Ok(agreed)
}

fn same(program: &str, (one, expected): (&str, &str), (other, found): (&str, &str)) -> Result<()> {
    let (expected, found) = (expected.trim_end(), found.trim_end());
    if expected != found {
        bail!("{program}: the outputs differ, so nothing is compared\n  {one}: {expected}\n  {other}: {found}");
    }
    Ok(())
}

/// How many iterations fill the seconds, within bounds.
fn iterations(one: f64, (seconds, fewest): (f64, u32)) -> u32 {
    (seconds / one).ceil().clamp(fewest.into(), MOST) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iterations_fill_the_time() {
        assert_eq!(iterations(0.1, (2.0, 5)), 20);
        assert_eq!(iterations(9.0, (2.0, 5)), 5);
        assert_eq!(iterations(1e-6, (2.0, 5)), 1000);
    }

    #[test]
    fn a_difference_names_program_columns_and_outputs() {
        assert!(same("fib", ("c", "144\n"), ("java", "144")).is_ok());
        let said = same("fib", ("c", "144\n"), ("java", "145\n")).expect_err("they differ").to_string();
        for part in ["fib", "c: 144", "java: 145"] {
            assert!(said.contains(part), "{said}");
        }
    }
}
