//! Where blocks go in the end.

use super::{Block, Callee, Site, Value};

/// Where a block goes in the end.
#[derive(Clone, Debug)]
pub enum Terminator {
    Jump(Edge),
    Branch {
        condition: Value,
        then: Edge,
        other: Edge,
    },
    /// A value below the number of edges goes there, any other to the default.
    Switch {
        value: Value,
        edges: Vec<Edge>,
        default: Edge,
    },
    Return(Option<Value>),
    TailCall {
        callee: Callee,
        args: Vec<Value>,
        site: Site,
    },
    /// Traps as the instruction of the bytecode does, with what it tells.
    Trap {
        args: Vec<Value>,
        site: Site,
    },
}

/// A way to a block, with the arguments of its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    pub block: Block,
    pub args: Vec<Value>,
}

impl Terminator {
    /// The ways on, in order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        (0..).map_while(|number| self.edge(number))
    }

    /// One of the edges, by its place among them.
    pub fn edge(&self, number: usize) -> Option<&Edge> {
        match (self, number) {
            (Self::Jump(edge), 0) | (Self::Branch { then: edge, .. }, 0) | (Self::Branch { other: edge, .. }, 1) => {
                Some(edge)
            }
            (Self::Switch { edges, default, .. }, _) => {
                edges.get(number).or_else(|| (number == edges.len()).then_some(default))
            }
            _ => None,
        }
    }

    pub fn edges_mut(&mut self) -> impl Iterator<Item = &mut Edge> {
        let (fixed, table): ([Option<&mut Edge>; 2], &mut [Edge]) = match self {
            Self::Jump(edge) => ([Some(edge), None], &mut []),
            Self::Branch { then, other, .. } => ([Some(then), Some(other)], &mut []),
            Self::Switch { edges, default, .. } => ([None, Some(default)], edges),
            Self::Return(_) | Self::TailCall { .. } | Self::Trap { .. } => ([None, None], &mut []),
        };
        table.iter_mut().chain(fixed.into_iter().flatten())
    }

    /// The values that it uses itself, not those that its edges hand on.
    pub fn own_uses(&self) -> &[Value] {
        match self {
            Self::Jump(_) | Self::Return(None) => &[],
            Self::Branch { condition: value, .. } | Self::Switch { value, .. } | Self::Return(Some(value)) => {
                std::slice::from_ref(value)
            }
            Self::TailCall { args, .. } | Self::Trap { args, .. } => args,
        }
    }

    pub fn own_uses_mut(&mut self) -> &mut [Value] {
        match self {
            Self::Jump(_) | Self::Return(None) => &mut [],
            Self::Branch { condition: value, .. } | Self::Switch { value, .. } | Self::Return(Some(value)) => {
                std::slice::from_mut(value)
            }
            Self::TailCall { args, .. } | Self::Trap { args, .. } => args,
        }
    }
}

impl Terminator {
    /// All values that it uses, to be changed.
    pub fn uses_mut(&mut self) -> Box<dyn Iterator<Item = &mut Value> + '_> {
        match self {
            Self::Branch { condition, then, other } => {
                Box::new(std::iter::once(condition).chain(&mut then.args).chain(&mut other.args))
            }
            Self::Switch { value, edges, default } => {
                let args = edges.iter_mut().flat_map(|edge| &mut edge.args);
                Box::new(std::iter::once(value).chain(args).chain(&mut default.args))
            }
            Self::Jump(edge) => Box::new(edge.args.iter_mut()),
            Self::Return(value) => Box::new(value.iter_mut()),
            Self::TailCall { args, .. } | Self::Trap { args, .. } => Box::new(args.iter_mut()),
        }
    }
}
