//! Which references need not be checked again: where the only way into a block is a branch that found a local not to be
//! null, it is not null there until it is assigned.

use pvm_bytecode::{BlockId, Function, Op};

/// By block, the local that is not null at its start.
pub fn locals_not_null(function: &Function) -> Vec<Option<u32>> {
    let count = function.blocks.len();
    let blocks = || (0..count).map(BlockId::from_index).map(|block| &function.ops[function.block(block)]);
    let mut ways = vec![0u32; count];
    // The first block is also come to from outside.
    ways[0] = 1;
    let mut found = vec![None; count];
    for ops in blocks() {
        let mut goes = |to: BlockId| ways[to.index()] += 1;
        match ops[ops.len() - 1] {
            Op::Jump { target } => goes(target),
            Op::Branch { then, other } => {
                goes(then);
                goes(other);
                match *ops {
                    [.., Op::LocalGet { local }, Op::RefIsNull {}, _] => found[other.index()] = Some(local.0),
                    [.., Op::LocalGet { local }, Op::RefIsNull {}, Op::I64Eqz {}, _] => {
                        found[then.index()] = Some(local.0)
                    }
                    _ => {}
                }
            }
            Op::Switch { table } => {
                let switch = function.switch(table);
                switch.targets.iter().chain([&switch.default]).for_each(|target| goes(*target));
            }
            _ => {}
        }
    }
    found.into_iter().zip(ways).map(|(local, ways)| local.filter(|_| ways == 1)).collect()
}
