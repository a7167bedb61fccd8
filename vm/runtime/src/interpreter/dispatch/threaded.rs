//! Threaded dispatch: see the parent.

use super::{At, Entry, Left, Onward};

/// Why the interpreter was left: handlers end in each other, so only the last one returns.
pub type Step = Left;

/// Runs until the interpreter is left.
///
/// # Safety
/// What [`At`] says must hold.
pub unsafe fn run(at: At) -> Left {
    // SAFETY: as the caller promises.
    unsafe { at.go() }
}

impl Onward for Step {
    #[inline(always)]
    unsafe fn to(at: At) -> Self {
        // SAFETY: as the caller promises.
        unsafe { at.go() }
    }
}

impl At {
    /// Executes the instruction.
    #[inline(always)]
    pub unsafe fn go(self) -> Step {
        // SAFETY: the address in an instruction's word was made of an `Entry`.
        unsafe {
            let entry = std::mem::transmute::<*const (), Entry>((*self.pc).instruction.handler.0);
            entry(self.pc, self.frame, self.base, self.state)
        }
    }

    /// Leaves the interpreter.
    #[inline(always)]
    pub unsafe fn leave(self, why: Left) -> Step {
        why
    }
}
