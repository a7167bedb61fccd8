//! What improves a graph: each pass is a file.

mod dead;
mod inline;
mod params;

use crate::ir::Graph;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// Runs all passes.
pub fn run(program: &Program, unit: Unit, graph: &mut Graph) {
    params::run(graph);
    inline::run(program, unit, graph);
    params::run(graph);
    dead::run(graph);
}
