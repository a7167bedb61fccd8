//! Dispatch by a loop: see the parent.

use super::{At, Entry, Left, Onward};
use crate::code::Word;

/// What is executed next. If there is no such instruction, why the interpreter was left.
#[repr(C)]
pub struct Step {
    pc: *const Word,
    frame: *mut u64,
    left: Left,
}

/// Runs until the interpreter is left.
///
/// # Safety
/// What [`At`] says must hold.
pub unsafe fn run(mut at: At) -> Left {
    loop {
        // SAFETY: the address in an instruction's word was made of an `Entry`; the rest is as the caller promises, and
        // every step keeps it so.
        let step = unsafe {
            let entry = std::mem::transmute::<*const (), Entry>((*at.pc).instruction.handler.0);
            entry(at.pc, at.frame, at.base, at.state)
        };
        if step.pc.is_null() {
            return step.left;
        }
        at = At { pc: step.pc, frame: step.frame, ..at };
    }
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
        Step { pc: self.pc, frame: self.frame, left: Left::Ended }
    }

    /// Leaves the interpreter.
    #[inline(always)]
    pub unsafe fn leave(self, why: Left) -> Step {
        Step { pc: std::ptr::null(), frame: self.frame, left: why }
    }
}
