//! The text form of modules: what `dis` prints and `asm` reads.

mod names;

pub use names::Names;
