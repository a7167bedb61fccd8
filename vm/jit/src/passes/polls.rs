//! Has counting loops look for wishes of the machine every so many rounds only: the loop is put in another one that does
//! so, and goes on to a nearer bound.

use crate::ir::loops::{Loop, innermost};
use crate::ir::{Action, Block, BlockData, Class, Edge, Flow, Graph, Instruction, Makers, Terminator, Value};
use crate::passes::step::{self, Step};
use pvm_bytecode::Op;
use rustc_hash::FxHashMap as HashMap;

/// So many rounds are run without looking, about a tenth of a millisecond at most.
const ROUNDS: i64 = 1024;

/// There may be one more that gets to the bound, and one more where it is compared before it is counted on.
const MORE: i64 = 2;

/// Loops of more instructions may look in every round.
const MOST: usize = 100;

pub fn run(graph: &mut Graph) {
    let (flow, makers) = (Flow::new(graph), Makers::new(graph));
    let tested = |known: Loop| Some((test(graph, &flow, &makers, &known)?, known));
    let found: Vec<(Test, Loop)> = innermost(graph, &flow).into_iter().filter_map(tested).collect();
    for (test, known) in found {
        split(graph, &known, &test);
    }
}

/// How rounds of a loop are tied together.
struct Latch {
    /// The block that ends in the test whether to go on.
    block: Block,
    /// What is handed on to the next round, and what computes it behind the test.
    next: Vec<Value>,
    behind: Vec<Instruction>,
}

/// How a loop goes on.
struct Test {
    latch: Latch,
    op: Op,
    tested: Value,
    bound: Value,
    /// Whether it goes on where the comparison is true.
    truth: bool,
    /// Which parameter of the header counts, whether it goes up, and by what.
    param: usize,
    up: bool,
    step: Step,
}

impl Test {
    /// The comparison that doesn't go on where what is tested is equal to the bound, if this one does.
    fn strict(&self) -> Option<Op> {
        match (self.op, self.truth) {
            (Op::I64LeS {}, true) => Some(Op::I64LtS {}),
            (Op::I64GtS {}, false) => Some(Op::I64GeS {}),
            (Op::I64GeS {}, true) => Some(Op::I64GtS {}),
            (Op::I64LtS {}, false) => Some(Op::I64LeS {}),
            _ => None,
        }
    }
}

fn test(graph: &Graph, flow: &Flow, makers: &Makers, known: &Loop) -> Option<Test> {
    let header = &graph.blocks[known.header.index()];
    let size: usize = known.blocks.iter().map(|block| graph.blocks[block.index()].size()).sum();
    if !matches!(header.instructions.first()?.action, Action::Poll { .. }) || header.cold || size > MOST {
        return None;
    }
    let latch = latch(graph, flow, known)?;
    let Some(Terminator::Branch { condition, then, other }) = &graph.blocks[latch.block.index()].terminator else {
        return None;
    };
    let truth = match [then, other].map(|edge| known.blocks.contains(&edge.block)) {
        [true, false] => true,
        [false, true] => false,
        _ => return None,
    };
    let made = makers.of(*condition)?;
    let (Action::Pure(op), &[tested, bound]) = (&made.action, &made.args[..]) else { return None };
    let op = *op;
    let up = match op {
        Op::I64LtS {} | Op::I64LeS {} => truth,
        Op::I64GtS {} | Op::I64GeS {} => !truth,
        _ => return None,
    };
    let counts = header.params.iter().zip(&latch.next).map(|(param, next)| stepped(makers, *param, *next, tested));
    let (param, step) = counts.enumerate().find_map(|(place, step)| Some((place, step?)))?;
    let fits = match step {
        Step::Known(step) => step::fits(step, up),
        Step::Same(step) => up && step::is_asked(graph, flow, known.header, step),
    };
    (fits && !is_defined(graph, known, bound)).then_some(Test { latch, op, tested, bound, truth, param, up, step })
}

/// The only way back to the header: from the test, or by way of a block that just computes what is handed on.
fn latch(graph: &Graph, flow: &Flow, known: &Loop) -> Option<Latch> {
    let inside = flow.predecessors(known.header).iter().copied().filter(|block| known.blocks.contains(block));
    let [back] = inside.collect::<Vec<_>>()[..] else { return None };
    let data = &graph.blocks[back.index()];
    let Terminator::Jump(edge) = data.terminator.as_ref()? else {
        let edge = data.terminator.as_ref()?.edges().find(|edge| edge.block == known.header)?;
        return Some(Latch { block: back, next: edge.args.clone(), behind: Vec::new() });
    };
    let [from] = flow.predecessors(back)[..] else { return None };
    let computes =
        |instruction: &Instruction| matches!(instruction.action, Action::Pure(_) | Action::Int(_) | Action::Spend);
    let is_simple = data.params.is_empty() && data.instructions.iter().all(computes);
    is_simple.then(|| Latch { block: from, next: edge.args.clone(), behind: data.instructions.clone() })
}

/// What each round adds to a parameter that is tested, before or after.
fn stepped(makers: &Makers, param: Value, next: Value, tested: Value) -> Option<Step> {
    let made = makers.of(next)?;
    let (Action::Pure(Op::I64Add {}), &[counted, by]) = (&made.action, &made.args[..]) else { return None };
    let step = makers.int(by).map_or(Step::Same(by), Step::Known);
    (counted == param && (tested == param || tested == next)).then_some(step)
}

