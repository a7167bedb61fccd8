//! Has counting loops look for wishes of the machine every so many rounds only: the loop is put in another one that does
//! so, and goes on to a nearer bound.

use crate::ir::loops::{Loop, innermost};
use crate::ir::{Action, Block, BlockData, Class, Edge, Flow, Graph, Instruction, Terminator, Value};
use pvm_bytecode::Op;
use rustc_hash::FxHashMap as HashMap;

/// So many rounds are run without looking, about a tenth of a millisecond at most.
const ROUNDS: i64 = 1024;

/// There may be one more that gets to the bound, and one more where it is compared before it is counted on.
const MORE: i64 = 2;

/// Loops of more instructions may look in every round.
const MOST: usize = 100;

pub fn run(graph: &mut Graph) {
    let makers = makers(graph);
    for known in innermost(graph, &Flow::new(graph)) {
        if let Some(test) = test(graph, &makers, &known) {
            split(graph, &known, &test);
        }
    }
}

type Makers = HashMap<Value, (Action, Vec<Value>)>;

fn makers(graph: &Graph) -> Makers {
    let all = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
    let made = |made: &Instruction| Some((made.result?, (made.action.clone(), made.args.clone())));
    all.filter_map(made).collect()
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
    /// Which parameter of the header counts, and how far in all rounds.
    param: usize,
    distance: i64,
}

fn test(graph: &Graph, makers: &Makers, known: &Loop) -> Option<Test> {
    let header = &graph.blocks[known.header.index()];
    let size: usize = known.blocks.iter().map(|block| graph.blocks[block.index()].instructions.len()).sum();
    if !matches!(header.instructions.first()?.action, Action::Poll { .. }) || header.cold || size > MOST {
        return None;
    }
    let latch = latch(graph, known)?;
    let Some(Terminator::Branch { condition, then, other }) = &graph.blocks[latch.block.index()].terminator else {
        return None;
    };
    let truth = match [then, other].map(|edge| known.blocks.contains(&edge.block)) {
        [true, false] => true,
        [false, true] => false,
        _ => return None,
    };
    let (Action::Pure(op), args) = makers.get(condition)? else { return None };
    let [tested, bound] = args[..] else { return None };
    let op = *op;
    let (up, down) = match op {
        Op::I64LtS {} | Op::I64LeS {} => (truth, !truth),
        Op::I64GtS {} | Op::I64GeS {} => (!truth, truth),
        _ => return None,
    };
    let counts = header.params.iter().zip(&latch.next).map(|(param, next)| step(makers, *param, *next, tested));
    let (param, step) = counts.enumerate().find_map(|(place, step)| Some((place, step?)))?;
    let distance = step.checked_mul(ROUNDS)?;
    let fits = if distance > 0 { up } else { down && distance != 0 };
    (fits && !is_defined(graph, known, bound)).then_some(Test { latch, op, tested, bound, truth, param, distance })
}

/// The only way back to the header: from the test, or by way of a block that just computes what is handed on.
fn latch(graph: &Graph, known: &Loop) -> Option<Latch> {
    let flow = Flow::new(graph);
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
fn step(makers: &Makers, param: Value, next: Value, tested: Value) -> Option<i64> {
    let (Action::Pure(Op::I64Add {}), args) = makers.get(&next)? else { return None };
    let (Action::Int(step), _) = makers.get(&args[1])? else { return None };
    (args[0] == param && (tested == param || tested == next)).then_some(*step)
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
    let poll = graph.blocks[header.index()].instructions.remove(0);
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
    let mut poll = poll;
    if let Action::Poll { fuel } = &mut poll.action {
        *fuel *= ROUNDS + MORE;
    }
    poll.mentions_mut().for_each(|value| *value = outside.get(value).copied().unwrap_or(*value));
    graph.blocks[outer.index()] = BlockData { params: taken.clone(), instructions: vec![poll], ..BlockData::default() };
    let distance = pure(graph, outer, Action::Int(test.distance), Vec::new());
    let far = pure(graph, outer, Action::Pure(Op::I64Add {}), vec![taken[test.param], distance]);
    let nearer = if test.distance > 0 { Op::I64LtS {} } else { Op::I64GtS {} };
    let is_nearer = pure(graph, outer, Action::Pure(nearer), vec![far, test.bound]);
    let set = graph.block();
    let bound = graph.value(Class::Int);
    let to_set = |bound: Value| Edge { block: set, args: vec![bound] };
    let (then, other) = (to_set(far), to_set(test.bound));
    graph.blocks[outer.index()].terminator = Some(Terminator::Branch { condition: is_nearer, then, other });
    let into = Terminator::Jump(Edge { block: header, args: taken });
    graph.blocks[set.index()] = BlockData { params: vec![bound], terminator: Some(into), ..BlockData::default() };
    for block in 0..graph.blocks.len() {
        let enters = !known.blocks.contains(&Block(block as u32)) && block != set.index();
        let end = graph.blocks[block].terminator.iter_mut().filter(|_| enters).flat_map(|end| end.edges_mut());
        end.filter(|edge| edge.block == header).for_each(|edge| edge.block = outer);
    }
    // Behind the nearer bound the old one decides.
    let beyond = graph.block();
    let condition = pure(graph, test.latch.block, Action::Pure(test.op), vec![test.tested, bound]);
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
