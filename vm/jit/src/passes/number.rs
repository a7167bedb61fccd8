//! Global value numbering, with folding of constants and of what is known from conditions above: an instruction that
//! computes what is known already goes, and so does a check of what has been seen to hold.

mod divide;
mod shapes;

use crate::ir::{Action, Block, Flow, Graph, Instruction, Terminator, Value};
use pvm_bytecode::Op;
use pvm_bytecode::eval::{self, fold};
use pvm_runtime::heap::ShapeId;
use pvm_runtime::program::Program;
use rustc_hash::FxHashMap as HashMap;

pub fn run(program: &Program, graph: &mut Graph) {
    let flow = Flow::new(graph);
    let mut numbering = Numbering {
        program,
        flow: &flow,
        same: (0..graph.classes.len() as u32).map(Value).collect(),
        known: HashMap::default(),
        facts: HashMap::default(),
        shapes: HashMap::default(),
        makers: vec![None; graph.classes.len()],
        constants: Vec::new(),
    };
    for block in &flow.order {
        numbering.block(graph, *block);
    }
    let constants = std::mem::take(&mut numbering.constants);
    graph.blocks[0].instructions.splice(0..0, constants);
    // What comes around a loop was not known when its header was looked at.
    let same = numbering.same;
    for block in &flow.order {
        for value in graph.blocks[block.index()].mentions_mut() {
            *value = same[value.index()];
        }
    }
}

/// What an instruction computes, but for its arguments.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kernel {
    Int(i64),
    Float(u64),
    Null,
    Pure(u8),
    Shape,
    Length,
    Tag,
    IsSubtype(ShapeId),
}

impl Kernel {
    fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::Int(value) => Self::Int(*value),
            Action::Float(bits) => Self::Float(*bits),
            Action::Null => Self::Null,
            Action::Pure(op) => Self::Pure(op.code()),
            Action::Shape => Self::Shape,
            Action::Length => Self::Length,
            Action::Tag(_) => Self::Tag,
            Action::IsSubtype(shape) => Self::IsSubtype(*shape),
            _ => return None,
        })
    }
}

/// What is computed, of what.
type Computed = (Kernel, Vec<Value>);

/// What an instruction does, and of what.
type Maker = (Action, Vec<Value>);

struct Numbering<'a> {
    program: &'a Program,
    flow: &'a Flow,
    /// By value, the one that stands for it.
    same: Vec<Value>,
    /// By what is computed, where that has been done.
    known: HashMap<Computed, Vec<(Block, Value)>>,
    /// By truth value, from which block on it is known.
    facts: HashMap<Value, Vec<(Block, bool)>>,
    /// By object, from which block on its shape is known.
    shapes: HashMap<Value, Vec<(Block, ShapeId)>>,
    /// By value, what makes it.
    makers: Vec<Option<Maker>>,
    /// What stands at the start of all, for constants are the same everywhere.
    constants: Vec<Instruction>,
}

