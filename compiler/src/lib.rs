//! The compiler of Nido: text in, a module and diagnostics out. It reads no file and knows no machine.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod diagnostic;
pub mod lower;
pub mod name;
pub mod pipeline;
pub mod source;
pub mod syntax;
pub mod types;

#[cfg(test)]
#[path = "../tests/support/goldens.rs"]
mod goldens;

pub use pipeline::{Compilation, Keep, Loader, Options, Source, check, compile, typed};
