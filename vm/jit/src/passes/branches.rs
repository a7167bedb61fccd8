//! Makes control flow straight: a branch on what the block's predecessor hands on goes where it would go, and a block that
//! only one other jumps to becomes part of it. A branch both ways of which come to the same place is none.

use crate::ir::{Block, Edge, Flow, Graph, Makers, Terminator, Value};
use std::iter::successors;

pub fn run(graph: &mut Graph) {
    thread(graph);
    unite(graph);
    merge(graph);
}

/// Makes jumps of branches that decide nothing.
fn unite(graph: &mut Graph) {
    for block in graph.live_blocks().collect::<Vec<_>>() {
        if let Some(Terminator::Branch { then, other, .. }) = &graph.blocks[block.index()].terminator {
            let [way, same] = [then, other].map(|edge| past(graph, edge));
            if way == same {
                graph.blocks[block.index()].terminator = Some(Terminator::Jump(way.clone()));
            }
        }
    }
}

/// Where an edge leads to past a block that does nothing.
pub fn past<'a>(graph: &'a Graph, edge: &'a Edge) -> &'a Edge {
    let data = &graph.blocks[edge.block.index()];
    match &data.terminator {
        Some(Terminator::Jump(next)) if data.params.is_empty() && data.instructions.is_empty() => next,
        _ => edge,
    }
}

/// Leads edges past blocks that do nothing but branch on a constant which the edge hands on.
fn thread(graph: &mut Graph) {
    let order: Vec<Block> = graph.live_blocks().collect();
    let (makers, local) = (Makers::new(graph), local_params(graph, &order));
    let on = |edge: &Edge| decided(graph, edge, &makers, &local);
    let way = |block: Block| match &graph.blocks[block.index()].terminator {
        // A way around in a circle ends.
        Some(Terminator::Jump(edge)) => Some((block, successors(on(edge), on).take(8).last()?)),
        _ => None,
    };
    let ways: Vec<(Block, Edge)> = order.iter().filter_map(|block| way(*block)).collect();
    for (block, way) in ways {
        graph.blocks[block.index()].terminator = Some(Terminator::Jump(way));
    }
}

/// By block, whether its parameters are used in its terminator only, and it does nothing else.
fn local_params(graph: &Graph, order: &[Block]) -> Vec<bool> {
    let mut owner = vec![None; graph.classes.len()];
    let mut local = vec![false; graph.blocks.len()];
    for block in order {
        let data = &graph.blocks[block.index()];
        local[block.index()] = data.instructions.is_empty() && block.index() > 0;
        data.params.iter().for_each(|param| owner[param.index()] = Some(block));
    }
    for block in order {
        for value in graph.blocks[block.index()].mentions() {
            if let Some(other) = owner[value.index()]
                && other != block
            {
                local[other.index()] = false;
            }
        }
    }
    local
}

/// Where an edge leads on to whose block only branches on a constant that it hands on.
fn decided(graph: &Graph, edge: &Edge, makers: &Makers, local: &[bool]) -> Option<Edge> {
    let data = &graph.blocks[edge.block.index()];
    if !local[edge.block.index()] {
        return None;
    }
    let handed = |value: Value| match data.params.iter().position(|param| *param == value) {
        Some(place) => edge.args[place],
        None => value,
    };
    let next = match data.terminator.as_ref()? {
        Terminator::Branch { condition, then, other } => {
            if makers.int(handed(*condition))? != 0 {
                then
            } else {
                other
            }
        }
        Terminator::Jump(next) if next.block != edge.block => next,
        _ => return None,
    };
    Some(Edge { block: next.block, args: next.args.iter().map(|arg| handed(*arg)).collect() })
}

/// Joins blocks with their only predecessors, where these go nowhere else.
fn merge(graph: &mut Graph) {
    let flow = Flow::new(graph);
    let mut same: Vec<Value> = (0..graph.classes.len() as u32).map(Value).collect();
    // Where a block's instructions are by now.
    let mut moved: Vec<Block> = (0..graph.blocks.len() as u32).map(Block).collect();
    for block in &flow.order {
        let [from] = flow.predecessors(*block)[..] else { continue };
        let into = moved[from.index()];
        if block.index() == 0 || graph.blocks[block.index()].cold != graph.blocks[into.index()].cold {
            continue;
        }
        let Some(Terminator::Jump(edge)) = &graph.blocks[into.index()].terminator else { continue };
        for (param, arg) in graph.blocks[block.index()].params.iter().zip(&edge.args) {
            same[param.index()] = same[arg.index()];
        }
        let data = std::mem::take(&mut graph.blocks[block.index()]);
        graph.blocks[into.index()].instructions.extend(data.instructions);
        graph.blocks[into.index()].terminator = data.terminator;
        moved[block.index()] = into;
    }
    for block in flow.order {
        graph.blocks[block.index()].mentions_mut().for_each(|value| *value = same[value.index()]);
    }
}
