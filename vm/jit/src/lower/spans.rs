//! Which references live across safepoints, and which live behind each.

use crate::build::Refusal;
use crate::ir::{Action, Block, Class, Graph, Value};
use std::collections::{HashMap, HashSet};

/// See the file.
pub struct Spans {
    spanning: HashSet<Value>,
    /// By block and place in it, the references that live behind a safepoint, its result left out.
    behind: HashMap<(Block, usize), Vec<Value>>,
}

/// More pairs of safepoints and references are not kept.
const MOST: usize = 1 << 18;

impl Spans {
    /// # Errors
    /// Too many references live across too many safepoints.
    pub fn new(graph: &Graph) -> Result<Self, Refusal> {
        // Null is the same wherever it is.
        let nulls: HashSet<Value> = graph
            .live_blocks()
            .flat_map(|block| &graph.blocks[block.index()].instructions)
            .filter(|instruction| instruction.action == Action::Null)
            .filter_map(|instruction| instruction.result)
            .collect();
        let tracked = |value: &Value| graph.class(*value) == Class::Ref && !nulls.contains(value);
        let blocks: Vec<Block> = graph.live_blocks().collect();
        let mut starts: Vec<HashSet<Value>> = vec![HashSet::new(); graph.blocks.len()];
        let mut changed = true;
        while changed {
            changed = false;
            for block in blocks.iter().rev() {
                let mut live = ends(graph, *block, &starts, tracked);
                let data = &graph.blocks[block.index()];
                for instruction in data.instructions.iter().rev() {
                    instruction.result.map(|result| live.remove(&result));
                    live.extend(instruction.uses().filter(tracked));
                }
                data.params.iter().for_each(|param| {
                    live.remove(param);
                });
                if live.len() != starts[block.index()].len() {
                    starts[block.index()] = live;
                    changed = true;
                }
            }
        }
        let (mut spanning, mut behind, mut total) = (HashSet::new(), HashMap::new(), 0);
        for block in blocks {
            let mut live = ends(graph, block, &starts, tracked);
            for (index, instruction) in graph.blocks[block.index()].instructions.iter().enumerate().rev() {
                instruction.result.map(|result| live.remove(&result));
                if instruction.action.may_move() {
                    // What it makes of its arguments may need them after they have moved.
                    let mut kept: Vec<Value> = live.iter().copied().collect();
                    if !matches!(instruction.action, Action::Call(_)) {
                        kept.extend(instruction.args.iter().filter(|value| tracked(value) && !live.contains(value)));
                    }
                    kept.sort_unstable();
                    kept.dedup();
                    total += kept.len();
                    if total > MOST {
                        return Err("too many references live across calls");
                    }
                    spanning.extend(&kept);
                    behind.insert((block, index), kept);
                }
                live.extend(instruction.uses().filter(tracked));
            }
        }
        Ok(Self { spanning, behind })
    }

    /// Whether a reference lives across a safepoint.
    pub fn spans(&self, value: Value) -> bool {
        self.spanning.contains(&value)
    }

    /// The references that live behind a safepoint.
    pub fn behind(&self, at: (Block, usize)) -> &[Value] {
        self.behind.get(&at).map_or(&[], Vec::as_slice)
    }
}

/// What lives at the end of a block.
fn ends(graph: &Graph, block: Block, starts: &[HashSet<Value>], tracked: impl Fn(&Value) -> bool) -> HashSet<Value> {
    let mut live = HashSet::new();
    let Some(terminator) = &graph.blocks[block.index()].terminator else { return live };
    live.extend(terminator.own_uses().iter().copied().filter(|value| tracked(value)));
    for edge in terminator.edges() {
        live.extend(&starts[edge.block.index()]);
        live.extend(edge.args.iter().copied().filter(|value| tracked(value)));
    }
    live
}
