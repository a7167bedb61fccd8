//! Constant folding: a pure instruction whose operands are constants is replaced by its result while it is emitted, so
//! that nothing else has to think of it.

use pvm_bytecode::Op;
use pvm_bytecode::eval::{self, Value};

/// Folds `op` with the constants that end the block from `start` on. False when that can't be; nothing changes then.
pub fn fold(ops: &mut Vec<Op>, start: usize, op: Op) -> bool {
    // An instruction takes one operand or two: the meanings refuse the other number.
    let folded = match ops[start..] {
        [.., a, b] => match (constant(a), constant(b)) {
            (Some(a), Some(b)) => two(op, a, b).or_else(|| one(op, b)),
            (None, Some(b)) => one(op, b),
            _ => None,
        },
        [a] => constant(a).and_then(|a| one(op, a)),
        [] => None,
    };
    let Some((count, result)) = folded else { return false };
    ops.truncate(ops.len() - count);
    ops.push(match result {
        Value::I64(value) => Op::I64Const { value },
        Value::F64(value) => Op::F64Const { bits: value.to_bits() },
    });
    true
}

fn one(op: Op, operand: Value) -> Option<(usize, Value)> {
    eval::fold(op, &[operand]).map(|result| (1, result))
}

fn two(op: Op, left: Value, right: Value) -> Option<(usize, Value)> {
    eval::fold(op, &[left, right]).map(|result| (2, result))
}

fn constant(op: Op) -> Option<Value> {
    match op {
        Op::I64Const { value } => Some(Value::I64(value)),
        Op::F64Const { bits } => Some(Value::F64(f64::from_bits(bits))),
        _ => None,
    }
}
