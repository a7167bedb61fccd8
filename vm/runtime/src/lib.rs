//! How a verified module runs: heap, frames, interpreter, library calls and system calls.

pub mod cage;
pub mod call;
pub mod frame;
pub mod heap;
pub mod lib_calls;
pub mod limits;
pub mod sys;
pub mod trap;
