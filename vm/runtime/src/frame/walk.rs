//! Going through the frames of a task, from the first to the last: for the collector, for checks and for backtraces.

use super::{FrameLayout, SLOT};
use crate::cage::{Base, Ref};
use crate::heap::{Heap, Roots};
use pvm_bytecode::FunctionId;

/// Where a frame stands in its function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Position {
    pub function: FunctionId,
    /// Index into the function's instructions.
    pub op: u32,
}

impl Position {
    /// Set in the first slot of a frame that a minor collection has looked at. Whoever runs in the frame stores its
    /// position anew before anything else is called or can be collected, which takes the mark away. So where all frames up
    /// to one are marked, none of them has run since, and their slots hold what the collector left there.
    const SEEN: u64 = 1 << 63;

    /// As it stands in the first slot of a frame.
    pub const fn word(self) -> u64 {
        (self.function.0 as u64) << 32 | self.op as u64
    }

    pub const fn from_word(word: u64) -> Self {
        Self { function: FunctionId(((word & !Self::SEEN) >> 32) as u32), op: word as u32 }
    }
}

/// The frames of one task: from the offset of the first to that of the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stack {
    pub first: u32,
    pub last: u32,
}

/// Knows the layout of the frames of functions that have run.
pub trait Layouts {
    fn layout(&self, function: FunctionId) -> &FrameLayout;
}

impl<L: Layouts + ?Sized> Layouts for &L {
    fn layout(&self, function: FunctionId) -> &FrameLayout {
        (**self).layout(function)
    }
}

/// The frames of a task, from the first to the last: offset and position.
pub struct Frames<L> {
    base: Base,
    layouts: L,
    next: Option<u32>,
    last: u32,
}

impl<L: Layouts> Frames<L> {
    /// # Safety
    /// The stack must lie in the cage of the base, with a position in every frame, and not change meanwhile.
    pub unsafe fn new(base: Base, layouts: L, stack: Stack) -> Self {
        Self { base, layouts, next: Some(stack.first), last: stack.last }
    }
}

impl<L: Layouts> Iterator for Frames<L> {
    type Item = (u32, Position);

    fn next(&mut self) -> Option<Self::Item> {
        let frame = self.next?;
        // SAFETY: `new`'s caller says that a frame starts here.
        let position = Position::from_word(unsafe { self.base.read(frame) });
        let size = self.layouts.layout(position.function).size();
        self.next = (frame < self.last).then_some(frame + size * SLOT);
        Some((frame, position))
    }
}

/// The references in frames as roots.
pub struct FrameRoots<L> {
    base: Base,
    layouts: L,
    stack: Stack,
}

impl<L: Layouts> FrameRoots<L> {
    /// # Safety
    /// As for [`Frames::new`], for as long as this is used; only the collector may change slots meanwhile.
    pub unsafe fn new(base: Base, layouts: L, stack: Stack) -> Self {
        Self { base, layouts, stack }
    }

    /// Visits the references of the frames that may have run since they were last visited by this: all but those at the
    /// bottom of the stack that are marked as seen. `seen` holds the offsets of the marked frames, for this stack alone.
    pub fn each_recent(&mut self, seen: &mut Vec<u32>, visit: &mut dyn FnMut(Ref) -> Ref) {
        let Stack { first, last } = self.stack;
        let standing = seen.iter().take_while(|frame| **frame < last && self.is_seen(**frame)).count();
        seen.truncate(standing);
        let next = |frame: &u32| {
            // SAFETY: all frames up to this one are marked, so they stand and have a position.
            let position = Position::from_word(unsafe { self.base.read(*frame) });
            frame + self.layouts.layout(position.function).size() * SLOT
        };
        let stack = Stack { first: seen.last().map_or(first, next), last };
        // SAFETY: the caller of `new` has promised it; the stack is the upper part of the one that it was about.
        for (frame, position) in unsafe { Frames::new(self.base, &self.layouts, stack) } {
            self.visit_frame(frame, position, visit);
            // The last one goes on running.
            let mark = if frame < last { Position::SEEN } else { 0 };
            // SAFETY: the frame's position stands here.
            unsafe { self.base.write(frame, position.word() | mark) };
            if frame < last {
                seen.push(frame);
            }
        }
    }

    #[inline(always)]
    fn is_seen(&self, frame: u32) -> bool {
        // SAFETY: the offset lies in the part of the cage for stacks.
        unsafe { self.base.read::<u64>(frame) & Position::SEEN != 0 }
    }

    fn visit_frame(&self, frame: u32, position: Position, visit: &mut dyn FnMut(Ref) -> Ref) {
        for (slot, _) in self.layouts.layout(position.function).kinds() {
            let at = frame + slot * SLOT;
            // SAFETY: the slot lies in the frame and holds a reference.
            let reference: u64 = unsafe { self.base.read(at) };
            if reference != 0 {
                let moved = visit(Ref(reference as u32));
                // SAFETY: as above.
                unsafe { self.base.write(at, u64::from(moved.0)) };
            }
        }
    }
}

impl<L: Layouts> Roots for FrameRoots<L> {
    fn each(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        // SAFETY: the caller of `new` has promised it.
        for (frame, position) in unsafe { Frames::new(self.base, &self.layouts, self.stack) } {
            self.visit_frame(frame, position, visit);
        }
    }
}

