//! Handlers of calls between functions of the guest, and of entry and return.
//!
//! The callee's frame starts where its caller's ends. Its link word is the address of the call instruction, which tells
//! the return where the caller's frame is and which slot takes the result.

use super::dispatch::{At, Left, Next, Onward, Step, cold_handlers, handlers};
use super::{safepoint, trap};
use crate::cage::Ref;
use crate::code::Word;
use crate::heap::ShapeId;
use pvm_bytecode::FunctionId;
use std::sync::atomic::Ordering;

/// The first slot of a frame that belongs to the function: the one of its first parameter.
pub const FIRST: usize = 2;

impl At {
    /// Stores position and link for a call, and gives the callee's frame.
    #[inline(always)]
    pub unsafe fn link(self) -> *mut u64 {
        // SAFETY: what `At` says.
        unsafe {
            *self.frame = self.wide();
            let callee = self.callee();
            *callee.add(1) = self.pc as u64;
            callee
        }
    }

    /// The frame of what an instruction calls.
    #[inline(always)]
    pub unsafe fn callee(self) -> *mut u64 {
        // SAFETY: what `At` says.
        unsafe { self.frame.add(self.word().b.into()) }
    }

    /// Goes to the start of a function, behind its entry if that only checks for room, and there is some.
    #[inline(always)]
    pub unsafe fn enter(self, frame: *mut u64, function: u32) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let entry = Self { pc: *(*self.state).entries.add(function as usize), frame, ..self };
            if entry.word().b == 1 && entry.fits() { entry.skip(1) } else { entry.go() }
        }
    }

    /// The slot that stands beside the position of a call, `shift` bits up.
    #[inline(always)]
    unsafe fn slot_beside(self, shift: u32) -> u64 {
        // SAFETY: what `At` says.
        unsafe { self.read((self.beside().load(Ordering::Relaxed) >> shift & 0xffff) as usize) }
    }

    /// Goes on behind a call, whose address is the link of the current frame, with a result.
    #[inline(always)]
    pub unsafe fn finish<O: Onward>(self, result: u64) -> O {
        // SAFETY: what `At` says.
        unsafe {
            let call = *self.frame.add(1) as *const Word;
            let word = (*call).instruction;
            let frame = self.frame.sub(word.b.into());
            *frame.add(word.a.into()) = result;
            O::to(Self { pc: call.add(2), frame, ..self })
        }
    }

    /// The same without a result.
    #[inline(always)]
    pub unsafe fn finish_nothing<O: Onward>(self) -> O {
        // SAFETY: what `At` says.
        unsafe {
            let call = *self.frame.add(1) as *const Word;
            let frame = self.frame.sub((*call).instruction.b.into());
            O::to(Self { pc: call.add(2), frame, ..self })
        }
    }

    /// The function that a closure calls.
    #[inline(always)]
    unsafe fn closure_function(self, closure: Ref) -> u32 {
        // SAFETY: what `At` says.
        unsafe { *(*self.state).closures.add(self.base.shape(closure).index()) }
    }

    /// The function that the method named by `c` is for objects of a shape.
    #[inline(always)]
    unsafe fn method_function(self, shape: ShapeId) -> u32 {
        // SAFETY: what `At` says.
        unsafe { (*self.state).program.methods().function(shape, self.word().c as u32) }
    }

    /// Where the arguments of a call lie.
    #[inline(always)]
    pub unsafe fn arguments(self) -> *mut u64 {
        // SAFETY: what `At` says.
        unsafe { self.callee().add(FIRST) }
    }

    #[inline(always)]
    unsafe fn receiver(self) -> Ref {
        // SAFETY: what `At` says.
        unsafe { Ref(*self.arguments() as u32) }
    }

    /// Checks that the function's frame and the arguments of its calls fit the stack.
    #[inline(always)]
    pub unsafe fn fits(self) -> bool {
        // SAFETY: what `At` says.
        unsafe {
            let offset = self.frame as usize - self.base.at(0) as usize;
            offset + self.immediate() as usize <= safepoint::stack_limit(self) as usize
        }
    }

    #[inline(always)]
    unsafe fn overflow(self) -> Step {
        // SAFETY: what `At` says.
        unsafe { trap::no_room(self.pc, self.frame, self.base, self.state) }
    }

    /// Moves the arguments of a tail call to the parameters, and enters the function. A safepoint, for tail calls make
    /// loops.
    #[inline(always)]
    unsafe fn replace(self, function: u32) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            if safepoint::is_wanted(self) {
                return safepoint::poll_tail_call(self.pc, self.frame, self.base, self.state);
            }
            let (from, to) = (self.arguments(), self.frame.add(FIRST));
            for argument in 0..usize::from(self.word().a) {
                *to.add(argument) = *from.add(argument);
            }
            self.enter(self.frame, function)
        }
    }
}

