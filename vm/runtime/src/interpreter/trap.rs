//! Traps: how they are raised, told and stopped. All of it is rare and kept out of the handlers.

use super::dispatch::{At, Next, Onward, cold_handlers};
use super::state::Ended;
use crate::cage::Ref;
use crate::profile::Doing;
use crate::tier::Status;
use crate::trap::Trap;
use pvm_bytecode::{Op, TrapKind};

impl At {
    /// Stores the instruction's position in its frame, which becomes the last one that the collector and others see.
    #[inline(never)]
    pub unsafe fn note_position(self) {
        // SAFETY: the state is the guest's.
        unsafe { (*self.state).note(self) }
    }

    /// Goes where the call is made that the leaf stands for, if the instruction belongs to one.
    unsafe fn retreat(self) -> Option<Next> {
        // SAFETY: what `At` says; a retreat is part of the same function's code.
        unsafe { (*self.state).retreat(self.pc).map(|pc| Next::to(Self { pc, ..self })) }
    }

    /// The instruction of the bytecode that `position` names, or the one so many after it.
    unsafe fn op(self, further: usize) -> Option<Op> {
        // SAFETY: the position of the frame has been stored.
        unsafe {
            let position = crate::frame::Position::from_word(*self.frame);
            let ops = &(*self.state).program.module().function(position.function).ops;
            ops.get(position.op as usize + further).copied()
        }
    }
}

/// Traps at an instruction, or retreats from the leaf that it belongs to.
///
/// # Safety
/// What `At` says must hold.
#[cold]
#[inline(never)]
pub unsafe fn raise(at: At, trap: Trap) -> Next {
    // SAFETY: as the caller promises.
    unsafe {
        if let Some(next) = at.retreat() {
            return next;
        }
        at.note_position();
        conclude(at, trap)
    }
}

/// Ends the run, or cuts the stack to the innermost frame that stops traps and goes on there. The last frame has been
/// set. If compiled code stands above that frame, it is left first.
///
/// # Safety
/// As for [`raise`], but the frame may have been left.
unsafe fn conclude(at: At, trap: Trap) -> Next {
    // SAFETY: as the caller promises; the frame that recovers is one of this activation.
    unsafe {
        let state = &mut *at.state;
        match recovery(at, trap) {
            Some(next) if next.at(at).offset() >= state.run_first => next,
            Some(next) => {
                state.resume = Some(next);
                Next::LEFT
            }
            None => Next::ENDED,
        }
    }
}

/// The same for compiled code: how it is to come back.
///
/// # Safety
/// As for [`conclude`]; the last frame has been set.
#[cold]
pub unsafe fn conclude_compiled(at: At, trap: Trap) -> Status {
    // SAFETY: as the caller promises.
    unsafe {
        (*at.state).resume = recovery(at, trap);
        if (*at.state).resume.is_some() { Status::Left } else { Status::Ended }
    }
}

/// Where to go on behind a trap, in the innermost frame that stops traps; if there is none, the run has ended.
///
/// # Safety
/// As for [`conclude`].
unsafe fn recovery(at: At, trap: Trap) -> Option<Next> {
    // SAFETY: as the caller promises.
    unsafe {
        let state = &mut *at.state;
        let recovering = if trap.kind.recoverable() { state.recovering() } else { None };
        let Some((frame, position)) = recovering else {
            state.ended = Some(state.failed(trap));
            return None;
        };
        let text = format!("{}\n{trap}\n{}", trap.kind as u8, state.backtrace());
        state.cause = None;
        // Behind the call stands what gives null if it returns.
        let null = state.call_at(position).add(2);
        let at = At { pc: null, frame: at.base.at(frame).cast(), ..at };
        state.mark_last(Some(frame));
        match state.new_text(&text) {
            Ok(string) => Some(at.give(string)),
            // There is not even memory to say what happened.
            Err(trap) => {
                state.ended = Some(state.failed(trap));
                None
            }
        }
    }
}

/// The trap of an access outside of an array or string.
pub fn out_of_range(index: i64, length: u32) -> Trap {
    Trap::new(TrapKind::Index, format!("index {index} is out of range for a length of {length}"))
}

/// Ends the run because the guest asked for it.
///
/// # Safety
/// As for [`raise`].
#[cold]
pub unsafe fn exit(at: At, code: i64) -> Next {
    // SAFETY: as the caller promises.
    unsafe {
        (*at.state).ended = Some(Ended::Exit(code));
        Next::ENDED
    }
}

/// Traps in the caller of a frame that has not been entered, for the call is what fails.
///
/// # Safety
/// As for [`raise`]; the call has stored the frame's link.
pub unsafe fn raise_in_caller(at: At, trap: Trap) -> Next {
    // SAFETY: as for `raise`; the frame's link has been stored.
    unsafe {
        let caller = (*at.state).caller(at);
        (*at.state).set_last(caller);
        conclude(caller.unwrap_or(at), trap)
    }
}

cold_handlers! {
    /// What stands in place of a call can't go on, though nothing is wrong.
    retreat(at) => match at.retreat() {
        Some(next) => next,
        None => raise(at, Trap::new(TrapKind::Unreachable, "")),
    };
    division_by_zero(at) => raise(at, Trap::new(TrapKind::DivisionByZero, ""));
    index_out_of_range(at, index: i64, length: u32) => raise(at, out_of_range(index, length));
    /// A read that has absorbed the check of the next instruction traps as that one.
    null(at) => {
        if let Some(next) = at.retreat() {
            return next;
        }
        at.note_position();
        let own = at.op(0);
        let (kind, further) = match (own, at.op(1)) {
            (Some(Op::RefNonNull { trap }), _) => (trap, 0),
            (_, Some(Op::RefNonNull { trap })) => (trap, 1),
            _ => (TrapKind::NullUnwrap, 0),
        };
        *at.frame += further;
        conclude(at, Trap::new(kind, ""))
    };
    wrong_type(at, object: u32) => {
        if let Some(next) = at.retreat() {
            return next;
        }
        at.note_position();
        let wanted = match at.op(0) {
            Some(Op::RefCast { heap }) => Some(heap),
            _ => None,
        };
        conclude(at, (*at.state).wrong_type(Ref(object), wanted))
    };
    panic(at) => {
        at.note_position();
        let kind = match at.op(0) {
            Some(Op::Panic { trap }) => trap,
            _ => TrapKind::Panic,
        };
        let message = at.base.string(at.b());
        conclude(at, Trap::told(kind, message))
    };
    unreachable(at) => raise(at, Trap::new(TrapKind::Unreachable, ""));
    /// The entry of a function found no room, or was made to look what is wanted.
    no_room(at) => {
        let state = &mut *at.state;
        let caller = state.caller(at);
        state.set_last(caller);
        if state.sampler.is_some() {
            let (_, function, _) = state.owner(at.pc);
            state.sample(Some(Doing::Function(function)));
        }
        if let Err(trap) = state.poll() {
            return conclude(caller.unwrap_or(at), trap);
        }
        if state.has_room(at, at.immediate() as usize) {
            return Next::to(at);
        }
        let limit = state.stack_bytes();
        raise_in_caller(at, Trap::new(TrapKind::StackOverflow, format!("the limit is {limit} bytes")))
    };
}
