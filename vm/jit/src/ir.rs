//! The optimiser's view of a function: a graph of basic blocks in static single assignment form, in which block
//! parameters stand where other notations have phi functions.
//!
//! Every value is a number or a reference, defined once. What may trap is a check of its own, so that the accesses behind
//! it are free to move. Instructions at which a function may be left, or objects may move, have a [`Frame`]: what the
//! canonical frame has to hold there.

mod flow;
mod instruction;
mod known;
pub mod loops;
mod makers;
mod print;
mod repair;
mod terminator;

pub use flow::Flow;
pub use instruction::{Action, Again, Callee, Frame, Instruction, Place};
pub use known::Known;
pub use makers::Makers;
pub use repair::{Meeting, repair};
pub use terminator::{Edge, Terminator};

use pvm_bytecode::{FunctionId, ValueType};
use pvm_runtime::tier::Removed;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident $prefix:literal)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", $prefix, self.0)
            }
        }
    )*};
}

ids! {
    /// A value.
    Value "v"
    /// A basic block; the first is the entry.
    Block "b"
    /// A function whose instructions are part of the graph; the first is the unit's own.
    Scope "s"
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Class {
    Int,
    Float,
    /// A reference, null or not.
    Ref,
    /// Two integers.
    Ints,
    /// Two floats.
    Floats,
}

impl From<ValueType> for Class {
    fn from(ty: ValueType) -> Self {
        match ty {
            ValueType::I64 => Self::Int,
            ValueType::F64 => Self::Float,
            ValueType::Ref(_) => Self::Ref,
        }
    }
}

impl Class {
    /// A reference is in a register what an integer is.
    pub fn in_register(self) -> Self {
        match self {
            Self::Ref => Self::Int,
            other => other,
        }
    }

    /// What two numbers are.
    pub fn twice(self) -> Self {
        match self {
            Self::Float => Self::Floats,
            _ => Self::Ints,
        }
    }
}

/// Where an instruction stands: in which function, and where in its bytecode.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Site {
    pub scope: Scope,
    pub op: u32,
}

/// A function whose instructions are part of the graph.
#[derive(Clone, Debug)]
pub struct ScopeData {
    pub function: FunctionId,
    /// The call in place of which it stands; none for the unit's own function, and for one that it called in its place.
    pub caller: Option<Site>,
    /// How many slots its frame begins behind the unit's.
    pub base: u32,
}

/// A function, with those that stand in place of their calls.
#[derive(Clone, Debug)]
pub struct Graph {
    pub scopes: Vec<ScopeData>,
    /// The class of each value.
    pub classes: Vec<Class>,
    pub blocks: Vec<BlockData>,
    /// Where the parameters of the entry block come from if they are no arguments: slots of the frame.
    pub entry: Vec<u32>,
    /// What the function gives.
    pub result: Option<Class>,
    /// So much fuel there must be where the function begins; 0 where none is counted, or blocks ask by themselves.
    pub fuel: i64,
    /// What the passes have left out.
    pub removed: Removed,
}

/// A basic block. Without a terminator it is not part of the function.
#[derive(Clone, Debug, Default)]
pub struct BlockData {
    pub params: Vec<Value>,
    pub instructions: Vec<Instruction>,
    pub terminator: Option<Terminator>,
    /// Hardly ever executed.
    pub cold: bool,
}

impl BlockData {
    /// How many instructions it has, but for those that count fuel: how code is improved shall not depend on that.
    pub fn size(&self) -> usize {
        self.instructions.iter().filter(|made| !made.action.counts_fuel()).count()
    }

    /// All values that it names but for its parameters and results.
    pub fn mentions(&self) -> impl Iterator<Item = Value> + '_ {
        self.instructions.iter().flat_map(|instruction| instruction.mentions()).chain(self.end_mentions())
    }

    /// All values that its end names.
    pub fn end_mentions(&self) -> impl Iterator<Item = Value> + '_ {
        let end = self.terminator.iter();
        end.flat_map(|end| end.own_uses().iter().chain(end.edges().flat_map(|edge| &edge.args)).copied())
    }

    /// The same, to be changed.
    pub fn mentions_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let instructions = self.instructions.iter_mut().flat_map(|instruction| instruction.mentions_mut());
        instructions.chain(self.terminator.iter_mut().flat_map(|end| end.uses_mut()))
    }
}

impl Graph {
    pub fn new(function: FunctionId, result: Option<Class>) -> Self {
        let scopes = vec![ScopeData { function, caller: None, base: 0 }];
        let (classes, blocks, entry) = Default::default();
        Self { scopes, classes, blocks, entry, result, fuel: 0, removed: Removed::default() }
    }

    /// The functions that a site is in, from its own to the unit's: where it stands in each.
    pub fn levels(&self, site: Site) -> impl Iterator<Item = Site> {
        std::iter::successors(Some(site), |site| self.scopes[site.scope.index()].caller)
    }

    pub fn value(&mut self, class: Class) -> Value {
        self.classes.push(class);
        Value(self.classes.len() as u32 - 1)
    }

    pub fn class(&self, value: Value) -> Class {
        self.classes[value.index()]
    }

    pub fn block(&mut self) -> Block {
        self.blocks.push(BlockData::default());
        Block(self.blocks.len() as u32 - 1)
    }

    /// The blocks that are part of the function, each before those that it dominates: in reverse postorder.
    pub fn live_blocks(&self) -> impl Iterator<Item = Block> {
        let mut seen = vec![false; self.blocks.len()];
        let mut order = Vec::new();
        // A block, and how many of its edges have been followed.
        let mut path = vec![(Block(0), 0)];
        seen[0] = true;
        while let Some((block, followed)) = path.last_mut() {
            let terminator = self.blocks[block.index()].terminator.as_ref();
            let edge = terminator.and_then(|terminator| terminator.edge(*followed));
            *followed += 1;
            match edge.map(|edge| edge.block) {
                Some(next) if !std::mem::replace(&mut seen[next.index()], true) => path.push((next, 0)),
                Some(_) => {}
                None => {
                    order.push(*block);
                    path.pop();
                }
            }
        }
        order.reverse();
        order.into_iter()
    }

    /// What stands in those blocks.
    pub fn live_instructions(&self) -> impl Iterator<Item = &Instruction> {
        self.live_blocks().flat_map(|block| &self.blocks[block.index()].instructions)
    }
}
