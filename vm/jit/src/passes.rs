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
        params::run(graph);
        if self.is_quick {
            return self.tidy(program, graph);
        }
        if self.has(Pass::Inline) {
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
            if self.has(Pass::Duplicate) {
                duplicate::run(program, graph);
                self.tidy(program, graph);
            }
            self.forward(facts, graph, Across::Nothing);
            if self.has(Pass::Unbox) && unbox::run(facts, graph) {
                dead::run(graph);
            }
            if self.has(Pass::Promote) {
                promote::run(graph);
            }
            if self.has(Pass::Escape) {
                escape::run(graph);
            }
            self.tidy(program, graph);
        }
        if self.has(Pass::Version) {
            version::run(facts, graph, self.has(Pass::Split));
        }
        for _ in 0..2 {
            self.tidy(program, graph);
            self.forward(facts, graph, Across::Safepoints);
        }
        self.tidy(program, graph);
        if gathers {
            fuel::guard(graph, unit);
            fuel::gather(graph);
            if self.has(Pass::Choose) {
                choose::run(graph);
            }
            self.tidy(program, graph);
        }
        if self.has(Pass::Polls) {
            polls::run(graph);
            self.tidy(program, graph);
        }
        if self.has(Pass::Hoist) {
            hoist::run(facts, graph);
            self.tidy(program, graph);
        }
        if self.has(Pass::Choose) {
            choose::run(graph);
            self.tidy(program, graph);
        }
        if self.has(Pass::Rotate) {
            rotate::run(graph);
        }
        if self.has(Pass::Unroll) {
            unroll::run(graph, self.has(Pass::Pair));
            self.tidy(program, graph);
        }
    }

    fn forward(self, facts: &Facts, graph: &mut Graph, across: Across) {
        if self.has(Pass::Loads) {
            loads::run(facts, graph, across);
        }
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
