//! What improves a graph: each pass is a file.

mod dead;
mod params;

use crate::ir::Graph;

/// Runs all passes.
pub fn run(graph: &mut Graph) {
    params::run(graph);
    dead::run(graph);
}
