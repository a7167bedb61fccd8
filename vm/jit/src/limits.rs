//! How much is compiled at most: time and memory are bounded whatever a module holds. What passes a limit is interpreted.

mod cold;
mod depth;
mod lives;

use crate::build::Refusal;
use crate::ir::Graph;
use pvm_bytecode::{BlockId, Function};
use pvm_runtime::code::is_noted;

/// Of larger functions no native code is made.
const MOST_OPS: usize = 20_000;

/// Nor of those with more ways from block to block.
const MOST_EDGES: usize = 20_000;

/// Nor if there are more pairs of a local and a block, an edge or a safepoint.
const MOST_PAIRS: usize = 1 << 22;

/// So much stands at most in cold code, see [`cold`].
const MOST_COLD: usize = 40_000;

/// Values live so long at most, all together, see [`lives`].
const MOST_LIFE: usize = 1_500_000;

/// So deep do loops stand in each other at most.
const DEEPEST: u32 = 50;

/// Whether a function is small enough for a graph.
///
/// # Errors
/// It is not.
pub fn check_function(function: &Function) -> Result<(), Refusal> {
    let locals = function.signature.params.len() + function.locals.len();
    let safepoints = function.ops.iter().filter(|op| is_noted(**op)).count();
    let edges = edges(function);
    let pairs = (function.blocks.len() + edges + safepoints).saturating_mul(locals);
    match function.ops.len() <= MOST_OPS && edges <= MOST_EDGES && pairs <= MOST_PAIRS {
        true => Ok(()),
        false => Err("it is too large"),
    }
}

/// Ways from block to block, those of a switch counted one by one.
pub fn edges(function: &Function) -> usize {
    let blocks = (0..function.blocks.len()).map(|block| function.block(BlockId::from_index(block)));
    blocks.map(|range| function.targets(function.ops[range.end - 1]).count()).sum()
}

/// Whether a graph is small enough for Cranelift.
///
/// # Errors
/// It is not.
pub fn check_graph(graph: &Graph) -> Result<(), Refusal> {
    let ends = graph.live_blocks().filter_map(|block| graph.blocks[block.index()].terminator.as_ref());
    let edges: usize = ends.flat_map(|end| end.edges()).map(|edge| 1 + edge.args.len()).sum();
    if depth::passes(graph, DEEPEST) {
        return Err("its loops are too deep");
    }
    if cold::size(graph, MOST_COLD) > MOST_COLD {
        return Err("too much lives across its safepoints");
    }
    match edges <= MOST_PAIRS && lives::sum(graph) <= MOST_LIFE {
        true => Ok(()),
        false => Err("too much lives for too long"),
    }
}
