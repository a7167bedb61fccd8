//! Removes pure instructions whose results nobody uses.

use crate::ir::{Graph, Value};

pub fn run(graph: &mut Graph) {
    let mut used = vec![false; graph.classes.len()];
    let mut waiting: Vec<Value> = Vec::new();
    let mut makers = vec![None; graph.classes.len()];
    for block in graph.live_blocks() {
        let data = &graph.blocks[block.index()];
        for (index, instruction) in data.instructions.iter().enumerate() {
            match instruction.result {
                Some(result) if instruction.action.is_pure() => makers[result.index()] = Some((block, index)),
                _ => waiting.extend(instruction.uses()),
            }
        }
        if let Some(terminator) = &data.terminator {
            waiting.extend(terminator.own_uses());
            waiting.extend(terminator.edges().flat_map(|edge| edge.args.iter().copied()));
        }
    }
    while let Some(value) = waiting.pop() {
        if !std::mem::replace(&mut used[value.index()], true)
            && let Some((block, index)) = makers[value.index()]
        {
            waiting.extend(graph.blocks[block.index()].instructions[index].uses());
        }
    }
    for data in &mut graph.blocks {
        data.instructions.retain(|instruction| {
            !instruction.action.is_pure() || instruction.result.is_none_or(|result| used[result.index()])
        });
    }
}
