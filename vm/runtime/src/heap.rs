//! The heap of a guest: generational, precise, moving. Objects are born in the nursery by moving a pointer; those that
//! a minor collection finds alive go to the old space; a major collection slides the old space together.
//!
//! Relies on the cage for memory and on the module's shapes for what an object looks like. Whoever holds a [`Ref`] across
//! an allocation must hold it in a root.

mod cards;
mod major;
mod marks;
mod minor;
pub mod object;
mod roots;
mod shape;
mod statistics;
#[cfg(test)]
mod tests;
mod verify;

pub use object::{HEADER, ShapeId};
pub use roots::{NoRoots, Roots};
pub use shape::{Fields, Kind, Shape, Shapes, array_size};
pub use statistics::Statistics;
pub use verify::Fault;

use crate::cage::{ALIGNMENT, Base, Cage, Ref, ReserveError};
use crate::limits::{Budget, Exhausted};
use std::sync::Arc;
use std::time::Instant;

/// Larger objects are born in the old space: copying them would cost more than it saves.
pub const LARGE: u32 = 16 << 10;

/// The nursery's size where the memory limit doesn't ask for a smaller one: about what a core's own cache holds.
const NURSERY: u32 = 1 << 20;

/// The old space is not compacted before it holds so many bytes.
const FIRST_MAJOR: u32 = 8 << 20;

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
    /// The old space is compacted when it has grown beyond this offset.
    next_major: u32,
    /// Where the nursery was last counted.
    counted: u32,
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
        let nursery = NURSERY.min((memory / 8) as u32).max(2 * LARGE);
        // A minor collection may promote the whole nursery before a major one finds that the limit is passed.
        let cage = Cage::new(memory.saturating_add(nursery.into()), nursery, stack)?;
        let old = cage.regions.old.start;
        let mut heap = Self {
            counted: cage.regions.nursery.start,
            cage,
            shapes,
            budget: Budget::new(memory),
            mode,
            old_top: old,
            next_major: old.saturating_add(FIRST_MAJOR),
            patience: 0,
            statistics: Statistics::default(),
        };
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
        object.0.is_multiple_of(ALIGNMENT) && (nursery.contains(&object.0) || old.contains(&object.0))
    }

    /// What the guest takes: old space, nursery and stack.
    pub fn used(&self) -> u64 {
        let regions = &self.cage.regions;
        let old = self.old_top - regions.old.start;
        u64::from(old) + regions.nursery.len() as u64 + regions.stack.len() as u64
    }

    pub fn statistics(&self) -> Statistics {
        let mut statistics = self.statistics;
        statistics.allocated += u64::from(self.cage.context().nursery_top - self.counted);
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

    #[cold]
    fn allocate_large(&mut self, shape: ShapeId, length: u32, size: u32) -> Option<Ref> {
        let object = Ref(self.old_top);
        let top = self.old_top.checked_add(size)?;
        let fits = top <= self.next_major.min(self.cage.regions.old.end) && !self.is_stressed();
        if !fits || self.budget.check(self.used() + u64::from(size)).is_err() {
            return None;
        }
        self.patience = self.patience.saturating_sub(1);
        Some(self.place_old(object, top, shape, length))
    }

    /// Puts an object at the end of the old space. It may come to hold young references at once, so its cards are dirty.
    fn place_old(&mut self, object: Ref, top: u32, shape: ShapeId, length: u32) -> Ref {
        self.old_top = top;
        self.statistics.allocated += u64::from(top - object.0);
        // SAFETY: the range was free and lies in the old space.
        unsafe { self.base().write_header(object, shape, length) };
        self.note_crossings(object, top);
        self.dirty_cards(object.0..top);
        object
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
        if all || self.must_compact(large) {
            self.major(roots);
            let live = self.old_top - self.cage.regions.old.start;
            self.next_major = self.old_top.saturating_add(live.max(FIRST_MAJOR));
            if self.mode.stress {
                self.next_major = self.next_major.min(self.old_top.saturating_add(LARGE));
            }
        }
        let needed = u64::from(self.old_top) + u64::from(large);
        let reach = u64::from(self.cage.regions.old.end);
        self.budget.check(self.used() + u64::from(large))?;
        if needed > reach {
            return Err(Exhausted { limit: reach, wanted: needed });
        }
        self.next_major = self.next_major.max(needed as u32);
        self.statistics.note_pause(started.elapsed(), self.used());
        if self.mode.verify {
            self.verify(roots).unwrap_or_else(|fault| panic!("the heap is broken after a collection: {fault}"));
        }
        if self.mode.stress {
            self.open_nursery(size);
        }
        Ok(())
    }

    /// Whether the old space has grown enough, or the limits ask for it.
    fn must_compact(&self, large: u32) -> bool {
        let Some(top) = self.old_top.checked_add(large) else { return true };
        let room = self.cage.regions.nursery.len() as u32;
        top > self.next_major
            || u64::from(top) + u64::from(room) > u64::from(self.cage.regions.old.end)
            || self.budget.check(self.used() + u64::from(large)).is_err()
    }
}

/// Stress: collections at as many allocations as can be afforded.
impl Heap {
    /// Every collection looks at all that lives, so their number falls as that grows: the work of a run stays
    /// proportional to what it allocates.
    fn interval(&self) -> u32 {
        (self.old_top - self.cage.regions.old.start) >> 12
    }

    fn is_stressed(&self) -> bool {
        self.mode.stress && self.patience == 0
    }

    fn close_nursery(&mut self) {
        let context = self.cage.context_mut();
        context.nursery_end = context.nursery_top;
    }

    /// Leaves room for the object that is to be allocated and for as many bytes as patience allows.
    fn open_nursery(&mut self, size: u32) {
        self.patience = self.interval().saturating_add(1);
        let whole = self.cage.regions.nursery.end;
        let room = if size > LARGE { 0 } else { size }.saturating_add((self.patience - 1).saturating_mul(32));
        let context = self.cage.context_mut();
        context.nursery_end = context.nursery_top.saturating_add(room).min(whole);
    }
}
