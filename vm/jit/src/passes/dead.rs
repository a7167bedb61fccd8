//! Removes pure instructions whose results nobody uses.

use crate::ir::{Block, Graph, Value};

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
    let mut done = false;
    while !done {
        follow(graph, &mut used, &mut waiting, &makers);
        // Where a reference may be loaded from again matters if it is used.
        let frames = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
        let again = frames.flat_map(|instruction| &instruction.frame).flat_map(|frame| &frame.again);
        let needed = again.filter(|again| used[again.value.index()]).flat_map(|again| &again.args);
        waiting.extend(needed.filter(|value| !used[value.index()]));
        done = waiting.is_empty();
    }
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
}

/// What is used for what waits.
fn follow(graph: &Graph, used: &mut [bool], waiting: &mut Vec<Value>, makers: &[Option<(Block, usize)>]) {
    while let Some(value) = waiting.pop() {
        if !std::mem::replace(&mut used[value.index()], true)
            && let Some((block, index)) = makers[value.index()]
        {
            waiting.extend(graph.blocks[block.index()].instructions[index].uses());
        }
    }
}
