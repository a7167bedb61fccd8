//! Natural loops: what lies between a block and the edges back to it.

use super::{Block, Edge, Flow, Graph, Terminator};
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
    let mut loops = all(graph, flow);
    let headers: Vec<Block> = loops.iter().map(|known| known.header).collect();
    loops.retain(|known| headers.iter().all(|header| *header == known.header || !known.blocks.contains(header)));
    loops
}

/// All loops, one for each header.
pub fn all(graph: &Graph, flow: &Flow) -> Vec<Loop> {
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
    loops
}

/// Has an outer loop begin with a block of its own that begins with the same one as its inner loop: a unit that starts
/// within the inner loop is so made.
pub fn separate(graph: &mut Graph, flow: &Flow) {
    for header in flow.order.iter().copied() {
        let from = flow.predecessors(header).iter().copied();
        let backs: Vec<Block> = from.filter(|from| flow.dominates(header, *from)).collect();
        let bodies: Vec<HashSet<Block>> = backs.iter().map(|back| body(flow, header, *back)).collect();
        let inner = bodies.iter().zip(&backs).min_by_key(|(body, _)| body.len());
        let Some((inner, back)) = inner else { continue };
        let others = || bodies.iter().zip(&backs).filter(|(_, other)| *other != back);
        let is_inner = others().all(|(body, other)| !inner.contains(other) && inner.is_subset(body));
        if is_inner && others().next().is_some() {
            enter(graph, flow, header, |from| from != *back);
        }
    }
}

/// Has the ways into a block from some others come to a block of their own, which hands the same on.
pub fn enter(graph: &mut Graph, flow: &Flow, block: Block, comes: impl Fn(Block) -> bool) -> Block {
    let way = graph.block();
    let params = graph.blocks[block.index()].params.clone();
    let params: Vec<_> = params.into_iter().map(|param| graph.value(graph.class(param))).collect();
    for from in flow.predecessors(block).iter().filter(|from| comes(**from)) {
        let end = graph.blocks[from.index()].terminator.iter_mut().flat_map(|end| end.edges_mut());
        end.filter(|edge| edge.block == block).for_each(|edge| edge.block = way);
    }
    let data = &mut graph.blocks[way.index()];
    data.terminator = Some(Terminator::Jump(Edge { block, args: params.clone() }));
    data.params = params;
    way
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
