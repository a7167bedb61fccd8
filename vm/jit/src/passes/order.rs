//! The order in which passes run.

use super::loads::Across;
use super::{
    Facts, Pass, Passes, branches, choose, dead, duplicate, escape, fuel, hoist, inline, loads, number, params, polls,
    promote, rotate, unbox, unroll, version,
};
use crate::ir::Graph;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// Graphs of more blocks are only tidied: some passes look at pairs of blocks.
const MOST_BLOCKS: usize = 5000;

/// A graph on its way through the passes.
pub struct Way<'a> {
    pub passes: Passes,
    pub program: &'a Program,
    pub facts: &'a Facts,
    pub unit: Unit,
    pub graph: &'a mut Graph,
    /// Is told what has run, and is shown the graph.
    pub watch: &'a mut dyn FnMut(&'static str, &Graph),
}

impl Way<'_> {
    /// Runs all that are to run.
    pub fn go(mut self) {
        let Self { passes, program, facts, unit, .. } = self;
        if passes.is_quick {
            return self.tidy();
        }
        self.always("params", params::run);
        self.pass(Pass::Inline, |graph| inline::run(program, unit, graph));
        self.tidy();
        if self.graph.blocks.len() > MOST_BLOCKS {
            return;
        }
        let gathers = unit.metered && passes.has(Pass::Fuel);
        if gathers {
            self.pass(Pass::Fuel, |graph| fuel::guard(graph, unit));
            self.tidy();
        }
        for _ in 0..2 {
            self.adding(Pass::Duplicate, |graph| duplicate::run(program, graph));
            if !self.keep_in_registers() {
                break;
            }
            self.tidy();
        }
        self.adding(Pass::Version, |graph| version::run(facts, graph, passes.has(Pass::Split)));
        for _ in 0..2 {
            if !self.forward(Across::Safepoints) {
                break;
            }
            self.tidy();
        }
        if gathers {
            self.pass(Pass::Fuel, |graph| {
                fuel::guard(graph, unit);
                fuel::gather(graph);
            });
            self.pass(Pass::Choose, choose::run);
            self.tidy();
        }
        self.adding(Pass::Polls, polls::run);
        self.adding(Pass::Hoist, |graph| hoist::run(facts, graph));
        self.adding(Pass::Choose, choose::run);
        self.pass(Pass::Rotate, rotate::run);
        self.adding(Pass::Unroll, |graph| unroll::run(graph, passes.has(Pass::Pair)));
        if gathers {
            self.pass(Pass::Fuel, fuel::sink);
        }
    }

    /// Runs a pass, unless it is left out; gives what it says.
    fn pass<T: Default>(&mut self, pass: Pass, run: impl FnOnce(&mut Graph) -> T) -> T {
        if self.passes.has(pass) { self.always(pass.name(), run) } else { T::default() }
    }

    /// Runs what is never left out.
    fn always<T>(&mut self, name: &'static str, run: impl FnOnce(&mut Graph) -> T) -> T {
        let said = run(self.graph);
        (self.watch)(name, self.graph);
        said
    }

    /// A pass that adds blocks or values if it does anything.
    fn adding(&mut self, pass: Pass, run: impl FnOnce(&mut Graph)) {
        let size = |graph: &Graph| (graph.blocks.len(), graph.classes.len());
        let before = size(self.graph);
        self.pass(pass, run);
        if size(self.graph) != before {
            self.tidy();
        }
    }

    /// Does without loads and objects; whether there were any that are not needed.
    fn keep_in_registers(&mut self) -> bool {
        let facts = self.facts;
        let mut found = self.forward(Across::Nothing);
        if self.pass(Pass::Unbox, |graph| unbox::run(facts, graph)) {
            self.always("dead", dead::run);
            found = true;
        }
        found |= self.pass(Pass::Promote, promote::run);
        found |= self.pass(Pass::Escape, escape::run);
        found
    }

    fn forward(&mut self, across: Across) -> bool {
        let facts = self.facts;
        self.pass(Pass::Loads, |graph| loads::run(facts, graph, across))
    }

    /// What other passes leave behind.
    fn tidy(&mut self) {
        let program = self.program;
        self.always("params", params::run);
        self.pass(Pass::Number, |graph| number::run(program, graph));
        self.pass(Pass::Branches, branches::run);
        self.always("dead", dead::run);
    }
}
