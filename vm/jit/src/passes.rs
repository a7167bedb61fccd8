//! What improves a graph: each pass is a file.

mod branches;
mod choose;
mod dead;
mod duplicate;
mod escape;
mod facts;
mod fuel;
mod hoist;
mod inline;
mod loads;
mod memory;
mod number;
mod params;
mod polls;
mod promote;
mod rotate;
mod step;
mod unbox;
mod unroll;
mod version;

pub use facts::Facts;

use crate::ir::Graph;
use loads::Across;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

macro_rules! passes {
    ($($(#[doc = $doc:literal])* $name:ident $text:literal)*) => {
        /// A pass that may be left out. Nothing but time depends on it.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Pass { $($(#[doc = $doc])* $name,)* }

        impl Pass {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it is called by.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

passes! {
    /// Functions in place of their calls.
    Inline "inline"
    /// Value numbering, folding and what conditions tell.
    Number "number"
    /// Straight control flow.
    Branches "branches"
    /// Blocks of their own for predecessors that decide how they end.
    Duplicate "duplicate"
    /// Loads of what is known.
    Loads "loads"
    /// Objects handed on by their fields.
    Unbox "unbox"
    /// Numbers in fields of objects that nobody else knows.
    Promote "promote"
    /// Fuel that is asked for once, where it is counted.
    Fuel "fuel"
    /// Objects that nobody else knows.
    Escape "escape"
    /// Loops without the checks that hold beforehand.
    Version "version"
    /// Loops in two where a branch changes its way once.
    Split "split"
    /// Loops that look for wishes every so many rounds.
    Polls "polls"
    /// Loads before loops.
    Hoist "hoist"
    /// Selections in place of branches that are hard to guess.
    Choose "choose"
    /// Rotations of 32 bits.
    Rotate "rotate"
    /// Several rounds of a loop without a test in between.
    Unroll "unroll"
    /// Two rounds of a loop at once.
    Pair "pair"
}

/// Which passes run: all, but for those that are left out.
#[derive(Clone, Copy, Default, Debug)]
pub struct Passes {
    left_out: u32,
    is_quick: bool,
}

impl Passes {
    /// All but one more.
    pub fn without(self, pass: Pass) -> Self {
        Self { left_out: self.left_out | 1 << pass as u32, ..self }
    }

    /// For code that is soon there instead of good: only what makes graphs smaller.
    pub fn quick(self) -> Self {
        Self { is_quick: true, ..self }
    }

    pub fn are_quick(self) -> bool {
        self.is_quick
    }

    fn has(self, pass: Pass) -> bool {
        self.left_out & 1 << pass as u32 == 0
    }

    /// Runs them.
    pub fn run(self, program: &Program, facts: &Facts, unit: Unit, graph: &mut Graph) {
        if self.is_quick {
            return self.tidy(program, graph);
        }
        if self.has(Pass::Inline) {
            params::run(graph);
            inline::run(program, unit, graph);
        }
        self.tidy(program, graph);
        if graph.blocks.len() > MOST_BLOCKS {
            return;
        }
        let gathers = unit.metered && self.has(Pass::Fuel);
        if gathers {
            fuel::guard(graph, unit);
            self.tidy(program, graph);
        }
        for _ in 0..2 {
            self.adding(Pass::Duplicate, program, graph, |graph| duplicate::run(program, graph));
            if !self.keep_in_registers(facts, graph) {
                break;
            }
            self.tidy(program, graph);
        }
        self.adding(Pass::Version, program, graph, |graph| version::run(facts, graph, self.has(Pass::Split)));
        for _ in 0..2 {
            if !self.forward(facts, graph, Across::Safepoints) {
                break;
            }
            self.tidy(program, graph);
        }
        if gathers {
            fuel::guard(graph, unit);
            fuel::gather(graph);
            if self.has(Pass::Choose) {
                choose::run(graph);
            }
            self.tidy(program, graph);
        }
        self.adding(Pass::Polls, program, graph, polls::run);
        self.adding(Pass::Hoist, program, graph, |graph| hoist::run(facts, graph));
        self.adding(Pass::Choose, program, graph, choose::run);
        if self.has(Pass::Rotate) {
            rotate::run(graph);
        }
        self.adding(Pass::Unroll, program, graph, |graph| unroll::run(graph, self.has(Pass::Pair)));
        if gathers {
            fuel::sink(graph);
        }
    }

    /// A pass that adds blocks or values if it does anything.
    fn adding(self, pass: Pass, program: &Program, graph: &mut Graph, run: impl FnOnce(&mut Graph)) {
        let before = (graph.blocks.len(), graph.classes.len());
        if self.has(pass) {
            run(graph);
        }
        if (graph.blocks.len(), graph.classes.len()) != before {
            self.tidy(program, graph);
        }
    }

    /// Does without loads and objects; whether there were any that are not needed.
    fn keep_in_registers(self, facts: &Facts, graph: &mut Graph) -> bool {
        let mut found = self.forward(facts, graph, Across::Nothing);
        if self.has(Pass::Unbox) && unbox::run(facts, graph) {
            dead::run(graph);
            found = true;
        }
        found |= self.has(Pass::Promote) && promote::run(graph);
        found |= self.has(Pass::Escape) && escape::run(graph);
        found
    }

    fn forward(self, facts: &Facts, graph: &mut Graph, across: Across) -> bool {
        self.has(Pass::Loads) && loads::run(facts, graph, across)
    }

    /// What other passes leave behind.
    fn tidy(self, program: &Program, graph: &mut Graph) {
        params::run(graph);
        if self.has(Pass::Number) {
            number::run(program, graph);
        }
        if self.has(Pass::Branches) {
            branches::run(graph);
        }
        dead::run(graph);
    }
}

/// Graphs of more blocks are only tidied: some passes look at pairs of blocks.
const MOST_BLOCKS: usize = 5000;
