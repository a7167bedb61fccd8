//! Fuel ends at the same instruction in interpreted and in compiled code, however much there is: where a function begins, in a
//! round of a loop, and behind calls, whose results have been handed over, those that stop traps too.

use std::collections::BTreeSet;

use pvm::{Engine, Host, Limits, Outcome, Program, Tiering};

/// Each step leaves its trace, so that where it ends can be seen.
const PROGRAM: &str = "
var trace = 0
var share = 0.5

fn note(mark: int) {
    trace = (trace * 31 + mark) % 1000003
}

fn half(n: int) -> float {
    if n < 1 { share } else { half(n - 1) / 2.0 + half(n - 2) }
}

fn name(n: int) -> string {
    if n < 1 { \"x\" } else { name(n - 1) + name(n - 3) }
}

fn attempts(n: int) {
    for i in 0..n {
        match recover(|| note(7 / (i % 2))) {
            Ok(_) => note(3),
            Err(_) => note(5),
        }
    }
}

fn walk(n: int) -> int {
    if n < 2 {
        note(n)
        return n
    }
    let left = walk(n - 1)
    note(left)
    let right = walk(n - 2)
    for i in 0..left % 4 {
        note(i)
    }
    if right % 2 == 0 { note(right) }
    share = half(n - 3)
    left + right
}

fn main() {
    println(walk(8))
    println(name(7))
    println(share)
    attempts(6)
}

pub fn found() -> int {
    trace
}
";

/// How a run with so much fuel ends, and where.
fn end(engine: &Engine, program: &Program, fuel: u64) -> (bool, i64) {
    let mut vm = engine.start(program, &Host::new(), Limits::default().fuel(fuel), ()).expect("it starts");
    let ended = !matches!(vm.run(), Ok(Outcome::Failed(_)));
    let found = vm.func::<fn() -> i64>("found").expect("the signature");
    (ended, vm.call(&found, ()).expect("it returns"))
}

#[test]
fn fuel_ends_at_the_same_place_in_either_tier() {
    let [interpreted, compiled] = [Tiering::Off, Tiering::Eager].map(|tiering| {
        let engine = Engine::new().tiering(tiering);
        let program = engine.compile_text("fuel.nido", PROGRAM).expect("it has no mistakes");
        move |fuel| end(&engine, &program, fuel)
    });
    let mut places = BTreeSet::new();
    // What variables are set with when it starts takes some.
    for fuel in (100..).step_by(3) {
        let (ended, place) = interpreted(fuel);
        assert_eq!(compiled(fuel), (ended, place), "with {fuel} units");
        places.insert(place);
        if ended {
            break;
        }
    }
    assert!(places.len() > 100, "{} places", places.len());
}
