//! Constant folding: a pure instruction whose operands are constants is replaced by its result while it is emitted, so
//! that nothing else has to think of it. Tests of truth values and of zero get their shortest form here, too.

use pvm_bytecode::Op;
use pvm_bytecode::eval::{self, Value};

/// Emits `op`, or what does the same in its place with the instructions before it; the block starts at `start`.
pub fn emit(ops: &mut Vec<Op>, start: usize, op: Op) {
    if fold(ops, start, op) {
        return;
    }
    let shorter = match (op, ops[start..].last()) {
        (Op::I64Eq {}, Some(Op::I64Const { value: 0 })) => Some(Op::I64Eqz {}),
        (Op::I64Eqz {}, Some(&last)) => opposite(last),
        _ => None,
    };
    if shorter.is_some() {
        ops.pop();
    }
    ops.push(shorter.unwrap_or(op));
}

/// The comparison that holds when another does not. Of floats there is none: a NaN fails both.
fn opposite(op: Op) -> Option<Op> {
    Some(match op {
        Op::I64Eq {} => Op::I64Ne {},
        Op::I64Ne {} => Op::I64Eq {},
        Op::I64LtS {} => Op::I64GeS {},
        Op::I64LeS {} => Op::I64GtS {},
        Op::I64GtS {} => Op::I64LeS {},
        Op::I64GeS {} => Op::I64LtS {},
        Op::F64Eq {} => Op::F64Ne {},
        Op::F64Ne {} => Op::F64Eq {},
        _ => return None,
    })
}

/// Folds `op` with the constants that end the block from `start` on. False when that can't be; nothing changes then.
fn fold(ops: &mut Vec<Op>, start: usize, op: Op) -> bool {
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
