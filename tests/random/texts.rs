//! Properties of all texts: none makes the compiler panic, what is told has a place in the text and can be drawn, what is
//! made by the rules of the grammar is read without a word, and whatever compiles verifies.

use std::fs;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pvm_properties::{grammar, mutation, text};

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn any_text_is_read(source in any::<String>()) {
        text::read(&source);
    }

    #[test]
    fn any_tokens_are_read(source in mutation::soup()) {
        text::read(&source);
    }

    #[test]
    fn programs_are_read_without_a_word(source in grammar::program()) {
        let told = text::read(&source);
        prop_assert!(told.is_empty(), "{}\n{}", told.join("\n"), source);
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
        let source = mutation::broken().new_tree(&mut runner).expect("a program").current();
        told += text::read(&source).len();
    }
    assert!(told * 10 < PROGRAMS * 14, "{PROGRAMS} programs got {told} diagnostics");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn edited_programs_are_compiled_or_refused(
        program in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        edit in any::<[prop::sample::Index; 3]>(),
    ) {
        let programs = super::golden_programs();
        let read = |index: prop::sample::Index| fs::read_to_string(&programs[index.index(programs.len())]);
        let (program, other) = (read(program).expect("a text"), read(other).expect("a text"));
        text::compile(&mutation::edited(&program, &other, edit));
    }

    #[test]
    fn programs_without_meaning_are_compiled_or_refused(source in grammar::program()) {
        text::compile(&source);
    }
}
