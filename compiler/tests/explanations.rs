//! Every code that analysis and lowering give is explained, and the explanation's programs are what it says: the first gets this code
//! and no other, the second gets nothing.

#[path = "support/library.rs"]
mod library;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pvm_compiler::diagnostic::codes::{self, Code};
use pvm_compiler::{Options, compile};

/// Codes whose example needs more than one file.
const SEVERAL_FILES: &[&str] = &["E0207", "E0208"];
/// Codes that only the library can get.
const OF_THE_LIBRARY: &[&str] = &["E0604", "E0605"];

/// The codes of these phases.
fn explained() -> impl Iterator<Item = &'static Code> {
    codes::all().filter(|code| !code.id.starts_with("E01"))
}

/// The codes that a program gets, each once.
fn told(text: &str) -> BTreeSet<&'static str> {
    let mut modules = library::Modules { folder: PathBuf::new() };
    let root = library::root(Path::new("main.nido"), text.to_owned());
    let whole = text.contains("fn main(") || text.contains("pub fn start(");
    let options = Options { check_only: !whole, ..Options::default() };
    let diagnostics = compile(root, &mut modules, &options).diagnostics;
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn examples_get_what_they_explain() {
    let mut wrong = Vec::new();
    for code in explained() {
        if SEVERAL_FILES.contains(&code.id) {
            continue;
        }
        let before = told(code.erroneous);
        if before != BTreeSet::from([code.id]) && !OF_THE_LIBRARY.contains(&code.id) {
            wrong.push(format!("{}: the erroneous program gets {before:?}", code.id));
        }
        let after = told(code.corrected);
        if !after.is_empty() {
            wrong.push(format!("{}: the corrected program gets {after:?}", code.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_is_explained_once_and_in_order() {
    let ids: Vec<&str> = explained().map(|code| code.id).collect();
    let letters = |letter: char| ids.iter().filter(|id| id.starts_with(letter)).copied().collect::<Vec<_>>();
    for ids in [letters('E'), letters('W')] {
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }
    let mut used = BTreeSet::new();
    for phase in ["src/analysis", "src/lower"] {
        codes_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(phase), &mut used);
    }
    let explained: BTreeSet<String> = ids.iter().map(|&id| id.to_owned()).collect();
    let missing: Vec<_> = used.difference(&explained).collect();
    assert!(missing.is_empty(), "not explained: {missing:?}");
    let unused: Vec<_> = explained.difference(&used).collect();
    assert!(unused.is_empty(), "explained and never given: {unused:?}");
}

/// The codes that stand in quotes in the sources of a folder.
fn codes_in(path: &Path, used: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a readable folder") {
            codes_in(&entry.expect("a readable entry").path(), used);
        }
    } else if path.to_string_lossy().contains("mistakes") {
        let text = fs::read_to_string(path).expect("a readable file");
        let parts = text.split('"').filter(|part| part.len() == 5 && part.starts_with(['E', 'W']));
        used.extend(parts.filter(|part| part[1..].bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned));
    }
}
