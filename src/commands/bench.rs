//! `pvm bench`: measures benchmarks and whole programs, in one engine or in several in turn.

mod check;
mod engine;
mod item;
mod measure;
mod report;

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use self::engine::Mode;
use self::item::Item;
use self::measure::Measured;
use super::machine::{Machine, parse_time};
use super::progress::Progress;
use super::{MessageFormat, complain, print_bytes};
use crate::exit::Exit;

#[derive(Args)]
pub struct Bench {
    /// Measures in each of these engines in turn, after showing that results and output are the same
    #[arg(long, value_delimiter = ',', value_parser = engine::parse, value_name = "ENGINES", long_help = engine::help())]
    compare: Vec<&'static Mode>,
    /// Measures only what has this text in its name
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// How long each is measured in each engine, warm-up included; at least a few times in any case
    #[arg(long = "for", value_name = "TIME", value_parser = parse_time, default_value = "3s")]
    measure_for: Duration,
    /// Runs the programs of a suite at their small sizes
    #[arg(long)]
    small: bool,
    /// How mistakes, warnings and results are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// A program with `bench` items, or with `main` to be run as a whole; or a folder of such files, or with a suite.json
    #[arg(default_value = ".")]
    path: PathBuf,
    /// What the program gets as its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    // Last, because its heading holds for all that follows.
    #[command(flatten)]
    machine: Machine,
}

/// Why the command stops: what it said already, as an exit code.
type Stopped = Exit;

impl Bench {
    pub fn run(self) -> Exit {
        self.try_run().unwrap_or_else(|stopped| stopped)
    }

    fn try_run(self) -> Result<Exit, Stopped> {
        let items = self.items()?;
        let own = [engine::as_flags_say()];
        let modes = if self.compare.is_empty() { own.iter().collect() } else { self.compare.clone() };
        let mut progress = Progress::new(items.len());
        for item in &items {
            progress.now_at(&format!("checking {item}"));
            progress.aside(|| check::agreement(item, &modes, &self))?;
        }
        let mut results = Vec::new();
        for item in &items {
            progress.now_at(&item.to_string());
            results.push((item, progress.aside(|| self.measure(item, &modes))?));
            progress.step();
        }
        progress.end();
        let text = match self.message_format {
            MessageFormat::Human => report::human(&results),
            MessageFormat::Json => report::json(&results),
        };
        Ok(print_bytes(text.as_bytes()))
    }

    /// All that is to be measured.
    fn items(&self) -> Result<Vec<Item>, Stopped> {
        let mut items = item::find(&self.path, &self.arguments, self.small)
            .map_err(|error| super::report(&error, self.message_format))?;
        if items.is_empty() {
            complain(&format!("there is nothing to measure in {}: no `bench` item", self.path.display()));
            return Err(Exit::USAGE);
        }
        if let Some(text) = &self.filter {
            items.retain(|item| item.name().contains(text));
            if items.is_empty() {
                complain(&format!("nothing to measure in {} has `{text}` in its name", self.path.display()));
                return Err(Exit::USAGE);
            }
        }
        Ok(items)
    }

    fn measure<'m>(&self, item: &Item, modes: &[&'m Mode]) -> Result<Vec<Measured<'m>>, Stopped> {
        let subjects = modes.iter().map(|mode| Ok((*mode, self.start(item, mode)?)));
        measure::in_turn(subjects.collect::<Result<_, _>>()?, self.measure_for)
            .map_err(|failed| failed.report(item, self))
    }

    /// Compiles and starts an item for an engine.
    fn start(&self, item: &Item, mode: &Mode) -> Result<item::Subject, Stopped> {
        item.start(&mode.machine(&self.machine)).map_err(|error| super::report(&error, self.message_format))
    }
}
