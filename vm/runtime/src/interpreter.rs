//! The interpreter: handlers for all register instructions, by family, and the state that they share.
//!
//! It works in the canonical frames directly. An interpreted call takes no native stack; library calls, system calls and
//! functions of the host do, for their time. Before anything that may collect, trap, call or leave, the position stands
//! in the frame.

mod arithmetic;
mod call;
mod compiled;
mod control;
mod dispatch;
mod entries;
mod helpers;
mod memory;
mod native;
mod object;
mod safepoint;
mod slot;
mod state;
mod trap;

/// All handlers by their names.
mod handlers {
    pub use super::arithmetic::*;
    pub use super::call::*;
    pub use super::compiled::{counted, native};
    pub use super::control::*;
    pub use super::memory::*;
    pub use super::native::*;
    pub use super::object::*;
    pub use super::safepoint::*;
}

pub use dispatch::handler;
pub use helpers::{Gives, Helper, Row};
pub use native::NativeCall;
pub use slot::SlotValue;
pub use state::{Allowance, Ended, State};
