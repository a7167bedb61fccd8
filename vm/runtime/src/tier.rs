//! The seam for compiled code: what a compiler gives, and how interpreter and compiled code call each other.
//!
//! Between functions of a guest there are two tables. The interpreter calls through that of the guest, whose entries are
//! words of register code; compiled code calls through that of the program, whose entries are native code, which all
//! guests of the program share. So no caller knows in which tier a function is, and a function changes its tier by one
//! store in each.
//!
//! Compiled code works in the same canonical frames as the interpreter does, but keeps values in registers. Before it
//! calls anything it stores its position in the frame, and the references that live across the call, which it reads again
//! afterwards. Every call answers with a status: unless that is [`Status::Returned`] the caller stores what else lives in
//! the frame, and returns the status in turn. So the native stack unwinds, the frames stand as the interpreter would have
//! them, and it can go on.

use crate::cage::Base;
use crate::program::Program;
use pvm_bytecode::{BlockId, FunctionId};
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

/// How native code came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum Status {
    /// It has done what it was called for.
    Returned = 0,
    /// All frames are to be left to the interpreter, which knows where to go on.
    Left = 1,
    /// The run has ended; the guest's state says why.
    Ended = 2,
}

/// What native code gives.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Answer {
    /// The 64 bits of the result, if it returned one.
    pub value: u64,
    pub status: Status,
}

/// How the interpreter calls native code whose arguments lie in a frame: the frame, the start of the cage, the code, and
/// the function's number.
#[cfg(target_arch = "x86_64")]
pub type Enter = unsafe extern "sysv64" fn(*mut u64, Base, *const (), u64) -> Answer;
#[cfg(not(target_arch = "x86_64"))]
pub type Enter = unsafe extern "C" fn(*mut u64, Base, *const (), u64) -> Answer;

/// Native code of a function.
#[derive(Clone, Copy, Debug)]
pub struct Native {
    /// For callers that are native themselves.
    pub code: *const (),
    /// For the interpreter.
    pub enter: Enter,
    /// Bytes of stack that it needs from the start of its frame. The code of a function looks itself whether there is so
    /// much, that of a loop is entered only where there is.
    pub room: u32,
    /// Whether it was made quickly: better code may come.
    pub is_quick: bool,
}

// SAFETY: addresses of code, which any thread may run.
unsafe impl Send for Native {}
// SAFETY: as above.
unsafe impl Sync for Native {}

/// What is compiled.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Unit {
    pub function: FunctionId,
    /// The loop to begin with, by the block that its rounds start with; none for the whole function. All that lives there
    /// is then in the frame, and nothing is an argument.
    pub from: Option<BlockId>,
    /// Whether fuel is counted.
    pub metered: bool,
}

/// What has been counted before a unit was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Calls of the function.
    Calls,
    /// Rounds of one of its loops.
    Rounds,
    /// Nothing: its code was kept from an earlier run.
    Kept,
}

/// How far the native code of a unit is.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// Here it is.
    Made(Native),
    /// It may come: whoever wants it asks again.
    Waiting,
    /// There will be none.
    Refused,
}

/// A unit that was asked for, for people who want to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    pub unit: Unit,
    pub cause: Cause,
    /// What it took to compile it, or to find that it can't be: as a clock on the wall tells.
    pub time: Duration,
    pub fate: Fate,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    Waiting,
    Compiled {
        /// Bytes of code.
        bytes: usize,
        /// The functions that stand in place of calls, one for each call.
        inlined: Vec<FunctionId>,
        removed: Removed,
        /// Whether it was made quickly: better code may come.
        is_quick: bool,
        /// Why none can come, in words.
        refusal: Option<String>,
    },
    /// The reason, in words.
    Refused(String),
}

/// What has been left out of a unit's code, for it was found not to be needed. What code has copies of counts for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Removed {
    /// Checks of an index, of a null reference, of a divisor, and other conditions that a loop asks in every round and that
    /// are asked before it instead.
    pub checks: usize,
    /// Places where an object was made.
    pub objects: usize,
}

/// Something that makes native code of functions. What it does not give is interpreted.
///
/// # Safety
/// What it gives stays valid as long as it lives, is called as the file says, and keeps what the interpreter relies on.
pub unsafe trait Tier: Send + Sync + Debug {
    /// After how many calls, or rounds of loops, something is compiled; none for never.
    fn threshold(&self) -> Option<u32>;

    /// What is known of a unit of a program that this is the tier of, before it is asked for: its code may be there because
    /// another guest has had it made, or because it was kept from an earlier run. Nothing is compiled nor waited for.
    fn at_hand(&self, program: &Arc<Program>, unit: Unit) -> Option<Progress>;

    /// Asks for the native code of a unit of a program that this is the tier of. Who has code made meanwhile does not have
    /// the guest wait for it.
    fn compile(&self, program: &Arc<Program>, unit: Unit, cause: Cause) -> Progress;

    /// What has become of all that has been asked for, in order of the functions.
    fn report(&self) -> Vec<Report>;

    /// Waits until all that has been asked for is compiled.
    fn finish(&self);
}

/// No compiler: everything is interpreted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Interpreted;

// SAFETY: it gives nothing.
unsafe impl Tier for Interpreted {
    fn threshold(&self) -> Option<u32> {
        None
    }

    fn at_hand(&self, _: &Arc<Program>, _: Unit) -> Option<Progress> {
        None
    }

    fn compile(&self, _: &Arc<Program>, _: Unit, _: Cause) -> Progress {
        Progress::Refused
    }

    fn report(&self) -> Vec<Report> {
        Vec::new()
    }

    fn finish(&self) {}
}
