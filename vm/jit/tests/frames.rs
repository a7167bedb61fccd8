//! What is stored in the canonical frame, counted in Cranelift's representation: nothing that stands there already, and
//! nothing where no safepoint comes.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Compiler, Pass, Passes, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// A function, `$subject`, that keeps two references across calls of `$other`.
const BEGINNING: &str = "\
type $box struct { $number: i64 }

function $other (ref $box) -> i64 {
  local.get 0
  call $other
  return
}
";

/// How often each slot of the frame is stored on the usual way: by the bytes that it is from the frame's start.
fn stores(body: &str) -> Vec<(u32, usize)> {
    let module = format!("{BEGINNING}\nfunction $subject (ref $box, ref $box, i64) -> i64 {{\n{body}\n}}\n");
    let program = Program::new(verify(text::parse(&module).expect("a module")).expect("a valid one"));
    let unit = Unit { function: FunctionId::from_index(1), from: None, metered: false };
    let compiler = Compiler::new(Passes::default().without(Pass::Inline));
    let shown = compiler.show(&program, unit, Stage::Lowered).expect("it can be compiled");
    let mut counts = std::collections::BTreeMap::new();
    let mut cold = false;
    for line in shown.lines() {
        if line.starts_with("block") {
            cold = line.contains(" cold");
        }
        let place = line.split(';').next().unwrap_or_default().trim().rsplit(", ").next().unwrap_or_default();
        if let (true, false, Some(slot)) = (line.trim().starts_with("store"), cold, place.strip_prefix("v0")) {
            *counts.entry(slot.trim_start_matches('+').parse().unwrap_or(0)).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

/// Calls of `$other`, one after the other, with the first parameter; the second lives on to the end.
fn calls(count: usize) -> String {
    let call = "  local.get 0\n  call $other\n  drop\n";
    format!("{}  local.get 1\n  call $other\n  return", call.repeat(count))
}

#[test]
fn a_reference_is_stored_once_and_a_position_at_each_call() {
    // Both parameters at the first call; nothing more at the others but where they are.
    assert_eq!(stores(&calls(1)), [(0, 2), (16, 1), (24, 1)]);
    assert_eq!(stores(&calls(4)), [(0, 5), (16, 1), (24, 1)]);
}

#[test]
fn a_loop_finds_what_stood_there_before_it() {
    let body = "  jump round\nround:\n  local.get 2\n  i64.const 0\n  i64.gt_s\n  branch again done\nagain:\n  \
                local.get 0\n  call $other\n  local.set 2\n  jump round\ndone:\n  local.get 1\n  call $other\n  return";
    assert_eq!(stores(body), [(0, 2), (16, 1), (24, 1)]);
}

#[test]
fn another_reference_in_the_same_slot_is_stored() {
    let body = format!("  local.get 0\n  call $other\n  drop\n  local.get 1\n  local.set 0\n{}", calls(2));
    assert_eq!(stores(&body), [(0, 4), (16, 2), (24, 1)]);
}

#[test]
fn a_way_without_safepoints_stores_nothing() {
    let body = "  local.get 2\n  i64.const 0\n  i64.gt_s\n  branch call done\ncall:\n  local.get 0\n  call $other\n  \
                drop\n  local.get 1\n  call $other\n  return\ndone:\n  local.get 2\n  return";
    assert_eq!(stores(body), [(0, 2), (16, 1), (24, 1)]);
    assert_eq!(stores("  local.get 2\n  return"), []);
}

/// Two ways, one of which gives the first parameter another value and may call with it; then two calls.
fn ways(call: &str) -> String {
    format!(
        "  local.get 2\n  i64.const 0\n  i64.gt_s\n  branch change keep\nchange:\n  local.get 1\n  local.set 0\n{call}  \
         jump both\nkeep:\n  jump both\nboth:\n{}",
        calls(2)
    )
}

#[test]
fn where_ways_meet_the_slot_holds_what_they_hand_on() {
    let slot = |body: &str| stores(body).into_iter().find(|(slot, _)| *slot == 16);
    let call = "  local.get 0\n  call $other\n  drop\n";
    // Behind both, once.
    assert_eq!(slot(&ways("")), Some((16, 1)));
    // On one way, and behind both since the other one hasn't stored it.
    assert_eq!(slot(&ways(call)), Some((16, 2)));
    let other = |body: &str| body.replace("keep:\n", &format!("keep:\n{call}"));
    assert_eq!(slot(&other(&ways(""))), Some((16, 2)));
    // On each way, and not behind both.
    assert_eq!(slot(&other(&ways(call))), Some((16, 2)));
}
