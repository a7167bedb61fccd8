//! What stands in the cold code by which a unit is left: the values that are stored there, and the pure instructions that
//! they are made by, which Cranelift repeats where nothing else has wanted them yet. So of a sum that every call adds to,
//! as many additions may stand behind each call as there were calls before.

use crate::ir::{Action, Graph, Value};

/// How much may stand in the cold code of all safepoints. Beyond a limit little more is counted.
pub fn size(graph: &Graph, limit: usize) -> usize {
    let instructions = || graph.live_instructions();
    // By value, what it is computed of.
    let mut sources: Vec<&[Value]> = vec![&[]; graph.classes.len()];
    for instruction in instructions().filter(|instruction| matches!(instruction.action, Action::Pure(_))) {
        if let Some(result) = instruction.result {
            sources[result.index()] = &instruction.args;
        }
    }
    // By value, the last safepoint that it has been counted for.
    let mut counted = vec![0; graph.classes.len()];
    let mut total = 0;
    for (number, frame) in (1..).zip(instructions().filter_map(|instruction| instruction.frame.as_ref())) {
        let mut waiting: Vec<Value> = frame.slots.iter().map(|(_, value)| *value).collect();
        while let Some(value) = waiting.pop() {
            if std::mem::replace(&mut counted[value.index()], number) != number {
                waiting.extend(sources[value.index()]);
                total += 1;
            }
        }
        if total > limit {
            break;
        }
    }
    total
}
