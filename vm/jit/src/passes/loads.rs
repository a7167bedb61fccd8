//! Removes loads of what is known: it has been loaded, or written, and nothing that may have changed it lies between.
//!
//! A reference that is known across a safepoint has no slot in the frame there, for the bytecode would load it again. So
//! the safepoint notes where it may be loaded from.

use crate::ir::{Action, Again, Block, Class, Flow, Graph, Instruction, Place, Value};
use crate::passes::Facts;
use crate::passes::escape::{Local, local_objects};
use crate::passes::memory::{Cell, Kills, Memory, element, loaded};
use pvm_bytecode::{FieldId, Storage};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Whether references are known across safepoints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Across {
    /// Not where the frame has no slot for them, so that every reference still has one.
    Nothing,
    Safepoints,
}

/// Whether there were any to remove.
pub fn run(facts: &Facts, graph: &mut Graph, across: Across) -> bool {
    let flow = Flow::new(graph);
    let local = local_objects(graph);
    let mut loads = Loads {
        facts,
        across,
        local,
        same: (0..graph.classes.len() as u32).map(Value).collect(),
        ends: HashMap::default(),
        found: false,
    };
    let kills: Vec<Kills> = graph.blocks.iter().map(|data| Kills::of(&data.instructions)).collect();
    for block in &flow.order {
        let mut known = loads.at_start(graph, &flow, &kills, *block);
        loads.block(graph, *block, &mut known);
        loads.ends.insert(*block, known);
    }
    let Loads { same, found, .. } = loads;
    for block in flow.order.iter().filter(|_| found) {
        graph.blocks[block.index()].mentions_mut().for_each(|value| *value = same[value.index()]);
    }
    found
}

/// What is known of memory.
type Known = HashMap<Cell, Entry>;

#[derive(Clone)]
struct Entry {
    value: Value,
    /// How it may be loaded anew.
    again: Action,
}

struct Loads<'a> {
    facts: &'a Facts,
    across: Across,
    /// Objects that nobody else knows.
    local: HashMap<Value, Local>,
    same: Vec<Value>,
    /// What is known at the end of each block.
    ends: HashMap<Block, Known>,
    found: bool,
}

impl Loads<'_> {
    /// What is known when a block starts: what its dominator knew, unless it may have changed on the way.
    fn at_start(&self, graph: &Graph, flow: &Flow, kills: &[Kills], block: Block) -> Known {
        let Some(dominator) = flow.dominator(block) else { return Known::default() };
        let mut known = self.ends.get(&dominator).cloned().unwrap_or_default();
        let mut between = Kills::default();
        let mut seen = HashSet::default();
        let mut waiting: Vec<Block> = flow.predecessors(block).to_vec();
        while let Some(next) = waiting.pop() {
            if next != dominator && seen.insert(next) {
                between.add(&kills[next.index()]);
                waiting.extend(flow.predecessors(next));
            }
        }
        self.forget(graph, &mut known, &between);
        known
    }

    fn forget(&self, graph: &Graph, known: &mut Known, kills: &Kills) {
        if kills.is_nothing() {
            return;
        }
        let moves = kills.moves && self.across == Across::Nothing;
        known.retain(|(memory, object, _), entry| {
            let stays = match object {
                Some(object) if self.local.contains_key(object) => kills.spare_local(*memory, *object),
                _ => kills.spare(*memory, self.facts),
            };
            stays && !(moves && graph.class(entry.value) == Class::Ref)
        });
    }

    fn block(&mut self, graph: &mut Graph, block: Block, known: &mut Known) {
        let mut instructions = std::mem::take(&mut graph.blocks[block.index()].instructions);
        instructions.retain_mut(|instruction| {
            instruction.mentions_mut().for_each(|value| *value = self.same[value.index()]);
            self.step(graph, instruction, known)
        });
        graph.blocks[block.index()].instructions = instructions;
    }

    /// Whether an instruction is still needed; notes what is known behind it.
    fn step(&mut self, graph: &Graph, instruction: &mut Instruction, known: &mut Known) -> bool {
        if let (Some(cell), Some(result)) = (loaded(instruction), instruction.result) {
            if let Some(entry) = known.get(&cell) {
                self.same[result.index()] = entry.value;
                self.found = true;
                return false;
            }
            known.insert(cell, Entry { value: result, again: instruction.action.clone() });
            return true;
        }
        self.forget(graph, known, &Kills::of(std::slice::from_ref(instruction)));
        if instruction.action.may_move() && self.across == Across::Safepoints {
            note(graph, instruction, known);
        }
        written(instruction).into_iter().for_each(|(cell, value, again)| {
            known.insert(cell, Entry { value, again });
        });
        true
    }
}

/// What an instruction writes that would be loaded as it is, and how.
fn written(instruction: &Instruction) -> Vec<(Cell, Value, Action)> {
    let args = &instruction.args;
    match &instruction.action {
        Action::Store { place, offset, storage } if storage.is_whole() => {
            let again = Action::Load { place: *place, offset: *offset, storage: *storage };
            vec![((Memory::Place(*place), Some(args[0]), None), args[1], again)]
        }
        Action::Set { storage } if storage.is_whole() => {
            vec![((element(*storage), Some(args[0]), Some(args[1])), args[2], Action::Get { storage: *storage })]
        }
        Action::GlobalSet(global) => vec![((Memory::Global(*global), None, None), args[0], Action::GlobalGet(*global))],
        Action::New { ty, fields } => {
            let field = |(index, (offset, storage)): (usize, &(u32, Storage))| {
                let place = Place::Field(*ty, FieldId(index as u32));
                let again = Action::Load { place, offset: *offset, storage: *storage };
                ((Memory::Place(place), instruction.result, None), args[index], again)
            };
            fields.iter().enumerate().filter(|(_, (_, storage))| storage.is_whole()).map(field).collect()
        }
        _ => Vec::new(),
    }
}

/// Notes at a safepoint where the references that are known may be loaded from.
fn note(graph: &Graph, instruction: &mut Instruction, known: &Known) {
    let references = known.iter().filter(|(_, entry)| graph.class(entry.value) == Class::Ref);
    let mut again: Vec<Again> = references
        .map(|((_, object, index), entry)| Again {
            value: entry.value,
            action: entry.again.clone(),
            args: object.iter().chain(index).copied().collect(),
        })
        .collect();
    let frame = instruction.frame.get_or_insert_default();
    again.append(&mut frame.again);
    again.sort_by_key(|again| (again.value, again.args.clone()));
    again.dedup();
    frame.again = again;
}
