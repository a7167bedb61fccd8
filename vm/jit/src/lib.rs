//! The optimising tier: from bytecode by way of a graph of our own and Cranelift to machine code.
//!
//! A unit is compiled in these steps: [`build`] makes the graph of the bytecode, [`passes`] improve it, [`lower`] says it
//! in Cranelift's words, [`machine`] makes machine code of that. [`tier`] has that done, in the background if it is wished.
//! Code is not tied to a guest: all guests of a program share it, and [`cache`] keeps it on disk for later runs.

mod abi;
mod build;
mod cache;
mod code;
mod compiler;
pub mod ir;
mod limits;
mod links;
mod lower;
mod machine;
mod memory;
mod passes;
mod perf_map;
mod plan;
mod stubs;
mod tier;
mod units;

pub use compiler::{Compiler, Stage};
pub use passes::{Pass, Passes};
pub use tier::{Jit, Settings};
