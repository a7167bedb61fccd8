//! Which functions may stand in place of their calls: *leaves*. A leaf is short, and on its way to the return it
//! neither calls, allocates nor goes back, and after its first effect nothing can stop it. So where it can't go on (it
//! would trap, or goes where only a trap comes), nothing has happened yet, and the call can be made after all.

use pvm_bytecode::{BlockId, Flow, Function, Op};

/// A leaf has at most so many instructions.
const LONGEST: usize = 24;

/// The blocks that a leaf goes through, in order, if the function is one.
pub fn path(function: &Function) -> Option<Vec<BlockId>> {
    let mut path = vec![BlockId(0)];
    let mut length = 0;
    let mut effect = false;
    loop {
        let block = path[path.len() - 1];
        let (terminator, work) = function.ops[function.block(block)].split_last()?;
        length += work.len() + 1;
        if length > LONGEST || !work.iter().all(|op| fits(*op, &mut effect)) {
            return None;
        }
        let next = match *terminator {
            Op::Return {} => return Some(path),
            Op::Jump { target } => target,
            Op::Branch { then, other } if !effect && is_dead_end(function, then) => other,
            Op::Branch { then, other } if !effect && is_dead_end(function, other) => then,
            _ => return None,
        };
        if next <= block {
            return None;
        }
        path.push(next);
    }
}

/// Whether an instruction may be part of a leaf, which had an effect or not.
fn fits(op: Op, effect: &mut bool) -> bool {
    match op {
        // A string is made when it is used first.
        Op::LocalSet { .. } | Op::LocalTee { .. } | Op::StringConst { .. } => false,
        Op::ArrayCopy { .. } | Op::ArrayFill { .. } => false,
        Op::StructSet { .. } | Op::GlobalSet { .. } => {
            *effect = true;
            true
        }
        Op::ArraySet { .. } => !std::mem::replace(effect, true),
        _ => match op.row().flow {
            Flow::Next => true,
            Flow::Trap => !*effect,
            _ => false,
        },
    }
}

/// Whether a block only ends in a trap.
fn is_dead_end(function: &Function, block: BlockId) -> bool {
    let last = function.ops[function.block(block)].last();
    matches!(last, Some(Op::Panic { .. } | Op::Unreachable {}))
}
