//! What a module is: its types, functions and instructions, how it is written as bytes and as text, and when it is
//! valid. Nothing here knows how a module runs.
#![forbid(unsafe_code)]

pub mod error;
pub mod eval;
mod hash;
pub mod id;
mod leb;
pub mod libcall;
mod limits;
pub mod module;
pub mod op;
pub mod operand;
#[cfg(feature = "properties")]
pub mod properties;
mod read;
pub mod reference;
mod section;
mod slot;
mod subtype;
pub mod syscall;
pub mod text;
pub mod trap;
pub mod ty;
mod verify;
mod visit;
mod wire;
mod write;

pub use error::{Rule, VerifyError};
pub use hash::ModuleHash;
pub use id::*;
pub use limits::Limits;
pub use module::*;
pub use op::{Flow, Op};
pub use read::{Contents, Problem, ReadError, read, sections};
pub use section::Section;
pub use trap::TrapKind;
pub use ty::*;
pub use verify::{Verified, verify, verify_within};
pub use write::{MAGIC, VERSION, write};
