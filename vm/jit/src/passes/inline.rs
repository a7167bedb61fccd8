//! Puts functions in place of their calls, through several levels.
//!
//! The canonical frames stay as they would be: a function in place of its call has its frame behind its caller's, and at
//! its safepoints both are written. So traps, backtraces and leaving know nothing of it.

mod early;
mod heavy;
mod receivers;
mod splice;

use crate::build::build;
use crate::ir::{Action, Block, BlockData, Callee, Graph, Instruction, Scope, ScopeData, Site, Terminator, Value};
use crate::limits;
use crate::passes::{branches, dead, params};
use early::early;
use pvm_bytecode::FunctionId;
use pvm_runtime::heap::ShapeId;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use receivers::Receivers;
use rustc_hash::FxHashMap as HashMap;
use splice::Splice;
use std::collections::VecDeque;

/// A function of at most so many instructions is put in place of any call.
const SMALL: usize = 25;

/// One of at most so many as long as the graph isn't large.
const MEDIUM: usize = 60;

/// Up to this size.
const LARGE_GRAPH: usize = 1000;

/// Up to this size a function stands more than once in place of a call of itself.
const SMALL_GRAPH: usize = 150;

/// No graph becomes larger than this.
const LARGEST_GRAPH: usize = 2000;

/// A function of more instructions and edges isn't even looked at.
const LARGEST_BODY: usize = 800;

/// Nor is any more when those that were looked at have so many.
const MOST_LOOKED_AT: usize = 100_000;

/// So deep do calls in functions in place of their calls go.
const DEEPEST: usize = 9;

/// So often does a function stand in place of a call of itself, one in the other; a tiny one once more.
const RECURSIONS: usize = 2;
const TINY: usize = 14;

pub fn run(program: &Program, unit: Unit, graph: &mut Graph) {
    let mut inliner = Inliner {
        program,
        metered: unit.metered,
        bodies: HashMap::default(),
        heavy: HashMap::default(),
        looked_at: 0,
        size: size(graph),
        graph,
        made: HashMap::default(),
    };
    let mut waiting: VecDeque<Block> = inliner.graph.live_blocks().collect();
    // Outer calls first: what is left of the budget goes to inner ones.
    while let Some(block) = waiting.pop_front() {
        let known = inliner.graph.blocks.len();
        match inliner.next(block) {
            Some((index, Way::Inline(callee))) => {
                waiting.push_front(inliner.put(block, index, callee));
                waiting.extend((known..inliner.graph.blocks.len() - 1).map(|block| Block(block as u32)));
            }
            Some((index, Way::Dispatch(receivers))) => {
                waiting.push_front(inliner.dispatch(block, index, &receivers));
                waiting.extend((known..inliner.graph.blocks.len() - 1).map(|block| Block(block as u32)));
            }
            Some((index, Way::Early(callee))) => waiting.push_front(inliner.put_early(block, index, callee)),
            Some((_, Way::End(callee, call))) => {
                inliner.put_at_end(block, callee, &call);
                waiting.extend((known..inliner.graph.blocks.len()).map(|block| Block(block as u32)));
            }
            None => {}
        }
    }
}

struct Inliner<'a> {
    program: &'a Program,
    metered: bool,
    /// The graphs of callees, if they have any.
    bodies: HashMap<FunctionId, Option<Body>>,
    /// Whether functions are heavy, of those that one has asked about.
    heavy: HashMap<FunctionId, bool>,
    /// Instructions and edges of all functions that have been looked at.
    looked_at: usize,
    /// Instructions of the graph.
    size: usize,
    graph: &'a mut Graph,
    /// The shapes of objects that the graph makes itself.
    made: HashMap<Value, ShapeId>,
}

/// What is to become of a call.
enum Way {
    /// The function stands in its place.
    Inline(FunctionId),
    /// It is made only if the function would not return at once.
    Early(FunctionId),
    /// It is one of several calls, by the shape of the receiver.
    Dispatch(Receivers),
    /// The function stands where the unit's own called it in its place.
    End(FunctionId, Instruction),
}

