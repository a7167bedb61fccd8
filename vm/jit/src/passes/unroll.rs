//! Runs several rounds of a small counting loop without asking in between whether to go on.
//!
//! They stand one behind the other in a block of their own, which is gone to as long as so many rounds are left. The loop
//! itself does the rest. Where it can be, two are done at once.

mod pairs;

use crate::ir::loops::enter;
use crate::ir::{Action, Block, BlockData, Class, Edge, Flow, Graph, Instruction, Site, Terminator, Value, repair};
use crate::passes::step::{self, Step};
use pairs::{Pairs, Twice};
use pvm_bytecode::Op;
use rustc_hash::FxHashMap as HashMap;

/// So many rounds; more where two are done at once.
const ROUNDS: i64 = 4;
const PAIRED_ROUNDS: i64 = 8;

/// Loops of more instructions stay as they are.
const MOST: usize = 24;

/// A larger step may be that of a loop which goes few rounds.
const LARGEST_STEP: i64 = 1 << 20;

/// Unrolls small loops, with pairs of rounds at once if that is wanted.
pub fn run(graph: &mut Graph, pairs: bool) {
    let integers: HashMap<Value, i64> = graph
        .live_instructions()
        .filter_map(|made| match (&made.action, made.result) {
            (Action::Int(number), Some(result)) => Some((result, *number)),
            _ => None,
        })
        .collect();
    let flow = Flow::new(graph);
    for block in flow.order.iter().copied() {
        take_in(graph, &flow, block);
        if let Some(counter) = counter(graph, &flow, &integers, block) {
            let pairs = Pairs::find(graph, block, &counter).filter(|_| pairs);
            unroll(graph, block, &counter, pairs.as_ref());
        }
    }
}

/// Makes one block of a loop of two, of which the second only computes what it hands back to the first: that may be done
/// before it is known whether the loop goes on.
fn take_in(graph: &mut Graph, flow: &Flow, block: Block) {
    let Some(Terminator::Branch { then, other, .. }) = &graph.blocks[block.index()].terminator else { return };
    let is_second = |edge: &&Edge| {
        let second = &graph.blocks[edge.block.index()];
        let goes_back = matches!(&second.terminator, Some(Terminator::Jump(back)) if back.block == block);
        let is_small = second.instructions.len() <= 2 && second.instructions.iter().all(|made| made.action.is_free());
        goes_back && is_small && flow.predecessors(edge.block).len() == 1 && edge.args.is_empty()
    };
    let Some(second) = [then, other].into_iter().find(is_second).map(|edge| edge.block) else { return };
    let BlockData { instructions, terminator, .. } = std::mem::take(&mut graph.blocks[second.index()]);
    let Some(Terminator::Jump(back)) = terminator else { return };
    let data = &mut graph.blocks[block.index()];
    data.instructions.extend(instructions);
    let mut edges = data.terminator.iter_mut().flat_map(|end| end.edges_mut());
    edges.find(|edge| edge.block == second).into_iter().for_each(|edge| *edge = back.clone());
}

/// How a loop of one block counts: a parameter goes up by a step each round as long as it is less than a bound, or will be.
struct Counter {
    param: usize,
    step: Step,
    bound: Value,
    /// Where it counts.
    site: Site,
}

fn counter(graph: &Graph, flow: &Flow, integers: &HashMap<Value, i64>, block: Block) -> Option<Counter> {
    let data = &graph.blocks[block.index()];
    let Some(Terminator::Branch { condition, then, other }) = &data.terminator else { return None };
    let (back, less) = match [then, other].map(|edge| edge.block == block) {
        [true, false] => (then, true),
        [false, true] => (other, false),
        _ => return None,
    };
    if data.cold || data.size() > MOST || !data.instructions.iter().all(may_stand_often) {
        return None;
    }
    let made = |value: Value| data.instructions.iter().find(|made| made.result == Some(value));
    let test = made(*condition)?;
    let goes_on = if less { Op::I64LtS {} } else { Op::I64GeS {} };
    let [tested, bound] = test.args[..] else { return None };
    let mut counts = data.params.iter().zip(&back.args);
    let param = counts.position(|(param, next)| tested == *param || tested == *next)?;
    let sum = made(back.args[param])?;
    let counts = sum.action == Action::Pure(Op::I64Add {}) && sum.args[0] == data.params[param];
    let added = *sum.args.get(1)?;
    let step = integers.get(&added).map_or(Step::Same(added), |step| Step::Known(*step));
    let is_small = match step {
        Step::Known(step) => (1..=LARGEST_STEP).contains(&step),
        Step::Same(step) => step::is_asked(graph, flow, block, step),
    };
    let is_outside = made(bound).is_none() && !data.params.contains(&bound);
    let fits = test.action == Action::Pure(goes_on) && counts && is_small && is_outside;
    fits.then_some(Counter { param, step, bound, site: sum.site })
}

/// Whether an instruction does the same in a round that nothing was asked before, and takes little room.
fn may_stand_often(instruction: &Instruction) -> bool {
    let is_access = matches!(
        instruction.action,
        Action::Load { .. } | Action::Store { .. } | Action::Get { .. } | Action::Set { .. } | Action::Length
    );
    let is_global = matches!(instruction.action, Action::GlobalGet(_) | Action::GlobalSet(_));
    let is_constant = matches!(instruction.action, Action::Int(_) | Action::Float(_) | Action::Null);
    let computes = matches!(instruction.action, Action::Pure(_) | Action::Rotate(_) | Action::Choose);
    let marks = matches!(instruction.action, Action::Enter(_) | Action::Spend);
    is_access || is_global || is_constant || computes || marks
}

