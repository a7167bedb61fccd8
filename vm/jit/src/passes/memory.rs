//! What instructions do to memory: which part of it they read, and which they may change.

use crate::ir::{Action, Callee, Instruction, Place, Value};
use crate::passes::program::Facts;
use pvm_bytecode::{GlobalId, HeapType, RefType, Storage};
use std::collections::HashSet;

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
}

impl Kills {
    pub fn add(&mut self, other: &Self) {
        self.all |= other.all;
        self.elements |= other.elements;
        self.memory.extend(&other.memory);
    }

    pub fn is_nothing(&self) -> bool {
        !self.all && !self.elements && self.memory.is_empty()
    }

    /// Of these instructions.
    pub fn of(instructions: &[Instruction]) -> Self {
        let mut kills = Self::default();
        for instruction in instructions {
            match &instruction.action {
                Action::Store { place, .. } => drop(kills.memory.insert(Memory::Place(*place))),
                Action::Set { storage } | Action::ArrayCopy { storage } | Action::ArrayFill { storage } => {
                    kills.memory.insert(element(*storage));
                }
                Action::GlobalSet(global) => drop(kills.memory.insert(Memory::Global(*global))),
                Action::Call(Callee::Lib(_) | Callee::Sys(_)) => kills.elements = true,
                Action::Call(_) => kills.all = true,
                _ => {}
            }
        }
        kills
    }

    /// Whether memory is the same afterwards.
    pub fn spare(&self, memory: Memory, facts: &Facts) -> bool {
        let is_element = matches!(memory, Memory::Place(Place::Element(_)));
        match memory {
            Memory::Place(Place::Field(ty, field)) if !facts.is_written(ty, field) => true,
            _ => !self.all && !(is_element && self.elements) && !self.memory.contains(&memory),
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
