//! Texts that are Nido parse without a word.

use std::path::Path;

use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

fn mistakes(text: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let file = sources.add(Path::new("test.nido"), text.to_owned()).expect("small");
    let (_, diagnostics) = syntax::parse(file, &sources, &mut Names::default());
    let place = |d: &pvm_compiler::diagnostic::Diagnostic| {
        let (_, line, column) = sources.locate(d.span);
        format!("{line}:{column}: {} {}", d.code, d.message)
    };
    diagnostics.iter().map(place).collect()
}

#[test]
fn programs_parse() {
    let text = include_str!("syntax/everything.nido");
    assert_eq!(mistakes(text), Vec::<String>::new());
}

#[test]
fn rendering_survives_every_place() {
    use pvm_compiler::diagnostic::{Diagnostic, json, render};
    use pvm_compiler::source::Span;
    let long = format!("{}\0漢{}", "x\t".repeat(3000), "é".repeat(3000));
    let text = format!("fn a() {{\n\tlet x = 漢字\n}}\n{long}\nlast");
    let mut sources = Sources::default();
    sources.add(Path::new("first.nido"), "first".to_owned()).expect("small");
    let file = sources.add(Path::new("test.nido"), text.clone()).expect("small");
    let base = sources.file(file).base;
    for start in (0..=text.len()).step_by(7) {
        for length in [0, 1, 2, 30, 10_000] {
            let span = Span::new(base + start as u32, base + (start + length).min(text.len()) as u32);
            let diagnostic =
                Diagnostic::error("E0101", span, "message").other(Span::new(1, 2), "there").fix("mend", span, "y");
            assert!(render::render(&diagnostic, &sources, false).contains("error[E0101]: message"));
            assert!(json::report(&diagnostic, &sources).place.line > 0);
        }
    }
}