impl Numbering<'_> {
    fn block(&mut self, graph: &mut Graph, block: Block) {
        let instructions = std::mem::take(&mut graph.blocks[block.index()].instructions);
        let mut kept = Vec::with_capacity(instructions.len());
        for mut instruction in instructions {
            instruction.mentions_mut().for_each(|value| *value = self.same[value.index()]);
            if self.keeps(graph, &mut instruction, block) {
                kept.push(instruction);
            } else if instruction.action == Action::Check {
                graph.removed.checks += 1;
            }
        }
        graph.blocks[block.index()].instructions = kept;
        let Some(mut end) = graph.blocks[block.index()].terminator.take() else { return };
        end.own_uses_mut().iter_mut().for_each(|value| *value = self.same[value.index()]);
        graph.blocks[block.index()].terminator = Some(self.terminator(end, block));
    }

    /// Whether an instruction is still needed, which may have become a simpler one.
    fn keeps(&mut self, graph: &mut Graph, instruction: &mut Instruction, block: Block) -> bool {
        if instruction.action == Action::Check {
            let condition = instruction.args[0];
            if self.fact(condition, block) == Some(true) {
                return false;
            }
            self.learn(condition, block, true);
            return true;
        }
        let Some(result) = instruction.result else { return true };
        self.divide_exactly(graph, instruction, block);
        if let Some(known) = self.simplify(instruction, block) {
            self.same[result.index()] = known;
            return false;
        }
        if let Some(kernel) = Kernel::of(&instruction.action) {
            let places = self.known.entry((kernel, instruction.args.clone())).or_default();
            if let Some((_, value)) = places.iter().find(|(upper, _)| self.flow.dominates(*upper, block)) {
                self.same[result.index()] = *value;
                return false;
            }
            places.push((if instruction.args.is_empty() { Block(0) } else { block }, result));
        }
        self.makers[result.index()] = Some((instruction.action.clone(), instruction.args.clone()));
        let is_constant = matches!(instruction.action, Action::Int(_) | Action::Float(_) | Action::Null);
        if is_constant {
            self.constants.push(instruction.clone());
        }
        !is_constant
    }

    fn terminator(&mut self, end: Terminator, block: Block) -> Terminator {
        match end {
            Terminator::Branch { condition, then, other } => {
                // A condition that was turned around turns the branch around.
                if let Some((Action::Pure(Op::I64Eqz {}), args)) = &self.makers[condition.index()] {
                    let condition = args[0];
                    return self.terminator(Terminator::Branch { condition, then: other, other: then }, block);
                }
                match self.fact(condition, block) {
                    Some(true) => return Terminator::Jump(then),
                    Some(false) => return Terminator::Jump(other),
                    None => {}
                }
                if then.block != other.block {
                    for (way, truth) in [(&then, true), (&other, false)] {
                        if self.flow.predecessors(way.block).len() == 1 {
                            self.learn(condition, way.block, truth);
                        }
                    }
                }
                Terminator::Branch { condition, then, other }
            }
            Terminator::Switch { value, mut edges, default } => match self.int(value) {
                Some(number) if number >= 0 && (number as u64) < edges.len() as u64 => {
                    Terminator::Jump(edges.swap_remove(number as usize))
                }
                Some(_) => Terminator::Jump(default),
                None => {
                    self.learn_ways(value, &edges, &default);
                    Terminator::Switch { value, edges, default }
                }
            },
            other => other,
        }
    }

    fn learn(&mut self, condition: Value, block: Block, truth: bool) {
        self.facts.entry(condition).or_default().push((block, truth));
        self.learn_shape(condition, block, truth);
        if let Some((Action::Pure(Op::I64Eqz {}), args)) = &self.makers[condition.index()] {
            let opposite = args[0];
            self.learn(opposite, block, !truth);
        }
    }

    /// Whether a value is known to be true, or false, in a block.
    fn fact(&self, condition: Value, block: Block) -> Option<bool> {
        if let Some(number) = self.int(condition) {
            return Some(number != 0);
        }
        let mut facts = self.facts.get(&condition).into_iter().flatten();
        if let Some((_, truth)) = facts.find(|(upper, _)| self.flow.dominates(*upper, block)) {
            return Some(*truth);
        }
        match &self.makers[condition.index()] {
            Some((Action::Pure(Op::I64Eqz {}), args)) => self.fact(args[0], block).map(|truth| !truth),
            _ => None,
        }
    }

    fn int(&self, value: Value) -> Option<i64> {
        match &self.makers[value.index()] {
            Some((Action::Int(number), _)) => Some(*number),
            _ => None,
        }
    }

    fn constant(&self, value: Value) -> Option<eval::Value> {
        match &self.makers[value.index()] {
            Some((Action::Int(number), _)) => Some(eval::Value::I64(*number)),
            Some((Action::Float(bits), _)) => Some(eval::Value::F64(f64::from_bits(*bits))),
            _ => None,
        }
    }

    /// The value that an instruction gives if that is known already; or makes it a simpler one.
    fn simplify(&self, instruction: &mut Instruction, block: Block) -> Option<Value> {
        let args = &instruction.args;
        match instruction.action {
            Action::Pure(op) => {
                let constants: Option<Vec<_>> = args.iter().map(|arg| self.constant(*arg)).collect();
                if let Some(folded) = constants.and_then(|constants| fold(op, &constants)) {
                    instruction.action = match folded {
                        eval::Value::I64(value) => Action::Int(value),
                        eval::Value::F64(value) => Action::Float(value.to_bits()),
                    };
                    instruction.args.clear();
                    return None;
                }
                if let Some(truth) = self.truth(op, args) {
                    instruction.action = Action::Int(truth.into());
                    instruction.args.clear();
                    return None;
                }
                self.identity(op, args)
            }
            Action::Length => match &self.makers[args[0].index()] {
                Some((Action::ArrayNew { .. } | Action::ArrayDefault { .. }, made_of)) => Some(made_of[0]),
                Some((Action::ArrayOf { .. }, made_of)) => {
                    instruction.action = Action::Int(made_of.len() as i64);
                    instruction.args.clear();
                    None
                }
                _ => None,
            },
            Action::Shape | Action::Tag(_) | Action::IsSubtype(_) => {
                let shape = self.shape(args[0], block)?;
                let shapes = self.program.shapes();
                let value = match instruction.action {
                    Action::Shape => i64::from(shape.0),
                    Action::Tag(_) => i64::from(self.program.tags()[shape.index()]),
                    Action::IsSubtype(wanted) => shapes.is(shape, wanted).into(),
                    _ => return None,
                };
                instruction.action = Action::Int(value);
                instruction.args.clear();
                None
            }
            _ => None,
        }
    }

    /// The argument that an instruction gives unchanged.
    fn identity(&self, op: Op, args: &[Value]) -> Option<Value> {
        let [left, right] = args[..] else {
            // A truth value that is turned around twice.
            let Op::I64Eqz {} = op else { return None };
            let Some((Action::Pure(Op::I64Eqz {}), inner)) = &self.makers[args[0].index()] else { return None };
            return self.is_truth(inner[0]).then_some(inner[0]);
        };
        let (number, other) = (self.int(right), self.int(left));
        match op {
            Op::I64Add {} | Op::I64Or {} | Op::I64Xor {} if number == Some(0) => Some(left),
            Op::I64Sub {} | Op::I64Shl {} | Op::I64ShrS {} | Op::I64ShrU {} if number == Some(0) => Some(left),
            Op::I64Mul {} | Op::I64Div {} if number == Some(1) => Some(left),
            Op::I64And {} if number == Some(-1) => Some(left),
            Op::I64Add {} | Op::I64Or {} | Op::I64Xor {} if other == Some(0) => Some(right),
            Op::I64Mul {} if other == Some(1) => Some(right),
            _ => None,
        }
    }

    /// The truth value of a comparison whose result doesn't depend on anything.
    fn truth(&self, op: Op, args: &[Value]) -> Option<bool> {
        let is_made = |value: Value| {
            let (made, _) = self.makers[value.index()].as_ref()?;
            let fresh = matches!(made, Action::New { .. } | Action::ArrayNew { .. } | Action::ArrayDefault { .. });
            (fresh || matches!(made, Action::ArrayOf { .. } | Action::String(_))).then_some(())
        };
        match op {
            Op::I64Eq {} | Op::I64LeS {} | Op::I64GeS {} | Op::RefEq {} if args[0] == args[1] => Some(true),
            Op::I64Ne {} | Op::I64LtS {} | Op::I64GtS {} | Op::I64LtU {} if args[0] == args[1] => Some(false),
            Op::RefIsNull {} if is_made(args[0]).is_some() => Some(false),
            Op::RefIsNull {} => matches!(self.makers[args[0].index()], Some((Action::Null, _))).then_some(true),
            _ => None,
        }
    }

    fn is_truth(&self, value: Value) -> bool {
        let compares = |op: Op| {
            let integers = matches!(op, Op::I64Eqz {} | Op::I64Eq {} | Op::I64Ne {} | Op::I64LtS {} | Op::I64LeS {});
            let more = matches!(op, Op::I64GtS {} | Op::I64GeS {} | Op::I64LtU {} | Op::RefEq {} | Op::RefIsNull {});
            let floats = matches!(op, Op::F64Eq {} | Op::F64Ne {} | Op::F64Lt {} | Op::F64Le {});
            integers || more || floats || matches!(op, Op::F64Gt {} | Op::F64Ge {})
        };
        match &self.makers[value.index()] {
            Some((Action::Pure(op), _)) => compares(*op),
            Some((action, _)) => matches!(action, Action::IsSubtype(_) | Action::StringEq),
            None => false,
        }
    }
}
