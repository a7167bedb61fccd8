//! Texts that nobody writes by hand: nesting without measure, one line of megabytes, noise. Each gets a diagnostic with
//! a place, in time that grows with its length and on a small stack.

use std::path::Path;
use std::time::Duration;

use pvm_compiler::diagnostic::{Diagnostic, render};
use pvm_compiler::name::Names;
use pvm_compiler::source::Sources;
use pvm_compiler::syntax;

/// Parses a text in a thread with a stack that a recursion over its nesting would overflow, drops the tree there, and
/// returns what there is to say.
fn told(text: String) -> Vec<String> {
    let parse = move || {
        let mut sources = Sources::default();
        let file = sources.add(Path::new("hostile.nido"), text).expect("less than 4 GiB");
        let start = processor_time();
        let (tree, diagnostics) = syntax::parse(file, &sources, &Names::default());
        drop(tree);
        let taken = processor_time() - start;
        assert!(taken < Duration::from_secs(60), "took {taken:?}");
        let shown = diagnostics.iter().take(3).map(|told| render::render(told, &sources, false));
        assert!(shown.map(|text| text.len()).sum::<usize>() < 10_000);
        let brief = |told: &Diagnostic| format!("{} {}", told.code, told.message);
        diagnostics.iter().map(brief).collect()
    };
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(parse).expect("a thread");
    thread.join().expect("no panic")
}

/// What this thread has had of the processor: other work of the machine doesn't count.
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).expect("time goes forward")
}

const MANY: usize = 100_000;

fn in_function(expression: &str) -> String {
    format!("fn f() {{\n    {expression}\n}}\n")
}

#[test]
fn brackets_may_not_be_nested_without_measure() {
    let deep = |open: &str, close: &str| in_function(&(open.repeat(MANY) + "x" + &close.repeat(MANY)));
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("\"{", "}\""), ("if x { ", " }")] {
        assert_eq!(told(deep(open, close)), ["E0108 this is nested deeper than 250 levels"], "{open}");
        assert_eq!(told(deep(open, "")), ["E0108 this is nested deeper than 250 levels"], "{open}");
    }
    assert_eq!(told(format!("type T = {}int{}", "[".repeat(MANY), "]".repeat(MANY))).len(), 1);
    assert_eq!(told("}".repeat(MANY)).len(), 100);
}

#[test]
fn operations_may_not_be_nested_without_measure() {
    let chains = [
        "1+".repeat(MANY) + "1",
        "-".repeat(MANY) + "1",
        "!".repeat(MANY) + "x",
        "x".to_owned() + &".a".repeat(MANY),
        "x".to_owned() + &"?.a".repeat(MANY),
        "x".to_owned() + &"()".repeat(MANY),
        "x".to_owned() + &"? ".repeat(MANY),
        "x".to_owned() + &"!".repeat(MANY),
        "x".to_owned() + &" ?? x".repeat(MANY),
        "x".to_owned() + &" && x".repeat(MANY),
        "|x| ".repeat(MANY) + "x",
        "return ".repeat(MANY) + "x",
        "if x { } ".to_owned() + &"else if x { } ".repeat(MANY),
    ];
    for chain in chains {
        let start: String = chain.chars().take(20).collect();
        assert_eq!(told(in_function(&chain)), ["E0108 this is nested deeper than 500 levels"], "{start}");
    }
    assert_eq!(told(in_function(&("x".to_owned() + &" < x".repeat(MANY))))[0], "E0114 comparisons can't be chained");
}

#[test]
fn types_and_patterns_may_not_be_nested_without_measure() {
    let types = [
        "int".to_owned() + &"?".repeat(MANY),
        "List<".repeat(MANY) + "int" + &">".repeat(MANY),
        "fn() -> ".repeat(MANY) + "int",
    ];
    for ty in types {
        assert_eq!(told(format!("type T = {ty}\n")), ["E0108 this is nested deeper than 500 levels"]);
    }
    for pattern in ["p".to_owned() + &"?".repeat(MANY), "a @ ".repeat(MANY) + "b"] {
        let matched = in_function(&format!("match x {{ {pattern} => 1 }}"));
        assert_eq!(told(matched), ["E0108 this is nested deeper than 500 levels"]);
    }
}

#[test]
fn what_is_within_the_measure_is_read() {
    let nested =
        |open: &str, close: &str, count: usize| in_function(&(open.repeat(count) + "x" + &close.repeat(count)));
    assert_eq!(told(nested("(", ")", 249)), [] as [&str; 0]);
    assert_eq!(told(nested("[", "]", 249)), [] as [&str; 0]);
    assert_eq!(told(in_function(&("1 + ".repeat(500) + "1"))), [] as [&str; 0]);
    assert_eq!(told(format!("type T = int{}\n", "?".repeat(500))), [] as [&str; 0]);
}

#[test]
fn long_lines_and_literals_are_read_in_linear_time() {
    assert_eq!(told("x".repeat(10_000_000)).len(), 1);
    assert_eq!(told(in_function(&"f(x); ".repeat(10_000_000 / 6))), [] as [&str; 0]);
    let size = 1_000_000;
    assert_eq!(told("(".repeat(size)).len(), 1);
    assert_eq!(told("\"".to_owned() + &"x".repeat(size)), ["E0105 this string is never closed"]);
    assert_eq!(told("/*".repeat(size / 2)), ["E0107 this comment is never closed"]);
    assert_eq!(told(" ".repeat(size)), [] as [&str; 0]);
    assert_eq!(told("\n".repeat(size)), [] as [&str; 0]);
    assert_eq!(told(format!("const N: int = {}\n", "9".repeat(size))), ["E0109 this number is too large for an `int`"]);
    assert_eq!(told(format!("const S: string = \"{}\"\n", "\\n".repeat(size / 2))), [] as [&str; 0]);
    assert_eq!(told(in_function(&format!("[{}]", "1, ".repeat(size / 3)))), [] as [&str; 0]);
    assert_eq!(told("() ".repeat(size / 3) + "(").len(), 2);
    assert_eq!(told("//! x\n".repeat(size / 6)), [] as [&str; 0]);
    assert_eq!(told(in_function(&("f(x); ".repeat(size / 6) + &"let = 1; ".repeat(200)))).len(), 24);
}

#[test]
fn noise_is_told_a_hundred_times_at_most() {
    assert_eq!(told("\0".repeat(MANY)).len(), 100);
    assert_eq!(told("fn ".repeat(MANY)).len(), 1);
    assert_eq!(told("@#$%\n".repeat(MANY)).len(), 100);
    assert_eq!(told("fn f() { let = 1 }\n".repeat(MANY)).len(), 100);
    assert_eq!(told(in_function(&"let = 1\n".repeat(MANY))).len(), 100);
    assert_eq!(told("'x".repeat(MANY)).len(), 1);
    assert_eq!(told("\"{".repeat(MANY)).len(), 1);
    assert_eq!(told("\"\"\"\n{".repeat(MANY)).len(), 1);
    assert_eq!(told("\u{202e}\u{200b}\u{feff}é".repeat(MANY)).len(), 100);
}
