//! How a verified module runs: heap, frames, interpreter, library calls and system calls.

pub mod cage;
pub mod call;
pub mod code;
pub mod frame;
pub mod heap;
pub mod host;
pub mod interpreter;
pub mod lib_calls;
pub mod limits;
pub mod link;
pub mod machine;
mod methods;
pub mod profile;
pub mod program;
mod requests;
mod roots;
pub mod sys;
mod ticker;
pub mod tier;
pub mod trap;

pub use heap::Statistics;
pub use host::{Data, HostArguments, HostClosure, HostFunction, HostResult, HostValue};
pub use interpreter::{Allowance, Ended};
pub use link::{Imports, LinkError};
pub use machine::{CallError, Guest, Handle, Settings, StartError};
pub use program::Program;
pub use trap::{Backtrace, Failure, Frame, Trap};
