//! What a module is: its types, functions and instructions, how it is written as bytes and as text, and when it is
//! valid. Nothing here knows how a module runs.
#![forbid(unsafe_code)]

pub mod eval;
pub mod id;
pub mod libcall;
pub mod module;
pub mod op;
mod subtype;
pub mod syscall;
pub mod trap;
pub mod ty;

pub use id::*;
pub use module::*;
pub use op::Op;
pub use trap::TrapKind;
pub use ty::*;
