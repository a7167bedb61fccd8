//! Tokens and trees of texts that are Nido: `tests/ir/tokens` and `tests/ir/tree`.

#[path = "support/goldens.rs"]
mod goldens;

use std::path::Path;

use pvm_compiler::diagnostic::{Diagnostic, json, render};
use pvm_compiler::name::Names;
use pvm_compiler::source::{Sources, Span};
use pvm_compiler::syntax::tree::{Body, Impl, Interface, Item, ItemKind};
use pvm_compiler::syntax::{self, print};

#[test]
fn tokens_are_as_written_down() {
    let tokens = |_: &Path, text: &str| {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("text.nido"), text.to_owned()).expect("a small text");
        print::tokens(file, &sources)
    };
    assert!(goldens::check("ir/tokens", tokens) > 0);
}

#[test]
fn trees_are_as_written_down() {
    let tree = |path: &Path, text: &str| {
        let (mut sources, names) = (Sources::default(), Names::default());
        let file = sources.add(path, text.to_owned()).expect("a small text");
        let (tree, diagnostics) = syntax::parse(file, &sources, &names);
        let told: Vec<String> = diagnostics.iter().map(|told| render::render(told, &sources, false)).collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
        print::tree(&tree, &names)
    };
    assert!(goldens::check("ir/tree", tree) > 0);
}

#[test]
fn bodies_that_are_put_off_are_read_as_if_they_were_not() {
    for (module, text) in pvm_stdlib::MODULES {
        let (mut sources, names) = (Sources::default(), Names::default());
        sources.add(Path::new("before.nido"), "// Moves all places.".to_owned()).expect("a small text");
        let file = sources.add(Path::new(module), (*text).to_owned()).expect("a small text");
        let (whole, _) = syntax::parse(file, &sources, &names);
        let (items, mistakes) = syntax::parse_items(file, &sources, &names);
        assert!(mistakes.is_empty(), "{module}");
        let bodies = || items.items.iter().flat_map(bodies_of);
        assert!(bodies().all(|body| body.block.get().is_none()), "{module}");
        for (late, early) in bodies().zip(whole.items.iter().flat_map(bodies_of)) {
            let (block, mistakes) = syntax::read_body(late, &sources, &names);
            assert!(mistakes.is_empty(), "{module}");
            assert_eq!(format!("{block:?}"), format!("{:?}", early.block.get().expect("a block")), "{module}");
        }
        assert_eq!(print::tree(&items, &names), print::tree(&whole, &names), "{module}");
    }
}

fn bodies_of(item: &Item) -> Vec<&Body> {
    match &item.kind {
        ItemKind::Function(function) => function.body.iter().collect(),
        ItemKind::Impl(Impl { methods, .. }) | ItemKind::Interface(Interface { methods, .. }) => {
            methods.iter().filter_map(|method| method.function.body.as_ref()).collect()
        }
        ItemKind::Test(body, _) | ItemKind::Bench(body, _) => vec![body],
        _ => Vec::new(),
    }
}

#[test]
fn rendering_survives_every_place() {
    let long = format!("{}\0漢{}", "x\t".repeat(3000), "é".repeat(3000));
    let text = format!("fn a() {{\n\tlet x = 漢字\n}}\n{long}\nlast");
    let mut sources = Sources::default();
    sources.add(Path::new("first.nido"), "first".to_owned()).expect("a small text");
    let file = sources.add(Path::new("test.nido"), text.clone()).expect("a small text");
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
