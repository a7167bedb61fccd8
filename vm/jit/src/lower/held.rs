//! What the canonical frame is known to hold, so that nothing is stored which stands there already.
//!
//! The machine writes to the frames of compiled code only where it moves objects, and there it finds the references of the
//! functions that are under way, so a slot goes on to hold the same object. All that lies behind the frame of a function
//! that calls is lost.

use super::levels::Levels;
use crate::ir::{Action, Block, Callee, Class, Edge, Graph, Instruction, Scope, ScopeData, Site, Value};
use pvm_runtime::frame::{FrameLayout, Position};
use pvm_runtime::tier::Unit;
use rustc_hash::FxHashMap as HashMap;

/// By slot, what it holds; all others may hold anything.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Held(HashMap<u32, Word>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Word {
    Position(u64),
    /// A reference that is valid in the frame of a function: any of these values, which are the same; if there are none, it
    /// isn't known which.
    Reference(Scope, Vec<Value>),
}

/// A word to be written to the frame.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    pub slot: u32,
    pub what: What,
}

#[derive(Clone, Copy, Debug)]
pub enum What {
    Position(u64),
    Value(Value),
    Null,
}

/// What a frame is made of.
#[derive(Clone, Copy)]
pub struct Frames<'a> {
    pub graph: &'a Graph,
    pub levels: &'a Levels<'a>,
    pub unit: Unit,
}

/// So many pairs of a block and a slot are looked at; in larger graphs each block begins without knowing anything.
const MOST: usize = 1 << 20;

/// What is held at the start of each block, by its number.
pub fn starts(frames: Frames) -> Vec<Held> {
    let graph = frames.graph;
    let blocks: Vec<Block> = graph.live_blocks().collect();
    let slots: usize = (0..graph.scopes.len()).map(|scope| frames.levels.references(Scope(scope as u32)).count()).sum();
    if blocks.len().saturating_mul(slots) > MOST {
        return vec![Held::default(); graph.blocks.len()];
    }
    // None where nothing has come yet.
    let mut starts: Vec<Option<Held>> = vec![None; graph.blocks.len()];
    starts[0] = Some(frames.entry());
    // The blocks at whose start something else has become known since they were looked at.
    let mut due = vec![false; graph.blocks.len()];
    due[0] = true;
    while due.contains(&true) {
        for block in &blocks {
            let data = &graph.blocks[block.index()];
            let is_due = std::mem::take(&mut due[block.index()]);
            let Some(mut held) = starts[block.index()].as_ref().filter(|_| is_due).cloned() else { continue };
            data.instructions.iter().for_each(|instruction| held.go_over(frames, instruction));
            for edge in data.terminator.iter().flat_map(|terminator| terminator.edges()) {
                let held = held.along(edge, &graph.blocks[edge.block.index()].params);
                due[edge.block.index()] |= match &mut starts[edge.block.index()] {
                    Some(known) => known.meet(&held),
                    unknown => unknown.replace(held).is_none(),
                };
            }
        }
    }
    starts.into_iter().map(Option::unwrap_or_default).collect()
}

impl Frames<'_> {
    /// What is held where the unit begins: a function's frame has been cleared, and that of a loop is whole.
    fn entry(self) -> Held {
        let mut held = Held::default();
        let is_loop = self.unit.from.is_some();
        if self.is_valid(Scope(0)) {
            for slot in self.levels.references(Scope(0)) {
                held.0.insert(slot, Word::Reference(Scope(0), Vec::new()));
            }
        }
        for (number, value) in self.graph.blocks[0].params.iter().enumerate() {
            let slot = match is_loop {
                true => self.graph.entry.get(number).copied(),
                false => Some(FrameLayout::HEADER + number as u32),
            };
            if let Some(Word::Reference(_, values)) = slot.and_then(|slot| held.0.get_mut(&slot)) {
                values.push(*value);
            }
        }
        held
    }

    /// Whether a function's frame is valid from its start on: it was cleared, or is the interpreter's.
    fn is_valid(self, scope: Scope) -> bool {
        let is_interpreters = self.unit.from.is_some() && scope == Scope(0);
        is_interpreters || self.levels.clears(scope)
    }

    /// The function in whose frame a slot is, of those that a site is in.
    fn scope_of(self, site: Site, slot: u32) -> Scope {
        let own = |scope: Scope| self.graph.scopes[scope.index()].base <= slot;
        self.graph.levels(site).map(|site| site.scope).find(|scope| own(*scope)).unwrap_or(Scope(0))
    }

    /// Whether the machine finds a slot when objects move at a site: a word of a function that is under way.
    fn keeps(self, site: Site, slot: u32, word: &Word) -> bool {
        self.graph.levels(site).any(|Site { scope, .. }| match word {
            Word::Position(_) => slot == self.graph.scopes[scope.index()].base,
            Word::Reference(of, _) => *of == scope,
        })
    }
}

impl Held {
    /// Writes where the functions are that an instruction is part of.
    pub fn stand(&mut self, frames: Frames, site: Site) -> Vec<Write> {
        let mut writes = Vec::new();
        for Site { scope, op } in frames.graph.levels(site) {
            let ScopeData { function, base, .. } = frames.graph.scopes[scope.index()];
            let position = Position { function, op }.word();
            if self.0.insert(base, Word::Position(position)) != Some(Word::Position(position)) {
                writes.push(Write { slot: base, what: What::Position(position) });
            }
        }
        writes
    }

