//! Which functions a call of a method or of a function value may come to: all that the program has, or those that have been
//! seen. Where they are few, the shape of the receiver decides between calls of functions.

use super::Inliner;
use crate::ir::{Action, Block, BlockData, Callee, Class, Edge, Instruction, Site, Terminator, Value};
use pvm_bytecode::{FunctionId, Op, Type};
use pvm_runtime::heap::{Kind, ShapeId};

/// What is called by receiver.
pub struct Receivers {
    /// Objects of these shapes have these functions.
    pub tests: Vec<(Vec<ShapeId>, FunctionId)>,
    /// What all others have.
    pub rest: Callee,
}

/// So many tests are made at most.
const MOST_TESTS: usize = 3;

/// Comparisons of a test.
const MOST_SHAPES: usize = 2;

impl Inliner<'_> {
    /// What a call may come to, if that is little; `receiver` is the object or the closure.
    pub fn receivers(&self, site: Site, callee: Callee, receiver: Value) -> Option<Receivers> {
        let function = self.graph.scopes[site.scope.index()].function;
        let ops = &self.program.module().function(function).ops;
        if let Op::CallRecover { .. } = ops[site.op as usize] {
            return None;
        }
        let possible = self.possible(ops[site.op as usize], callee);
        if let Some(shape) = self.made.get(&receiver) {
            let known = possible.iter().find(|(known, _)| known == shape);
            return known.map(|(_, function)| Receivers { tests: Vec::new(), rest: Callee::Function(*function) });
        }
        let mut groups: Vec<(Vec<ShapeId>, FunctionId)> = Vec::new();
        for (shape, function) in possible {
            match groups.iter_mut().find(|(_, known)| *known == function) {
                Some((shapes, _)) => shapes.push(shape),
                None => groups.push((vec![shape], function)),
            }
        }
        let code = self.program.code(function, self.metered).ok();
        let seen = code.and_then(|code| code.last_receiver(site.op)).map(|(_, function)| function);
        groups.sort_by_key(|(shapes, function)| (shapes.len() > MOST_SHAPES, Some(*function) != seen));
        // What needs most comparisons comes last, where none is needed.
        let rest = match groups.pop() {
            Some((_, function)) if groups.len() <= MOST_TESTS => Callee::Function(function),
            last => {
                groups.extend(last);
                groups.retain(|(_, function)| Some(*function) == seen);
                callee
            }
        };
        let few = groups.iter().all(|(shapes, _)| shapes.len() <= MOST_SHAPES);
        let helps = !groups.is_empty() || rest != callee;
        (few && helps).then_some(Receivers { tests: groups, rest })
    }

    /// All functions of the program that a call may come to, with the shapes that have them.
    fn possible(&self, op: Op, callee: Callee) -> Vec<(ShapeId, FunctionId)> {
        let shapes = self.program.shapes();
        let exists = |shape: &ShapeId| !matches!(shapes.get(*shape).kind, Kind::Abstract);
        match (callee, op) {
            (Callee::Method(number), _) => {
                self.program.methods().implementations(number).filter(|(shape, _)| exists(shape)).collect()
            }
            (_, Op::CallValue { ty } | Op::TailCallValue { ty }) => {
                let types = self.program.module().types.iter().enumerate();
                let closure = |(index, closure): (usize, &Type)| match closure {
                    Type::Closure { of, function, .. } if *of == ty => {
                        Some((shapes.of(pvm_bytecode::TypeId::from_index(index)), *function))
                    }
                    _ => None,
                };
                types.filter_map(closure).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Makes a call one of several, by the shape of its receiver; gives the block of what comes behind.
    pub fn dispatch(&mut self, block: Block, index: usize, receivers: &Receivers) -> Block {
        let graph = &mut *self.graph;
        let data = &mut graph.blocks[block.index()];
        let after = data.instructions.split_off(index + 1);
        let Some(call) = data.instructions.pop() else { unreachable!("the call stands there") };
        let terminator = data.terminator.take();
        let calls: Vec<(Block, Instruction)> = receivers
            .tests
            .iter()
            .map(|(_, function)| Callee::Function(*function))
            .chain([receivers.rest])
            .map(|callee| {
                let result = call.result.map(|result| graph.value(graph.class(result)));
                (graph.block(), Instruction { action: Action::Call(callee), result, ..call.clone() })
            })
            .collect();
        let mut from = block;
        let at =
            |action, args, result| Instruction { action, args, result: Some(result), site: call.site, frame: None };
        let shape = graph.value(Class::Int);
        if !receivers.tests.is_empty() {
            graph.blocks[from.index()].instructions.push(at(Action::Shape, vec![call.args[0]], shape));
        }
        for ((shapes, _), (way, _)) in receivers.tests.iter().zip(&calls) {
            let mut condition = None;
            for wanted in shapes {
                let [number, same] = [graph.value(Class::Int), graph.value(Class::Int)];
                let list = &mut graph.blocks[from.index()].instructions;
                list.push(at(Action::Int(wanted.0.into()), Vec::new(), number));
                list.push(at(Action::Pure(Op::I64Eq {}), vec![shape, number], same));
                let both = condition.map(|other| (other, graph.value(Class::Int)));
                if let Some((other, both)) = both {
                    let either = at(Action::Pure(Op::I64Or {}), vec![other, same], both);
                    graph.blocks[from.index()].instructions.push(either);
                }
                condition = Some(both.map_or(same, |(_, both)| both));
            }
            let Some(condition) = condition else { continue };
            let next = graph.block();
            let edge = |block| Edge { block, args: Vec::new() };
            let branch = Terminator::Branch { condition, then: edge(*way), other: edge(next) };
            graph.blocks[from.index()].terminator = Some(branch);
            from = next;
        }
        let behind = Block(graph.blocks.len() as u32);
        let last = calls.last().map(|(way, _)| Edge { block: *way, args: Vec::new() });
        graph.blocks[from.index()].terminator = last.map(Terminator::Jump);
        for (way, call) in calls {
            let args = call.result.into_iter().collect();
            // What has not been seen yet. It stays as it is.
            let is_rare = !matches!(call.action, Action::Call(Callee::Function(_)));
            let data = &mut graph.blocks[way.index()];
            data.instructions.push(call);
            data.terminator = Some(Terminator::Jump(Edge { block: behind, args }));
            data.cold = is_rare;
        }
        let params = call.result.into_iter().collect();
        graph.blocks.push(BlockData { params, instructions: after, terminator, cold: false });
        behind
    }
}
