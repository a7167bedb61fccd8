//! Programs with mistakes, and exactly what they are told: `tests/mistakes/<phase>/*.nido`, each with a `.txt` beside it.

#[path = "support/goldens.rs"]
mod goldens;

use std::path::Path;

use pvm_compiler::diagnostic::render;
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

/// What the compiler says about a text. The folder says how far the compiler goes.
fn diagnose(path: &Path, text: &str) -> String {
    let mut sources = Sources::default();
    let name = path.file_name().unwrap_or_default();
    let file = sources.add(Path::new(name), text.to_owned()).expect("a small text");
    let (_, diagnostics) = syntax::parse(file, &sources, &mut Names::default());
    let rendered = diagnostics.iter().map(|diagnostic| render::render(diagnostic, &sources, false));
    rendered.map(|text| text + "\n").collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_of_the_syntax_are_told_as_written_down() {
    assert!(goldens::check("mistakes/syntax", diagnose) >= 50);
}
