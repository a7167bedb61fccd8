//! `pvm profile`: runs a program and shows where its time goes.

use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use clap::Args;
use inferno::flamegraph;
use pvm::Profile;

use super::build::write_whole;
use super::guest::Guest;
use super::{complain, tell};
use crate::exit::Exit;

#[derive(Args)]
#[command(
    after_help = "The table goes to standard error. The exit code is that of `pvm run`, or 1 if a file can't be written."
)]
pub struct ProfileCommand {
    /// Where to write the flame graph, which a browser shows
    #[arg(short = 'o', long, value_name = "FILE", default_value = "profile.svg")]
    graph: PathBuf,
    /// Also writes the stacks as text, a line for each with the number of its samples
    #[arg(long, value_name = "FILE")]
    folded: Option<PathBuf>,
    /// So many samples are taken a second, at most 10000
    #[arg(long, value_name = "N", default_value = "1000", value_parser = frequency)]
    frequency: NonZero<u32>,
    // Last, because the heading of its machine holds for all that follows.
    #[command(flatten)]
    guest: Guest,
}

fn frequency(text: &str) -> Result<NonZero<u32>, String> {
    let number = text.parse().ok().filter(|number: &NonZero<u32>| number.get() <= 10_000);
    number.ok_or_else(|| "expected a number of samples a second, from 1 to 10000".to_owned())
}

impl ProfileCommand {
    pub fn run(self) -> Exit {
        let (_, mut vm) = match self.guest.start(|host| host.sample(self.frequency)) {
            Ok(started) => started,
            Err(exit) => return exit,
        };
        let ended = self.guest.conclude(vm.run());
        match self.write(&vm.profile()) {
            Ok(()) => ended,
            Err((path, error)) => {
                complain(&format!("cannot write {}: {}", path.display(), pvm::reason(&error)));
                Exit::FAILURE
            }
        }
    }

    /// Writes what was asked for, and on failure says which file can't be written and why.
    fn write(&self, profile: &Profile) -> Result<(), (&Path, io::Error)> {
        if profile.samples == 0 {
            tell(
                "note: the program ended before a sample was taken, so nothing is written; `--frequency` takes more\n",
            );
            return Ok(());
        }
        tell(&profile.to_string());
        if let Some(folded) = &self.folded {
            write_whole(folded, profile.folded().as_bytes()).map_err(|error| (folded.as_path(), error))?;
        }
        let graph = flame_graph(&self.guest.file().display().to_string(), profile);
        graph.and_then(|graph| write_whole(&self.graph, &graph)).map_err(|error| (self.graph.as_path(), error))
    }
}

/// The profile as an image.
fn flame_graph(title: &str, profile: &Profile) -> io::Result<Vec<u8>> {
    let mut options = flamegraph::Options::default();
    options.title = title.to_owned();
    options.deterministic = true;
    let folded = profile.folded();
    let mut graph = Vec::new();
    flamegraph::from_lines(&mut options, folded.lines(), &mut graph)?;
    Ok(graph)
}
