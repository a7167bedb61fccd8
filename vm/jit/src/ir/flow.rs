//! How control flows through a graph: order, predecessors and dominators.

use super::{Block, Graph};
use std::cell::OnceCell;

/// See the file. Holds as long as no edge changes.
pub struct Flow {
    /// The blocks that are part of the function, in reverse postorder.
    pub order: Vec<Block>,
    /// By block, its place in that order.
    place: Vec<Option<u32>>,
    /// The blocks with edges to each, one for each edge: those to the first block, those to the second, and so on.
    predecessors: Vec<Block>,
    /// By block, where its predecessors end; those of the next follow.
    ends: Vec<u32>,
    /// By place, that of the nearest dominator; the entry's is itself. Found when somebody asks.
    dominators: OnceCell<Vec<u32>>,
}

impl Flow {
    pub fn new(graph: &Graph) -> Self {
        let order: Vec<Block> = graph.live_blocks().collect();
        let mut place = vec![None; graph.blocks.len()];
        for (index, block) in order.iter().enumerate() {
            place[block.index()] = Some(index as u32);
        }
        let (predecessors, ends) = predecessors(graph, &order);
        Self { order, place, predecessors, ends, dominators: OnceCell::new() }
    }

    /// The blocks with edges to one, one for each edge.
    pub fn predecessors(&self, block: Block) -> &[Block] {
        let first = block.index().checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.predecessors[first as usize..self.ends[block.index()] as usize]
    }

    pub fn is_live(&self, block: Block) -> bool {
        self.place[block.index()].is_some()
    }

    /// The nearest block that dominates another.
    pub fn dominator(&self, block: Block) -> Option<Block> {
        let place = self.place[block.index()].filter(|place| *place > 0)?;
        Some(self.order[self.dominators()[place as usize] as usize])
    }

    /// Whether every way to a block leads through another, or they are the same.
    pub fn dominates(&self, upper: Block, lower: Block) -> bool {
        let (Some(upper), Some(mut lower)) = (self.place[upper.index()], self.place[lower.index()]) else {
            return false;
        };
        let dominators = self.dominators();
        while lower > upper {
            lower = dominators[lower as usize];
        }
        lower == upper
    }

    fn dominators(&self) -> &[u32] {
        self.dominators.get_or_init(|| self.find_dominators())
    }

    /// Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001.
    fn find_dominators(&self) -> Vec<u32> {
        const UNKNOWN: u32 = u32::MAX;
        let mut dominators = vec![UNKNOWN; self.order.len()];
        dominators[0] = 0;
        let mut changed = true;
        while changed {
            changed = false;
            for (index, block) in self.order.iter().enumerate().skip(1) {
                let known = self.predecessors(*block).iter().filter_map(|from| self.place[from.index()]);
                let known = known.filter(|from| dominators[*from as usize] != UNKNOWN);
                let common = known.reduce(|mut left, mut right| {
                    while left != right {
                        while left > right {
                            left = dominators[left as usize];
                        }
                        while right > left {
                            right = dominators[right as usize];
                        }
                    }
                    left
                });
                let common = common.unwrap_or(UNKNOWN);
                changed |= std::mem::replace(&mut dominators[index], common) != common;
            }
        }
        dominators
    }
}

/// The sources of all edges, in the order of the blocks that these lead to; and by block, where its own end.
fn predecessors(graph: &Graph, order: &[Block]) -> (Vec<Block>, Vec<u32>) {
    let ends = order.iter().filter_map(|block| Some((*block, graph.blocks[block.index()].terminator.as_ref()?)));
    let edges = || ends.clone().flat_map(|(from, end)| end.edges().map(move |edge| (from, edge.block)));
    let mut counts = vec![0; graph.blocks.len() + 1];
    edges().for_each(|(_, to)| counts[to.index() + 1] += 1);
    let mut next: Vec<u32> = counts
        .iter()
        .scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        })
        .collect();
    let mut predecessors = vec![Block(0); next[graph.blocks.len()] as usize];
    for (from, to) in edges() {
        predecessors[next[to.index()] as usize] = from;
        next[to.index()] += 1;
    }
    (predecessors, next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{Class, Edge, Terminator, Value};
    use pvm_bytecode::FunctionId;

    /// A graph of these edges: each block branches to one or two others, or returns.
    fn graph(edges: &[&[u32]]) -> Graph {
        let mut graph = Graph::new(FunctionId(0), None);
        let condition = graph.value(Class::Int);
        for targets in edges {
            let block = graph.block();
            let edge = |target: u32| Edge { block: Block(target), args: Vec::<Value>::new() };
            graph.blocks[block.index()].terminator = Some(match **targets {
                [] => Terminator::Return(None),
                [next] => Terminator::Jump(edge(next)),
                [then, other, ..] => Terminator::Branch { condition, then: edge(then), other: edge(other) },
            });
        }
        graph
    }

    #[test]
    fn what_comes_behind_a_branch_is_dominated_by_the_branch() {
        // A loop (1 to 4) with a branch in it; block 6 is not part of the function.
        let flow = Flow::new(&graph(&[&[1], &[2, 3], &[4], &[4], &[1, 5], &[], &[5]]));
        assert_eq!(flow.dominator(Block(4)), Some(Block(1)));
        assert_eq!(flow.dominator(Block(0)), None);
        assert!(flow.dominates(Block(1), Block(5)) && flow.dominates(Block(4), Block(5)));
        assert!(!flow.dominates(Block(2), Block(4)) && !flow.dominates(Block(5), Block(4)));
        assert!(!flow.is_live(Block(6)));
        assert_eq!(flow.predecessors(Block(1)), [Block(0), Block(4)]);
    }
}
