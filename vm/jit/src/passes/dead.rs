//! Removes pure instructions whose results nobody uses, and parameters that nobody does.

use super::params;
use crate::ir::{BlockData, Graph, Value};

pub fn run(graph: &mut Graph) {
    let used = used(graph);
    for instruction in graph.blocks.iter_mut().flat_map(|data| &mut data.instructions) {
        if let Some(frame) = &mut instruction.frame {
            frame.again.retain(|again| used[again.value.index()]);
        }
    }
    for data in &mut graph.blocks {
        data.instructions.retain(|instruction| {
            !instruction.action.is_pure() || instruction.result.is_none_or(|result| used[result.index()])
        });
    }
    params::retain(graph, |param| used[param.index()]);
}

/// By value, whether it is used: by what does something, or for a value that is. What the entry block takes counts as used.
fn used(graph: &Graph) -> Vec<bool> {
    let blocks: Vec<&BlockData> = graph.live_blocks().map(|block| &graph.blocks[block.index()]).collect();
    let mut used = vec![false; graph.classes.len()];
    let mut waiting: Vec<Value> = graph.blocks[0].params.clone();
    let mut makers = vec![None; graph.classes.len()];
    // Parameters, and what is handed on to them.
    let mut handed: Vec<(Value, Value)> = Vec::new();
    for data in &blocks {
        for instruction in &data.instructions {
            match instruction.result {
                Some(result) if instruction.action.is_pure() => makers[result.index()] = Some(instruction),
                _ => waiting.extend(instruction.uses()),
            }
        }
        waiting.extend(data.terminator.iter().flat_map(|end| end.own_uses()));
        for edge in data.terminator.iter().flat_map(|end| end.edges()) {
            let params = graph.blocks[edge.block.index()].params.iter();
            handed.extend(params.copied().zip(edge.args.iter().copied()));
        }
    }
    handed.sort_unstable();
    loop {
        while let Some(value) = waiting.pop() {
            if !std::mem::replace(&mut used[value.index()], true) {
                waiting.extend(makers[value.index()].into_iter().flat_map(|made| made.uses()));
                let first = handed.partition_point(|(param, _)| *param < value);
                let args = handed[first..].iter().take_while(|(param, _)| *param == value);
                waiting.extend(args.map(|(_, arg)| arg));
            }
        }
        // Where a reference may be loaded from again matters if it is used.
        let frames = blocks.iter().flat_map(|data| &data.instructions).flat_map(|instruction| &instruction.frame);
        let again = frames.flat_map(|frame| &frame.again);
        let needed = again.filter(|again| used[again.value.index()]).flat_map(|again| &again.args);
        waiting.extend(needed.filter(|value| !used[value.index()]));
        if waiting.is_empty() {
            return used;
        }
    }
}