/// Whether a value comes from the loop itself.
fn is_defined(graph: &Graph, known: &Loop, value: Value) -> bool {
    known.blocks.iter().map(|block| &graph.blocks[block.index()]).any(|data| {
        let mut results = data.instructions.iter().filter_map(|instruction| instruction.result);
        data.params.contains(&value) || results.any(|result| result == value)
    })
}

fn split(graph: &mut Graph, known: &Loop, test: &Test) {
    let header = known.header;
    let mut poll = graph.blocks[header.index()].instructions.remove(0);
    let site = poll.site;
    let pure = |graph: &mut Graph, block: Block, action: Action, args: Vec<Value>| {
        let result = graph.value(Class::Int);
        let made = Instruction { action, args, result: Some(result), site, frame: None };
        graph.blocks[block.index()].instructions.push(made);
        result
    };
    // The outer loop: looks, and sets the nearer bound.
    let outer = graph.block();
    let params = graph.blocks[header.index()].params.clone();
    let taken: Vec<Value> = params.iter().map(|param| graph.value(graph.class(*param))).collect();
    let outside: HashMap<Value, Value> = params.iter().copied().zip(taken.iter().copied()).collect();
    if let Action::Poll { fuel, .. } = &mut poll.action {
        *fuel *= ROUNDS + MORE;
    }
    poll.mentions_mut().for_each(|value| *value = outside.get(value).copied().unwrap_or(*value));
    graph.blocks[outer.index()] = BlockData { params: taken.clone(), instructions: vec![poll], ..BlockData::default() };
    let distance = match test.step {
        Step::Known(step) => pure(graph, outer, Action::Int(step * ROUNDS), Vec::new()),
        Step::Same(step) => {
            let rounds = pure(graph, outer, Action::Int(ROUNDS), Vec::new());
            pure(graph, outer, Action::Pure(Op::I64Mul {}), vec![step, rounds])
        }
    };
    let far = pure(graph, outer, Action::Pure(Op::I64Add {}), vec![taken[test.param], distance]);
    let nearer = |graph: &mut Graph, number: Value, than: Value| {
        let op = if test.up { Op::I64LtS {} } else { Op::I64GtS {} };
        let is_nearer = pure(graph, outer, Action::Pure(op), vec![number, than]);
        pure(graph, outer, Action::Choose, vec![is_nearer, number, than])
    };
    let mut bound = nearer(graph, far, test.bound);
    // A step from a number beyond the last one may go round, and on without end. One before the bound doesn't.
    let last = if test.up { i64::MAX } else { i64::MIN };
    let last = match test.step {
        Step::Known(1 | -1) if test.strict().is_none() => None,
        Step::Known(step) => Some(pure(graph, outer, Action::Int(last - step), Vec::new())),
        Step::Same(step) => {
            let last = pure(graph, outer, Action::Int(last), Vec::new());
            Some(pure(graph, outer, Action::Pure(Op::I64Sub {}), vec![last, step]))
        }
    };
    if let Some(last) = last {
        bound = nearer(graph, bound, last);
    }
    if test.strict().is_some() {
        let one = pure(graph, outer, Action::Int(if test.up { 1 } else { -1 }), Vec::new());
        bound = pure(graph, outer, Action::Pure(Op::I64Add {}), vec![bound, one]);
    }
    graph.blocks[outer.index()].terminator = Some(Terminator::Jump(Edge { block: header, args: taken }));
    for block in 0..graph.blocks.len() {
        let enters = !known.blocks.contains(&Block(block as u32)) && block != outer.index();
        let end = graph.blocks[block].terminator.iter_mut().filter(|_| enters).flat_map(|end| end.edges_mut());
        end.filter(|edge| edge.block == header).for_each(|edge| edge.block = outer);
    }
    // Behind the nearer bound the old one decides.
    let beyond = graph.block();
    let condition =
        pure(graph, test.latch.block, Action::Pure(test.strict().unwrap_or(test.op)), vec![test.tested, bound]);
    let Some(Terminator::Branch { condition: real, then, other }) =
        graph.blocks[test.latch.block.index()].terminator.take()
    else {
        unreachable!("the block ends in a test")
    };
    let (stays, leaves) = if test.truth { (then, other) } else { (other, then) };
    let beyond_edge = Edge { block: beyond, args: Vec::new() };
    let branch = |condition, stays, other| match test.truth {
        true => Terminator::Branch { condition, then: stays, other },
        false => Terminator::Branch { condition, then: other, other: stays },
    };
    graph.blocks[test.latch.block.index()].terminator = Some(branch(condition, stays, beyond_edge));
    let again = graph.block();
    let again_edge = Edge { block: again, args: Vec::new() };
    graph.blocks[beyond.index()].terminator = Some(branch(real, again_edge, leaves));
    let copies: HashMap<Value, Value> = test
        .latch
        .behind
        .iter()
        .filter_map(|made| made.result)
        .map(|made| (made, graph.value(graph.class(made))))
        .collect();
    let copied = |value: Value| copies.get(&value).copied().unwrap_or(value);
    for made in &test.latch.behind {
        let mut made = made.clone();
        made.result = made.result.map(copied);
        made.mentions_mut().for_each(|value| *value = copied(*value));
        graph.blocks[again.index()].instructions.push(made);
    }
    let args = test.latch.next.iter().map(|value| copied(*value)).collect();
    graph.blocks[again.index()].terminator = Some(Terminator::Jump(Edge { block: outer, args }));
}
