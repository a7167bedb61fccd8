//! The measuring: round after round, program after program, every column in turn, so that whatever else the machine does
//! meets all columns alike.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

use crate::agree::Agreed;
use crate::figures::{Cell, ProgramFigures, Round};
use crate::launch;
use crate::options::Options;

pub fn run(agreed: Vec<Agreed>, options: &Options) -> Result<Vec<ProgramFigures>> {
    let cells = agreed.iter().map(|subject| subject.commands.iter().flatten().count()).sum::<usize>();
    let progress = progress_bar(cells * options.rounds() as usize);
    let mut programs: Vec<_> = agreed.iter().map(empty).collect();
    for round in 0..options.rounds() as usize {
        for (subject, figures) in agreed.iter().zip(&mut programs) {
            // Each round begins with another column, so that none always follows the same one.
            let count = subject.commands.len();
            for place in (0..count).map(|place| (place + round) % count) {
                let Some((prepared, iterations)) = &subject.commands[place] else { continue };
                let (program, column) = (&subject.program.name, &prepared.column);
                progress.set_message(format!("round {} of {}: {program} in {column}", round + 1, options.rounds()));
                let context = || format!("{program} in {column}");
                let cold = launch::run(&prepared.words(subject.size, 1)).with_context(context)?;
                let steady = launch::run(&prepared.words(subject.size, *iterations)).with_context(context)?;
                if [&cold, &steady].iter().any(|run| run.output.trim_end() != subject.output) {
                    bail!("{program} in {column} printed something else than in its first run");
                }
                if let Some(cell) = &mut figures.cells[place] {
                    cell.rounds.push(Round {
                        cold_seconds: cold.seconds,
                        peak_bytes: cold.peak_bytes,
                        iteration_seconds: steady.iterations,
                    });
                }
                progress.inc(1);
            }
        }
    }
    progress.finish_and_clear();
    Ok(programs)
}

fn empty(subject: &Agreed) -> ProgramFigures {
    let program = &subject.program;
    ProgramFigures {
        name: program.name.clone(),
        category: program.category.clone(),
        covers: program.covers.clone(),
        size: subject.size,
        output: subject.output.clone(),
        cells: subject.commands.iter().map(|command| command.as_ref().map(|_| Cell::default())).collect(),
    }
}

/// Shows on a terminal how far it is and how long it will take.
pub fn progress_bar(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} (about {eta} to go) {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
