//! What the counter of a loop goes on by.

use crate::ir::{Action, Block, Flow, Graph, Terminator, Value};
use pvm_bytecode::Op;
use std::iter::successors;

/// See the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Known(i64),
    /// It is added, the same in every round.
    Same(Value),
}

/// With larger steps, a number might come past the bound and overflow.
pub const LARGEST: i64 = 1 << 32;

/// Whether a known step goes up, or down, and is small enough.
pub fn fits(step: i64, up: bool) -> bool {
    step != 0 && (step > 0) == up && step.unsigned_abs() <= LARGEST.unsigned_abs()
}

/// Whether all ways to a block lead through a branch that finds a step to be from one to the largest: one less than it is
/// compared with that as numbers without a sign.
pub fn is_asked(graph: &Graph, flow: &Flow, block: Block, step: Value) -> bool {
    let upper = || successors(flow.dominator(block), |upper| flow.dominator(*upper));
    let made = |value: Value| {
        let mut all = upper().flat_map(|upper| &graph.blocks[upper.index()].instructions);
        all.find(|made| made.result == Some(value))
    };
    let is_int = |value: Value, number| made(value).is_some_and(|made| made.action == Action::Int(number));
    let of = |value: Value, op: Op| match made(value).filter(|made| made.action == Action::Pure(op))?.args[..] {
        [left, right] => Some((left, right)),
        _ => None,
    };
    let is_found = |condition: Value| {
        let (less, largest) = of(condition, Op::I64LtU {})?;
        let (whole, one) = of(less, Op::I64Sub {})?;
        Some(whole == step && is_int(one, 1) && is_int(largest, LARGEST))
    };
    upper().any(|upper| match &graph.blocks[upper.index()].terminator {
        Some(Terminator::Branch { condition, then, .. }) => {
            let leads = flow.dominates(then.block, block) && flow.predecessors(then.block).len() == 1;
            leads && is_found(*condition) == Some(true)
        }
        _ => false,
    })
}
