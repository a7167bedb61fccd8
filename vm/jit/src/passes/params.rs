//! Removes parameters of blocks that are always the same value: every edge hands on one value, or the parameter itself.

use crate::ir::{Block, Graph, Value};

pub fn run(graph: &mut Graph) {
    let mut same: Vec<Value> = (0..graph.classes.len() as u32).map(Value).collect();
    let blocks: Vec<Block> = graph.live_blocks().collect();
    while find(graph, &blocks, &mut same) {}
    retain(graph, |param| same[param.index()] == param);
    for block in blocks {
        let data = &mut graph.blocks[block.index()];
        let replace = |value: &mut Value| *value = resolve(&mut same, *value);
        data.instructions.iter_mut().flat_map(|instruction| instruction.mentions_mut()).for_each(replace);
        if let Some(terminator) = &mut data.terminator {
            terminator.own_uses_mut().iter_mut().for_each(|value| *value = resolve(&mut same, *value));
            for edge in terminator.edges_mut() {
                edge.args.iter_mut().for_each(|value| *value = resolve(&mut same, *value));
            }
        }
    }
}

/// One round: whether a parameter was found to be another value.
fn find(graph: &Graph, blocks: &[Block], same: &mut [Value]) -> bool {
    // By parameter, the only other value that is handed on, as far as is known.
    let mut only: Vec<Option<Option<Value>>> = vec![None; graph.classes.len()];
    for block in blocks {
        let Some(terminator) = &graph.blocks[block.index()].terminator else { continue };
        for edge in terminator.edges() {
            for (param, arg) in graph.blocks[edge.block.index()].params.iter().zip(&edge.args) {
                let (param, arg) = (resolve(same, *param), resolve(same, *arg));
                if param == arg {
                    continue;
                }
                let known = &mut only[param.index()];
                *known = match *known {
                    None => Some(Some(arg)),
                    Some(Some(other)) if other == arg => *known,
                    _ => Some(None),
                };
            }
        }
    }
    let mut found = false;
    for block in blocks.iter().filter(|block| block.index() > 0) {
        for param in &graph.blocks[block.index()].params {
            if same[param.index()] == *param
                && let Some(Some(value)) = only[param.index()]
            {
                // Two parameters that are each other would be nothing.
                if resolve(same, value) != *param {
                    same[param.index()] = value;
                    found = true;
                }
            }
        }
    }
    found
}

fn resolve(same: &mut [Value], value: Value) -> Value {
    let mut root = value;
    while same[root.index()] != root {
        root = same[root.index()];
    }
    same[value.index()] = root;
    root
}

/// Removes the parameters that are not wanted, with the arguments for them.
pub fn retain(graph: &mut Graph, is_wanted: impl Fn(Value) -> bool) {
    // By block, which of its parameters stay, unless all do.
    let kept = graph.blocks.iter().map(|data| {
        let kept: Vec<bool> = data.params.iter().map(|param| is_wanted(*param)).collect();
        kept.contains(&false).then_some(kept)
    });
    let kept: Vec<Option<Vec<bool>>> = kept.collect();
    for (data, own) in graph.blocks.iter_mut().zip(&kept) {
        own.iter().for_each(|own| keep(&mut data.params, own));
        for edge in data.terminator.iter_mut().flat_map(|terminator| terminator.edges_mut()) {
            kept[edge.block.index()].iter().for_each(|kept| keep(&mut edge.args, kept));
        }
    }
}

fn keep(values: &mut Vec<Value>, kept: &[bool]) {
    let mut kept = kept.iter();
    values.retain(|_| kept.next().copied().unwrap_or(true));
}
