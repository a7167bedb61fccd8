//! Branches that only choose between values become selections, in Cranelift's representation.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Compiler, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// How often a function of two numbers chooses, and how often it branches.
fn counts(body: &str) -> (usize, usize) {
    let module = format!("function $subject (i64, i64) -> i64 {{\n{body}\n}}\n");
    let program = Program::new(verify(text::parse(&module).expect("a module")).expect("a valid one"));
    let unit = Unit { function: FunctionId::from_index(0), from: None, metered: false };
    let shown = Compiler::default().show(&program, unit, Stage::Lowered).expect("it can be compiled");
    // The frame's room and what is done where there is none.
    let own = shown.split("block1:").nth(1).expect("a first block");
    (own.matches(" select").count(), own.matches("brif ").count())
}

#[test]
fn the_larger_of_two_is_chosen() {
    let larger = "  local.get 0\n  local.get 1\n  i64.lt_s\n  branch second first\nsecond:\n  local.get 1\n  local.set 0\n  \
                  jump first\nfirst:\n  local.get 0\n  return";
    assert_eq!(counts(larger), (1, 0));
}

#[test]
fn what_was_not_compared_is_not_waited_for() {
    let other = "  local.get 0\n  i64.const 7\n  i64.lt_s\n  branch second first\nsecond:\n  local.get 1\n  local.set 0\n  \
                 jump first\nfirst:\n  local.get 0\n  return";
    assert_eq!(counts(other), (0, 1));
}

#[test]
fn where_more_is_done_than_to_choose_there_is_a_branch() {
    let computed = "  local.get 0\n  local.get 1\n  i64.lt_s\n  branch second first\nsecond:\n  local.get 1\n  local.get 1\n  \
                    i64.mul\n  local.set 0\n  jump first\nfirst:\n  local.get 0\n  return";
    assert_eq!(counts(computed), (0, 1));
}