struct Body {
    graph: Graph,
    size: usize,
    /// The part of it that returns soon.
    early: Option<Graph>,
}

impl Inliner<'_> {
    /// The first call of a block that is to become something else.
    fn next(&mut self, block: Block) -> Option<(usize, Way)> {
        if self.graph.blocks[block.index()].cold {
            return None;
        }
        for index in 0..self.graph.blocks[block.index()].instructions.len() {
            let instruction = &self.graph.blocks[block.index()].instructions[index];
            let (site, first, result) = (instruction.site, instruction.args.first().copied(), instruction.result);
            match (&instruction.action, first) {
                (Action::New { ty, .. }, _) => {
                    let shape = self.program.shapes().of(*ty);
                    self.made.extend(result.map(|result| (result, shape)));
                }
                (Action::Call(Callee::Function(function)), _) => {
                    let function = *function;
                    if self.pays(site, function) {
                        return Some((index, Way::Inline(function)));
                    }
                    if self.pays_early(site, function) {
                        return Some((index, Way::Early(function)));
                    }
                }
                (Action::Call(callee @ (Callee::Method(_) | Callee::Value)), Some(receiver)) => {
                    let callee = *callee;
                    match self.receivers(site, callee, receiver) {
                        Some(Receivers { tests, rest: Callee::Function(function) }) if tests.is_empty() => {
                            let call = &mut self.graph.blocks[block.index()].instructions[index];
                            call.action = Action::Call(Callee::Function(function));
                            if self.pays(site, function) {
                                return Some((index, Way::Inline(function)));
                            }
                        }
                        Some(receivers) => return Some((index, Way::Dispatch(receivers))),
                        None => {}
                    }
                }
                _ => {}
            }
        }
        self.end(block)
    }

    /// The call in place of the unit's own function at the end of a block, if another function is to stand there.
    fn end(&mut self, block: Block) -> Option<(usize, Way)> {
        let data = &self.graph.blocks[block.index()];
        let Some(Terminator::TailCall { callee, args, site }) = &data.terminator else { return None };
        let Callee::Function(function) = *callee else { return None };
        let (index, site) = (data.instructions.len(), *site);
        let action = Action::Call(*callee);
        let call = Instruction { action, args: args.clone(), result: None, site, frame: None };
        let is_other = site.scope == Scope(0) && self.graph.scopes[0].function != function;
        (is_other && self.pays(site, function)).then_some((index, Way::End(function, call)))
    }

    fn pays(&mut self, site: Site, callee: FunctionId) -> bool {
        let Some(size) = self.body(callee).as_ref().map(|body| body.size) else { return false };
        let function = |site: Site| self.graph.scopes[site.scope.index()].function;
        let levels: Vec<FunctionId> = self.graph.levels(site).map(function).collect();
        let again = levels.iter().filter(|function| **function == callee).count();
        let most = if self.size <= LARGE_GRAPH { MEDIUM } else { SMALL };
        let fits = size <= most && self.size + size <= LARGEST_GRAPH;
        let repeats = if self.size <= SMALL_GRAPH { RECURSIONS + usize::from(size <= TINY) } else { 1 };
        let may_be = fits && levels.len() <= DEEPEST && again <= repeats;
        may_be && (size <= SMALL || again > 0 || !self.is_heavy(callee))
    }

    /// Whether it pays to have only the part of a function in place of its call that returns soon: where it calls itself, by
    /// way of others or not.
    fn pays_early(&mut self, site: Site, callee: FunctionId) -> bool {
        let again = self.graph.levels(site).any(|site| self.graph.scopes[site.scope.index()].function == callee);
        let fits = again && self.size <= LARGEST_GRAPH;
        fits && self.body(callee).as_ref().is_some_and(|body| body.early.is_some())
    }

    fn body(&mut self, function: FunctionId) -> &Option<Body> {
        self.bodies.entry(function).or_insert_with(|| {
            let callee = self.program.module().function(function);
            let length = callee.ops.len() + limits::edges(callee);
            if length > LARGEST_BODY || self.looked_at + length > MOST_LOOKED_AT {
                return None;
            }
            self.looked_at += length;
            let mut graph = build(self.program, Unit { function, from: None, metered: self.metered }).ok()?;
            params::run(&mut graph);
            dead::run(&mut graph);
            // The budgets are for graphs as they are built.
            let size = size(&graph);
            branches::run(&mut graph);
            Some(Body { size, early: early(&graph, function), graph })
        })
    }

    /// Puts a function in place of a call; gives the block of what comes behind.
    fn put(&mut self, block: Block, index: usize, callee: FunctionId) -> Block {
        let Some(Some(body)) = self.bodies.get(&callee) else { unreachable!("it was found to pay") };
        self.size += body.size;
        put(self.program, self.metered, self.graph, (block, index), &body.graph)
    }

    /// The same with the part of a function that returns soon.
    fn put_early(&mut self, block: Block, index: usize, callee: FunctionId) -> Block {
        let body = self.bodies.get(&callee).and_then(|body| body.as_ref()?.early.as_ref());
        let Some(body) = body else { unreachable!("it was found") };
        self.size += size(body);
        put(self.program, self.metered, self.graph, (block, index), body)
    }

    /// Puts a function where the unit's own called it in its place: its frame is where the unit's was.
    fn put_at_end(&mut self, block: Block, callee: FunctionId, call: &Instruction) {
        let Some(Some(body)) = self.bodies.get(&callee) else { unreachable!("it was found to pay") };
        let graph = &mut *self.graph;
        self.size += body.size;
        let splice = Splice {
            scopes: graph.scopes.len() as u32,
            values: graph.classes.len() as u32,
            blocks: graph.blocks.len() as u32,
            base: 0,
            behind: None,
            params: &body.graph.blocks[0].params,
            call,
        };
        splice.add_to(graph, &body.graph);
        splice.enter_from(graph, block);
    }
}

