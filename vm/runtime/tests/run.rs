//! Modules in text form are run; the values, traps and outputs that come out are compared.

#[path = "run/hosts.rs"]
mod hosts;
#[path = "run/limits.rs"]
mod limits;
#[path = "run/listings.rs"]
mod listings;
#[path = "run/programs.rs"]
mod programs;
#[path = "run/pure.rs"]
mod pure;
#[path = "run/random.rs"]
mod random;
#[path = "run/script.rs"]
mod script;
#[path = "run/tiers.rs"]
mod tiers;

use script::{Script, trap_of};

#[test]
fn arithmetic_locals_branches_and_calls() {
    let script = Script::new(
        "export \"fib\" $fib as \"fn(int) -> int\"
        function $fib ($n: i64) -> i64 {
          local.get $n
          i64.const 2
          i64.lt_s
          branch small large
        small:
          local.get $n
          return
        large:
          local.get $n
          i64.const 1
          i64.sub
          call $fib
          local.get $n
          i64.const 2
          i64.sub
          call $fib
          i64.add
          return
        }",
    );
    assert_eq!(script.int("fib", &[20]), 6765);
}

#[test]
fn a_library_call_and_a_system_call() {
    let script = Script::new(
        "export \"greet\" $greet as \"fn(int) -> int\"
        function $greet ($n: i64) -> i64 {
          i64.const 1
          string.const \"hello \"
          local.get $n
          lib int_to_string
          lib string_concat
          lib string_to_bytes
          i64.const 0
          i64.const 8
          sys write
          return
        }",
    );
    assert_eq!(script.int("greet", &[42]), 8);
    assert_eq!(script.output(), "hello 42");
}

#[test]
fn a_trap_tells_where() {
    let script = Script::new(
        "file \"main.nido\"
        export \"main\" $main as \"fn(int) -> int\"
        function $main ($n: i64) -> i64 {
          i64.const 10
          local.get $n
          call $divide @3:14
          return
        }
        function $divide ($a: i64, $b: i64) -> i64 {
          local.get $a
          local.get $b
          i64.div @7:9
          return
        }",
    );
    assert_eq!(script.int("main", &[5]), 2);
    assert_eq!(
        trap_of(&script, "main", &[0]),
        "division by zero\n  at divide (main.nido:7:9)\n  at main (main.nido:3:14)"
    );
}
