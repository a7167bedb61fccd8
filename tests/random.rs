//! What holds for any text, program and module, tried with fixed seeds. The properties stand in `tests/properties`, and the
//! fuzz targets try them for as long as one likes.

#[path = "random/modules.rs"]
mod modules;
#[path = "random/programs.rs"]
mod programs;
#[path = "random/texts.rs"]
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

/// The golden programs, those of one file.
fn golden_programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let entries = |folder: &Path| fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries(&folder).flat_map(|feature| entries(&feature)).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "nido"));
    files.sort();
    files
}
