//! Texts with what is made of them beside them: `name.nido`, or `name.pvmasm` for modules, and `name.txt`. With `UPDATE=1` in the environment the
//! `.txt` files are written anew.

use std::fs;
use std::path::{Path, PathBuf};

/// Compares what `made_of` makes of every program in a folder of the tests with what is written down; returns
/// how many there are.
pub fn check(folder: &str, made_of: impl Fn(&Path, &str) -> String) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests").join(folder);
    let programs = programs(&folder);
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for program in &programs {
        let text = fs::read_to_string(program).expect("a readable program");
        let made = made_of(program, &text);
        let expected = program.with_extension("txt");
        if update {
            fs::write(&expected, &made).expect("a writable folder");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(made.as_str()) {
            wrong.push(format!("{}:\n{made}", program.display()));
        }
    }
    assert!(wrong.is_empty(), "{} of {} texts differ:\n\n{}", wrong.len(), programs.len(), wrong.join("\n"));
    programs.len()
}

fn programs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut programs: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "nido" || end == "pvmasm")).collect();
    programs.sort();
    programs
}
