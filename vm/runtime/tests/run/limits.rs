//! Limits, stops, and what the host sees of them.

use crate::script::Script;
use pvm_runtime::{Allowance, Ended, HostValue, Settings};
use std::time::{Duration, Instant};

/// Endless loops of every form: by a jump, by a recursion that never goes deep, by tail calls of every kind.
const ENDLESS: &str = r#"
type $action function ()
type $again closure $action $turn {}
type $turning interface { $turn: () -> ref string }
implement $turning for string { $turn_string }
export "jumps" $jumps as ""
export "conditions" $conditions as ""
export "calls" $calls as ""
export "tail_calls" $tail_calls as ""
export "tail_values" $tail_values as ""
export "tail_methods" $tail_methods as ""
export "switches" $switches as ""
export "count" $count as ""

function $jumps () {
  jump loop
loop:
  jump loop
}

function $conditions ($n: i64) {
  jump loop
loop:
  local.get $n
  i64.const 1
  i64.add
  local.tee $n
  i64.const 0
  i64.ne
  branch loop done
done:
  return
}

function $calls ($depth: i64) -> i64 {
  local.get $depth
  branch deeper done
deeper:
  local.get $depth
  i64.const 1
  i64.sub
  call $calls
  local.get $depth
  i64.const 1
  i64.sub
  call $calls
  i64.add
  return
done:
  i64.const 1
  return
}

function $tail_calls () {
  tail.call $tail_calls
}

function $turn ($self: ref $again) {
  local.get $self
  tail.call.value $action
}

function $tail_values () {
  struct.new $again
  tail.call.value $action
}

function $turn_string ($self: ref string) -> ref string {
  local.get $self
  tail.call.method $turning $turn
}

function $tail_methods () -> ref string {
  string.const ""
  tail.call.method $turning $turn
}

function $switches ($n: i64) {
  jump loop
loop:
  local.get $n
  switch [loop, loop] loop
}

function $count ($n: i64) -> i64 {
  local $i: i64
  i64.const 0
  local.set $i
  jump loop
loop:
  local.get $i
  local.get $n
  i64.lt_s
  branch more done
more:
  local.get $i
  i64.const 1
  i64.add
  local.set $i
  jump loop
done:
  local.get $i
  return
}
"#;

const FORMS: [(&str, &[i64]); 7] = [
    ("jumps", &[]),
    ("conditions", &[1]),
    ("calls", &[200]),
    ("tail_calls", &[]),
    ("tail_values", &[]),
    ("tail_methods", &[]),
    ("switches", &[1]),
];

fn integers(values: &[i64]) -> Vec<HostValue> {
    values.iter().map(|value| HostValue::Int(*value)).collect()
}

/// The first line of the trap that a call ends in.
fn trap(result: Result<HostValue, Ended>) -> String {
    match result {
        Err(Ended::Trap(failure)) => failure.trap.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_endless_loop_ends_with_its_time() {
    for (name, arguments) in FORMS {
        let mut script = Script::new(ENDLESS);
        script.allowance = Allowance { fuel: None, time: Some(Duration::from_millis(20)) };
        let started = Instant::now();
        assert_eq!(trap(script.call(name, &integers(arguments))), "out of time: the limit is 20ms", "{name}");
        assert!(started.elapsed() < Duration::from_secs(5), "{name}");
    }
}

#[test]
fn every_endless_loop_ends_with_its_fuel() {
    for (name, arguments) in FORMS {
        let mut script = Script::new(ENDLESS);
        script.allowance = Allowance { fuel: Some(1000), time: None };
        assert_eq!(trap(script.call(name, &integers(arguments))), "out of fuel: the limit is 1000 units", "{name}");
    }
}

#[test]
fn every_endless_loop_can_be_stopped_from_another_thread() {
    for (name, arguments) in FORMS {
        let script = Script::new(ENDLESS);
        let handle = script.guest.borrow().handle();
        let stopper = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(5));
            handle.stop();
        });
        assert_eq!(trap(script.call(name, &integers(arguments))), "stopped by the host", "{name}");
        stopper.join().expect("it only stops");
    }
}

#[test]
fn a_guest_is_usable_after_a_limit() {
    let mut script = Script::new(ENDLESS);
    script.allowance = Allowance { fuel: Some(100), time: None };
    assert_eq!(trap(script.call("jumps", &[])), "out of fuel: the limit is 100 units");
    script.allowance = Allowance::default();
    assert_eq!(script.int("count", &[10]), 10);
    script.guest.borrow().handle().stop();
    assert_eq!(trap(script.call("count", &integers(&[10]))), "stopped by the host");
    assert_eq!(script.int("count", &[10]), 10);
}