/// Checks every slot of every frame against its type.
///
/// # Safety
/// As for [`Frames::new`]. References that are wrong may be read through, so this is for tests.
///
/// # Errors
/// The first slot that is wrong, in words.
pub unsafe fn check<L: Layouts>(heap: &Heap, layouts: L, stack: Stack) -> Result<(), String> {
    let (base, shapes) = (heap.base(), heap.shapes());
    // SAFETY: the caller's.
    for (frame, position) in unsafe { Frames::new(base, &layouts, stack) } {
        for (slot, ty) in layouts.layout(position.function).kinds() {
            // SAFETY: the slot lies in the frame.
            let value: u64 = unsafe { base.read(frame + slot * SLOT) };
            if value == 0 {
                continue;
            }
            let place =
                || format!("slot {slot} of the frame of {:?} at instruction {}", position.function, position.op);
            if value > u64::from(u32::MAX) || !heap.contains(Ref(value as u32)) {
                return Err(format!("{}: {value:x} is no reference", place()));
            }
            // SAFETY: it lies in a space of objects.
            let shape = unsafe { base.shape(Ref(value as u32)) };
            if shape.index() >= shapes.len() || !ty.is_none_or(|ty| shapes.is_of(shape, ty.heap)) {
                return Err(format!("{}: an object of {shape:?}, not of {ty:?}", place()));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cage::Cage;
    use pvm_bytecode::{Function, HeapType, RefType, Signature, ValueType};

    /// Functions that take one reference; the frame of number n has room for n scalars beside it.
    struct Layout(Vec<FrameLayout>);

    impl Layouts for Layout {
        fn layout(&self, function: FunctionId) -> &FrameLayout {
            &self.0[function.0 as usize]
        }
    }

    /// Frames of these functions that stand on each other, each just about to call the next.
    struct Tower {
        cage: Cage,
        layouts: Layout,
        frames: Vec<u32>,
        seen: Vec<u32>,
    }

    impl Tower {
        fn new(functions: &[u32]) -> Self {
            let reference = ValueType::Ref(RefType::to(HeapType::Any));
            let signature = Signature { params: vec![reference], result: None };
            let function = Function { signature, ..Function::default() };
            let layouts = Layout((0..4).map(|scalars| FrameLayout::new(&function, scalars, 0)).collect());
            let cage = Cage::new(1 << 16, 1 << 16, 1 << 16).expect("address space");
            let mut tower = Self { cage, layouts, frames: Vec::new(), seen: Vec::new() };
            functions.iter().for_each(|function| tower.call(*function));
            tower
        }

        /// The last frame calls a function, whose argument is the number of frames. All that it has no value for yet is what
        /// stood there before.
        fn call(&mut self, function: u32) {
            let next = |frame: &u32| {
                self.run(*frame);
                let position = Position::from_word(self.read(*frame));
                frame + self.layouts.layout(position.function).size() * SLOT
            };
            let frame = self.frames.last().map_or(self.cage.regions.stack.start, next);
            self.frames.push(frame);
            self.write(frame, Position { function: FunctionId(function), op: 0 }.word());
            self.write(frame + FrameLayout::HEADER * SLOT, self.frames.len() as u64);
        }

        /// Something runs in a frame and stores its position.
        fn run(&self, frame: u32) {
            let position = Position::from_word(self.read(frame));
            self.write(frame, Position { op: position.op + 1, ..position }.word());
        }

        fn read(&self, at: u32) -> u64 {
            // SAFETY: the offset lies in the stack.
            unsafe { self.cage.base().read(at) }
        }

        fn write(&self, at: u32, value: u64) {
            // SAFETY: the offset lies in the stack.
            unsafe { self.cage.base().write(at, value) }
        }

        /// Which references a minor collection looks at; it doubles them.
        fn looked_at(&mut self) -> Vec<u32> {
            let stack = Stack { first: self.frames[0], last: self.frames[self.frames.len() - 1] };
            let mut looked_at = Vec::new();
            let mut visit = |Ref(reference): Ref| {
                looked_at.push(reference);
                Ref(reference * 2)
            };
            // SAFETY: the frames stand in the cage.
            let mut roots = unsafe { FrameRoots::new(self.cage.base(), &self.layouts, stack) };
            roots.each_recent(&mut self.seen, &mut visit);
            looked_at
        }
    }

    #[test]
    fn only_frames_that_may_have_run_are_looked_at_again() {
        let mut tower = Tower::new(&[0, 3, 1, 2]);
        assert_eq!(tower.looked_at(), [1, 2, 3, 4]);
        assert_eq!(tower.looked_at(), [8], "the last one runs");
        tower.frames.pop();
        tower.run(tower.frames[2]);
        assert_eq!(tower.looked_at(), [6], "the third has been returned to");
        tower.call(1);
        tower.call(1);
        assert_eq!(tower.looked_at(), [12, 4, 5]);
        let (frames, looked_at) = (tower.frames.clone(), tower.looked_at());
        assert_eq!(looked_at, [10]);
        let positions = frames.iter().map(|frame| Position::from_word(tower.read(*frame)).function.0);
        assert_eq!(positions.collect::<Vec<_>>(), [0, 3, 1, 1, 1], "the mark is no part of a position");
    }

    #[test]
    fn marks_that_are_left_above_the_stack_mean_nothing() {
        let mut tower = Tower::new(&[0; 6]);
        tower.looked_at();
        // All but the first return, and it calls a function of a larger frame, in which marked words are left.
        tower.frames.truncate(1);
        tower.call(3);
        tower.call(0);
        assert_eq!(tower.looked_at(), [2, 2, 3]);
        // A trap is stopped: the second frame is the last one again, without having run.
        tower.call(0);
        tower.looked_at();
        tower.frames.truncate(2);
        assert_eq!(tower.looked_at(), [4]);
        tower.call(0);
        assert_eq!(tower.looked_at(), [8, 3]);
    }
}
