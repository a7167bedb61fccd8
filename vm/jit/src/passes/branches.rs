//! Makes control flow straight: a branch on what the block's predecessor hands on goes where it would go, and a block that
//! only one other jumps to becomes part of it. A branch both ways of which come to the same place is none.

use crate::ir::{Action, Block, Edge, Flow, Graph, Terminator, Value};
use rustc_hash::FxHashMap as HashMap;

pub fn run(graph: &mut Graph) {
    thread(graph);
    unite(graph);
    merge(graph);
}

/// Makes jumps of branches that decide nothing.
fn unite(graph: &mut Graph) {
    for block in graph.live_blocks().collect::<Vec<_>>() {
        if let Some(Terminator::Branch { then, other, .. }) = &graph.blocks[block.index()].terminator {
            let ways = [then, other].map(|edge| past(graph, edge));
            if let [way, same] = ways
                && way == same
            {
                graph.blocks[block.index()].terminator = Some(Terminator::Jump(way));
            }
        }
    }
}

/// Where an edge leads to past a block that does nothing.
pub fn past(graph: &Graph, edge: &Edge) -> Edge {
    let data = &graph.blocks[edge.block.index()];
    match &data.terminator {
        Some(Terminator::Jump(next)) if data.params.is_empty() && data.instructions.is_empty() => next.clone(),
        _ => edge.clone(),
    }
}

/// Leads edges past blocks that do nothing but branch on a constant which the edge hands on.
fn thread(graph: &mut Graph) {
    let ints = ints(graph);
    let local = local_params(graph);
    for block in Flow::new(graph).order {
        let Some(Terminator::Jump(edge)) = &graph.blocks[block.index()].terminator else { continue };
        let mut edge = edge.clone();
        // A way around in a circle ends.
        for _ in 0..8 {
            match decided(graph, &edge, &ints, &local) {
                Some(next) => edge = next,
                None => break,
            }
        }
        graph.blocks[block.index()].terminator = Some(Terminator::Jump(edge));
    }
}

fn ints(graph: &Graph) -> HashMap<Value, i64> {
    let all = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
    let int = |instruction: &crate::ir::Instruction| match instruction.action {
        Action::Int(number) => Some((instruction.result?, number)),
        _ => None,
    };
    all.filter_map(int).collect()
}

/// By block, whether its parameters are used in its terminator only, and it does nothing else.
fn local_params(graph: &Graph) -> Vec<bool> {
    let mut owner = vec![None; graph.classes.len()];
    let mut local = vec![false; graph.blocks.len()];
    for block in graph.live_blocks() {
        let data = &graph.blocks[block.index()];
        local[block.index()] = data.instructions.is_empty() && block.index() > 0;
        data.params.iter().for_each(|param| owner[param.index()] = Some(block));
    }
    for block in graph.live_blocks() {
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
fn decided(graph: &Graph, edge: &Edge, ints: &HashMap<Value, i64>, local: &[bool]) -> Option<Edge> {
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
            if *ints.get(&handed(*condition))? != 0 {
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
    for block in graph.live_blocks().collect::<Vec<_>>() {
        graph.blocks[block.index()].mentions_mut().for_each(|value| *value = same[value.index()]);
    }
}
