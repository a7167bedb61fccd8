//! How long values live: what register allocation takes grows with that, and where thousands live at a time it takes minutes.
//!
//! Cranelift makes a pure instruction where its result is wanted first. So what it is computed of lives until there: the
//! numbers of a long sum all live to its end.

use crate::ir::{Action, Graph, Value};

/// A value that isn't computed by a pure instruction: when it is made and wanted last, in places where Cranelift's blocks
/// may end.
#[derive(Clone, Copy, Default)]
struct Life {
    from: u32,
    to: u32,
}

/// The lengths of all lives together. A place is the end of a block, a check, a call: whatever may go elsewhere.
pub fn sum(graph: &Graph) -> usize {
    let mut lives = vec![Life::default(); graph.classes.len()];
    // By value, what it is computed of.
    let mut sources: Vec<Option<&[Value]>> = vec![None; graph.classes.len()];
    // What is wanted where.
    let mut wanted: Vec<(u32, Value)> = Vec::new();
    let mut starts = vec![0; graph.blocks.len()];
    let mut back = Vec::new();
    let mut place = 0;
    for block in graph.live_blocks() {
        let data = &graph.blocks[block.index()];
        starts[block.index()] = place;
        data.params.iter().for_each(|param| lives[param.index()].from = place);
        for instruction in &data.instructions {
            match (&instruction.action, instruction.result) {
                (Action::Pure(_), Some(result)) => sources[result.index()] = Some(&instruction.args),
                (Action::Int(_) | Action::Float(_) | Action::Null, Some(result)) => sources[result.index()] = Some(&[]),
                (_, result) => {
                    place += u32::from(instruction.frame.is_some() || instruction.action == Action::Check);
                    wanted.extend(instruction.uses().map(|value| (place, value)));
                    result.into_iter().for_each(|result| lives[result.index()].from = place);
                }
            }
        }
        let Some(end) = &data.terminator else { continue };
        place += 1;
        let handed = end.edges().flat_map(|edge| edge.args.iter().copied());
        wanted.extend(end.own_uses().iter().copied().chain(handed).map(|value| (place, value)));
        // Blocks come before those that they dominate, so only ways back lead to one that has a start.
        let heads = end.edges().map(|edge| starts[edge.block.index()]).filter(|start| *start > 0);
        back.extend(heads.map(|head| (place, head)));
    }
    // From the end on: what a value is computed of was wanted last where the value was.
    let mut seen = vec![false; graph.classes.len()];
    while let Some((place, value)) = wanted.pop() {
        if !std::mem::replace(&mut seen[value.index()], true) {
            match sources[value.index()] {
                Some(sources) => wanted.extend(sources.iter().map(|source| (place, *source))),
                None => lives[value.index()].to = place,
            }
        }
    }
    lives.retain(|life| life.to > life.from);
    // What a loop uses of before it lives until its end.
    for (end, head) in back {
        for life in lives.iter_mut().filter(|life| life.from < head && life.to >= head) {
            life.to = life.to.max(end);
        }
    }
    lives.iter().map(|life| (life.to - life.from) as usize).sum()
}
