//! What instructions do to memory: which part of it they read, and which they may change.

use crate::ir::{Action, Callee, Instruction, Place, Value};
use crate::passes::Facts;
use pvm_bytecode::{GlobalId, HeapType, RefType, Storage};
use rustc_hash::FxHashSet as HashSet;

/// Memory that is changed or not as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Memory {
    Place(Place),
    Global(GlobalId),
}

/// What of memory is known: its object, and the index of an element.
pub type Cell = (Memory, Option<Value>, Option<Value>);

/// What a part of the graph may change.
#[derive(Clone, Default)]
pub struct Kills {
    /// Everything that changes at all.
    all: bool,
    /// All elements.
    elements: bool,
    memory: HashSet<Memory>,
    /// Of which objects.
    stored: HashSet<(Memory, Value)>,
    /// Whether objects may move.
    pub moves: bool,
}

impl Kills {
    pub fn add(&mut self, other: &Self) {
        self.all |= other.all;
        self.elements |= other.elements;
        self.memory.extend(&other.memory);
        self.stored.extend(&other.stored);
        self.moves |= other.moves;
    }

    pub fn is_nothing(&self) -> bool {
        !self.all && !self.elements && self.memory.is_empty() && !self.moves
    }

    /// Of these instructions.
    pub fn of(instructions: &[Instruction]) -> Self {
        let mut kills = Self::default();
        for instruction in instructions {
            kills.moves |= instruction.action.may_move();
            match &instruction.action {
                Action::Store { place, .. } => {
                    kills.memory.insert(Memory::Place(*place));
                    kills.stored.insert((Memory::Place(*place), instruction.args[0]));
                }
                Action::Set { storage } | Action::ArrayCopy { storage } | Action::ArrayFill { storage } => {
                    kills.memory.insert(element(*storage));
                }
                Action::Known(known) if known.writes() => drop(kills.memory.insert(element(Storage::U8))),
                Action::GlobalSet(global) => drop(kills.memory.insert(Memory::Global(*global))),
                Action::Call(Callee::Lib(_) | Callee::Sys(_)) => kills.elements = true,
                Action::Call(_) => kills.all = true,
                _ => {}
            }
        }
        kills
    }

    /// Whether the memory of an object is the same afterwards that nobody else knows.
    pub fn spare_local(&self, memory: Memory, object: Value) -> bool {
        !self.stored.contains(&(memory, object))
    }

    /// Whether memory is the same afterwards.
    pub fn spare(&self, memory: Memory, facts: &Facts) -> bool {
        match memory {
            Memory::Place(Place::Field(ty, field)) if !facts.is_written(ty, field) => true,
            Memory::Place(Place::Element(_)) if self.elements => false,
            _ => !self.all && !self.memory.contains(&memory),
        }
    }
}

/// All references are elements of one kind.
pub fn element(storage: Storage) -> Memory {
    Memory::Place(Place::Element(match storage {
        Storage::Ref(_) => Storage::Ref(RefType::or_null(HeapType::Any)),
        other => other,
    }))
}

/// What an instruction loads.
pub fn loaded(instruction: &Instruction) -> Option<Cell> {
    let args = &instruction.args;
    match &instruction.action {
        Action::Load { place, .. } => Some((Memory::Place(*place), Some(args[0]), None)),
        Action::Get { storage } => Some((element(*storage), Some(args[0]), Some(args[1]))),
        Action::GlobalGet(global) => Some((Memory::Global(*global), None, None)),
        _ => None,
    }
}
