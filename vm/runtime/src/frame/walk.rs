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
    /// As it stands in the first slot of a frame.
    pub const fn word(self) -> u64 {
        (self.function.0 as u64) << 32 | self.op as u64
    }

    pub const fn from_word(word: u64) -> Self {
        Self { function: FunctionId((word >> 32) as u32), op: word as u32 }
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

/// The frames of a task, from the first to the last: offset and position.
pub struct Frames<'a, L: ?Sized> {
    base: Base,
    layouts: &'a L,
    next: Option<u32>,
    last: u32,
}

impl<'a, L: Layouts + ?Sized> Frames<'a, L> {
    /// # Safety
    /// The stack must lie in the cage of the base, with a position in every frame, and not change meanwhile.
    pub unsafe fn new(base: Base, layouts: &'a L, stack: Stack) -> Self {
        Self { base, layouts, next: Some(stack.first), last: stack.last }
    }
}

impl<L: Layouts + ?Sized> Iterator for Frames<'_, L> {
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
pub struct FrameRoots<'a, L: ?Sized> {
    base: Base,
    layouts: &'a L,
    stack: Stack,
}

impl<'a, L: Layouts + ?Sized> FrameRoots<'a, L> {
    /// # Safety
    /// As for [`Frames::new`], for as long as this is used; only the collector may change slots meanwhile.
    pub unsafe fn new(base: Base, layouts: &'a L, stack: Stack) -> Self {
        Self { base, layouts, stack }
    }
}

impl<L: Layouts + ?Sized> Roots for FrameRoots<'_, L> {
    fn each(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        // SAFETY: the caller of `new` has promised it.
        for (frame, position) in unsafe { Frames::new(self.base, self.layouts, self.stack) } {
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
}

/// Checks every slot of every frame against its type.
///
/// # Safety
/// As for [`Frames::new`]. References that are wrong may be read through, so this is for tests.
///
/// # Errors
/// The first slot that is wrong, in words.
pub unsafe fn check<L: Layouts + ?Sized>(heap: &Heap, layouts: &L, stack: Stack) -> Result<(), String> {
    let (base, shapes) = (heap.base(), heap.shapes());
    // SAFETY: the caller's.
    for (frame, position) in unsafe { Frames::new(base, layouts, stack) } {
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
