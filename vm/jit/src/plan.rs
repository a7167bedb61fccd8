//! What is made of a unit before it is a part of the process, and all that may be kept of it.

use crate::abi::Shape;
use crate::code::Code;
use crate::ir::{self, Action, Callee, Graph, Terminator, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// See the file.
#[derive(PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub code: Code,
    /// Bytes of stack that it needs from the start of its frame.
    pub room: u32,
    /// How many cells it has.
    pub cells: u32,
    /// The shapes of what it calls.
    pub calls: BTreeSet<Shape>,
    /// The functions that stand in place of calls, by their numbers.
    pub inlined: Vec<u32>,
    /// What has been removed, see [`pvm_runtime::tier::Removed`].
    pub checks: usize,
    pub objects: usize,
}

/// The shapes of what a graph calls, which counts fuel or doesn't.
pub fn called(graph: &Graph, metered: bool) -> BTreeSet<Shape> {
    let shape = |args: &[Value], result| {
        let params = args.iter().map(|arg| graph.class(*arg).in_register()).collect();
        Shape { params, result, metered }
    };
    let is_native = |callee: &Callee| matches!(callee, Callee::Function(_) | Callee::Value | Callee::Method(_));
    let mut shapes = BTreeSet::new();
    for block in graph.live_blocks() {
        let data = &graph.blocks[block.index()];
        for instruction in &data.instructions {
            if let Action::Call(callee) = &instruction.action
                && is_native(callee)
            {
                let result = instruction.result.map(|result| graph.class(result).in_register());
                shapes.insert(shape(&instruction.args, result));
            }
        }
        if let Some(Terminator::TailCall { args, .. }) = &data.terminator {
            shapes.insert(shape(args, graph.result.map(ir::Class::in_register)));
        }
    }
    shapes
}
