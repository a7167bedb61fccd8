//! Safepoints: where the machine looks whether the guest may go on.

use super::dispatch::{At, Next, Onward, cold_handlers, handlers};
use super::{compiled, state, trap};
use crate::cage::Context;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

/// The context page.
#[inline(always)]
pub unsafe fn context(at: At) -> *mut Context {
    // SAFETY: the page stands at the start of the cage.
    unsafe { at.base.at(0).cast() }
}

/// Counts a round of a loop: whether the machine wants something.
#[inline(always)]
pub unsafe fn is_wanted(at: At) -> bool {
    // SAFETY: the page is there as long as the guest runs; other threads write this word atomically.
    let rounds = unsafe { AtomicI32::from_ptr(&raw mut (*context(at)).poll) };
    let left = rounds.load(Ordering::Relaxed).wrapping_sub(1);
    rounds.store(left, Ordering::Relaxed);
    left < 0
}

/// The offset that no frame may reach. To have a call poll, other threads make it 0.
#[inline(always)]
pub unsafe fn stack_limit(at: At) -> u32 {
    // SAFETY: as for the poll word.
    unsafe { AtomicU32::from_ptr(&raw mut (*context(at)).stack_limit).load(Ordering::Relaxed) }
}

handlers! {
    fuel => |at| {
        let fuel = &raw mut (*context(at)).fuel;
        let left = *fuel - at.immediate();
        *fuel = left;
        if left < 0 { out_of_fuel(at.pc, at.frame, at.base, at.state) } else { at.skip(1) }
    };
    fuel_else => |at| {
        let fuel = &raw mut (*context(at)).fuel;
        let left = *fuel - i64::from(at.word().b);
        if left < 0 {
            return at.jump();
        }
        *fuel = left;
        at.skip(1)
    };
}

cold_handlers! {
    /// The branch goes back after the machine has looked. If the loop has gone many rounds, it goes on in native code.
    poll(at) => {
        let target = At { pc: at.pc.byte_offset(at.word().c as isize), ..at };
        target.note_position();
        match (*at.state).poll() {
            Ok(()) => compiled::go_round(target),
            Err(trap) => trap::raise(target, trap),
        }
    };
    poll_tail_call(at) => {
        at.note_position();
        match (*at.state).poll() {
            Ok(()) => Next::to(at),
            Err(trap) => trap::raise(at, trap),
        }
    };
    out_of_fuel(at) => {
        let limit = (*at.state).allowance().fuel.unwrap_or_default();
        trap::raise(at, state::out_of_fuel(limit))
    };
}
