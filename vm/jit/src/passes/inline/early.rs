//! Puts part of a function in place of its call, where the whole of it doesn't stand: the test that it begins with, and the
//! ways on which it returns soon. Only on other ways is it called. A recursion ends with such calls, which are as many as all
//! others together.

use crate::ir::{Action, Block, BlockData, Callee, Class, Edge, Graph, Instruction, Scope, Site, Terminator};
use pvm_bytecode::FunctionId;

/// No more instructions stand on a way that returns soon.
const MOST: usize = 12;

/// The part of a function that returns soon, from its graph: all other ways call it in its place.
pub fn early(graph: &Graph, function: FunctionId) -> Option<Graph> {
    let entry = graph.blocks.first()?;
    let is_test = |made: &Instruction| made.action.is_pure() || matches!(made.action, Action::Fuel(_));
    if entry.size() > MOST || !entry.instructions.iter().all(is_test) {
        return None;
    }
    let returns: Vec<bool> = entry.terminator.as_ref()?.edges().map(|edge| returns_soon(graph, edge.block)).collect();
    if !returns.contains(&true) || !returns.contains(&false) {
        return None;
    }
    let mut part = graph.clone();
    let call = part.block();
    let costs = entry.instructions.iter().filter_map(|made| match made.action {
        Action::Fuel(cost) => Some(i64::from(cost)),
        _ => None,
    });
    let site = Site { scope: Scope(0), op: 0 };
    // What the test has taken of the fuel is given back, for it is made again.
    for cost in costs {
        let taken = part.value(Class::Int);
        let number =
            Instruction { action: Action::Int(cost), args: Vec::new(), result: Some(taken), site, frame: None };
        let back = Instruction { action: Action::FuelBack, args: vec![taken], result: None, site, frame: None };
        part.blocks[call.index()].instructions.extend([number, back]);
    }
    let (callee, args) = (Callee::Function(function), entry.params.clone());
    part.blocks[call.index()].terminator = Some(Terminator::TailCall { callee, args, site });
    let edges = part.blocks[0].terminator.iter_mut().flat_map(|end| end.edges_mut());
    for (edge, _) in edges.zip(returns).filter(|(_, soon)| !soon) {
        *edge = Edge { block: call, args: Vec::new() };
    }
    let live: Vec<Block> = part.live_blocks().collect();
    for index in 0..part.blocks.len() {
        if !live.contains(&Block(index as u32)) {
            part.blocks[index] = BlockData::default();
        }
    }
    Some(part)
}

/// Whether all ways from a block return soon: nothing is called on them, and they are short.
fn returns_soon(graph: &Graph, block: Block) -> bool {
    let (mut waiting, mut left) = (vec![block], MOST);
    while let Some(block) = waiting.pop() {
        let data = &graph.blocks[block.index()];
        let stays = |made: &Instruction| !matches!(made.action, Action::Call(_) | Action::Poll { .. });
        if data.cold || data.size() >= left || !data.instructions.iter().all(stays) {
            return false;
        }
        left -= data.size() + 1;
        match &data.terminator {
            Some(Terminator::Return(_)) => {}
            Some(end @ (Terminator::Jump(_) | Terminator::Branch { .. } | Terminator::Switch { .. })) => {
                waiting.extend(end.edges().map(|edge| edge.block));
            }
            _ => return false,
        }
    }
    true
}
