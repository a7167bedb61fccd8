//! Functions of the host: linking, calling, failing.

use crate::script::Script;
use pvm_bytecode::{HeapType, RefType, Signature, ValueType};
use pvm_runtime::{Ended, HostArguments, HostFunction, HostResult, HostValue, Imports};
use std::any::Any;
use std::sync::Arc;

const STRING: ValueType = ValueType::Ref(RefType::to(HeapType::String));

fn function(
    params: &[ValueType],
    result: Option<ValueType>,
    closure: impl Fn(&mut Vec<String>, &HostArguments<'_>) -> HostResult + Send + Sync + 'static,
) -> HostFunction {
    HostFunction {
        signature: Signature { params: params.to_vec(), result },
        declared: None,
        cost: 0,
        closure: Arc::new(move |data: &mut (dyn Any + Send), arguments: &HostArguments<'_>| {
            closure(data.downcast_mut().expect("the data of the test"), arguments)
        }),
    }
}

const CALLS: &str = r#"
import "note" (ref string, i64) -> i64 as "fn(string, int) -> int"
export "main" $main as ""
function $main ($text: ref string) -> i64 {
  local.get $text
  lib string_to_bytes
  drop
  local.get $text
  i64.const 20
  call.import $note
  i64.const 2
  i64.add
  return
}"#;

fn offer(function: HostFunction) -> Imports {
    let mut imports = Imports::default();
    imports.offer("note", function);
    imports
}

#[test]
fn a_host_function_gets_arguments_and_data() {
    let note = function(&[STRING, ValueType::I64], Some(ValueType::I64), |notes, arguments| {
        notes.push(arguments.string(0).unwrap_or("").to_owned());
        assert_eq!((arguments.len(), arguments.float(1), arguments.int(0)), (2, None, None));
        Ok(HostValue::Int(arguments.int(1).unwrap_or(0) * 2))
    });
    let script = Script::with_host(CALLS, &offer(note), Box::new(Vec::<String>::new())).expect("it links");
    match script.call("main", &[HostValue::String("hello".to_owned())]) {
        Ok(HostValue::Int(42)) => {}
        other => panic!("{other:?}"),
    }
    let guest = script.guest.borrow();
    assert_eq!(guest.data().downcast_ref(), Some(&vec!["hello".to_owned()]));
}

#[test]
fn a_failure_of_the_host_is_a_trap_with_its_cause() {
    let failing = function(&[STRING, ValueType::I64], Some(ValueType::I64), |_, arguments| {
        arguments.string(0).unwrap_or("").parse::<i64>().map(HostValue::Int).map_err(Into::into)
    });
    let script = Script::with_host(CALLS, &offer(failing), Box::new(Vec::<String>::new())).expect("it links");
    let Err(Ended::Trap(failure)) = script.call("main", &[HostValue::String("x".to_owned())]) else {
        panic!("no trap")
    };
    assert_eq!(failure.to_string(), "host function failed: invalid digit found in string\n  at main");
    assert!(failure.cause.is_some_and(|cause| cause.is::<std::num::ParseIntError>()));
    match script.call("main", &[HostValue::String("40".to_owned())]) {
        Ok(HostValue::Int(42)) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_panic_of_the_host_is_a_trap() {
    let panicking = function(&[STRING, ValueType::I64], Some(ValueType::I64), |_, _| panic!("oh no"));
    let script = Script::with_host(CALLS, &offer(panicking), Box::new(Vec::<String>::new())).expect("it links");
    let Err(Ended::Trap(failure)) = script.call("main", &[HostValue::String(String::new())]) else { panic!("no trap") };
    assert_eq!(failure.trap.to_string(), "host function failed: panicked: oh no");
}

#[test]
fn a_host_function_that_gives_something_else_is_a_trap() {
    let wrong = function(&[STRING, ValueType::I64], Some(ValueType::I64), |_, _| Ok(HostValue::Float(1.0)));
    let script = Script::with_host(CALLS, &offer(wrong), Box::new(Vec::<String>::new())).expect("it links");
    let Err(Ended::Trap(failure)) = script.call("main", &[HostValue::String(String::new())]) else { panic!("no trap") };
    assert_eq!(failure.trap.to_string(), "host function failed: it gave Float(1.0), but its type is int");
}

#[test]
fn what_does_not_agree_is_not_linked() {
    let error = |imports: &Imports| match Script::with_host(CALLS, imports, Box::new(())) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("it links"),
    };
    assert_eq!(
        error(&Imports::default()),
        "the module imports the host function note: fn(string, int) -> int, which the host does not offer"
    );
    let other = function(&[ValueType::F64], None, |_, _| Ok(HostValue::Nothing));
    assert_eq!(
        error(&offer(other)),
        "the module imports the host function note as fn(string, int) -> int, but the host offers it as fn(float)"
    );
    let mut declared = function(&[STRING, ValueType::I64], Some(ValueType::I64), |_, _| Ok(HostValue::Nothing));
    declared.declared = Some("fn(string, char) -> int".to_owned());
    assert_eq!(
        error(&offer(declared)),
        "the module imports the host function note as fn(string, int) -> int, but the host offers it as \
         fn(string, char) -> int"
    );
}

#[test]
fn what_the_host_gives_must_be_what_the_function_takes() {
    let script = Script::new(
        r#"
export "f" $f as ""
function $f ($a: i64, $b: ref null string) -> i64 {
  local.get $a
  return
}"#,
    );
    let mut guest = script.guest.borrow_mut();
    let function = guest.export("f").expect("it is exported");
    let mut call = |arguments: &[HostValue]| match guest.call(function, arguments, Default::default()) {
        Ok(result) => format!("{:?}", result.expect("no trap")),
        Err(error) => error.to_string(),
    };
    assert_eq!(call(&[HostValue::Int(1), HostValue::Null]), "Int(1)");
    assert_eq!(call(&[HostValue::Int(1), HostValue::String("x".to_owned())]), "Int(1)");
    assert_eq!(
        call(&[HostValue::Float(1.0), HostValue::Null]),
        "the function is fn(int, string?) -> int and can't be called with [Float(1.0), Null]"
    );
    assert_eq!(call(&[]), "the function is fn(int, string?) -> int and can't be called with []");
}
