//! Loads before a loop what every round of it would load again: from objects that are the same in all rounds, at places that
//! no round writes.
//!
//! Only loops without safepoints are looked at. What the first round loads in any case is loaded as well before it; so are
//! other fields of the same object then, whose type is certain.

use crate::ir::loops::{Loop, enter, innermost};
use crate::ir::{Action, Block, Flow, Graph, Instruction, Place, Value};
use crate::passes::Facts;
use crate::passes::memory::{Kills, loaded};
use pvm_bytecode::TypeId;
use rustc_hash::FxHashSet as HashSet;

pub fn run(facts: &Facts, graph: &mut Graph) {
    for known in innermost(graph, &Flow::new(graph)) {
        let hoisted = Rounds::of(facts, graph, &known).hoisted(graph, &known);
        if !hoisted.is_empty() {
            hoist(graph, &known, &hoisted);
        }
    }
}

/// What the rounds of a loop do.
struct Rounds<'a> {
    facts: &'a Facts,
    kills: Kills,
    /// Values that are other ones in each.
    own: HashSet<Value>,
}

impl<'a> Rounds<'a> {
    fn of(facts: &'a Facts, graph: &Graph, known: &Loop) -> Self {
        let mut rounds = Self { facts, kills: Kills::default(), own: HashSet::default() };
        for data in known.blocks.iter().map(|block| &graph.blocks[block.index()]) {
            rounds.kills.add(&Kills::of(&data.instructions));
            rounds.own.extend(&data.params);
            rounds.own.extend(data.instructions.iter().filter_map(|instruction| instruction.result));
        }
        rounds
    }

    /// Whether an instruction loads the same in each.
    fn load_same(&self, load: &Instruction) -> bool {
        let is_header = matches!(load.action, Action::Length | Action::Shape | Action::Tag(_));
        let spared = loaded(load).is_some_and(|(memory, ..)| self.kills.spare(memory, self.facts));
        (is_header || spared) && load.args.iter().all(|arg| !self.own.contains(arg))
    }

    /// The results of what can be loaded before the loop.
    fn hoisted(&self, graph: &Graph, known: &Loop) -> HashSet<Value> {
        if self.kills.moves || graph.blocks[known.header.index()].cold {
            return HashSet::default();
        }
        // The first round comes to a check at most.
        let header = graph.blocks[known.header.index()].instructions.iter();
        let first = header.take_while(|instruction| instruction.action != Action::Check);
        let first: Vec<&Instruction> = first.filter(|load| self.load_same(load)).collect();
        let certain: HashSet<(Value, TypeId)> = first.iter().filter_map(|load| object(load)).collect();
        let all = known.blocks.iter().flat_map(|block| &graph.blocks[block.index()].instructions);
        let others =
            all.filter(|load| self.load_same(load) && object(load).is_some_and(|found| certain.contains(&found)));
        first.iter().copied().chain(others).filter_map(|load| load.result).collect()
    }
}

/// The object of which a field is loaded, and the type that has it.
fn object(load: &Instruction) -> Option<(Value, TypeId)> {
    match load.action {
        Action::Load { place: Place::Field(ty, _), .. } => Some((load.args[0], ty)),
        _ => None,
    }
}

fn hoist(graph: &mut Graph, known: &Loop, hoisted: &HashSet<Value>) {
    let mut blocks: Vec<Block> = known.blocks.iter().copied().collect();
    blocks.sort_unstable();
    let mut loads = Vec::new();
    for block in blocks {
        let instructions = &mut graph.blocks[block.index()].instructions;
        let goes = |made: &mut Instruction| made.result.is_some_and(|result| hoisted.contains(&result));
        loads.extend(instructions.extract_if(.., goes));
    }
    let flow = Flow::new(graph);
    let before = enter(graph, &flow, known.header, |from| !known.blocks.contains(&from));
    graph.blocks[before.index()].instructions = loads;
}
