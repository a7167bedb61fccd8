//! Compiling in the background: whoever asks is told to ask again, and gets the code when it is there.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Jit, Settings};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Cause, Progress, Tier, Unit};
use std::sync::Arc;
use std::thread;

/// A program of so many functions, and its compiler.
fn program(functions: usize, background: bool) -> (Arc<Program>, Arc<Jit>) {
    with(functions, Settings { threshold: 1, background, ..Settings::default() })
}

fn with(functions: usize, settings: Settings) -> (Arc<Program>, Arc<Jit>) {
    let function = |number: usize| format!("function $f{number} () -> i64 {{\n  i64.const {number}\n  return\n}}\n");
    let module = text::parse(&(0..functions).map(function).collect::<String>()).expect("a module");
    let jit = Arc::new(Jit::new(settings));
    (Arc::new(Program::with_tier(verify(module).expect("a valid one"), jit.clone())), jit)
}

fn ask(program: &Arc<Program>, function: usize) -> Progress {
    let unit = Unit { function: FunctionId::from_index(function), from: None, metered: false };
    program.tier().compile(program, unit, Cause::Calls)
}

fn native(program: &Program, function: usize) -> *const () {
    program.natives(false)[function].load(std::sync::atomic::Ordering::Acquire)
}

#[test]
fn code_is_there_when_it_is_asked_for_again() {
    let (program, jit) = program(1, true);
    assert!(native(&program, 0).is_null());
    assert!(matches!(ask(&program, 0), Progress::Waiting));
    jit.finish();
    let Progress::Made(made) = ask(&program, 0) else { panic!("it is compiled") };
    assert_eq!(made.code, native(&program, 0));
}

#[test]
fn who_is_to_wait_gets_the_code_at_once() {
    let (program, _) = program(1, false);
    let Progress::Made(made) = ask(&program, 0) else { panic!("it is compiled") };
    assert_eq!(made.code, native(&program, 0));
}

#[test]
fn what_finds_no_room_in_the_queue_is_compiled_later() {
    const MANY: usize = 300;
    let (program, jit) = program(MANY, true);
    let made = || (0..MANY).filter(|function| matches!(ask(&program, *function), Progress::Made(_))).count();
    let mut rounds = 0;
    while made() < MANY {
        jit.finish();
        rounds += 1;
        assert!(rounds <= MANY, "each round has at least one compiled");
    }
}

#[test]
fn guests_that_ask_at_the_same_time_get_the_same_code() {
    for background in [false, true] {
        let (program, jit) = program(20, background);
        let all = || {
            let asked = (0..20).map(|function| ask(&program, function));
            let made = asked.map(|progress| match progress {
                Progress::Made(native) => Some(native.code as usize),
                Progress::Waiting | Progress::Refused => None,
            });
            made.collect::<Vec<_>>()
        };
        thread::scope(|scope| (0..4).for_each(|_| drop(scope.spawn(all))));
        jit.finish();
        let made = all();
        assert!(made.iter().all(Option::is_some));
        assert_eq!(made, (0..20).map(|function| Some(native(&program, function) as usize)).collect::<Vec<_>>());
    }
}

#[test]
fn a_program_that_goes_is_not_kept_for_what_waits() {
    let (program, jit) = program(60, true);
    for function in 0..60 {
        ask(&program, function);
    }
    let kept = Arc::downgrade(&program);
    drop((program, jit));
    // At most the unit that is being compiled has it.
    while kept.upgrade().is_some() {
        thread::yield_now();
    }
}

#[test]
fn a_program_has_only_so_much_code() {
    let (program, _) = with(100, Settings { most_code: 1000, ..Settings::default() });
    let made = (0..100).filter(|function| matches!(ask(&program, *function), Progress::Made(_))).count();
    assert!((1..100).contains(&made), "{made} functions are compiled");
    assert!(matches!(ask(&program, 99), Progress::Refused));
}
