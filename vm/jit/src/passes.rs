//! What improves a graph: each pass is a file.

mod branches;
mod dead;
mod duplicate;
mod escape;
mod inline;
mod loads;
mod memory;
mod number;
mod params;
mod polls;
pub mod program;
mod version;

use crate::ir::Graph;
use loads::Across;
use program::Facts;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// Runs all passes.
pub fn run(program: &Program, unit: Unit, graph: &mut Graph) {
    params::run(graph);
    inline::run(program, unit, graph);
    let facts = Facts::new(program.module());
    tidy(program, graph);
    for _ in 0..2 {
        duplicate::run(program, graph);
        tidy(program, graph);
        loads::run(&facts, graph, Across::Nothing);
        escape::run(graph);
        tidy(program, graph);
    }
    version::run(&facts, graph);
    for _ in 0..2 {
        tidy(program, graph);
        loads::run(&facts, graph, Across::Safepoints);
    }
    tidy(program, graph);
    polls::run(graph);
    tidy(program, graph);
}

/// What other passes leave behind.
fn tidy(program: &Program, graph: &mut Graph) {
    params::run(graph);
    number::run(program, graph);
    branches::run(graph);
    dead::run(graph);
}
