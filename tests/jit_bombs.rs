//! Functions that are made to keep a compiler busy: each is compiled or refused within bounded work, and does the same
//! either way. All of them give 42.

use std::fmt::Write;
use std::path::Path;

use pvm::compiled::State;
use pvm::{Compiled, Engine, Host, Limits, Outcome, Tiering};

/// Runs a module whose functions are given as text, compiled at once, and says what became of `main`: why it was refused,
/// or nothing.
fn run(functions: &str) -> Option<String> {
    let text = format!("export \"main\" $main as \"fn() -> int\"\n\n{functions}");
    let bytes = pvm::assemble(Path::new("bomb"), &text).expect("the text of a module");
    let compiled = [Tiering::Eager, Tiering::Blocking].map(|tiering| {
        let program = Engine::new().tiering(tiering).load_bytes("bomb", &bytes).expect("a valid module");
        let mut vm = Engine::new().start(&program, &Host::<()>::new(), Limits::default(), ()).expect("it starts");
        let Ok(Outcome::Returned(code)) = vm.run() else { panic!("it returns") };
        assert_eq!(code, 42, "{tiering:?}\n{}", program.compiled());
        program.compiled()
    });
    let whole = |compiled: &Compiled| {
        let mut units = compiled.units.iter().filter(|unit| unit.place.function == "main" && !unit.is_loop);
        units.next().map(|unit| unit.state.clone())
    };
    match whole(&compiled[0]) {
        Some(State::Refused { reason }) => Some(reason),
        Some(State::Compiled { .. }) => None,
        other => panic!("it was to be compiled at once: {other:?}"),
    }
}

/// A function's text, line by line.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn add(&mut self, line: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{line}");
    }

    /// The same for each number below one.
    fn each(&mut self, count: usize, lines: impl Fn(usize) -> String) {
        (0..count).for_each(|number| self.add(lines(number)));
    }
}

/// `main`, which leaves a number: that, less so much, is what it gives.
fn main(locals: &str, too_much: usize, body: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    lines.add(format!("function $main () -> i64 {{\n{locals}"));
    body(&mut lines);
    lines.add(format!("i64.const {too_much}\ni64.sub\nreturn\n}}\n"));
    lines.0
}

fn locals(count: usize) -> String {
    (0..count).map(|number| format!("local $l{number}: i64\n")).collect()
}

/// A function that gives 1, and one that calls it too often to stand in place of a call.
const ONE: &str = "function $one () -> i64 {\n i64.const 1\n return\n}\n";
const LARGE: usize = 400;

fn large() -> String {
    format!("function $large () -> i64 {{\n call $one\n{} return\n}}\n{ONE}", " call $one\n i64.mul\n".repeat(LARGE))
}

const TOO_LARGE: Option<&str> = Some("it is too large");
const ACROSS: Option<&str> = Some("too much lives across its safepoints");
const TOO_DEEP: Option<&str> = Some("its loops are too deep");

#[test]
fn straight_code() {
    let straight = |length: usize| {
        main("", length - 42, |to| {
            to.add("i64.const 0");
            to.each(length, |_| "i64.const 1\ni64.add".to_owned());
        })
    };
    assert_eq!(run(&straight(9_000)), None);
    assert_eq!(run(&straight(50_000)).as_deref(), TOO_LARGE);
}

#[test]
fn thousands_of_locals() {
    let sum = |to: &mut Lines, count: usize| {
        to.add("i64.const 0");
        to.each(count, |number| format!("local.get $l{number}\ni64.add"));
    };
    let constant = |count: usize| {
        main(&locals(count), count - 42, |to| {
            to.each(count, |number| format!("i64.const 1\nlocal.set $l{number}"));
            sum(to, count);
        })
    };
    assert_eq!(run(&constant(3_000)), None);
    assert_eq!(run(&constant(40_000)).as_deref(), TOO_LARGE);
    let across_calls = |count: usize, calls: usize| {
        let text = main(&locals(count), count - 42, |to| {
            to.each(count, |number| format!("call $large\nlocal.set $l{number}"));
            to.each(calls, |_| "call $large\ndrop".to_owned());
            sum(to, count);
        });
        text + &large()
    };
    assert_eq!(run(&across_calls(50, 50)), None);
    assert_eq!(run(&across_calls(1_000, 1_000)).as_deref(), ACROSS);
    assert_eq!(run(&across_calls(3_000, 3_000)).as_deref(), TOO_LARGE);
}

