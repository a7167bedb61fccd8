//! The functions whose instructions are part of a graph: their frames, and what stands in these.

use crate::build::Refusal;
use crate::ir::{Action, Block, Flow, Graph, Instruction, Scope, Site, loops};
use pvm_runtime::frame::{FrameLayout, SLOT};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;

/// See the file.
pub struct Levels<'a> {
    layouts: Vec<&'a FrameLayout>,
    /// By function, whether the references of its frame are made valid at its start. Else the safepoints do so, of which
    /// there may be none on the way that is gone.
    clears: Vec<bool>,
    /// Bytes of stack that all of them need, with the arguments of their calls.
    pub room: u32,
}

/// If the safepoints of a function have more slots of references, all counted at each, its frame is made valid at the start.
const MOST_CLEARED: usize = 128;

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
        levels.find_cleared(graph);
        Ok(levels)
    }

    /// Finds which frames are made valid at the start: those of functions with many safepoints, and such with safepoints in
    /// loops, where the first round would have to make them valid in each.
    fn find_cleared(&mut self, graph: &Graph) {
        let flow = Flow::new(graph);
        let instructions = |block: &Block| graph.blocks[block.index()].instructions.iter();
        let mut starts: Vec<Vec<Block>> = vec![Vec::new(); graph.scopes.len()];
        let mut count = vec![0; graph.scopes.len()];
        for block in &flow.order {
            for instruction in instructions(block) {
                if let Action::Enter(scope) = instruction.action {
                    starts[scope.index()].push(*block);
                }
                let is_usual = is_usual_safepoint(instruction);
                graph.levels(instruction.site).filter(|_| is_usual).for_each(|site| count[site.scope.index()] += 1);
            }
        }
        for known in loops::all(graph, &flow) {
            for instruction in known.blocks.iter().flat_map(instructions).filter(|found| is_usual_safepoint(found)) {
                for Site { scope, .. } in graph.levels(instruction.site) {
                    let starts_before = !starts[scope.index()].iter().any(|start| known.blocks.contains(start));
                    self.clears[scope.index()] |= starts_before;
                }
            }
        }
        for (scope, count) in count.into_iter().enumerate() {
            let slots = self.layouts[scope].kinds().len();
            self.clears[scope] |= count * slots > MOST_CLEARED;
        }
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
        Action::Poll { .. } | Action::New { .. } | Action::String(_) => false,
        Action::ArrayNew { .. } | Action::ArrayDefault { .. } | Action::Known(_) => false,
        action => action.may_move(),
    }
}
