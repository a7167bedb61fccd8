//! The heap of a guest: generational, precise, moving. Objects are born in the nursery by moving a pointer; those that
//! a minor collection finds alive go to the old space; a major collection slides the old space together.
//!
//! Relies on the cage for memory and on the module's shapes for what an object looks like. Whoever holds a [`Ref`] across
//! an allocation must hold it in a root.

mod cards;
mod large;
mod major;
mod marks;
mod minor;
mod nursery;
pub mod object;
mod outline;
mod roots;
mod shape;
mod statistics;
#[cfg(test)]
mod tests;
mod trace;
mod verify;

pub use large::LARGE;
pub use object::{HEADER, ShapeId};
pub use outline::Outline;
pub use roots::{NoRoots, Roots};
pub use shape::{Fields, Kind, Shape, Shapes, array_size};
pub use statistics::Statistics;
pub use verify::Fault;

use crate::cage::{ALIGNMENT, Base, Cage, Ref, ReserveError};
use crate::limits::{Budget, Exhausted};
use large::{LargeSpace, NO_YOUNG};
use nursery::Nursery;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

/// There is no major collection before old and large objects take so many bytes.
const FIRST_MAJOR: u64 = 32 << 20;

/// How a heap is to be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Mode {
    /// Collect at every allocation, as long as what lives is small: see `Heap::interval`.
    pub stress: bool,
    /// Check the whole heap after every collection.
    pub verify: bool,
}

/// A guest's heap, with the cage that it lies in.
#[derive(Debug)]
pub struct Heap {
    cage: Cage,
    shapes: Arc<Shapes>,
    budget: Budget,
    mode: Mode,
    /// Where the next object of the old space begins.
    old_top: u32,
    large: LargeSpace,
    /// The lowest large object that may be young.
    young_large: Ref,
    /// Large objects that a minor collection has reached and not yet looked at.
    reached: Vec<Ref>,
    /// Bytes of the old space that became free and may still take memory.
    old_idle: u32,
    /// A major collection is due when old and large objects take more bytes than this.
    next_major: u64,
    nursery: Nursery,
    /// In stress mode, how many allocations go by before the next collection.
    patience: u32,
    statistics: Statistics,
}

impl Heap {
    /// A heap and stack of together at most `memory` bytes, of which the stack may take `stack`.
    ///
    /// # Errors
    /// The address space can't be reserved.
    pub fn new(shapes: Arc<Shapes>, memory: u64, stack: u32, mode: Mode) -> Result<Self, ReserveError> {
        let nursery = Nursery::new(memory);
        // Large objects don't move, so gaps between them are to be expected: address space is had for nothing. And a minor
        // collection may promote the whole nursery before a major one finds that the limit is passed.
        let cage = Cage::new(memory.saturating_mul(2).saturating_add(nursery.largest.into()), nursery.largest, stack)?;
        let Range { start: old, end } = cage.regions.old;
        let mut heap = Self {
            nursery,
            cage,
            shapes,
            budget: Budget::new(memory),
            mode,
            old_top: old,
            large: LargeSpace::new(end),
            young_large: NO_YOUNG,
            reached: Vec::new(),
            old_idle: 0,
            next_major: FIRST_MAJOR,
            patience: 0,
            statistics: Statistics::default(),
        };
        heap.nursery.counted = heap.cage.regions.nursery.start;
        heap.resize_nursery(nursery.size);
        if mode.stress {
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
        let old = self.cage.regions.old.start..self.old_top;
        let small = nursery.contains(&object.0) || old.contains(&object.0);
        object.0.is_multiple_of(ALIGNMENT) && (small || self.large.contains(object))
    }

    /// What the guest takes: old space, large objects, nursery and stack.
    pub fn used(&self) -> u64 {
        let regions = &self.cage.regions;
        self.occupied() + u64::from(self.nursery.size) + regions.stack.len() as u64
    }

    /// Bytes of old and large objects.
    fn occupied(&self) -> u64 {
        u64::from(self.old_top - self.cage.regions.old.start) + u64::from(self.large.used())
    }

    /// How far a minor collection may write in the old space: it may promote the whole nursery, and the copy of an object
    /// may touch what follows it.
    fn old_limit(&self) -> u64 {
        u64::from(self.old_top) + u64::from(self.nursery.size) + u64::from(ALIGNMENT)
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
        self.minor(roots);
        let large = if size > LARGE { size } else { 0 };
        if self.budget.check(self.used() + LargeSpace::rounded(large)).is_err() {
            self.shrink_nursery();
        }
        let all = all || self.is_major_due(large);
        if all {
            self.major(roots);
        }
        self.release_free();
        self.statistics.note_pause(started.elapsed(), self.used());
        if self.mode.verify {
            self.verify(roots).unwrap_or_else(|fault| panic!("the heap is broken after a collection: {fault}"));
        }
        self.check_room(large)?;
        if all {
            self.next_major = self.due_after(self.occupied()).max(self.occupied() + LargeSpace::rounded(large));
        }
        if self.mode.stress {
            self.open_nursery(size);
        }
        Ok(())
    }

    /// Whether old and large objects have grown enough, or the limits ask for it, when a large object is to come too.
    fn is_major_due(&self, large: u32) -> bool {
        let large = LargeSpace::rounded(large);
        self.occupied() + large > self.next_major
            || self.old_limit() + large > self.large.start().into()
            || self.budget.check(self.used() + large).is_err()
    }

    /// After a collection: whether the guest can go on and have a large object.
    fn check_room(&self, large: u32) -> Result<(), Exhausted> {
        let bytes = LargeSpace::rounded(large);
        self.budget.check(self.used() + bytes)?;
        if self.old_limit() > self.large.start().into() || !self.large.has_room(large, self.old_limit()) {
            let limit = self.cage.regions.old.len() as u64;
            return Err(Exhausted { limit, wanted: limit + bytes });
        }
        Ok(())
    }

    /// How many bytes of old and large objects make the next major collection due when so many have survived one.
    fn due_after(&self, live: u64) -> u64 {
        if self.mode.stress { live + u64::from(LARGE) } else { live + live.max(FIRST_MAJOR) }
    }
}
