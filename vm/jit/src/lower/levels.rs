//! The functions whose instructions are part of a graph: their frames, and what stands in these.

use crate::build::Refusal;
use crate::ir::{Action, Graph, Instruction, Scope};
use pvm_runtime::frame::{FrameLayout, SLOT};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// See the file.
pub struct Levels<'a> {
    layouts: Vec<&'a FrameLayout>,
    /// By function, whether the references of its frame are made valid at its start, since there are safepoints on the
    /// usual way.
    clears: Vec<bool>,
    /// Bytes of stack that all of them need, with the arguments of their calls.
    pub room: u32,
}

impl<'a> Levels<'a> {
    /// # Errors
    /// A frame is too large.
    pub fn new(program: &'a Program, unit: Unit, graph: &Graph) -> Result<Self, Refusal> {
        let mut levels = Self { layouts: Vec::new(), clears: vec![false; graph.scopes.len()], room: 0 };
        for scope in &graph.scopes {
            let code = program.code(scope.function, unit.metered).map_err(|_| "its frame is too large")?;
            levels.layouts.push(&code.layout);
            levels.room = levels.room.max(scope.base * SLOT + code.room);
        }
        let all = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
        for instruction in all.filter(|instruction| is_usual_safepoint(instruction)) {
            let mut next = Some(instruction.site.scope);
            while let Some(scope) = next
                && !std::mem::replace(&mut levels.clears[scope.index()], true)
            {
                next = graph.scopes[scope.index()].caller.map(|site| site.scope);
            }
        }
        Ok(levels)
    }

    pub fn layout(&self, scope: Scope) -> &FrameLayout {
        self.layouts[scope.index()]
    }

    pub fn clears(&self, scope: Scope) -> bool {
        self.clears[scope.index()]
    }

    /// The slots of references in a function's frame.
    pub fn references(&self, scope: Scope) -> impl Iterator<Item = u32> + use<'a> {
        self.layouts[scope.index()].kinds().iter().map(|(slot, _)| *slot)
    }
}

/// Whether objects may move at an instruction without its being rare.
fn is_usual_safepoint(instruction: &Instruction) -> bool {
    match &instruction.action {
        Action::Poll | Action::New { .. } | Action::String(_) => false,
        Action::ArrayNew { .. } | Action::ArrayDefault { .. } => false,
        action => action.may_move(),
    }
}
