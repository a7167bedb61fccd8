//! From text to trees.

pub mod tree;
