//! A function that is much together with what it calls is called; one that is less stands in place of its call.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Compiler, Passes, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// The graph of a function that calls one of 30 instructions, which calls so many times one of 50.
fn caller(parts: usize) -> String {
    let function =
        |name: &str, body: String| format!("function ${name} (i64) -> i64 {{\n  local.get 0\n{body}  return\n}}\n");
    let some = |count| "  i64.clz\n".repeat(count);
    let module = function("caller", "  call $whole\n  i64.neg\n".to_owned())
        + &function("whole", some(30) + &"  call $part\n".repeat(parts))
        + &function("part", some(50));
    let program = Program::new(verify(text::parse(&module).expect("a module")).expect("a valid one"));
    let unit = Unit { function: FunctionId::from_index(0), from: None, metered: false };
    Compiler::new(Passes::default()).show(&program, unit, Stage::Improved).expect("it can be compiled")
}

#[test]
fn what_is_much_with_all_that_it_calls_is_called() {
    let (light, heavy) = (caller(2), caller(4));
    assert_eq!((light.matches("call function").count(), light.matches("clz").count()), (0, 130), "{light}");
    assert_eq!((heavy.matches("call function 1").count(), heavy.matches("clz").count()), (1, 0), "{heavy}");
}
