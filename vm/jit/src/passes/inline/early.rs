//! Puts the test that a function begins with in place of its call, where the whole of it doesn't stand: if it would return
//! at once, it isn't called. A recursion ends with such calls, which are as many as all others together.

use super::{Inliner, end_of_frame};
use crate::ir::{Action, Block, BlockData, Class, Edge, Graph, Instruction, ScopeData, Terminator, Value};
use pvm_bytecode::FunctionId;
use rustc_hash::FxHashMap as HashMap;

/// No more instructions stand in place of a call.
const MOST: usize = 12;

/// How a function may return at once.
pub struct Early {
    /// Pure instructions, and the condition that they compute.
    test: Vec<Instruction>,
    condition: Value,
    /// What the condition is if it does.
    truth: bool,
    /// More of them, and the result.
    rest: Vec<Instruction>,
    result: Option<Value>,
    /// What that takes of fuel.
    fuel: i32,
}

impl Early {
    /// How the function of a graph may return at once, if it can.
    pub fn of(graph: &Graph) -> Option<Self> {
        let mut fuel = 0;
        let (mut test, end) = straight(graph, Block(0), &mut fuel)?;
        let Terminator::Branch { condition, then, other } = end else { return None };
        let own_fuel = fuel;
        [(then, true), (other, false)].into_iter().find_map(|(edge, truth)| {
            let mut fuel = own_fuel;
            let (rest, end) = straight(graph, edge.block, &mut fuel)?;
            let Terminator::Return(result) = end else { return None };
            let is_small = test.len() + rest.len() <= MOST && edge.args.is_empty();
            let (test, result) = (std::mem::take(&mut test), *result);
            is_small.then_some(Self { test, condition: *condition, truth, rest, result, fuel })
        })
    }
}

/// The instructions of a block, and of those that follow it without a choice, if all are pure; and how they end.
fn straight<'a>(graph: &'a Graph, mut block: Block, fuel: &mut i32) -> Option<(Vec<Instruction>, &'a Terminator)> {
    let mut instructions = Vec::new();
    loop {
        let data = &graph.blocks[block.index()];
        for instruction in &data.instructions {
            match instruction.action {
                Action::Fuel(cost) => *fuel += cost,
                ref action if action.is_pure() => instructions.push(instruction.clone()),
                _ => return None,
            }
        }
        match data.terminator.as_ref()? {
            Terminator::Jump(edge) if edge.args.is_empty() && instructions.len() <= MOST => block = edge.block,
            end => return Some((instructions, end)),
        }
    }
}

impl Inliner<'_> {
    /// Puts the test of a function before its call; gives the block of what comes behind.
    pub fn put_early(&mut self, block: Block, index: usize, callee: FunctionId) -> Block {
        let Some(Some(body)) = self.bodies.get(&callee) else { unreachable!("it was looked at") };
        let Some(early) = &body.early else { unreachable!("it was found") };
        let graph = &mut *self.graph;
        self.size += early.test.len() + early.rest.len() + 2;
        let data = &mut graph.blocks[block.index()];
        let after = data.instructions.split_off(index + 1);
        let Some(call) = data.instructions.pop() else { unreachable!("the call stands there") };
        let terminator = data.terminator.take();
        // The stack must have room for the function all the same.
        let base = end_of_frame(self.program, self.metered, graph, call.site.scope);
        graph.scopes.push(ScopeData { function: callee, caller: Some(call.site), base });
        let [quick, slow, behind] = [(); 3].map(|()| graph.block());
        let mut copies: HashMap<Value, Value> =
            body.graph.blocks[0].params.iter().copied().zip(call.args.iter().copied()).collect();
        let mut copy = |graph: &mut Graph, to: Block, instructions: &[Instruction]| {
            for made in instructions {
                let mut made = Instruction { site: call.site, ..made.clone() };
                made.mentions_mut().for_each(|value| *value = copies.get(value).copied().unwrap_or(*value));
                made.result = made.result.map(|result| {
                    let copy = graph.value(body.graph.class(result));
                    copies.insert(result, copy);
                    copy
                });
                graph.blocks[to.index()].instructions.push(made);
            }
            copies.clone()
        };
        let condition = copy(graph, block, &early.test)[&early.condition];
        let to = |block| Edge { block, args: Vec::new() };
        let mut early_way = quick;
        if self.metered {
            early_way = graph.block();
            let enough = graph.value(Class::Int);
            let at = |action, result| Instruction { action, args: Vec::new(), result, site: call.site, frame: None };
            let data = &mut graph.blocks[early_way.index()];
            data.instructions.push(at(Action::FuelLeft(early.fuel), Some(enough)));
            data.terminator = Some(Terminator::Branch { condition: enough, then: to(quick), other: to(slow) });
            graph.blocks[quick.index()].instructions.push(at(Action::Fuel(early.fuel), None));
        }
        let (then, other) = if early.truth { (early_way, slow) } else { (slow, early_way) };
        graph.blocks[block.index()].terminator =
            Some(Terminator::Branch { condition, then: to(then), other: to(other) });
        let known = copy(graph, quick, &early.rest);
        let result = early.result.map(|result| known.get(&result).copied().unwrap_or(result));
        let jump = |args: Vec<Value>| Some(Terminator::Jump(Edge { block: behind, args }));
        graph.blocks[quick.index()].terminator = jump(result.into_iter().collect());
        let params = call.result.into_iter().collect();
        let result = call.result.map(|result| graph.value(graph.class(result)));
        let data = &mut graph.blocks[slow.index()];
        data.instructions.push(Instruction { result, ..call });
        data.terminator = jump(result.into_iter().collect());
        graph.blocks[behind.index()] = BlockData { params, instructions: after, terminator, cold: false };
        behind
    }
}