/// `count` costs 3 at its entry, 4 for each look at its condition, 5 for each round and 2 at its end.
#[test]
fn fuel_is_the_number_of_instructions() {
    let mut script = Script::new(ENDLESS);
    let cost = 3 + 11 * 4 + 10 * 5 + 2;
    for (fuel, left) in [(cost, 0), (cost + 7, 7)] {
        script.allowance = Allowance { fuel: Some(fuel), time: None };
        assert_eq!(script.int("count", &[10]), 10);
        assert_eq!(script.guest.borrow().fuel(), Some(left));
    }
    script.allowance = Allowance { fuel: Some(cost - 1), time: None };
    assert_eq!(trap(script.call("count", &integers(&[10]))), format!("out of fuel: the limit is {} units", cost - 1));
}

#[test]
fn the_stack_has_the_size_that_was_asked_for() {
    let deep = r#"
export "sum" $sum as ""
function $sum ($n: i64) -> i64 {
  local.get $n
  branch more done
more:
  local.get $n
  local.get $n
  i64.const 1
  i64.sub
  call $sum
  i64.add
  return
done:
  i64.const 0
  return
}"#;
    let script = Script::with(deep, Settings { stack: 64 << 10, ..Settings::default() });
    assert_eq!(script.int("sum", &[1000]), 500_500);
    let Err(Ended::Trap(failure)) = script.call("sum", &integers(&[2000])) else { panic!("too deep") };
    assert_eq!(failure.trap.to_string(), "stack overflow: the limit is 65536 bytes");
    assert!(failure.backtrace.omitted.is_some_and(|(count, _)| count > 1000));
    assert_eq!(script.int("sum", &[1000]), 500_500, "the stack is whole again");
}

#[test]
fn memory_ends_in_a_trap_that_can_be_stopped() {
    let hoard = r#"
type $node struct { $next: ref null $node, $numbers: ref $numbers }
type $numbers array i64
type $action function ()
type $hoarding closure $action $hoard {}
export "hoard" $start as ""
export "stopped" $stopped as ""
function $start () {
  struct.new $hoarding
  call $hoard
  return
}
function $hoard ($self: ref $hoarding) {
  local $list: ref null $node
  ref.null $node
  local.set $list
  jump loop
loop:
  local.get $list
  i64.const 100
  i64.const 7
  array.new $numbers
  struct.new $node
  local.set $list
  jump loop
}
function $stopped () -> i64 {
  struct.new $hoarding
  call.recover $action
  ref.non_null NullUnwrap
  i64.const 0
  string.byte
  return
}"#;
    let script = Script::with(hoard, Settings { memory: 4 << 20, stack: 64 << 10, ..Settings::default() });
    for _ in 0..3 {
        assert_eq!(script.int("stopped", &[]), i64::from(b'8'));
        assert!(trap(script.call("hoard", &[])).starts_with("out of memory: "));
    }
}

/// Register code counts as memory of the guest that has it made.
#[test]
fn code_that_does_not_fit_is_out_of_memory() {
    let step = "  local.get $n\n  local.get $n\n  i64.mul\n  local.set $n\n";
    let text = format!(
        "export \"long\" $long as \"\"\nfunction $long ($n: i64) -> i64 {{\n{}  local.get $n\n  return\n}}",
        step.repeat(100_000)
    );
    let limited = |memory| Script::with(&text, Settings { memory, stack: 64 << 10, ..Settings::default() });
    let told = trap(limited(1 << 20).call("long", &integers(&[3])));
    assert!(told.starts_with("out of memory: ") && told.contains("the limit is 1048576"), "{told}");
    assert_eq!(limited(16 << 20).int("long", &[1]), 1);
}

#[test]
fn exit_ends_the_guest_from_anywhere() {
    let script = Script::new(
        r#"
export "main" $main as ""
function $leave ($code: i64) {
  local.get $code
  sys exit
  unreachable
}
function $main ($code: i64) {
  local.get $code
  call $leave
  unreachable
}"#,
    );
    match script.call("main", &integers(&[42])) {
        Err(Ended::Exit(42)) => {}
        other => panic!("{other:?}"),
    }
}

/// Runs on a thread with little stack: if a handler's end were a call that stays, a fraction of this would overflow it.
#[test]
fn dispatch_takes_constant_stack() {
    let rounds = if cfg!(debug_assertions) { 2_000_000 } else { 500_000_000 };
    let thread = std::thread::Builder::new().stack_size(128 << 10);
    let run = move || Script::new(ENDLESS).int("count", &[rounds]);
    assert_eq!(thread.spawn(run).expect("a thread").join().expect("no overflow"), rounds);
}
