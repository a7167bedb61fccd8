//! The examples of the language reference are Nido without a mistake: every fence of docs/language.md is checked here.
//! What stands in a fence is a file (`nido`), statements (`nido,body`), or a file that can only be read, because it
//! imports what is not there (`nido,parse`).

use std::path::{Path, PathBuf};

use pvm_compiler::diagnostic::{Diagnostic, Severity};
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::{Loader, Options, Source, check, syntax};

const REFERENCE: &str = include_str!("../../docs/language.md");

/// An example, and the line of the page on which its text starts.
struct Example {
    line: usize,
    kind: &'static str,
    text: String,
}

fn examples() -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for (number, line) in REFERENCE.lines().enumerate() {
        match (inside, line.strip_prefix("```")) {
            (true, Some(_)) => inside = false,
            (true, None) => {
                if let Some(example) = examples.last_mut() {
                    example.text += &format!("{line}\n");
                }
            }
            (false, Some(kind)) => {
                inside = true;
                examples.push(Example { line: number + 2, kind, text: String::new() });
            }
            (false, None) => {}
        }
    }
    examples.retain(|example| example.kind.starts_with("nido"));
    examples
}

impl Example {
    /// The example as a file. Its lines keep their numbers.
    fn file(&self) -> String {
        match self.kind {
            "nido,body" => format!("fn example() {{ {}}}\n", self.text),
            _ => self.text.clone(),
        }
    }
}

/// Gives the modules of the library.
struct Library;

impl Loader for Library {
    fn load(&mut self, module: &str) -> Result<Option<Source>, String> {
        let source = |text: &str| Source { module: module.into(), path: PathBuf::from(module), text: text.into() };
        Ok(pvm_stdlib::source(module).map(source))
    }
}

/// What a way of looking at them finds wrong in the examples, by the lines of the page.
fn mistakes(find: impl Fn(&Example) -> (Sources, Vec<Diagnostic>)) -> String {
    let examples = examples();
    assert!(examples.len() > 25, "only {} examples were found", examples.len());
    let mut mistakes = String::new();
    for example in examples {
        let (sources, diagnostics) = find(&example);
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
            let (_, line, column) = sources.locate(diagnostic.span);
            let line = example.line + line as usize - 1;
            mistakes += &format!("docs/language.md:{line}:{column}: {}\n", diagnostic.message);
        }
    }
    mistakes
}

#[test]
fn examples_parse() {
    let found = mistakes(|example| {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("example.nido"), example.file()).expect("a small text");
        let (_, diagnostics) = syntax::parse(file, &sources, &Names::default());
        (sources, diagnostics)
    });
    assert_eq!(found, "");
}

#[test]
fn examples_have_their_types() {
    let found = mistakes(|example| {
        if example.kind == "nido,parse" {
            return (Sources::default(), Vec::new());
        }
        let root = Source { module: "example".into(), path: "example.nido".into(), text: example.file() };
        let checked = check(root, &mut Library, &Options { check_only: true, ..Options::default() });
        (checked.sources, checked.diagnostics)
    });
    assert_eq!(found, "");
}
