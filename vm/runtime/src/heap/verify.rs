//! Checks the whole heap: every reference leads to the start of a live object of a type that its place allows, sizes add
//! up, nothing old refers to the nursery from a clean card, no black object refers to a white one, and what refers to a
//! block that is to be emptied is noted. For tests; linear in the heap, and in what waits for the cycle.

use super::blocks::State;
use super::cycle::Phase;
use super::roots::Roots;
use super::shape::Kind;
use super::{HEADER, Heap};
use crate::cage::{BLOCK, CARD_SHIFT, Ref};
use pvm_bytecode::{RefType, Storage};
use rustc_hash::FxHashSet;
use std::fmt;

/// What is wrong with a heap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    pub object: Option<Ref>,
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.object {
            Some(object) => write!(f, "object {object:?}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl Heap {
    /// # Errors
    /// The first fault found.
    pub fn verify(&self, roots: &mut dyn Roots) -> Result<(), Fault> {
        let starts = self.starts()?;
        for object in &starts {
            self.verify_object(Ref(*object), &starts)?;
        }
        let mut fault = None;
        roots.each(&mut |root| {
            if !starts.contains(&root.0) {
                fault = Some(Fault { object: Some(root), what: "a root refers to no object".into() });
            }
            root
        });
        fault.map_or(Ok(()), Err)
    }

    /// Where the objects of all spaces start.
    fn starts(&self) -> Result<FxHashSet<u32>, Fault> {
        let mut starts = FxHashSet::default();
        let nursery = self.cage.regions.nursery.start..self.cage.context().nursery_top;
        let mut at = nursery.start;
        while at < nursery.end {
            starts.insert(at);
            at += self.verified_size(Ref(at))?;
        }
        if at != nursery.end {
            return Err(Fault { object: None, what: format!("the nursery ends at {:x}, not at {at:x}", nursery.end) });
        }
        for block in self.blocks.each_used() {
            self.block_starts(block, &mut starts)?;
        }
        self.large.check().map_err(|what| Fault { object: None, what })?;
        for object in self.large.objects() {
            self.verified_size(object)?;
            if !self.cycle.unswept.holds(object) || self.is_marked(object) {
                starts.insert(object.0);
            }
        }
        Ok(starts)
    }

    /// Where the objects of a block start, but for those that are known to be dead.
    fn block_starts(&self, block: u32, starts: &mut FxHashSet<u32>) -> Result<(), Fault> {
        let unswept = self.blocks.state(block) == Some(State::Unswept);
        let mut behind = block;
        for object in Self::block_cards(block).flat_map(|card| self.starts_in(card)) {
            let end = object.0 + self.verified_size(object)?;
            if object.0 < behind || end > block + BLOCK {
                let what = format!("it ends at {end:x}, and the one before it at {behind:x}");
                return Err(Fault { object: Some(object), what });
            }
            behind = end;
            if !unswept || self.is_marked(object) {
                starts.insert(object.0);
            }
        }
        Ok(())
    }

    /// Bytes of the object that must start here.
    fn verified_size(&self, object: Ref) -> Result<u32, Fault> {
        // SAFETY: the offset lies in a space of objects.
        let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
        if shape.index() >= self.shapes.len() || matches!(self.shapes.get(shape).kind, Kind::Abstract) {
            return Err(Fault { object: Some(object), what: format!("has no type: {shape:?}") });
        }
        Ok(self.shapes.size(shape, length))
    }

    fn verify_object(&self, object: Ref, starts: &FxHashSet<u32>) -> Result<(), Fault> {
        // SAFETY: it is an object.
        let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
        match &self.shapes.get(shape).kind {
            Kind::Fields(fields) => fields
                .fields
                .iter()
                .try_for_each(|(at, storage)| self.verify_place(object, object.0 + at, *storage, starts)),
            Kind::Array(element @ Storage::Ref(_)) => (0..length)
                .try_for_each(|index| self.verify_place(object, object.0 + HEADER + index * 4, *element, starts)),
            Kind::Array(_) | Kind::Abstract => Ok(()),
        }
    }

    fn verify_place(&self, object: Ref, at: u32, storage: Storage, starts: &FxHashSet<u32>) -> Result<(), Fault> {
        let Storage::Ref(RefType { nullable, heap }) = storage else { return Ok(()) };
        let fault = |what: String| Err(Fault { object: Some(object), what: format!("at {}: {what}", at - object.0) });
        // SAFETY: the place holds a reference of an object.
        let to: Ref = unsafe { self.base().read(at) };
        if to.is_null() {
            return if nullable { Ok(()) } else { fault("null where there must be an object".into()) };
        }
        if !starts.contains(&to.0) {
            return fault(format!("{to:?} is no object"));
        }
        // SAFETY: it is an object.
        let shape = unsafe { self.base().shape(to) };
        if !self.shapes.is_of(shape, heap) {
            return fault(format!("{to:?} is of {shape:?}, not of {heap:?}"));
        }
        if !self.in_nursery(object) && !self.is_old(to) && !self.is_dirty(at) {
            return fault(format!("{to:?} is young and the card is clean"));
        }
        if self.is_old(object) && self.is_old(to) && !self.is_dirty(at) {
            self.verify_colours(object, at, to).or_else(fault)?;
        }
        Ok(())
    }

    /// Whether the cycle knows what it must of a reference between old objects in a clean card.
    fn verify_colours(&self, object: Ref, at: u32, to: Ref) -> Result<(), String> {
        match self.cycle.phase {
            Phase::Marking => {
                let waits = self.cycle.grey.covers(object, at) || self.written.contains(at >> CARD_SHIFT);
                if self.is_marked(object) && !self.is_marked(to) && !waits {
                    return Err(format!("{to:?} is white and the object is black"));
                }
                Ok(())
            }
            Phase::Evacuating => match self.blocks.candidate(to.0) {
                Some(candidate) if !self.cycle.remembered.knows(at, candidate) => {
                    Err(format!("{to:?} is to be moved and the place is not noted"))
                }
                _ => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Whether only a major collection can free an object.
    fn is_old(&self, object: Ref) -> bool {
        !self.in_nursery(object) && self.is_start(object)
    }
}
