//! Every module of the library can be read.

use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;
use std::path::Path;

#[test]
fn every_module_parses() {
    let mut mistakes = Vec::new();
    for (name, text) in pvm_stdlib::MODULES {
        let mut sources = Sources::default();
        let file = sources.add(Path::new(name), (*text).into()).expect("a small text");
        let (_, diagnostics) = syntax::parse(file, &sources, &mut Names::default());
        for diagnostic in diagnostics {
            let (_, line, column) = sources.locate(diagnostic.span);
            mistakes.push(format!("{name}:{line}:{column}: {}", diagnostic.message));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
