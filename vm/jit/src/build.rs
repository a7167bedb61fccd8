//! From stack bytecode to the graph: the operand stack vanishes, locals become values, and blocks that are come to from
//! several places, or from outside, take what lives in them as parameters.
//!
//! Relies on the verifier: the operand stack is empty at every block boundary, and no local is read before it is assigned.

mod instruction;
mod leaf;
mod liveness;

use crate::ir::{Action, Block, Callee, Class, Edge, Frame, Graph, Instruction, Scope, Site, Terminator, Value};
use crate::limits;
use liveness::Liveness;
use pvm_bytecode::{BlockId, Function, Module, Op};
use pvm_runtime::code::block_costs;
use pvm_runtime::frame::FrameLayout;
use pvm_runtime::heap::Shapes;
use pvm_runtime::program::{Program, Waiting};
use pvm_runtime::tier::Unit;

/// Why there is no graph, in words.
pub type Refusal = &'static str;

/// Makes the graph of a unit of a program.
///
/// # Errors
/// The function is too large.
pub fn build(program: &Program, unit: Unit) -> Result<Graph, Refusal> {
    let module = program.module();
    let function = module.function(unit.function);
    limits::check_function(function)?;
    let locals = function.signature.params.len() + function.locals.len();
    let code = program.code(unit.function, unit.metered).map_err(|_| "its frame is too large")?;
    let pending = program.pending(unit.function, unit.metered).ok_or("too many operands wait")?;
    let mut graph = Graph::new(unit.function, function.signature.result.map(Class::from));
    let blocks = function.blocks.iter().map(|_| graph.block()).collect();
    let mut builder = Builder {
        program,
        module,
        shapes: program.shapes(),
        function,
        layout: &code.layout,
        metered: unit.metered,
        costs: if unit.metered { block_costs(function) } else { Vec::new() },
        pending,
        live: Liveness::new(function),
        graph,
        blocks,
        waiting: Vec::new(),
        begun: vec![false; function.blocks.len()],
        joins: joins(function, unit),
        block: Block(0),
        locals: vec![None; locals],
        stack: Vec::new(),
        op: 0,
        retreat: None,
    };
    builder.entry(unit);
    while let Some((block, locals)) = builder.waiting.pop() {
        builder.locals = locals;
        builder.translate(block);
    }
    Ok(builder.graph)
}

/// Which blocks of a function take parameters: those that several edges lead to, or that one goes back to.
fn joins(function: &Function, unit: Unit) -> Vec<bool> {
    let mut edges = vec![0u32; function.blocks.len()];
    edges[0] += 1;
    if let Some(from) = unit.from {
        edges[from.index()] += 1;
    }
    let mut back = vec![false; function.blocks.len()];
    for (index, _) in function.blocks.iter().enumerate() {
        let range = function.block(BlockId::from_index(index));
        for target in function.targets(function.ops[range.end - 1]) {
            edges[target.index()] += 1;
            back[target.index()] |= target.index() <= index;
        }
    }
    edges.iter().zip(back).map(|(edges, back)| *edges > 1 || back).collect()
}

struct Builder<'a> {
    program: &'a Program,
    module: &'a Module,
    shapes: &'a Shapes,
    function: &'a Function,
    layout: &'a FrameLayout,
    metered: bool,
    /// By block, if fuel is counted.
    costs: Vec<i32>,
    /// By instruction that calls or allocates, the slots that operands wait in.
    pending: Waiting,
    live: Liveness,
    graph: Graph,
    /// By block of the bytecode, that of the graph.
    blocks: Vec<Block>,
    /// Blocks to translate, with the values of the locals at their start.
    waiting: Vec<(BlockId, Vec<Option<Value>>)>,
    begun: Vec<bool>,
    joins: Vec<bool>,
    /// Where instructions are appended.
    block: Block,
    locals: Vec<Option<Value>>,
    stack: Vec<Value>,
    op: u32,
    /// In a leaf that stands in place of its call: where that is made after all.
    retreat: Option<Edge>,
}

