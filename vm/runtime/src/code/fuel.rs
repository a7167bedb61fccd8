//! What code costs in fuel: a unit for each instruction, and what library calls declare, taken where a block begins.
//!
//! A short arm of a choice, which only computes and goes on where both arms meet, is taken with the choice, as if the dearer
//! arm were always run. So a loop whose rounds differ in nothing else takes the same in each, and needs no count beside them.

use pvm_bytecode::{BlockId, Flow, Function, Op, libcall};

/// An arm has at most so many instructions.
const SHORT: usize = 8;

/// What each block of a function costs.
pub fn block_costs(function: &Function) -> Vec<i32> {
    let blocks = || (0..function.blocks.len()).map(BlockId::from_index);
    let ops = |block| &function.ops[function.block(block)];
    let last = |block| ops(block).last().copied();
    // By block, how many edges enter it. The first is entered from outside too.
    let mut entries = vec![0u32; function.blocks.len()];
    entries[0] = 1;
    for target in blocks().filter_map(last).flat_map(|terminator| function.targets(terminator)) {
        entries[target.index()] += 1;
    }
    let is_arm = |block: BlockId| {
        let goes_on = matches!(last(block), Some(Op::Jump { target }) if target > block);
        goes_on && entries[block.index()] == 1 && is_short(ops(block))
    };
    let mut costs: Vec<i32> = blocks().map(|block| cost(ops(block))).collect();
    for block in blocks() {
        let Some(Op::Branch { then, other }) = last(block) else { continue };
        let arms = [then, other].into_iter().filter(|arm| is_arm(*arm));
        let dearest = arms.map(|arm| std::mem::take(&mut costs[arm.index()])).max().unwrap_or(0);
        costs[block.index()] = costs[block.index()].saturating_add(dearest);
    }
    costs
}

/// What a way through blocks of a function costs.
pub fn path_cost(function: &Function, path: &[BlockId]) -> i32 {
    let costs = block_costs(function);
    path.iter().map(|block| costs[block.index()]).fold(0, i32::saturating_add)
}

/// Whether instructions are few, and only compute before the last.
fn is_short(ops: &[Op]) -> bool {
    let computes = |op: &Op| matches!(op.row().flow, Flow::Next | Flow::Trap);
    ops.len() <= SHORT && ops[..ops.len() - 1].iter().all(computes)
}

fn cost(ops: &[Op]) -> i32 {
    let cost = |op: &Op| match op {
        Op::CallLib { call } => 1 + libcall::get(*call).map_or(0, |row| row.cost),
        _ => 1,
    };
    ops.iter().map(cost).fold(0u32, u32::saturating_add).try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn costs(code: &str) -> Vec<i32> {
        let module = format!("function $f (i64) {{\n  local $n: i64\n{code}\n  return\n}}");
        let module = pvm_bytecode::text::parse(&module).expect("a module");
        block_costs(&module.functions[0])
    }

    #[test]
    fn a_choice_costs_what_its_dearer_arm_does() {
        let arms = "  local.get 0\n  branch a b\n\
            a:\n  local.get 0\n  local.set $n\n  jump meet\n\
            b:\n  local.get 0\n  local.get 0\n  i64.add\n  local.set $n\n  jump meet\nmeet:";
        assert_eq!(costs(arms), [2 + 5, 0, 0, 1]);
        let one = "  local.get 0\n  branch a meet\na:\n  local.get 0\n  local.set $n\n  jump meet\nmeet:";
        assert_eq!(costs(one), [2 + 3, 0, 1]);
    }

    #[test]
    fn what_is_no_arm_costs_by_itself() {
        let long = "  local.get 0\n  local.set $n\n".repeat(SHORT / 2);
        let long = format!("  local.get 0\n  branch a meet\na:\n{long}  jump meet\nmeet:");
        assert_eq!(costs(&long), [2, 9, 1]);
        let call = "  local.get 0\n  branch a meet\na:\n  local.get 0\n  call $f\n  jump meet\nmeet:";
        assert_eq!(costs(call), [2, 3, 1]);
        let round = "  jump head\nhead:\n  local.get 0\n  branch a meet\na:\n  jump head\nmeet:";
        assert_eq!(costs(round), [1, 2, 1, 1], "a round is taken only if there is one");
        let shared = "  local.get 0\n  branch a c\na:\n  local.get 0\n  branch b c\nb:\n  jump c\nc:\n  jump d\nd:";
        assert_eq!(costs(shared), [2, 3, 0, 1, 1], "several ways lead there");
    }
}
