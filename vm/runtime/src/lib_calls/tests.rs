//! Library calls by name, arguments and what they give, as lines of a table.

mod hostile;
mod numbers;
mod strings;

use super::*;
use crate::call::fake::{FakeCall, Value};
use pvm_bytecode::{ValueType, libcall};

/// What a call gives, as text: a value as it is written in Rust, or a trap.
fn ask(name: &str, arguments: &[Value]) -> String {
    let id = libcall::find(name).expect(name);
    let mut call = FakeCall::new(arguments);
    match handler::<FakeCall>(id).expect(name)(&mut call) {
        Ok(result) => show(&call, libcall::get(id).expect(name).result, result),
        Err(trap) => format!("{:?}: {}", trap.kind, trap.message),
    }
}

fn show(call: &FakeCall, ty: Option<ValueType>, result: u64) -> String {
    match (ty, call.made(result)) {
        (None, _) => format!("\"{}\"", call.bytes(0).escape_ascii()),
        (Some(ValueType::I64), _) => (result as i64).to_string(),
        (Some(ValueType::F64), _) => format!("{:?}", f64::from_bits(result)),
        (Some(ValueType::Ref(_)), None) => "null".into(),
        (Some(ValueType::Ref(_)), Some(Value::String(text))) => format!("{text:?}"),
        (Some(ValueType::Ref(_)), Some(Value::Bytes(bytes))) => format!("\"{}\"", bytes.escape_ascii()),
        (Some(ValueType::Ref(_)), Some(Value::Strings(strings))) => {
            let shown: Vec<_> = strings.iter().map(|text| text.as_deref().unwrap_or("null")).collect();
            shown.join("|")
        }
        (Some(ValueType::Ref(_)), Some(other)) => panic!("{other:?} is no object"),
    }
}

/// Lines of `name(arguments) => what it gives;`.
macro_rules! lines {
    ($($name:ident($($argument:expr),*) => $shown:expr;)*) => {$(
        assert_eq!(ask(stringify!($name), &[$(Value::from($argument)),*]), $shown, "{}", stringify!($name($($argument),*)));
    )*};
}
use lines;

#[test]
fn the_handlers_stand_in_the_order_of_the_table() {
    assert_eq!(NAMES, libcall::TABLE.iter().map(|row| row.name).collect::<Vec<_>>());
}

#[test]
fn error_numbers_have_names_and_texts() {
    lines! {
        error_name(2) => r#""ENOENT""#;
        error_text(2) => r#""no such file or directory""#;
        error_name(-1) => r#""EUNKNOWN""#;
        error_text(i64::MAX) => r#""unknown error""#;
    }
}
