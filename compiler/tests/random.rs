//! Properties of all texts: none makes the parser panic, what is told has a place in the text and can be drawn, and
//! what is made by the rules of the grammar is read without a word.

#[path = "support/library.rs"]
mod library;
#[path = "support/programs.rs"]
mod programs;

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pvm_compiler::diagnostic::{Diagnostic, json, render};
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax::{self, print};
use pvm_compiler::{Options, compile};

/// Reads a text behind another file, so that places do not start at 0.
fn read(text: &str) -> (Sources, Vec<Diagnostic>) {
    let (mut sources, mut names) = (Sources::default(), Names::default());
    sources.add(Path::new("before.nido"), "before".to_owned()).expect("a small text");
    let file = sources.add(Path::new("random.nido"), text.to_owned()).expect("a small text");
    let (tree, diagnostics) = syntax::parse(file, &sources, &mut names);
    print::tree(&tree, &names);
    print::tokens(file, &sources);
    let base = sources.file(file).base;
    for told in &diagnostics {
        let places = [told.span].into_iter().chain(told.others.iter().map(|(span, _)| *span));
        for place in places.chain(told.fixes.iter().map(|fix| fix.span)) {
            assert!(base <= place.start && place.start <= place.end, "{told:?}");
            assert!(place.end as usize <= base as usize + text.len(), "{told:?}");
            assert!(text.is_char_boundary((place.start - base) as usize), "{told:?}");
        }
        assert!(!render::render(told, &sources, true).is_empty());
        assert!(!serde_json::to_string(&json::report(told, &sources)).expect("JSON").is_empty());
    }
    (sources, diagnostics)
}

/// Texts of pieces that mean something to the parser.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: &str = "fn let var if else match while for in loop struct enum impl interface import const pub test \
        return break continue defer assert self Self none null true type extern is as as? x y Point std int 1 2.5 0x \
        'a' 'ab' 'l \" \"\"\" \"a\" \"{ }\" r\" r#\" { } ( ) [ ] < > << >> >= = == => -> + - * / ! ? ?? ?. . .. ..= , \
        ; : :: | || & && @ # $ \\ _ // /// //! /* */ mut and elif ++ é 漢 \u{0} \u{feff}";
    let piece = proptest::sample::select(PIECES.split(' ').collect::<Vec<_>>());
    let gap = proptest::sample::select(vec!["", " ", " ", " ", "\n", "\n    ", "\r\n", "\t"]);
    let pieces = proptest::collection::vec((piece, gap), 0..60);
    pieces.prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

/// A text made by the grammar, with one token taken out.
fn broken() -> impl Strategy<Value = String> {
    (programs::program(), any::<prop::sample::Index>()).prop_map(|(text, index)| {
        let words: Vec<(usize, &str)> =
            text.match_indices(|c: char| !c.is_whitespace() && !c.is_alphanumeric()).collect();
        match words.is_empty() {
            true => text,
            false => {
                let (at, word) = words[index.index(words.len())];
                text[..at].to_owned() + &text[at + word.len()..]
            }
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_tokens_are_read(text in soup()) {
        read(&text);
    }

    #[test]
    fn programs_are_read_without_a_word(text in programs::program()) {
        let (sources, diagnostics) = read(&text);
        let told: Vec<String> = diagnostics.iter().map(|told| render::render(told, &sources, false)).collect();
        prop_assert!(told.is_empty(), "{}\n{}", told.join("\n"), text);
    }
}

/// One mistake should get one diagnostic. Here a random sign is lost from a program; some losses are no mistake, and
/// some open a bracket to the end of the file.
#[test]
fn a_lost_sign_is_told_about_once() {
    const PROGRAMS: usize = 1000;
    let mut runner = TestRunner::deterministic();
    let mut told = 0;
    for _ in 0..PROGRAMS {
        let text = broken().new_tree(&mut runner).expect("a program").current();
        told += read(&text).1.len();
    }
    assert!(told * 10 < PROGRAMS * 14, "{PROGRAMS} programs got {told} diagnostics");
}

/// The texts of the golden programs.
fn golden_programs() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/programs");
    let entries = |folder: &Path| fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries(&folder).flat_map(|feature| entries(&feature)).collect();
    files.sort();
    let texts = files.iter().filter(|path| path.extension().is_some_and(|ending| ending == "nido"));
    texts.map(|path| fs::read_to_string(path).expect("a text")).collect()
}

/// A program with one line, word or sign taken out, doubled, or put in place of another.
fn edited(text: &str, other: &str, [from, to, how]: [prop::sample::Index; 3]) -> String {
    let lines = how.index(2) == 0;
    let is_end = |c: char| if lines { c == '\n' } else { !c.is_alphanumeric() && c != '_' };
    let parts: Vec<&str> = text.split_inclusive(is_end).collect();
    let others: Vec<&str> = other.split_inclusive(is_end).collect();
    let (at, new) = (from.index(parts.len()), others[to.index(others.len())]);
    let middle = match how.index(3) {
        0 => String::new(),
        1 => parts[at].repeat(2),
        _ => new.to_owned(),
    };
    parts[..at].concat() + &middle + &parts[at + 1..].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    /// Whatever compiles passes verification, and whatever doesn't is told why.
    #[test]
    fn edited_programs_are_compiled_or_refused(
        program in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        edit in any::<[prop::sample::Index; 3]>(),
    ) {
        let programs = golden_programs();
        let text = edited(&programs[program.index(programs.len())], &programs[other.index(programs.len())], edit);
        let root = library::root(Path::new("edited.nido"), text);
        let compiled = compile(root, &mut library::Modules { folder: PathBuf::new() }, &Options::default());
        for told in &compiled.diagnostics {
            prop_assert!(!render::render(told, &compiled.sources, false).is_empty());
        }
        match compiled.module {
            Some(module) => prop_assert_eq!(pvm_bytecode::verify(module).err().map(|error| error.to_string()), None),
            None => prop_assert!(!compiled.diagnostics.is_empty()),
        }
    }
}
