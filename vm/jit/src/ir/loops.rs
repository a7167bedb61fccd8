//! Natural loops: what lies between a block and the edges back to it.

use super::{Block, Flow, Graph};
use rustc_hash::FxHashSet as HashSet;

/// A loop.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The only block that it is entered through.
    pub header: Block,
    pub blocks: HashSet<Block>,
}

/// The loops that no other loop is in, the first in order first.
pub fn innermost(graph: &Graph, flow: &Flow) -> Vec<Loop> {
    let mut loops: Vec<Loop> = Vec::new();
    for block in &flow.order {
        let ends = graph.blocks[block.index()].terminator.iter().flat_map(|end| end.edges());
        for header in ends.map(|edge| edge.block).filter(|to| flow.dominates(*to, *block)) {
            let blocks = body(flow, header, *block);
            match loops.iter_mut().find(|known| known.header == header) {
                Some(known) => known.blocks.extend(blocks),
                None => loops.push(Loop { header, blocks }),
            }
        }
    }
    let headers: Vec<Block> = loops.iter().map(|known| known.header).collect();
    loops.retain(|known| headers.iter().all(|header| *header == known.header || !known.blocks.contains(header)));
    loops
}

/// The blocks that lead to the edge back.
fn body(flow: &Flow, header: Block, back: Block) -> HashSet<Block> {
    let mut blocks = HashSet::from_iter([header]);
    let mut waiting = vec![back];
    while let Some(block) = waiting.pop() {
        if blocks.insert(block) {
            waiting.extend(flow.predecessors(block));
        }
    }
    blocks
}
