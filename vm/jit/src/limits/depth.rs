//! How deep loops stand in each other: Cranelift's analysis of memory goes over all blocks again for every level.

use crate::ir::{Block, Graph};

/// Whether a block is in more loops than a limit. A loop is what leads to the ways back to its head.
pub fn passes(graph: &Graph, limit: u32) -> bool {
    let mut before: Vec<Vec<Block>> = vec![Vec::new(); graph.blocks.len()];
    let mut seen = vec![false; graph.blocks.len()];
    // By block, where the ways back to it begin.
    let mut back: Vec<Vec<Block>> = vec![Vec::new(); graph.blocks.len()];
    for block in graph.live_blocks() {
        seen[block.index()] = true;
        for edge in graph.blocks[block.index()].terminator.iter().flat_map(|end| end.edges()) {
            before[edge.block.index()].push(block);
            if seen[edge.block.index()] {
                back[edge.block.index()].push(block);
            }
        }
    }
    let mut depths = vec![0; graph.blocks.len()];
    // By block, the last loop that it has been counted for.
    let mut counted = vec![None; graph.blocks.len()];
    for (head, mut waiting) in back.into_iter().enumerate().filter(|(_, ends)| !ends.is_empty()) {
        counted[head] = Some(head);
        depths[head] += 1;
        while let Some(block) = waiting.pop() {
            if counted[block.index()].replace(head) != Some(head) {
                depths[block.index()] += 1;
                waiting.extend(&before[block.index()]);
            }
            if depths[block.index()] > limit {
                return true;
            }
        }
    }
    false
}
