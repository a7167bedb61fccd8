//! How a verified module runs: heap, frames, interpreter, library calls and system calls.

pub mod call;
pub mod sys;
pub mod trap;
