//! The whole library is free of mistakes, also where no program has reached it yet.

use pvm_compiler::diagnostic::Severity;
use pvm_compiler::{Loader, Options, Source, check};

struct Library;

impl Loader for Library {
    fn load(&mut self, module: &str) -> Result<Option<Source>, String> {
        let source = |text: &str| Source { module: module.into(), path: module.into(), text: text.into() };
        Ok(pvm_stdlib::source(module).map(source))
    }
}

#[test]
fn every_module_checks() {
    let imports = pvm_stdlib::MODULES.iter().filter(|(name, _)| *name != "std.prelude");
    let text = imports.map(|(name, _)| format!("import {name} as {}_\n", name.replace('.', "_"))).collect::<String>();
    let root = Source { module: "main".into(), path: "main".into(), text: text + "fn main() {}\n" };
    let options = Options { whole_library: true, ..Options::default() };
    let checked = check(root, &mut Library, &options);
    let mistakes: Vec<String> = checked
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| {
            let (file, line, column) = checked.sources.locate(diagnostic.span);
            let path = checked.sources.file(file).path.display();
            format!("{path}:{line}:{column}: {}", diagnostic.message)
        })
        .collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}