#[test]
fn references_across_calls() {
    let cells = |count: usize, calls: usize| {
        let locals: String = (0..count).map(|number| format!("local $l{number}: ref $cell\n")).collect();
        let text = main(&locals, count - 42, |to| {
            to.each(count, |number| format!("i64.const 1\nstruct.new $cell\nlocal.set $l{number}"));
            to.each(calls, |_| "call $large\ndrop".to_owned());
            to.add("i64.const 0");
            to.each(count, |number| format!("local.get $l{number}\nstruct.get $cell $v\ni64.add"));
        });
        format!("type $cell struct {{ $v: i64 }}\n\n{text}{}", large())
    };
    assert_eq!(run(&cells(60, 20)), None);
    assert_eq!(run(&cells(300, 1_000)).as_deref(), ACROSS);
}

#[test]
fn a_sum_of_calls() {
    let sum = |count: usize, callee: &str| {
        let text = main("", count - 42, |to| {
            to.add("i64.const 0");
            to.each(count, |_| format!("call {callee}\ni64.add"));
        });
        text + &large()
    };
    assert_eq!(run(&sum(100, "$large")), None);
    assert_eq!(run(&sum(2_000, "$large")).as_deref(), ACROSS);
    assert_eq!(run(&sum(2_000, "$one")), None);
}

#[test]
fn operands_that_wait() {
    let waiting = |count: usize| {
        let text = main("", count - 42, |to| {
            to.each(count, |_| "call $large".to_owned());
            to.each(count - 1, |_| "i64.add".to_owned());
        });
        text + &large()
    };
    assert_eq!(run(&waiting(100)), None);
    assert!(run(&waiting(900)).is_some());
}

#[test]
fn thousands_of_checks() {
    let gets = |count: usize| {
        let text = main("local $a: ref $numbers\n", 0, |to| {
            to.add("i64.const 10\ni64.const 0\narray.new $numbers\nlocal.set $a\ni64.const 42");
            to.each(count, |number| format!("local.get $a\ni64.const {}\narray.get $numbers\ni64.add", number % 10));
        });
        format!("type $numbers array i64\n\n{text}")
    };
    assert_eq!(run(&gets(100)), None);
    // Whether these are too much depends on how many loads the passes leave.
    run(&gets(4_900));
}

/// Loops in each other, of which the inner ten go two rounds and all others one. Their counters are locals or globals.
fn nest(depth: usize, globals: bool) -> String {
    let (get, set) = if globals { ("global.get $g", "global.set $g") } else { ("local.get $l", "local.set $l") };
    let text = main(&if globals { "local $l0: i64\n".to_owned() } else { locals(depth + 1) }, 1024 - 42, |to| {
        to.add(format!("i64.const 0\n{set}{depth}"));
        to.each(depth, |level| {
            let rounds = if level + 10 >= depth { 2 } else { 1 };
            format!(
                "i64.const 0\n{set}{level}\njump head{level}\nhead{level}:\n{get}{level}\ni64.const {rounds}\ni64.lt_s\n\
                 branch body{level} end{level}\nbody{level}:"
            )
        });
        to.add(format!("{get}{depth}\ni64.const 1\ni64.add\n{set}{depth}\njump next{}", depth - 1));
        for level in (0..depth).rev() {
            to.add(format!(
                "next{level}:\n{get}{level}\ni64.const 1\ni64.add\n{set}{level}\njump head{level}\nend{level}:"
            ));
            if level > 0 {
                to.add(format!("jump next{}", level - 1));
            }
        }
        to.add(format!("{get}{depth}"));
    });
    let declared = |number| format!("global $g{number}: mut i64\n");
    let globals: String = (0..=depth).filter(|_| globals).map(declared).collect();
    globals + "\n" + &text
}

#[test]
fn deep_loops() {
    for globals in [false, true] {
        assert_eq!(run(&nest(30, globals)), None);
        assert_eq!(run(&nest(200, globals)).as_deref(), TOO_DEEP);
    }
    assert_eq!(run(&nest(1_200, true)).as_deref(), TOO_DEEP);
    assert_eq!(run(&nest(1_200, false)).as_deref(), TOO_LARGE);
}

#[test]
fn loops_in_a_row() {
    let row = |count: usize, rounds: usize| {
        main("local $sum: i64, $i: i64\n", count * rounds - 42, |to| {
            to.add("i64.const 0\nlocal.set $sum");
            to.each(count, |number| {
            format!(
                "i64.const 0\nlocal.set $i\njump head{number}\nhead{number}:\nlocal.get $sum\ni64.const 1\ni64.add\n\
                 local.set $sum\nlocal.get $i\ni64.const 1\ni64.add\nlocal.tee $i\ni64.const {rounds}\ni64.lt_s\n\
                 branch head{number} end{number}\nend{number}:"
            )
        });
            to.add("local.get $sum");
        })
    };
    assert_eq!(run(&row(1_000, 3_000)), None);
    assert_eq!(run(&row(2_000, 3_000)).as_deref(), TOO_LARGE);
}