impl Builder<'_> {
    /// The entry block takes the function's arguments, or what lives at the loop that the unit begins with.
    fn entry(&mut self, unit: Unit) {
        let entry = self.graph.block();
        self.blocks[0] = entry;
        self.block = Block(0);
        let first = unit.from.unwrap_or(BlockId(0));
        let taken: Vec<u32> = match unit.from {
            Some(block) => self.live.at(block).collect(),
            None => (0..self.function.signature.params.len() as u32).collect(),
        };
        for local in taken {
            if unit.from.is_some() {
                self.graph.entry.push(self.layout.local(local));
            }
            let value = self.graph.value(self.class_of(local));
            self.graph.blocks[0].params.push(value);
            self.locals[local as usize] = Some(value);
        }
        self.jump_to(first);
    }

    fn class_of(&self, local: u32) -> Class {
        let ty = self.function.local(pvm_bytecode::LocalId(local));
        ty.map_or(Class::Int, Class::from)
    }

    /// An edge to a block of the bytecode. The first one has it translated.
    fn edge(&mut self, to: BlockId) -> Edge {
        let block = self.blocks[to.index()];
        let live: Vec<u32> = if self.joins[to.index()] { self.live.at(to).collect() } else { Vec::new() };
        let args = live.iter().map(|local| self.local(*local)).collect();
        if !std::mem::replace(&mut self.begun[to.index()], true) {
            let mut locals = self.locals.clone();
            if self.joins[to.index()] {
                locals = vec![None; self.locals.len()];
                for local in live {
                    let value = self.graph.value(self.class_of(local));
                    self.graph.blocks[block.index()].params.push(value);
                    locals[local as usize] = Some(value);
                }
            }
            self.waiting.push((to, locals));
        }
        Edge { block, args }
    }

    fn local(&self, local: u32) -> Value {
        self.locals[local as usize].unwrap_or_else(|| unreachable!("a verified function reads what it has assigned"))
    }

    fn jump_to(&mut self, to: BlockId) {
        let edge = self.edge(to);
        self.terminate(Terminator::Jump(edge));
    }

    fn site(&self) -> Site {
        Site { scope: Scope(0), op: self.op }
    }

    fn terminate(&mut self, terminator: Terminator) {
        self.graph.blocks[self.block.index()].terminator = Some(terminator);
    }

    fn translate(&mut self, id: BlockId) {
        self.block = self.blocks[id.index()];
        let range = self.function.block(id);
        self.op = range.start as u32;
        if self.live.is_loop(id) {
            let slots = self.live.at(id).map(|local| (self.layout.local(local), self.local(local))).collect();
            self.append(
                Action::Poll { fuel: 0, beyond: 0 },
                Vec::new(),
                None,
                Some(Frame { slots, ..Frame::default() }),
            );
        }
        if let Some(cost) = self.costs.get(id.index()).copied().filter(|cost| *cost > 0) {
            self.append(Action::Fuel(cost), Vec::new(), None, None);
        }
        for index in range {
            self.op = index as u32;
            self.instruction(self.function.ops[index]);
        }
    }

    fn append(
        &mut self,
        action: Action,
        args: Vec<Value>,
        class: Option<Class>,
        frame: Option<Frame>,
    ) -> Option<Value> {
        let result = class.map(|class| self.graph.value(class));
        let instruction = Instruction { action, args, result, site: self.site(), frame: frame.map(Box::new) };
        self.graph.blocks[self.block.index()].instructions.push(instruction);
        result
    }

    fn push(&mut self, action: Action, args: Vec<Value>, class: Class) {
        let result = self.append(action, args, Some(class), None);
        self.stack.extend(result);
    }

    fn int(&mut self, value: i64) -> Value {
        self.append(Action::Int(value), Vec::new(), Some(Class::Int), None).unwrap_or_else(|| unreachable!())
    }

    fn pure(&mut self, op: Op, args: Vec<Value>) -> Value {
        let class = match op.row().pushes {
            [pvm_bytecode::op::Slot::F64] => Class::Float,
            _ => Class::Int,
        };
        self.append(Action::Pure(op), args, Some(class), None).unwrap_or_else(|| unreachable!())
    }

    fn pop(&mut self) -> Value {
        self.stack.pop().unwrap_or_else(|| unreachable!("a verified function pops only what it pushed"))
    }

    fn pop_many(&mut self, count: usize) -> Vec<Value> {
        self.stack.split_off(self.stack.len() - count)
    }

    /// Traps unless the condition holds, or, in a leaf, has the call made.
    fn check(&mut self, condition: Value, told: &[Value]) {
        match self.retreat.clone() {
            Some(retreat) => {
                let next = self.graph.block();
                let then = Edge { block: next, args: Vec::new() };
                self.terminate(Terminator::Branch { condition, then, other: retreat });
                self.block = next;
            }
            None => {
                let args = std::iter::once(condition).chain(told.iter().copied()).collect();
                self.append(Action::Check, args, None, None);
            }
        }
    }

    /// What the frame holds behind a safepoint, the operands of which are still on the stack: all that lives after it, and
    /// so many operands from below.
    fn frame(&self, operands: usize) -> Frame {
        let live = self.live.after(self.op).map(|local| (self.layout.local(local), self.local(local)));
        let waiting = self.pending.get(&self.op);
        let waiting = waiting.into_iter().flat_map(|slots| slots.iter().zip(&self.stack).take(operands));
        let mut slots: Vec<_> = live.chain(waiting.filter_map(|(slot, value)| Some(((*slot)?, *value)))).collect();
        slots.sort_unstable();
        slots.dedup();
        Frame { slots, ..Frame::default() }
    }

    /// A call. What waits below its operands lives on.
    fn call(&mut self, callee: Callee, count: usize, result: Option<Class>) {
        let frame = self.frame(self.stack.len() - count);
        let args = self.pop_many(count);
        let result = self.append(Action::Call(callee), args, result, Some(frame));
        self.stack.extend(result);
    }

    /// An instruction that makes an object of its operands.
    fn make(&mut self, action: Action, count: usize) {
        let frame = self.frame(self.stack.len());
        let args = self.pop_many(count);
        let result = self.append(action, args, Some(Class::Ref), Some(frame));
        self.stack.extend(result);
    }
}
