//! Programs with mistakes, and exactly what they are told: `tests/mistakes/<phase>/*.nido`, each with a `.txt` beside it.
//! With `UPDATE=1` in the environment the `.txt` files are written anew.

#[path = "support/library.rs"]
mod library;

use std::fs;
use std::path::{Path, PathBuf};

use pvm_compiler::Options;
use pvm_compiler::diagnostic::render;
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

/// What the compiler says about a text. The folder says how far the compiler goes.
fn diagnose(path: &Path, text: &str) -> String {
    let name = Path::new(path.file_name().unwrap_or_default());
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let (diagnostics, sources) = if folder.ends_with("syntax") {
        let mut sources = Sources::default();
        let file = sources.add(name, text.to_owned()).expect("a small text");
        (syntax::parse(file, &sources, &mut Names::default()).1, sources)
    } else {
        let root = library::root(name, text.to_owned());
        let checked = pvm_compiler::check(root, &mut library::Modules { folder }, &Options::default());
        (checked.diagnostics, checked.sources)
    };
    let rendered = diagnostics.iter().map(|diagnostic| render::render(diagnostic, &sources, false));
    rendered.map(|text| text + "\n").collect::<Vec<_>>().join("\n")
}

#[test]
fn every_mistake_is_told_as_written_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/mistakes");
    let mut programs = Vec::new();
    for phase in entries(&root) {
        programs.extend(entries(&phase).into_iter().filter(|path| path.extension().is_some_and(|end| end == "nido")));
    }
    assert!(programs.len() >= 50, "there are only {} programs", programs.len());
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for program in programs {
        let text = fs::read_to_string(&program).expect("a readable program");
        let told = diagnose(&program, &text);
        let expected = program.with_extension("txt");
        if update {
            fs::write(&expected, &told).expect("a writable folder");
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(told.as_str()) {
            wrong.push(format!("{}:\n{told}", program.display()));
        }
    }
    assert!(wrong.is_empty(), "{} programs are told something else:\n\n{}", wrong.len(), wrong.join("\n"));
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    paths.sort();
    paths
}