/// Puts the graph of a function in place of a call; gives the block of what comes behind.
fn put(program: &Program, metered: bool, graph: &mut Graph, (block, index): (Block, usize), body: &Graph) -> Block {
    let data = &mut graph.blocks[block.index()];
    let after = data.instructions.split_off(index + 1);
    let Some(call) = data.instructions.pop() else { unreachable!("the call stands there") };
    let terminator = data.terminator.take();
    let splice = Splice {
        scopes: graph.scopes.len() as u32,
        values: graph.classes.len() as u32,
        blocks: graph.blocks.len() as u32,
        base: end_of_frame(program, metered, graph, call.site.scope),
        behind: Some(Block((graph.blocks.len() + body.blocks.len()) as u32)),
        params: &body.blocks[0].params,
        call: &call,
    };
    splice.add_to(graph, body);
    let behind = graph.blocks.len();
    let params = call.result.into_iter().collect();
    graph.blocks.push(BlockData { params, instructions: after, terminator, cold: false });
    splice.enter_from(graph, block);
    Block(behind as u32)
}

/// The slot behind the frame of a function.
fn end_of_frame(program: &Program, metered: bool, graph: &Graph, scope: Scope) -> u32 {
    let ScopeData { function, base, .. } = graph.scopes[scope.index()];
    let Ok(code) = program.code(function, metered) else { unreachable!("what has a graph has code") };
    base + code.layout.size()
}

/// Instructions that make code where it is usual to be, and ends of blocks; but not what counts fuel, nor the end of a block
/// that only asks for it: without fuel, that and the next are one.
fn size(graph: &Graph) -> usize {
    let usual = graph.live_blocks().map(|block| &graph.blocks[block.index()]).filter(|block| !block.cold);
    let makes_code = |made: &&Instruction| {
        let makes_none = matches!(made.action, Action::Int(_) | Action::Float(_) | Action::Null | Action::Enter(_));
        !makes_none && !made.action.counts_fuel()
    };
    let ends =
        |block: &BlockData| !matches!(block.instructions.last(), Some(Instruction { action: Action::FuelLeft(_), .. }));
    usual.map(|block| block.instructions.iter().filter(makes_code).count() + usize::from(ends(block))).sum()
}
