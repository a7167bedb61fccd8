//! Which functions are much by themselves, with what stands in them in place of calls: they are compiled once rather than
//! with each of their callers, for beside what they do a call is little.

use super::{DEEPEST, Inliner, MEDIUM};
use crate::ir::{Action, Callee};
use pvm_bytecode::FunctionId;

/// A function of more instructions is heavy.
const HEAVY: usize = 200;

impl Inliner<'_> {
    pub fn is_heavy(&mut self, function: FunctionId) -> bool {
        if let Some(known) = self.heavy.get(&function) {
            return *known;
        }
        let is_heavy = self.weight(function, &mut Vec::new()) > HEAVY;
        self.heavy.insert(function, is_heavy);
        is_heavy
    }

    /// Instructions of a function together with those of what it calls, if they may stand in it, or more than make it heavy.
    /// `path` are the functions that lead to it.
    fn weight(&mut self, function: FunctionId, path: &mut Vec<FunctionId>) -> usize {
        if path.contains(&function) || path.len() > DEEPEST {
            return 0;
        }
        let Some(body) = self.body(function).as_ref().filter(|body| body.size <= MEDIUM) else { return 0 };
        let (mut weight, graph) = (body.size, &body.graph);
        let usual = graph.live_blocks().map(|block| &graph.blocks[block.index()]).filter(|block| !block.cold);
        let callee = |action: &Action| match action {
            Action::Call(Callee::Function(callee)) => Some(*callee),
            _ => None,
        };
        let calls = usual.flat_map(|block| block.instructions.iter().filter_map(|made| callee(&made.action)));
        let callees: Vec<FunctionId> = calls.collect();
        path.push(function);
        for callee in callees {
            if weight > HEAVY {
                break;
            }
            weight += self.weight(callee, path);
        }
        path.pop();
        weight
    }
}