    /// The same before something that moves no objects, but uses what lies behind the frame.
    pub fn quick(&mut self, frames: Frames, site: Site) -> Vec<Write> {
        let writes = self.stand(frames, site);
        self.forget(frames, site);
        writes
    }

    /// Writes what has to stand in the frame at a safepoint: positions and references, all of which are to be valid.
    pub fn safepoint(&mut self, frames: Frames, instruction: &Instruction) -> Vec<Write> {
        let mut writes = self.stand(frames, instruction.site);
        let slots = instruction.frame.iter().flat_map(|frame| &frame.slots);
        let references = || slots.clone().filter(|(_, value)| frames.graph.class(*value) == Class::Ref);
        for (slot, value) in references() {
            let scope = frames.scope_of(instruction.site, *slot);
            if !self.holds(*slot, scope, *value) {
                self.0.insert(*slot, Word::Reference(scope, vec![*value]));
                writes.push(Write { slot: *slot, what: What::Value(*value) });
            }
        }
        self.forget(frames, instruction.site);
        for Site { scope, .. } in frames.graph.levels(instruction.site) {
            if !frames.is_valid(scope) {
                writes.extend(self.clear(frames, scope));
            }
        }
        debug_assert!(
            references().all(|(slot, value)| { self.holds(*slot, frames.scope_of(instruction.site, *slot), *value) })
        );
        writes
    }

    /// Whether a slot of a function's frame holds a value.
    fn holds(&self, slot: u32, scope: Scope, value: Value) -> bool {
        matches!(self.0.get(&slot), Some(Word::Reference(of, values)) if *of == scope && values.contains(&value))
    }

    /// The same on a way that is hardly ever gone and comes back.
    pub fn rare_safepoint(&mut self, frames: Frames, instruction: &Instruction) -> Vec<Write> {
        let before = self.clone();
        let writes = self.safepoint(frames, instruction);
        self.meet(&before);
        writes
    }

    /// Makes every slot of a reference in a function's frame a valid one.
    pub fn clear(&mut self, frames: Frames, scope: Scope) -> Vec<Write> {
        let base = frames.graph.scopes[scope.index()].base;
        let mut writes = Vec::new();
        for slot in frames.levels.references(scope).map(|slot| base + slot) {
            if !matches!(self.0.get(&slot), Some(Word::Reference(of, _)) if *of == scope) {
                self.0.insert(slot, Word::Reference(scope, Vec::new()));
                writes.push(Write { slot, what: What::Null });
            }
        }
        writes
    }

    /// Notes what an instruction gives: what was held of an earlier round is another value.
    pub fn define(&mut self, value: Value) {
        for word in self.0.values_mut() {
            if let Word::Reference(_, values) = word {
                values.retain(|known| *known != value);
            }
        }
    }

    /// Keeps what both hold; tells whether that is less than before.
    pub fn meet(&mut self, other: &Self) -> bool {
        let mut less = false;
        self.0.retain(|slot, word| {
            let stays = match (&mut *word, other.0.get(slot)) {
                (Word::Position(position), Some(Word::Position(same))) => position == same,
                (Word::Reference(scope, values), Some(Word::Reference(of, others))) if scope == of => {
                    let count = values.len();
                    values.retain(|value| others.contains(value));
                    less |= values.len() < count;
                    true
                }
                _ => false,
            };
            less |= !stays;
            stays
        });
        less
    }

    /// What is held at the start of the block that an edge leads to.
    fn along(&self, edge: &Edge, params: &[Value]) -> Self {
        let mut held = self.clone();
        for word in held.0.values_mut() {
            let Word::Reference(_, values) = word else { continue };
            let handed: Vec<Value> = params
                .iter()
                .zip(&edge.args)
                .filter(|(_, arg)| values.contains(arg))
                .map(|(param, _)| *param)
                .collect();
            values.retain(|value| !params.contains(value));
            values.extend(handed);
        }
        held
    }

    /// What is held behind an instruction: at least that when it is lowered.
    fn go_over(&mut self, frames: Frames, instruction: &Instruction) {
        let site = instruction.site;
        match &instruction.action {
            Action::Enter(scope) if frames.levels.clears(*scope) => drop(self.clear(frames, *scope)),
            Action::Call(Callee::Lib(_)) if !instruction.action.may_move() => drop(self.quick(frames, site)),
            Action::Call(_) => drop(self.safepoint(frames, instruction)),
            // It may be done without the machine.
            action @ (Action::ArrayCopy { .. } | Action::ArrayFill { .. } | Action::Known(_)) if !action.may_move() => {
                let before = self.clone();
                self.quick(frames, site);
                self.meet(&before);
            }
            action if action.may_move() => drop(self.rare_safepoint(frames, instruction)),
            _ => {}
        }
        if let Some(result) = instruction.result.filter(|result| frames.graph.class(*result) == Class::Ref) {
            self.define(result);
        }
    }

    /// Forgets what the machine doesn't keep while something is called at a site.
    fn forget(&mut self, frames: Frames, site: Site) {
        self.0.retain(|slot, word| frames.keeps(site, *slot, word));
    }
}