handlers! {
    enter => |at| if at.fits() { at.skip(1) } else { at.overflow() };
    enter_few => |at| {
        if !at.fits() {
            return at.overflow();
        }
        let first = at.frame.add(at.word().a.into());
        for slot in 0..4 {
            *first.add(slot) = 0;
        }
        at.skip(1)
    };
    enter_many => |at| {
        if !at.fits() {
            return at.overflow();
        }
        at.frame.add(at.word().a.into()).write_bytes(0, at.word().b.into());
        at.skip(1)
    };
    call => |at| {
        let callee = at.link();
        at.enter(callee, at.word().c as u32)
    };
    call_one => |at| {
        let callee = at.link();
        *callee.add(FIRST) = at.slot_beside(0);
        at.enter(callee, at.word().c as u32)
    };
    call_two => |at| {
        let callee = at.link();
        *callee.add(FIRST) = at.slot_beside(0);
        *callee.add(FIRST + 1) = at.slot_beside(16);
        at.enter(callee, at.word().c as u32)
    };
    // It remembers the shape of its last closure and the function of that.
    call_value => |at| {
        let callee = at.link();
        let function = at.closure_function(at.receiver());
        let shape = at.base.shape(at.receiver());
        at.beside().store(u64::from(shape.0) << 32 | u64::from(function), Ordering::Relaxed);
        at.enter(callee, function)
    };
    // The frame is known as one that stops traps by its position.
    call_recover => |at| {
        let callee = at.link();
        at.enter(callee, at.closure_function(at.receiver()))
    };
    // It remembers the shape of its last receiver and the function found for it.
    call_method => |at| {
        let callee = at.link();
        let shape = at.base.shape(at.receiver());
        let known = at.beside().load(Ordering::Relaxed);
        if known >> 32 != shape.0.into() {
            return call_method_of_another(at.pc, at.frame, at.base, at.state);
        }
        at.enter(callee, known as u32)
    };
    call_method_of_another => |at| {
        let shape = at.base.shape(at.receiver());
        let function = at.method_function(shape);
        at.beside().store(u64::from(shape.0) << 32 | u64::from(function), Ordering::Relaxed);
        at.enter(at.callee(), function)
    };
    tail_call => |at| at.replace(at.word().c as u32);
    tail_call_value => |at| at.replace(at.closure_function(at.receiver()));
    tail_call_method => |at| at.replace(at.method_function(at.base.shape(at.receiver())));
    return_value => |at| at.finish(at.b());
    return_imm => |at| at.finish(at.immediate() as u64);
    return_nothing => |at| at.finish_nothing();
    exit => |at| at.leave(Left::Returned);
    translate => |at| first_call(at.pc, at.frame, at.base, at.state);
    init => |at| trap::unreachable(at.pc, at.frame, at.base, at.state);
}

cold_handlers! {
    first_call(at) => {
        let function = FunctionId(at.word().c as u32);
        match (*at.state).translate(function) {
            Ok(pc) => Next::to(At { pc, ..at }),
            Err(trap) => trap::raise_in_caller(at, trap),
        }
    };
}
