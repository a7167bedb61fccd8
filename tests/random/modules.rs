//! Whatever verifies can be run: golden programs whose bytes were damaged are refused, or run within their limits without
//! a fault of the machine.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pvm::Engine;
use pvm_properties::module;

const CASES: usize = 3000;

#[test]
fn damaged_modules_are_refused_or_run() {
    let engine = Engine::new();
    // One in seven is enough for all features.
    let files = super::golden_programs().into_iter().step_by(7);
    let modules: Vec<Vec<u8>> = files.filter_map(|file| Some(engine.compile(file).ok()?.stripped_bytes())).collect();
    assert!(modules.len() > 50);
    let mut ran = 0;
    let damage = (any::<prop::sample::Index>(), prop::collection::vec((any::<u16>(), 0..4_u8), 1..3));
    let mut runner = TestRunner::deterministic();
    for _ in 0..CASES {
        let (index, changes) = damage.new_tree(&mut runner).expect("no value is refused").current();
        ran += usize::from(module::run(&module::damaged(&modules[index.index(modules.len())], &changes)));
    }
    assert!(ran > CASES / 40, "only {ran} of {CASES} were run");
}

/// Every part of a module may be missing, so a whole program that was cut anywhere must be known by its missing end.
#[test]
fn no_part_of_a_module_is_a_module() {
    let engine = Engine::new();
    let program = engine.compile_text("hello", "fn main() {\n    println(\"hello\")\n}\n").expect("it compiles");
    for bytes in [program.bytes(), program.stripped_bytes()] {
        assert!(engine.load_bytes("whole", &bytes).is_ok());
        for length in 0..bytes.len() {
            let error = engine.load_bytes("part", &bytes[..length]).expect_err("a part is refused");
            assert!(error.to_string().starts_with("part is no module: "), "{error}");
        }
    }
}
