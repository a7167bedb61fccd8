//! pvm runs programs that nobody has to vouch for: fast, typed and sandboxed.
//!
//! Three nouns are the whole of it. An [`Engine`] compiles, loads and starts programs. A [`Host`] says what a program may
//! ask of the world: functions of yours, and [`Grant`]s. A [`Vm`] is one running program with its own heap, its
//! [`Limits`] and your data; dropping it frees all that it held.
//!
//! ```
//! use pvm::{Engine, Host, Limits};
//!
//! # fn main() -> pvm::Result<()> {
//! let engine = Engine::new();
//! let program = engine.compile_text("double", "pub fn double(n: int) -> int {\n    n * 2\n}\n")?;
//! let mut vm = engine.start(&program, &Host::<()>::new(), Limits::default(), ())?;
//! let double = vm.func::<fn(i64) -> i64>("double")?;
//! assert_eq!(vm.call(&double, (21,))?, 42);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

pub mod compiled;
mod diagnostics;
mod engine;
mod error;
mod func;
mod host;
mod jit;
mod limits;
mod loader;
pub mod measure;
mod outcome;
pub mod profile;
mod program;
mod summary;
mod tiering;
mod value;
mod vm;

pub use compiled::Compiled;
pub use diagnostics::Diagnostics;
pub use engine::Engine;
pub use error::{Error, SignatureError, reason};
pub use func::{Func, Signature};
pub use host::{Answer, Host, HostClosure};
pub use jit::{Pass, Stage, has_compiler};
pub use limits::Limits;
pub use outcome::{Failure, Outcome, Place};
pub use profile::Profile;
pub use program::{Listing, Program};
pub use pvm_bytecode::{ModuleHash, TrapKind};
pub use pvm_compiler as compiler;
pub use pvm_compiler::diagnostic::codes::{Code, all as codes};
pub use pvm_runtime::heap::Pauses;
pub use pvm_runtime::sys::{Grant, MemoryStreams, Stream, Streams};
pub use summary::Summary;
pub use tiering::Tiering;
pub use value::{Parameter, Value};
pub use vm::{Checks, Stats, Vm};

/// What most calls give.
pub type Result<T> = std::result::Result<T, Error>;

/// The modules of the standard library by name, with their source.
pub fn library() -> impl Iterator<Item = (&'static str, &'static str)> {
    pvm_stdlib::MODULES.iter().copied()
}

/// Reads the text form of a module and gives its bytes. The module is not verified yet.
///
/// # Errors
/// The text is no module; the error says where.
pub fn assemble(path: &std::path::Path, text: &str) -> Result<Vec<u8>> {
    match pvm_bytecode::text::parse(text) {
        Ok(module) => Ok(pvm_bytecode::write(&module)),
        Err(error) => Err(Error::Assemble { path: path.to_owned(), error: Box::new(error) }),
    }
}
