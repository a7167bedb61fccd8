//! What comes before any measuring: that an item gives the same in every engine, and the words for when it fails.

use super::super::{MessageFormat, complain, report};
use super::engine::Mode;
use super::item::{Failed, Item};
use super::{Bench, Stopped};
use crate::exit::Exit;

/// What one run of an item came to.
#[derive(Clone, Debug)]
pub struct Ending {
    pub code: i64,
    /// On standard output.
    pub printed: Vec<u8>,
    /// On standard error, where programs may tell of times and the like.
    pub complained: Vec<u8>,
}

impl Ending {
    /// Whether another run came to the same.
    pub fn agrees(&self, other: &Self) -> bool {
        (self.code, &self.printed) == (other.code, &other.printed)
    }

    /// In words, with the end of what was printed.
    pub fn describe(&self) -> String {
        let mut words =
            quoted(&self.printed).map_or_else(|| "prints nothing".to_owned(), |text| format!("prints {text}"));
        if let Some(text) = quoted(&self.complained) {
            words += &format!(", complains {text}");
        }
        if self.code != 0 {
            words += &format!(" and ends with exit code {}", self.code);
        }
        words
    }
}

/// The end of a text in quotes, unless there is none.
fn quoted(bytes: &[u8]) -> Option<String> {
    const SHOWN: usize = 200;
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end();
    let start = text.char_indices().rev().nth(SHOWN - 1).map_or(0, |(place, _)| place);
    match (text, start) {
        ("", _) => None,
        (text, 0) => Some(format!("{text:?}")),
        (text, start) => Some(format!("{} bytes that end in {:?}", bytes.len(), &text[start..])),
    }
}

/// Runs an item once in every engine and compares what it gives.
pub fn agreement(item: &Item, modes: &[&Mode], bench: &Bench) -> Result<(), Stopped> {
    let mut first: Option<(&str, Ending)> = None;
    for mode in modes {
        let mut subject = bench.start(item, mode)?;
        let code = subject.run().map_err(|failed| failed.report(item, bench))?;
        let ending = subject.ending(code);
        match &first {
            None => first = Some((mode.name, ending)),
            Some((_, expected)) if expected.agrees(&ending) => {}
            Some((name, expected)) => {
                complain(&format!(
                    "{item}: the engines differ, so nothing is measured\n  {name} {}\n  {} {}",
                    expected.describe(),
                    mode.name,
                    ending.describe()
                ));
                return Err(Exit::FAILURE);
            }
        }
    }
    match first {
        Some((_, ending)) if ending.code != 0 => {
            complain(&format!("{item}: it {}; only what succeeds is measured", ending.describe()));
            Err(Exit::FAILURE)
        }
        _ => Ok(()),
    }
}

impl Failed {
    /// Says what happened, and gives the exit code for it.
    pub fn report(self, item: &Item, bench: &Bench) -> Stopped {
        match self {
            Self::Error(error) => {
                if bench.message_format == MessageFormat::Human {
                    complain(&format!("{item} fails"));
                }
                report(&error, bench.message_format)
            }
            Self::Other(outcome) => {
                complain(&format!("{item} ended in an unknown way: {outcome}"));
                Exit::FAILURE
            }
            Self::Changed { first, later } => {
                complain(&format!(
                    "{item} does something else when it runs again in the same guest, so its times can't be compared\n  \
                     at first it {first}\n  later it {later}"
                ));
                Exit::FAILURE
            }
        }
    }
}
