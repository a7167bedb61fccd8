//! The table of codes: every code of the syntax is explained by a program that gets it and no other, and by one that
//! gets none; and every code that a mistake of the syntax has is in the table.

use std::collections::BTreeSet;
use std::path::Path;

use pvm_compiler::diagnostic::codes;
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

fn codes_of(text: &str) -> Vec<&'static str> {
    let mut sources = Sources::default();
    let file = sources.add(Path::new("example.nido"), text.to_owned()).expect("a small text");
    let (_, diagnostics) = syntax::parse(file, &sources, &Names::default());
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn examples_show_their_code() {
    for code in codes::all().filter(|code| code.id.starts_with("E01")) {
        assert_eq!(codes_of(code.erroneous), [code.id], "{}", code.erroneous);
        assert_eq!(codes_of(code.corrected), [] as [&str; 0], "{}: {}", code.id, code.corrected);
    }
}

#[test]
fn codes_are_unique_and_in_order() {
    let ids: Vec<&str> = codes::all().map(|code| code.id).collect();
    let sorted: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), sorted.len());
    assert_eq!(codes::find("e0101").map(|code| code.id), Some("E0101"));
    assert!(codes::find("E9999").is_none());
}

#[test]
fn every_code_of_the_syntax_is_explained() {
    let sources = [include_str!("../src/syntax/mistakes.rs"), include_str!("../src/syntax/mistakes/slips.rs")];
    for source in sources {
        let codes = source.split("Diagnostic::error(\"").skip(1).filter_map(|rest| rest.get(..5));
        for code in codes {
            assert!(codes::find(code).is_some(), "{code} has no explanation");
        }
    }
}
