//! A suite: programs in a folder, and a `suite.json` beside them that says at which size each is worth measuring.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::error::Error;

/// One program of a suite: `NAME.nido`, which takes a size as its argument and prints a checksum.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct SuiteProgram {
    pub name: String,
    /// Under which programs of its kind stand together.
    pub category: String,
    /// What it measures, in a few words.
    pub covers: String,
    /// The size to measure at.
    pub size: u64,
    /// A size at which it only shows that it works.
    pub small: u64,
    /// What it prints at the small size.
    pub small_checksum: String,
}

/// The programs of the suite in a folder; none where the folder has no `suite.json`.
///
/// # Errors
/// The file can't be read, or isn't a list of programs.
pub fn suite(folder: impl AsRef<Path>) -> Result<Option<Vec<SuiteProgram>>, Error> {
    let path = folder.as_ref().join("suite.json");
    if !path.exists() {
        return Ok(None);
    }
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return Err(Error::Read { path, error }),
    };
    serde_json::from_str(&text).map(Some).map_err(|error| Error::Suite { path, error })
}
