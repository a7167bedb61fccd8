//! From trees to a typed program.

pub mod program;
