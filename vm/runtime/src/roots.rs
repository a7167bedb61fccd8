//! Everything outside the heap that refers to a guest's objects: frames, globals, constants, and what library calls,
//! system calls and functions of the host hold.

use crate::cage::{Base, Ref};
use crate::frame::{FrameRoots, Frames, Position, Stack};
use crate::heap::Roots;
use crate::program::{Program, ProgramLayouts};
use pvm_bytecode::ValueType;
use std::sync::Arc;

/// A run of the interpreter: frames that follow each other without a gap. A function of the host may start another one
/// above.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The offset of the first frame.
    pub first: u32,
    /// The offset of the last frame whose position is known, if there is one.
    pub last: Option<u32>,
    /// The frames that minor collections needn't look at again as long as they are marked.
    pub seen: Vec<u32>,
}

/// The arguments of a library or system call, or of a function of the host.
#[derive(Clone, Copy, Debug)]
pub struct Arguments {
    /// The offset of the first.
    pub first: u32,
    /// Which of them are references: the types of the parameters.
    pub types: *const [ValueType],
}

/// See the file.
pub struct GuestRoots {
    pub base: Base,
    pub program: Arc<Program>,
    /// Whether the code that runs counts fuel.
    pub metered: bool,
    pub activations: Vec<Activation>,
    pub arguments: Vec<Arguments>,
    /// By global, its slot.
    pub globals: Vec<u64>,
    /// By constant, its string once it has been used.
    pub constants: Vec<Ref>,
    /// What native code holds while it makes something else.
    pub held: Vec<Ref>,
}

impl GuestRoots {
    /// What the frames look like.
    pub fn layouts(&self) -> ProgramLayouts<'_> {
        ProgramLayouts { program: &self.program, metered: self.metered }
    }

    /// The stacks of all activations, the first one first.
    pub fn stacks(&self) -> impl DoubleEndedIterator<Item = Stack> + '_ {
        let stack = |activation: &Activation| Some(Stack { first: activation.first, last: activation.last? });
        self.activations.iter().filter_map(stack)
    }

    /// Where all calls are that are under way, the outermost first.
    pub fn positions(&self) -> impl Iterator<Item = Position> + '_ {
        self.stacks().flat_map(|stack| self.frames(stack).map(|(_, position)| position))
    }

    /// The frames of a stack of this guest, the first one first.
    pub fn frames(&self, stack: Stack) -> impl Iterator<Item = (u32, Position)> + '_ {
        // SAFETY: activations name frames of this cage, and whoever makes one the last has stored its position.
        unsafe { Frames::new(self.base, self.layouts(), stack) }
    }
}

impl Roots for GuestRoots {
    fn each(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        for stack in self.stacks() {
            // SAFETY: as for `frames`.
            unsafe { FrameRoots::new(self.base, self.layouts(), stack) }.each(visit);
        }
        self.each_outside(visit);
    }

    fn each_recent(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        let layouts = ProgramLayouts { program: &self.program, metered: self.metered };
        for Activation { first, last, seen } in &mut self.activations {
            if let Some(last) = *last {
                let stack = Stack { first: *first, last };
                // SAFETY: as for `frames`.
                unsafe { FrameRoots::new(self.base, layouts, stack) }.each_recent(seen, visit);
            }
        }
        self.each_outside(visit);
    }

    fn bytes(&self) -> u64 {
        self.activations.iter().map(|activation| 4 * activation.seen.capacity() as u64).sum()
    }
}

impl GuestRoots {
    /// Visits all that lies in no frame.
    fn each_outside(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        for arguments in &self.arguments {
            // SAFETY: the types are those of the program's module or of a table, which outlive the call.
            for (index, ty) in unsafe { &*arguments.types }.iter().enumerate() {
                if matches!(ty, ValueType::Ref(_)) {
                    let at = arguments.first + index as u32 * 8;
                    // SAFETY: the arguments lie on the stack, in slots that the entry of the caller has reserved.
                    unsafe { visit_slot(&mut *self.base.at(at).cast(), visit) };
                }
            }
        }
        let types = self.program.module().globals.iter().map(|global| global.ty);
        for (slot, _) in self.globals.iter_mut().zip(types).filter(|(_, ty)| matches!(ty, ValueType::Ref(_))) {
            visit_slot(slot, visit);
        }
        self.constants.each(visit);
        self.held.each(visit);
    }
}

/// Visits a slot that holds a reference.
fn visit_slot(slot: &mut u64, visit: &mut dyn FnMut(Ref) -> Ref) {
    if *slot != 0 {
        *slot = visit(Ref(*slot as u32)).0.into();
    }
}
