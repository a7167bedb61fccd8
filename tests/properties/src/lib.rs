//! What holds for any text, any program and any module, as functions that panic when it does not, and what makes texts,
//! programs and modules of random bytes. The fuzz targets call them, and so do the tests with fixed seeds.
#![forbid(unsafe_code)]

mod agreement;
pub mod campaign;
pub mod grammar;
pub mod module;
pub mod mutation;
mod program;
mod seeds;
pub mod text;

pub use agreement::{Agreed, Agreement, Ways};
pub use program::program;
pub use seeds::{bytes_of, made_of, seeds};