fn unroll(graph: &mut Graph, block: Block, counter: &Counter, pairs: Option<&Pairs>) {
    let flow = Flow::new(graph);
    let gate = enter(graph, &flow, block, |from| from != block);
    let data = graph.blocks[block.index()].clone();
    let Some(Terminator::Branch { condition, then, other }) = &data.terminator else { return };
    let back = if then.block == block { then } else { other };
    // The rounds, one behind the other.
    let rounds = graph.block();
    let params: Vec<Value> = data.params.iter().map(|param| graph.value(graph.class(*param))).collect();
    let mut now: HashMap<Value, Value> = HashMap::default();
    let mut handed = params.clone();
    let mut instructions = Vec::new();
    let mut twice = Twice::default();
    let count = if pairs.is_some() { PAIRED_ROUNDS } else { ROUNDS };
    for round in 0..count {
        now = data.params.iter().copied().zip(handed).collect();
        for made in &data.instructions {
            if pairs.is_some_and(|pairs| pairs.has(made)) {
                if round % 2 == 0 {
                    twice.push(graph, made, &now, &mut instructions);
                }
                continue;
            }
            let mut made = made.clone();
            made.args.iter_mut().for_each(|arg| *arg = at(&now, *arg));
            if let Some(result) = made.result {
                let copy = graph.value(graph.class(result));
                now.insert(result, copy);
                made.result = Some(copy);
            }
            instructions.push(made);
        }
        handed = back.args.iter().map(|arg| at(&now, *arg)).collect();
    }
    twice.finish(graph, &mut instructions);
    graph.blocks[rounds.index()] = BlockData { params, instructions, ..BlockData::default() };
    let last = graph.block();
    let enough = is_far(graph, rounds, handed[counter.param], counter, count);
    let again = Edge { block: rounds, args: handed };
    let rest = Edge { block: last, args: Vec::new() };
    graph.blocks[rounds.index()].terminator = Some(Terminator::Branch { condition: enough, then: again, other: rest });
    let along = |edge: &Edge| Edge { args: edge.args.iter().map(|arg| at(&now, *arg)).collect(), ..*edge };
    let end = Terminator::Branch { condition: at(&now, *condition), then: along(then), other: along(other) };
    graph.blocks[last.index()].terminator = Some(end);
    // The first round is gone whatever the bound is.
    let taken = graph.blocks[gate.index()].params.clone();
    let is_less = push(graph, gate, counter, Action::Pure(Op::I64LtS {}), vec![taken[counter.param], counter.bound]);
    let enough = is_far(graph, gate, taken[counter.param], counter, count);
    let mut all = push(graph, gate, counter, Action::Pure(Op::I64And {}), vec![is_less, enough]);
    for arrays in pairs.iter().flat_map(|pairs| &pairs.apart) {
        let same = push(graph, gate, counter, Action::Pure(Op::RefEq {}), arrays.to_vec());
        let differ = push(graph, gate, counter, Action::Pure(Op::I64Eqz {}), vec![same]);
        all = push(graph, gate, counter, Action::Pure(Op::I64And {}), vec![all, differ]);
    }
    let [then, other] = [rounds, block].map(|block| Edge { block, args: taken.clone() });
    graph.blocks[gate.index()].terminator = Some(Terminator::Branch { condition: all, then, other });
    let mut copies: Vec<_> = now.into_iter().map(|(value, copy)| (value, block, copy, rounds)).collect();
    copies.sort_unstable();
    repair(graph, &copies);
}

fn at(now: &HashMap<Value, Value>, value: Value) -> Value {
    now.get(&value).copied().unwrap_or(value)
}

/// Whether at least so many rounds are left for a value of the counter that is less than the bound; there may be one more
/// where it is compared before it is counted on. The difference may be too large for a number, and is negative then; the
/// rounds would go on, but need not.
fn is_far(graph: &mut Graph, block: Block, value: Value, counter: &Counter, rounds: i64) -> Value {
    let left = push(graph, block, counter, Action::Pure(Op::I64Sub {}), vec![counter.bound, value]);
    let distance = match counter.step {
        Step::Known(step) => push(graph, block, counter, Action::Int(step * (rounds - 1)), Vec::new()),
        Step::Same(step) => {
            let rounds = push(graph, block, counter, Action::Int(rounds - 1), Vec::new());
            push(graph, block, counter, Action::Pure(Op::I64Mul {}), vec![step, rounds])
        }
    };
    push(graph, block, counter, Action::Pure(Op::I64GtS {}), vec![left, distance])
}

/// An instruction that gives a number, behind the others of a block.
fn push(graph: &mut Graph, block: Block, counter: &Counter, action: Action, args: Vec<Value>) -> Value {
    let result = graph.value(Class::Int);
    let made = Instruction { action, args, result: Some(result), site: counter.site, frame: None };
    graph.blocks[block.index()].instructions.push(made);
    result
}
