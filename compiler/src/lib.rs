//! The compiler of Nido: text in, a module and diagnostics out. It reads no file and knows no machine.
#![forbid(unsafe_code)]

pub mod analysis;
pub mod diagnostic;
pub mod name;
pub mod source;
pub mod syntax;
pub mod types;
