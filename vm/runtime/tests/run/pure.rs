//! Every instruction on numbers, in each of its register forms, against its meaning in `pvm_bytecode::eval`, on operands
//! at the boundaries.

use crate::script::Script;
use pvm_bytecode::eval::{Value, fold};
use pvm_bytecode::op::{Row, Slot, TABLE};
use pvm_bytecode::{TrapKind, ValueType, text};
use pvm_runtime::{Ended, HostValue};

const INTEGERS: [i64; 26] = [
    0,
    1,
    -1,
    2,
    -2,
    3,
    10,
    31,
    63,
    64,
    65,
    127,
    128,
    -129,
    255,
    32_767,
    32_768,
    -32_768,
    -32_769,
    2_147_483_647,
    2_147_483_648,
    -2_147_483_648,
    -2_147_483_649,
    4_294_967_296,
    i64::MAX,
    i64::MIN,
];

const FLOATS: [f64; 24] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.1,
    1e-310,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    f64::MAX,
    f64::MIN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    16_777_217.0,
    9.007_199_254_740_993e15,
    9.223_372_036_854_776e18,
    -9.223_372_036_854_776e18,
    1e300,
    3.4e38,
];

fn values(ty: ValueType) -> Vec<Value> {
    match ty {
        ValueType::F64 => FLOATS.map(Value::F64).to_vec(),
        _ => INTEGERS.map(Value::I64).to_vec(),
    }
}

fn ty(slot: Slot) -> ValueType {
    if slot == Slot::F64 { ValueType::F64 } else { ValueType::I64 }
}

fn word(ty: ValueType) -> &'static str {
    if ty == ValueType::F64 { "f64" } else { "i64" }
}

/// Instructions from numbers to a number.
fn pure_instructions() -> impl Iterator<Item = &'static Row> {
    let number = |slot: &Slot| matches!(slot, Slot::I64 | Slot::F64);
    let pure = move |row: &&Row| !row.pops.is_empty() && row.pops.iter().chain(row.pushes).all(number);
    TABLE.iter().filter(pure).filter(|row| row.pushes.len() == 1)
}

/// Where an operand comes from.
#[derive(Clone, Copy, Debug)]
enum From {
    Local,
    Constant(Value),
}

/// A function that gives the result of the instruction; its parameters are the operands that are no constants. Truth
/// values can be told by a branch as well.
fn function(name: usize, row: &Row, operands: &[(From, ValueType)], branches: bool) -> String {
    let (mut params, mut pushes) = (Vec::new(), String::new());
    for (from, ty) in operands {
        pushes += &match from {
            From::Local => {
                params.push(word(*ty));
                format!("local.get {}\n", params.len() - 1)
            }
            From::Constant(Value::I64(value)) => format!("i64.const {value}\n"),
            From::Constant(Value::F64(value)) => format!("f64.const {:#x}\n", value.to_bits()),
        };
    }
    let end = match branches {
        true => "branch yes no\nyes:\ni64.const 1\nreturn\nno:\ni64.const 0\nreturn\n",
        false => "return\n",
    };
    let (params, result) = (params.join(", "), word(ty(row.pushes[0])));
    format!("export \"{name}\" {name} as \"\"\nfunction ({params}) -> {result} {{\n{pushes}{}\n{end}}}\n", row.mnemonic)
}

#[test]
fn instructions_on_numbers_mean_the_same_in_every_form() {
    let (mut module, mut cases) = (String::new(), Vec::new());
    for row in pure_instructions() {
        let types: Vec<_> = row.pops.iter().map(|slot| ty(*slot)).collect();
        let mut forms = vec![vec![From::Local; types.len()]];
        for (place, ty) in types.iter().enumerate() {
            for value in values(*ty) {
                let mut form = forms[0].clone();
                form[place] = From::Constant(value);
                forms.push(form);
            }
        }
        for form in forms {
            let operands: Vec<_> = form.into_iter().zip(types.iter().copied()).collect();
            for branches in [false, true].into_iter().filter(|branches| !branches || row.pushes == [Slot::I64]) {
                module += &function(cases.len(), row, &operands, branches);
                cases.push((row, operands.clone(), branches));
            }
        }
    }
    let parsed = text::parse(&module).unwrap_or_else(|error| panic!("{error}"));
    let script = Script::new(&module);
    for (index, (row, operands, branches)) in cases.iter().enumerate() {
        let op = parsed.functions[index].ops[operands.len()];
        for values in combinations(operands) {
            let expected = fold(op, &values).map(|value| if *branches { truth(value) } else { value });
            let parameters = operands.iter().zip(&values).filter(|((from, _), _)| matches!(from, From::Local));
            let arguments: Vec<_> = parameters.map(|(_, value)| host(*value)).collect();
            let found = match script.call(&index.to_string(), &arguments) {
                Ok(HostValue::Int(value)) => Some(Value::I64(value)),
                Ok(HostValue::Float(value)) => Some(Value::F64(value)),
                Err(Ended::Trap(failure)) if failure.trap.kind == TrapKind::DivisionByZero => None,
                other => panic!("{op:?} {values:?}: {other:?}"),
            };
            assert_eq!(found, expected, "{} {values:?}, operands {operands:?}, branches {branches}", row.mnemonic);
        }
    }
}

/// All values that the operands can have together.
fn combinations(operands: &[(From, ValueType)]) -> Vec<Vec<Value>> {
    let mut rows = vec![Vec::new()];
    for (from, ty) in operands {
        let choices = match from {
            From::Local => values(*ty),
            From::Constant(value) => vec![*value],
        };
        let with = |row: &Vec<Value>, value: &Value| [&row[..], &[*value]].concat();
        rows = rows.iter().flat_map(|row| choices.iter().map(|value| with(row, value)).collect::<Vec<_>>()).collect();
    }
    rows
}

/// What a branch on the value tells.
fn truth(value: Value) -> Value {
    Value::I64((value != Value::I64(0)).into())
}

fn host(value: Value) -> HostValue {
    match value {
        Value::I64(value) => HostValue::Int(value),
        Value::F64(value) => HostValue::Float(value),
    }
}
