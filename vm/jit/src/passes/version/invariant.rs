//! What is the same in every round of a loop, and how it is computed before the first.

use crate::ir::{Action, Block, Class, Edge, Graph, Instruction, Site, Terminator, Value};
use crate::passes::Facts;
use crate::passes::memory::{Kills, loaded};
use pvm_bytecode::Op;
use rustc_hash::FxHashMap as HashMap;

/// See the file.
pub struct Invariants {
    /// What the blocks of the loop define, with the instruction unless it is a parameter.
    inside: HashMap<Value, Option<Instruction>>,
    /// Those of them that are the same in every round.
    same: HashMap<Value, bool>,
    site: Site,
    ints: HashMap<Value, i64>,
}

impl Invariants {
    pub fn new(facts: &Facts, graph: &Graph, blocks: &[Block]) -> Self {
        let mut kills = Kills::default();
        let mut inside = HashMap::default();
        for block in blocks {
            let data = &graph.blocks[block.index()];
            kills.add(&Kills::of(&data.instructions));
            inside.extend(data.params.iter().map(|param| (*param, None)));
            for instruction in &data.instructions {
                inside.extend(instruction.result.map(|result| (result, Some(instruction.clone()))));
            }
        }
        let int = |instruction: &Instruction| match instruction.action {
            Action::Int(number) => Some((instruction.result?, number)),
            _ => None,
        };
        let all = graph.live_instructions();
        let ints = all.filter_map(int).collect();
        let first = inside.values().flatten().map(|instruction| instruction.site).min();
        let site = first.unwrap_or(Site { scope: crate::ir::Scope(0), op: 0 });
        let mut invariants = Self { inside, same: HashMap::default(), site, ints };
        let values: Vec<Value> = invariants.inside.keys().copied().collect();
        for value in values {
            invariants.find(facts, &kills, value);
        }
        invariants
    }

    fn find(&mut self, facts: &Facts, kills: &Kills, value: Value) -> bool {
        if let Some(known) = self.same.get(&value) {
            return *known;
        }
        let Some(made) = self.inside.get(&value) else { return true };
        let Some(made) = made.clone() else {
            self.same.insert(value, false);
            return false;
        };
        let itself = match &made.action {
            Action::Shape | Action::Length | Action::Tag(_) => true,
            action if action.is_free() => true,
            _ => loaded(&made).is_some_and(|(memory, _, _)| kills.spare(memory, facts)),
        };
        let same = itself && made.args.iter().all(|arg| self.find(facts, kills, *arg));
        self.same.insert(value, same);
        same
    }

    /// Whether a value is the same in every round.
    pub fn has(&self, value: Value) -> bool {
        self.same.get(&value).copied().unwrap_or(true)
    }

    /// Whether a value is loaded in every round, the same each time.
    pub fn is_load(&self, value: Value) -> bool {
        let loads = |made: &Instruction| made.action == Action::Length || loaded(made).is_some();
        self.maker(value).is_some_and(loads) && self.has(value)
    }

    pub fn int(&self, value: Value) -> Option<i64> {
        self.ints.get(&value).copied()
    }

    /// What makes a value in the loop.
    pub fn maker(&self, value: Value) -> Option<&Instruction> {
        self.inside.get(&value)?.as_ref()
    }

    /// Whether a condition compares numbers, which say nothing of objects.
    pub fn is_of_numbers(&self, condition: Value) -> bool {
        let Some(made) = self.maker(condition) else { return false };
        let is_number = |value: &Value| match self.inside.get(value) {
            Some(Some(made)) => !matches!(made.action, Action::Shape | Action::Tag(_) | Action::IsSubtype(_)),
            _ => true,
        };
        match made.action {
            Action::Pure(Op::RefIsNull {} | Op::RefEq {} | Op::I64Eqz {}) => false,
            Action::Pure(_) => made.args.iter().all(is_number),
            _ => false,
        }
    }

    /// Begins to ask in a block; the values are what the loop's parameters are at first.
    pub fn ask_in<'a>(&'a self, graph: &'a mut Graph, block: Block, starts: HashMap<Value, Value>) -> Asking<'a> {
        Asking { invariants: self, graph, block, known: starts }
    }
}

/// Computes before a loop what is the same in every round.
pub struct Asking<'a> {
    invariants: &'a Invariants,
    graph: &'a mut Graph,
    /// Where instructions are added.
    block: Block,
    /// By value of the loop, the one before it.
    known: HashMap<Value, Value>,
}

impl Asking<'_> {
    /// The value before the loop of one that is the same in every round, or what a parameter is at first.
    pub fn value(&mut self, value: Value) -> Value {
        if let Some(known) = self.known.get(&value) {
            return *known;
        }
        let Some(made) = self.invariants.maker(value).cloned() else { return value };
        let args = made.args.iter().map(|arg| self.value(*arg)).collect();
        let computed = self.add(made.action, args, self.graph.class(value));
        self.known.insert(value, computed);
        computed
    }

    pub fn int(&mut self, number: i64) -> Value {
        self.add(Action::Int(number), Vec::new(), Class::Int)
    }

    pub fn pure(&mut self, op: Op, left: Value, right: Value) -> Value {
        self.add(Action::Pure(op), vec![left, right], Class::Int)
    }

    fn add(&mut self, action: Action, args: Vec<Value>, class: Class) -> Value {
        let value = self.graph.value(class);
        let instruction = Instruction { action, args, result: Some(value), site: self.invariants.site, frame: None };
        self.graph.blocks[self.block.index()].instructions.push(instruction);
        value
    }

    /// Goes on only if a condition is as wanted, and else elsewhere.
    pub fn require(&mut self, condition: Value, truth: bool, elsewhere: Block, args: &[Value]) {
        let next = self.graph.block();
        let (on, off) = (Edge { block: next, args: Vec::new() }, Edge { block: elsewhere, args: args.to_vec() });
        let (then, other) = if truth { (on, off) } else { (off, on) };
        self.end(Terminator::Branch { condition, then, other });
        self.block = next;
    }

    /// Goes on in another block.
    pub fn go_on_in(&mut self, block: Block) {
        self.block = block;
    }

    pub fn graph(&mut self) -> &mut Graph {
        self.graph
    }

    pub fn end(&mut self, terminator: Terminator) {
        self.graph.blocks[self.block.index()].terminator = Some(terminator);
    }
}
