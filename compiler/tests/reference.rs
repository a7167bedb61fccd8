//! The examples of the language reference are Nido: every fence of docs/language.md is read here. What stands in a fence
//! is a file (`nido`), statements (`nido,body`), or a file that is only read, because it imports what is not there
//! (`nido,parse`).

use std::path::Path;

use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

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

#[test]
fn examples_parse() {
    let examples = examples();
    assert!(examples.len() > 25, "only {} examples were found", examples.len());
    let mut mistakes = Vec::new();
    for example in examples {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("docs/language.md"), example.file()).expect("a small text");
        let (_, diagnostics) = syntax::parse(file, &sources, &mut Names::default());
        for diagnostic in diagnostics {
            let (_, line, column) = sources.locate(diagnostic.span);
            mistakes.push(format!("{}:{column}: {}", example.line + line as usize - 1, diagnostic.message));
        }
    }
    assert!(mistakes.is_empty(), "in docs/language.md:\n{}", mistakes.join("\n"));
}
