//! Puts leaves in place of their calls, wherever register code does: what a leaf's call would need of the stack is asked
//! only where it can't go on, and there the call is made.

use super::Builder;
use crate::ir::{Action, Callee, Class, Edge, Terminator, Value};
use pvm_bytecode::{BlockId, Function, FunctionId, Op};

impl Builder<'_> {
    /// Puts the callee in place of its call, if it is a leaf.
    pub fn leaf(&mut self, callee: FunctionId) -> bool {
        let function = self.module.function(callee);
        let Some(path) = pvm_runtime::code::leaf_path(function) else { return false };
        let params = function.signature.params.len();
        let result = function.signature.result.map(Class::from);
        let (call, outer) = (self.op, self.block);
        // The call that is made where the leaf can't go on, and what comes behind both.
        let retreat = self.graph.block();
        let behind = self.graph.block();
        let frame = self.frame(self.stack.len() - params);
        let args = self.pop_many(params);
        self.block = retreat;
        self.graph.blocks[retreat.index()].cold = true;
        let mut made = Vec::new();
        if self.metered {
            // How much the leaf had taken is given back, which is nothing where it could not take it.
            let taken = self.graph.value(Class::Int);
            self.graph.blocks[retreat.index()].params.push(taken);
            self.append(Action::FuelBack, vec![taken], None, None);
        }
        made.extend(self.append(Action::Call(Callee::Function(callee)), args.clone(), result, Some(frame)));
        self.terminate(Terminator::Jump(Edge { block: behind, args: made }));
        self.block = outer;
        let back = |builder: &mut Self, taken: i32| {
            let args = if builder.metered { vec![builder.int(taken.into())] } else { Vec::new() };
            Edge { block: retreat, args }
        };
        if self.metered {
            let cost = pvm_runtime::code::path_cost(function, &path);
            let nothing = back(self, 0);
            let enough = self.append(Action::FuelLeft(cost), Vec::new(), Some(Class::Int), None);
            let next = self.graph.block();
            let then = Edge { block: next, args: Vec::new() };
            if let Some(condition) = enough {
                self.terminate(Terminator::Branch { condition, then, other: nothing });
            }
            self.block = next;
            self.append(Action::Fuel(cost), Vec::new(), None, None);
            self.retreat = Some(back(self, cost));
        } else {
            self.retreat = Some(back(self, 0));
        }
        for (index, block) in path.iter().enumerate() {
            self.leaf_block(function, *block, path.get(index + 1).copied(), &args);
        }
        self.retreat = None;
        self.op = call;
        let result = result.map(|_| self.pop());
        self.terminate(Terminator::Jump(Edge { block: behind, args: result.into_iter().collect() }));
        self.block = behind;
        if let Some(value) = result {
            let value = self.graph.value(self.graph.class(value));
            self.graph.blocks[behind.index()].params.push(value);
            self.stack.push(value);
        }
        true
    }

    fn leaf_block(&mut self, function: &Function, block: BlockId, next: Option<BlockId>, args: &[Value]) {
        for op in &function.ops[function.block(block)] {
            match *op {
                Op::LocalGet { local } => self.stack.push(args[local.index()]),
                Op::Branch { then, .. } => {
                    let mut condition = self.pop();
                    if next != Some(then) {
                        condition = self.pure(Op::I64Eqz {}, vec![condition]);
                    }
                    self.check(condition, &[]);
                }
                Op::Jump { .. } | Op::Return {} => {}
                op => self.instruction(op),
            }
        }
    }
}
