//! Has fuel asked for once instead of in every block: where a function begins, and where a round of a loop does. If there is
//! enough there for the dearest way to a call, or to the end of the round, blocks only count what they take. If there isn't,
//! the code is left, and the interpreter finds out where exactly it ends.
//!
//! A round that can neither trap nor call counts all that it takes at once.

mod gather;

pub use gather::gather;

use crate::ir::loops::all;
use crate::ir::{Action, Block, Class, Flow, Graph, Instruction, Site, Value};
use pvm_runtime::tier::Unit;
use rustc_hash::FxHashMap as HashMap;

/// Has blocks count only, as far as that goes. What has been so before stays so.
pub fn guard(graph: &mut Graph, unit: Unit) {
    let flow = Flow::new(graph);
    let within = innermost_headers(graph, &flow);
    let mut guards: Vec<(Block, i64)> = Vec::new();
    // By block, the guard that it is behind, and what the dearest way from there has taken at its end.
    let mut behind: HashMap<Block, (usize, i64)> = HashMap::default();
    for block in flow.order.iter().copied() {
        let first = graph.blocks[block.index()].instructions.first();
        let polls = matches!(first.map(|first| &first.action), Some(Action::Poll { .. }));
        let enters = block.index() == 0 && unit.from.is_none() && flow.predecessors(block).is_empty();
        let start = if polls || enters {
            guards.push((block, 0));
            Some((guards.len() - 1, 0))
        } else {
            let from = flow.predecessors(block).iter();
            let from = from.map(|from| behind.get(from).copied().filter(|_| within.get(from) == within.get(&block)));
            let common = |left: Option<(usize, i64)>, right: Option<(usize, i64)>| {
                let ((left, taken), (right, also)) = (left?, right?);
                (left == right).then(|| (left, taken.max(also)))
            };
            from.reduce(common).flatten()
        };
        if let Some((guard, taken)) = start
            && let Some(taken) = count(graph, block, taken, &mut guards[guard].1)
        {
            behind.insert(block, (guard, taken));
        }
    }
    for (block, most) in guards.into_iter().filter(|(_, most)| *most > 0) {
        let instructions = &mut graph.blocks[block.index()].instructions;
        match instructions.first_mut() {
            Some(Instruction { action: Action::Poll { fuel }, .. }) => *fuel += most,
            _ => graph.fuel += most,
        }
    }
}

/// By block in a loop, the header of the innermost one.
fn innermost_headers(graph: &Graph, flow: &Flow) -> HashMap<Block, Block> {
    let mut loops = all(graph, flow);
    loops.sort_by_key(|known| std::cmp::Reverse(known.blocks.len()));
    loops.iter().flat_map(|known| known.blocks.iter().map(|block| (*block, known.header))).collect()
}

/// Has a block count only, as far as its first call, or to a round of what was a loop, which asks by itself. Gives what it and
/// the way to it have taken, if there is neither.
fn count(graph: &mut Graph, block: Block, mut taken: i64, most: &mut i64) -> Option<i64> {
    let mut counted = Vec::new();
    let mut rest = std::mem::take(&mut graph.blocks[block.index()].instructions).into_iter().peekable();
    let mut calls = false;
    counted.extend(rest.next_if(|first| matches!(first.action, Action::Poll { .. })));
    for mut made in rest.by_ref() {
        let site = made.site;
        match made.action {
            Action::Fuel(cost) => {
                taken += i64::from(cost);
                let cost = number(graph, cost.into(), site, &mut counted);
                made = Instruction { action: Action::Spend, args: vec![cost], ..made };
            }
            Action::FuelLeft(cost) => {
                *most = (taken + i64::from(cost)).max(*most);
                made.action = Action::Int(1);
            }
            _ => calls = takes_more(&made.action),
        }
        counted.push(made);
        if calls {
            break;
        }
    }
    counted.extend(rest);
    graph.blocks[block.index()].instructions = counted;
    *most = taken.max(*most);
    (!calls).then_some(taken)
}

/// Whether an instruction may take fuel that isn't known, or what is behind it relies on what it has asked.
fn takes_more(action: &Action) -> bool {
    let copies = matches!(action, Action::ArrayCopy { .. } | Action::ArrayFill { .. } | Action::Known(_));
    copies || matches!(action, Action::Call(_) | Action::FuelBack | Action::Poll { .. })
}

fn number(graph: &mut Graph, number: i64, site: Site, to: &mut Vec<Instruction>) -> Value {
    let result = graph.value(Class::Int);
    to.push(Instruction { action: Action::Int(number), args: Vec::new(), result: Some(result), site, frame: None });
    result
}