#[test]
fn giant_switches() {
    // Goes to each target once; each adds 1.
    let switch = |targets: usize, blocks: usize, others: usize| {
        let head = format!("local $i: i64, $sum: i64\n{}", locals(others));
        main(&head, targets + others - 42, |to| {
            to.add("i64.const 0\nlocal.set $sum\ni64.const 0\nlocal.set $i");
            to.each(others, |number| format!("i64.const 1\nlocal.set $l{number}"));
            let table: Vec<String> = (0..targets).map(|target| format!("target{}", target % blocks)).collect();
            to.add(format!("jump head\nhead:\nlocal.get $i\nswitch [{}] done", table.join(", ")));
            to.each(blocks, |number| {
                format!("target{number}:\nlocal.get $sum\ni64.const 1\ni64.add\nlocal.set $sum\njump next")
            });
            to.add("next:\nlocal.get $i\ni64.const 1\ni64.add\nlocal.set $i\njump head\ndone:\nlocal.get $sum");
            to.each(others, |number| format!("local.get $l{number}\ni64.add"));
        })
    };
    assert_eq!(run(&switch(2_000, 2_000, 0)), None);
    assert_eq!(run(&switch(10_000, 3, 0)), None);
    assert_eq!(run(&switch(300_000, 10, 0)).as_deref(), TOO_LARGE);
    assert_eq!(run(&switch(10_000, 3, 1_000)).as_deref(), TOO_LARGE);
}

#[test]
fn fans_of_calls() {
    // Of functions that each add zero so often.
    let fan = |count: usize, length: usize| {
        let body = "i64.const 0\ni64.add\n".repeat(length);
        let mut text = main("", count - 42, |to| {
            to.add("i64.const 0");
            to.each(count, |number| format!("call $f{number}\ni64.add"));
        });
        (0..count)
            .for_each(|number| text += &format!("function $f{number} () -> i64 {{\ni64.const 1\n{body}return\n}}\n"));
        text
    };
    assert_eq!(run(&fan(1_000, 1)), None);
    assert_eq!(run(&fan(100, 5_000)), None);
}

#[test]
fn calls_that_grow_from_level_to_level() {
    for (levels, width) in [(12, 3), (6, 12), (3, 200)] {
        let mut text = main("", 0, |to| to.add("call $f0\ndrop\ni64.const 42"));
        for level in 0..levels {
            let calls = format!("call $f{}\ni64.add\n", level + 1).repeat(if level + 1 < levels { width } else { 0 });
            text += &format!("function $f{level} () -> i64 {{\ni64.const 0\n{calls}return\n}}\n");
        }
        assert_eq!(run(&text), None);
    }
}

#[test]
fn mutual_recursion() {
    // Each calls the next one, so many levels deep.
    const LEVELS: usize = 3_000;
    for count in [2, 500] {
        let mut text = main("", LEVELS - 42, |to| to.add(format!("i64.const {LEVELS}\ncall $f0")));
        for number in 0..count {
            text += &format!(
                "function $f{number} (i64) -> i64 {{\nlocal.get 0\ni64.eqz\nbranch end more\nend:\ni64.const 0\nreturn\n\
                 more:\nlocal.get 0\ni64.const 1\ni64.sub\ncall $f{}\ni64.const 1\ni64.add\nreturn\n}}\n",
                (number + 1) % count
            );
        }
        assert_eq!(run(&text), None);
    }
    // Each calls all others and itself.
    const ALL: usize = 12;
    let mut text = main("", 0, |to| to.add("i64.const 3\ncall $f0\ndrop\ni64.const 42"));
    let calls: String =
        (0..ALL).map(|callee| format!("local.get 0\ni64.const 1\ni64.sub\ncall $f{callee}\ni64.add\n")).collect();
    for number in 0..ALL {
        text += &format!(
            "function $f{number} (i64) -> i64 {{\nlocal.get 0\ni64.eqz\nbranch end more\nend:\ni64.const 0\nreturn\n\
             more:\ni64.const 0\n{calls}return\n}}\n"
        );
    }
    assert_eq!(run(&text), None);
}
