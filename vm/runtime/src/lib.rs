//! How a verified module runs: heap, frames, interpreter, library calls and system calls.

pub mod call;
pub mod lib_calls;
pub mod sys;
pub mod trap;
