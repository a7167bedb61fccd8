//! The heap of a guest: generational, precise, moving. Objects are born in the nursery by moving a pointer; those that
//! a minor collection finds alive go to the old space, which is blocks. A cycle finds what is dead there in small steps
//! behind minor collections, and empties the sparsest blocks; a full collection slides all blocks together at once, when
//! memory runs out or someone asks for it. docs/collector.md tells the whole.
//!
//! Relies on the cage for memory and on the module's shapes for what an object looks like. Whoever holds a [`Ref`] across
//! an allocation must hold it in a root.

mod blocks;
mod cards;
mod cycle;
mod digest;
mod evacuate;
mod full;
mod large;
mod mark;
mod marks;
mod minor;
mod nursery;
pub mod object;
mod old;
mod outline;
mod pacing;
mod random;
mod release;
mod remember;
mod roots;
mod shape;
mod starts;
mod statistics;
mod sweep;
#[cfg(test)]
mod tests;
mod verify;
mod written;

pub use large::LARGE;
pub use object::{HEADER, ShapeId};
pub use outline::Outline;
pub use roots::{NoRoots, Roots};
pub use shape::{Fields, Kind, Shape, Shapes, array_size};
pub use statistics::{Pauses, Statistics};
pub use verify::Fault;

use crate::cage::{ALIGNMENT, BLOCK, Base, Cage, Ref, ReserveError};
use crate::limits::{Budget, Exhausted};
use blocks::Blocks;
use cycle::Cycle;
use large::{LargeSpace, NO_YOUNG};
use nursery::Nursery;
use old::Filling;
use pacing::Pacing;
use random::Random;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;
use written::Written;

/// More bytes than a step of the cycle moves.
const MOVED: u32 = 8 * BLOCK;

/// How a heap is to be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Mode {
    /// Collect at every allocation, as long as what lives is small: see `Heap::interval`. Cycles follow each other without
    /// a pause, in small steps.
    pub stress: bool,
    /// Collect at random moments, and do a random part of a cycle each time: the numbers follow from this one.
    pub random: Option<u64>,
    /// Check the whole heap after every collection.
    pub verify: bool,
}

impl Mode {
    /// Whether there are more collections than are needed.
    fn is_eager(self) -> bool {
        self.stress || self.random.is_some()
    }
}

/// A guest's heap, with the cage that it lies in.
#[derive(Debug)]
pub struct Heap {
    cage: Cage,
    shapes: Arc<Shapes>,
    budget: Budget,
    mode: Mode,
    blocks: Blocks,
    /// Where small objects of the old space go, and where others do.
    small: Filling,
    medium: Filling,
    /// What the collection that runs has filled.
    pieces: Vec<Range<u32>>,
    /// On the way to the object that is being moved, the places that have not been looked at.
    path: Vec<Range<u32>>,
    large: LargeSpace,
    /// The lowest large object that may be young.
    young_large: Ref,
    /// Large objects that a minor collection has reached and not yet looked at.
    reached: Vec<Ref>,
    nursery: Nursery,
    cycle: Cycle,
    /// Cards that wait for marking.
    written: Written,
    pacing: Pacing,
    /// What the roots take for themselves.
    roots_bytes: u64,
    /// In eager modes, how many allocations go by before the next collection.
    patience: u32,
    random: Random,
    statistics: Statistics,
}

impl Heap {
    /// A heap and stack of together at most `memory` bytes, of which the stack may take `stack`.
    ///
    /// # Errors
    /// The address space can't be reserved.
    pub fn new(shapes: Arc<Shapes>, memory: u64, stack: u32, mode: Mode) -> Result<Self, ReserveError> {
        let nursery = Nursery::new(memory);
        // Large objects don't move and blocks end before they are full, so gaps are to be expected: address space is had
        // for nothing. And a minor collection may promote the whole nursery before the limit is found to be passed.
        let reserve = 2 * u64::from(nursery.largest + MOVED);
        let cage = Cage::new(memory.saturating_mul(2).saturating_add(reserve), nursery.largest, stack)?;
        let mut heap = Self {
            blocks: Blocks::new(cage.regions.old.start),
            small: Filling::default(),
            medium: Filling::default(),
            pieces: Vec::new(),
            path: Vec::new(),
            large: LargeSpace::new(cage.regions.old.end),
            nursery: nursery.within(&cage.regions.nursery),
            cage,
            shapes,
            budget: Budget::new(memory),
            mode,
            young_large: NO_YOUNG,
            reached: Vec::new(),
            cycle: Cycle::default(),
            written: Written::default(),
            pacing: Pacing::new(),
            roots_bytes: 0,
            patience: 0,
            random: Random::new(mode.random.unwrap_or_default()),
            statistics: Statistics::default(),
        };
        heap.resize_nursery(nursery.size);
        if mode.is_eager() {
            heap.close_nursery();
        }
        Ok(heap)
    }

    pub fn base(&self) -> Base {
        self.cage.base()
    }

    pub fn cage(&self) -> &Cage {
        &self.cage
    }

    pub fn cage_mut(&mut self) -> &mut Cage {
        &mut self.cage
    }

