//! Has branches that are hard to guess choose instead: such as take the lesser or the greater of two numbers, or one of two
//! constants. They lead past blocks that do nothing to the same block, which is jumped to with what was chosen then.
//!
//! Others are left, for guessing right is faster than waiting for what decides: an emulator whose jumps choose took half as
//! long again.

use super::branches::past;
use crate::ir::{Action, Graph, Instruction, Makers, Terminator, Value};

/// No more is chosen at once.
const MOST: usize = 2;

pub fn run(graph: &mut Graph) {
    let mut choices = Vec::new();
    let makers = Makers::new(graph);
    for block in graph.live_blocks() {
        let Some(Terminator::Branch { condition, then, other }) = &graph.blocks[block.index()].terminator else {
            continue;
        };
        let (then, other) = (past(graph, then), past(graph, other));
        let args = then.args.iter().copied().zip(other.args.iter().copied()).enumerate();
        let differ: Vec<_> = args.filter(|(_, (then, other))| then != other).collect();
        if let Some(made) = makers.of(*condition)
            && then.block == other.block
            && (1..=MOST).contains(&differ.len())
            && differ.iter().all(|(_, pair)| is_hard(&makers, made, *pair))
        {
            choices.push((block, *condition, differ, then.clone(), made.site));
        }
    }
    for (block, condition, differ, mut edge, site) in choices {
        for (place, (chosen, other)) in differ {
            let result = graph.value(graph.class(chosen));
            let args = vec![condition, chosen, other];
            let choose = Instruction { action: Action::Choose, args, result: Some(result), site, frame: None };
            graph.blocks[block.index()].instructions.push(choose);
            edge.args[place] = result;
        }
        graph.blocks[block.index()].terminator = Some(Terminator::Jump(edge));
    }
}

fn is_hard(makers: &Makers, condition: &Instruction, pair: (Value, Value)) -> bool {
    let is_either = match (&condition.action, &condition.args[..]) {
        (Action::Pure(_), [left, right]) => pair == (*left, *right) || pair == (*right, *left),
        _ => false,
    };
    let is_constant = |value: Value| makers.int(value).is_some();
    is_either || is_constant(pair.0) && is_constant(pair.1)
}
