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