    pub fn shapes(&self) -> &Arc<Shapes> {
        &self.shapes
    }

    pub fn budget_mut(&mut self) -> &mut Budget {
        &mut self.budget
    }

    pub fn budget(&self) -> Budget {
        self.budget
    }

    /// Whether a reference leads into a space of objects.
    pub fn contains(&self, object: Ref) -> bool {
        let nursery = self.cage.regions.nursery.start..self.cage.context().nursery_top;
        object.0.is_multiple_of(ALIGNMENT)
            && (nursery.contains(&object.0)
                || self.blocks.state(object.0).is_some() && self.is_start(object)
                || self.large.contains(object))
    }

    /// Counts memory that the host has taken for the guest beside the heap. If it is more than there was room for, the next
    /// allocation collects.
    ///
    /// # Errors
    /// What the host holds passes the memory limit alone.
    pub fn hold(&mut self, bytes: u64) -> Result<(), Exhausted> {
        self.budget.hold(bytes);
        if self.budget.check(self.used()).is_err() {
            self.close_nursery();
        }
        self.budget.check(0)
    }

    /// What the guest takes: old space, large objects, nursery, stack, and what the collector keeps about them.
    pub fn used(&self) -> u64 {
        let regions = &self.cage.regions;
        self.occupied() + self.metadata() + u64::from(self.nursery.size) + regions.stack.len() as u64
    }

    /// Bytes of blocks in use and large objects.
    fn occupied(&self) -> u64 {
        self.blocks.used() + u64::from(self.large.used())
    }

    /// Bytes of old objects, as far as is known, and of large ones.
    fn filled(&self) -> u64 {
        self.blocks.filled() + u64::from(self.large.used())
    }

    /// Up to where blocks may come to lie: a minor collection may promote the whole nursery, and a block may be left when
    /// it is little more than half full.
    fn old_limit(&self) -> u64 {
        let reserve = 2 * u64::from(self.nursery.size + MOVED);
        u64::from(self.blocks.end()) + reserve.saturating_sub(self.blocks.free())
    }

    pub fn statistics(&self) -> Statistics {
        let mut statistics = self.statistics;
        statistics.allocated += u64::from(self.cage.context().nursery_top - self.nursery.counted);
        statistics
    }

    /// A new object with its header, whose contents are anything: the caller writes all of them before the next
    /// collection. None when there must be a collection first, see [`Self::collect`].
    #[inline]
    pub fn allocate(&mut self, shape: ShapeId, length: u32, size: u32) -> Option<Ref> {
        if size > LARGE {
            return self.allocate_large(shape, length, size);
        }
        let context = self.cage.context_mut();
        let object = Ref(context.nursery_top);
        let top = context.nursery_top + size;
        if top > context.nursery_end {
            return None;
        }
        context.nursery_top = top;
        // SAFETY: the range was free and lies in the nursery.
        unsafe { self.base().write_header(object, shape, length) };
        Some(object)
    }

    /// Collects, so that an object of the size fits: [`Self::allocate`] gives it then. Every reference that is not in
    /// `roots` is lost.
    ///
    /// # Errors
    /// The memory limit would be passed, or the reach of references.
    #[cold]
    pub fn collect(&mut self, roots: &mut dyn Roots, size: u32) -> Result<(), Exhausted> {
        self.run(roots, size, false)
    }

    /// Collects all garbage now.
    ///
    /// # Errors
    /// What lives passes the memory limit.
    #[cold]
    pub fn collect_all(&mut self, roots: &mut dyn Roots) -> Result<(), Exhausted> {
        self.run(roots, 0, true)
    }

    fn run(&mut self, roots: &mut dyn Roots, size: u32, all: bool) -> Result<(), Exhausted> {
        let started = Instant::now();
        let large = if size > LARGE { size } else { 0 };
        let all = all || self.mode.random.is_some() && self.random.below(200) == 0;
        self.minor(roots);
        if self.budget.check(self.used() + u64::from(self.nursery.size) + LargeSpace::rounded(large)).is_err() {
            self.shrink_nursery();
        }
        if !all && !self.is_exhausted(large) {
            self.advance(roots);
        }
        if all || self.is_exhausted(large) {
            self.full(roots);
        }
        self.pacing.young_large = 0;
        self.release_free(large);
        self.statistics.note_pause(started.elapsed(), self.used());
        if self.mode.verify {
            self.verify(roots).unwrap_or_else(|fault| panic!("the heap is broken after a collection: {fault}"));
        }
        self.check_room(large)?;
        if self.mode.is_eager() {
            self.open_nursery(size);
        }
        Ok(())
    }

    /// After a collection: whether the guest can go on and have a large object.
    fn check_room(&self, large: u32) -> Result<(), Exhausted> {
        let bytes = LargeSpace::rounded(large);
        self.budget.check(self.used() + bytes)?;
        if self.is_exhausted(large) {
            let limit = self.cage.regions.old.len() as u64;
            return Err(Exhausted { limit, wanted: limit + bytes });
        }
        Ok(())
    }
}
