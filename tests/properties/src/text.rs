//! Any text is read, and compiled or refused with a word about it that has a place in the text.

use std::path::Path;

use pvm::Engine;
use pvm::compiler::diagnostic::{Diagnostic, json, render};
use pvm::compiler::name::Names;
use pvm::compiler::source::Sources;
use pvm::compiler::syntax::{self, print};

/// Reads a text and gives what is told about it. It stands behind another file, so that places do not start at 0.
///
/// # Panics
/// What is told has no place in the text or can't be shown.
pub fn read(text: &str) -> Vec<String> {
    let (mut sources, names) = (Sources::default(), Names::default());
    let mut add = |name: &str, text: &str| sources.add(Path::new(name), text.to_owned());
    let (Ok(_), Ok(file)) = (add("before.nido", "before"), add("random.nido", text)) else { return Vec::new() };
    let (tree, diagnostics) = syntax::parse(file, &sources, &names);
    print::tree(&tree, &names);
    print::tokens(file, &sources);
    let base = sources.file(file).base;
    diagnostics.iter().for_each(|told| places_are_within(told, base, text));
    for told in &diagnostics {
        assert!(serde_json::to_string(&json::report(told, &sources)).is_ok_and(|json| !json.is_empty()));
    }
    diagnostics
        .iter()
        .map(|told| render::render(told, &sources, false))
        .inspect(|told| assert!(!told.is_empty()))
        .collect()
}

fn places_are_within(told: &Diagnostic, base: u32, text: &str) {
    let places = [told.span].into_iter().chain(told.others.iter().map(|(span, _)| *span));
    for place in places.chain(told.fixes.iter().map(|fix| fix.span)) {
        assert!(base <= place.start && place.start <= place.end, "{told:?}");
        assert!(place.end as usize <= base as usize + text.len(), "{told:?}");
        assert!(text.is_char_boundary((place.start - base) as usize), "{told:?}");
    }
}

/// Compiles a text: whatever compiles passes verification, and whatever doesn't is told why.
///
/// # Panics
/// It doesn't, or isn't.
pub fn compile(text: &str) {
    match Engine::new().compile_text("random.nido", text) {
        Ok(program) => assert!(!program.bytes().is_empty()),
        Err(pvm::Error::Compile(diagnostics)) => assert!(!diagnostics.to_string().is_empty()),
        Err(error) => panic!("{error}"),
    }
}
