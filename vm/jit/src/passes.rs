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
mod order;
mod params;
mod polls;
mod promote;
mod rotate;
mod step;
mod unbox;
mod unroll;
mod version;

pub use facts::Facts;
pub use order::Way;

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
}
