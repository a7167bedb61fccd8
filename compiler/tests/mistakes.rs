//! Programs with mistakes, and exactly what they are told: `tests/mistakes/<phase>/*.nido`, each with a `.txt` beside it.

#[path = "support/goldens.rs"]
mod goldens;
#[path = "support/library.rs"]
mod library;

use std::path::Path;

use pvm_compiler::Options;
use pvm_compiler::diagnostic::{Diagnostic, render};
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

fn told(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let rendered = diagnostics.iter().map(|diagnostic| render::render(diagnostic, sources, false) + "\n");
    rendered.collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_of_the_syntax_are_told_as_written_down() {
    let diagnose = |path: &Path, text: &str| {
        let mut sources = Sources::default();
        let name = Path::new(path.file_name().unwrap_or_default());
        let file = sources.add(name, text.to_owned()).expect("a small text");
        told(&syntax::parse(file, &sources, &Names::default()).1, &sources)
    };
    assert!(goldens::check("mistakes/syntax", diagnose) >= 50);
}

/// What compiling a program is told, as text.
fn compiled(path: &Path, text: &str, check_only: bool) -> String {
    let root = library::root(Path::new(path.file_name().unwrap_or_default()), text.to_owned());
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let options = Options { check_only, ..Options::default() };
    let compiled = pvm_compiler::compile(root, &mut library::Modules { folder }, &options);
    told(&compiled.diagnostics, &compiled.sources)
}

#[test]
fn mistakes_of_meaning_are_told_as_written_down() {
    assert!(goldens::check("mistakes/analysis", |path, text| compiled(path, text, true)) >= 150);
}

#[test]
fn mistakes_that_show_when_generic_code_meets_its_types_are_told_as_written_down() {
    assert!(goldens::check("mistakes/lower", |path, text| compiled(path, text, false)) >= 3);
}
