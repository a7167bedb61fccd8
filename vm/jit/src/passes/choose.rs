//! Has branches that are hard to guess choose instead: such as take the lesser or the greater of two numbers, or one of two
//! constants. They lead past blocks that do nothing to the same block, and are lowered to selections.
//!
//! Others are left, for guessing right is faster than waiting for what decides: an emulator whose jumps choose took half as
//! long again.

use crate::ir::{Action, Edge, Graph, Instruction, Terminator, Value};
use rustc_hash::FxHashMap as HashMap;

pub fn run(graph: &mut Graph) {
    let mut choices = Vec::new();
    let makers = makers(graph);
    for block in graph.live_blocks() {
        let Some(Terminator::Branch { condition, then, other }) = &graph.blocks[block.index()].terminator else {
            continue;
        };
        let (then, other) = (past(graph, then), past(graph, other));
        let differ = then.args.iter().zip(&other.args).filter(|(then, other)| then != other);
        let differ: Vec<_> = differ.map(|(then, other)| [*then, *other]).collect();
        if then.block == other.block && matches!(differ[..], [pair] if is_hard(&makers, *condition, pair)) {
            choices.push((block, Terminator::Branch { condition: *condition, then, other }));
        }
    }
    for (block, choice) in choices {
        graph.blocks[block.index()].terminator = Some(choice);
    }
}

type Makers<'a> = HashMap<Value, &'a Instruction>;

fn makers(graph: &Graph) -> Makers<'_> {
    let all = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
    all.filter_map(|instruction| Some((instruction.result?, instruction))).collect()
}

/// Where an edge leads to past a block that does nothing.
fn past(graph: &Graph, edge: &Edge) -> Edge {
    let data = &graph.blocks[edge.block.index()];
    match &data.terminator {
        Some(Terminator::Jump(next)) if data.params.is_empty() && data.instructions.is_empty() => next.clone(),
        _ => edge.clone(),
    }
}

fn is_hard(makers: &Makers, condition: Value, pair: [Value; 2]) -> bool {
    let compared = makers.get(&condition).map(|made| (&made.action, &made.args[..]));
    let is_either = match compared {
        Some((Action::Pure(_), [left, right])) => pair == [*left, *right] || pair == [*right, *left],
        _ => false,
    };
    let is_constant = |value: Value| matches!(makers.get(&value).map(|made| &made.action), Some(Action::Int(_)));
    is_either || pair.into_iter().all(is_constant)
}
