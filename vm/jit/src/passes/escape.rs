//! Finds objects that nobody else knows, and does not make those of which only their fields were wanted.

use crate::ir::{Action, Graph, Value};
use pvm_bytecode::Op;
use rustc_hash::FxHashMap as HashMap;

/// How an object is used that nobody else knows.
#[derive(Clone, Copy, Default, Debug)]
pub struct Local {
    /// Whether its fields are loaded, or anything else is asked of it.
    is_read: bool,
    /// Whether a frame has it.
    is_framed: bool,
}

/// The objects that the graph makes and hands to nobody.
pub fn local_objects(graph: &Graph) -> HashMap<Value, Local> {
    let mut local = HashMap::default();
    let blocks: Vec<_> = graph.live_blocks().map(|block| &graph.blocks[block.index()]).collect();
    for made in blocks.iter().flat_map(|data| &data.instructions) {
        if let (Action::New { .. }, Some(object)) = (&made.action, made.result) {
            local.insert(object, Local::default());
        }
    }
    for instruction in blocks.iter().flat_map(|data| &data.instructions) {
        for (place, arg) in instruction.args.iter().enumerate() {
            let asks = matches!(instruction.action, Action::Load { .. } | Action::Shape | Action::Tag(_))
                || matches!(instruction.action, Action::IsSubtype(_) | Action::Pure(Op::RefIsNull {}));
            match (&instruction.action, place) {
                (Action::Store { .. }, 0) => {}
                _ if asks => {
                    local.entry(*arg).and_modify(|local| local.is_read = true);
                }
                _ => {
                    local.remove(arg);
                }
            }
        }
        for (_, value) in instruction.frame.iter().flat_map(|frame| &frame.slots) {
            local.entry(*value).and_modify(|local| local.is_framed = true);
        }
        for value in instruction.frame.iter().flat_map(|frame| &frame.again).flat_map(|again| &again.args) {
            local.entry(*value).and_modify(|local| local.is_framed = true);
        }
    }
    for end in blocks.iter().flat_map(|data| &data.terminator) {
        let handed = end.edges().flat_map(|edge| &edge.args);
        for value in end.own_uses().iter().chain(handed) {
            local.remove(value);
        }
    }
    local
}

/// Whether there were any not to make.
pub fn run(graph: &mut Graph) -> bool {
    let before = graph.removed.objects;
    let local = local_objects(graph);
    let unwanted = |value: &Value| local.get(value).is_some_and(|local| !local.is_read && !local.is_framed);
    for data in &mut graph.blocks {
        data.instructions.retain(|instruction| match instruction.action {
            Action::New { .. } if instruction.result.as_ref().is_some_and(unwanted) => {
                graph.removed.objects += 1;
                false
            }
            Action::Store { .. } => !unwanted(&instruction.args[0]),
            _ => true,
        });
    }
    graph.removed.objects > before
}
