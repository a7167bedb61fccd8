//! The command line.

use std::path::PathBuf;

use clap::Parser;

use crate::column;

/// Runs the suite in pvm and its peers, in turn, and writes a report to target/bench-report
#[derive(Parser)]
#[command(name = "cargo bench --bench peers --", max_term_width = 100, after_help = column::help())]
pub struct Options {
    /// Only programs with one of these texts in their names
    #[arg(long, value_delimiter = ',', value_name = "TEXT")]
    pub filter: Vec<String>,
    /// Only these columns
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub peers: Vec<String>,
    /// A further column: another binary of pvm, to compare before and after
    #[arg(long = "with", value_parser = parse_other, value_name = "NAME=PATH")]
    pub others: Vec<(String, PathBuf)>,
    /// How often everything is run [default: 5]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..), value_name = "N")]
    rounds: Option<u32>,
    /// The column that ratios are relative to: `c` where it is there, or else the first
    #[arg(long, value_name = "NAME")]
    pub base: Option<String>,
    /// Two rounds and short runs: to look at, not to quote
    #[arg(long)]
    pub quick: bool,
    /// The small sizes, at which programs only show that they work
    #[arg(long)]
    pub small: bool,
    /// Writes the figures into docs/performance.md
    #[arg(long)]
    pub write_docs: bool,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Options {
    pub fn rounds(&self) -> u32 {
        self.rounds.unwrap_or(if self.quick { 2 } else { 5 })
    }

    /// How many seconds a process of the steady state shall work, and in how many iterations at least.
    pub fn steady(&self) -> (f64, u32) {
        if self.quick { (0.3, 3) } else { (2.0, 3) }
    }

    pub fn wants(&self, program: &str) -> bool {
        self.filter.is_empty() || self.filter.iter().any(|text| program.contains(text.as_str()))
    }
}

fn parse_other(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => Ok((name.to_owned(), path.into())),
        _ => Err("expected a name and the path of a binary, as in before=/tmp/pvm".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_rounds_are_chosen() {
        let options = Options::parse_from(["peers", "--bench", "--filter", "fib,tree", "--quick"]);
        assert!(options.wants("fib") && options.wants("binary_trees") && !options.wants("nbody"));
        assert_eq!(options.rounds(), 2);
        assert_eq!(Options::parse_from(["peers", "--rounds", "9", "--quick"]).rounds(), 9);
        assert!(Options::parse_from(["peers"]).wants("anything"));
        assert!(Options::try_parse_from(["peers", "--rounds", "0"]).is_err());
    }

    #[test]
    fn another_binary_has_a_name() {
        assert_eq!(parse_other("before=/tmp/pvm"), Ok(("before".to_owned(), "/tmp/pvm".into())));
        assert!(parse_other("/tmp/pvm").is_err());
    }
}
