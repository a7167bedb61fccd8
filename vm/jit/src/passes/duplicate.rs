//! Gives a predecessor a block of its own, where what it hands on decides how the block ends.

use crate::ir::{Action, Block, BlockData, Edge, Flow, Graph, Instruction, Makers, Terminator, Value, repair};
use pvm_bytecode::Op;
use pvm_bytecode::eval::{self, fold};
use pvm_runtime::heap::ShapeId;
use pvm_runtime::program::Program;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Larger blocks are not copied.
const MOST: usize = 12;

/// So many copies are made in a graph.
const COPIES: usize = 64;

pub fn run(program: &Program, graph: &mut Graph) {
    let mut left = COPIES;
    while left > 0 {
        let decided = find(program, graph);
        if decided.is_empty() {
            return;
        }
        for (from, place, block) in decided.into_iter().take(left) {
            copy(graph, from, place, block);
            left -= 1;
        }
    }
}

/// What is known of a value.
#[derive(Clone, Copy)]
enum Known {
    Int(i64),
    Null,
    Object(ShapeId),
}

/// Blocks, which of their edges are decided, and the blocks that these lead to: each block is in one of them only, so that
/// copying for one leaves the others as they are.
fn find(program: &Program, graph: &Graph) -> Vec<(Block, usize, Block)> {
    let flow = Flow::new(graph);
    let makers = Makers::new(graph);
    let is_target = |block: Block| {
        let data = &graph.blocks[block.index()];
        let copied = |instruction: &Instruction| !matches!(instruction.action, Action::Call(_));
        let decides = matches!(data.terminator, Some(Terminator::Branch { .. } | Terminator::Switch { .. }));
        let fits = data.size() <= MOST && data.instructions.iter().all(copied);
        let from = flow.predecessors(block);
        let is_header = from.iter().any(|from| flow.dominates(block, *from));
        decides && fits && from.len() > 1 && !is_header && !data.params.is_empty()
    };
    let mut decided = Vec::new();
    let mut taken = HashSet::default();
    for from in &flow.order {
        let Some(end) = &graph.blocks[from.index()].terminator else { continue };
        for (place, edge) in end.edges().enumerate() {
            let is_free = !taken.contains(from) && !taken.contains(&edge.block);
            if is_free && is_target(edge.block) && is_decided(program, graph, &makers, edge) {
                taken.extend([*from, edge.block]);
                decided.push((*from, place, edge.block));
            }
        }
    }
    decided
}

fn is_decided(program: &Program, graph: &Graph, makers: &Makers, edge: &Edge) -> bool {
    let data = &graph.blocks[edge.block.index()];
    let (Some(Terminator::Branch { condition: value, .. }) | Some(Terminator::Switch { value, .. })) = &data.terminator
    else {
        return false;
    };
    let handed = data.params.iter().copied().zip(edge.args.iter().copied()).collect();
    matches!(known(program, makers, &handed, *value, MOST), Some(Known::Int(_)))
}

/// What is known of a value where parameters are what is handed on.
fn known(
    program: &Program,
    makers: &Makers,
    handed: &HashMap<Value, Value>,
    value: Value,
    depth: usize,
) -> Option<Known> {
    if let Some(arg) = handed.get(&value) {
        return known(program, makers, &HashMap::default(), *arg, depth.checked_sub(1)?);
    }
    let made = makers.of(value)?;
    let depth = depth.checked_sub(1)?;
    let args = || made.args.iter().map(|arg| known(program, makers, handed, *arg, depth));
    match &made.action {
        Action::Int(number) => Some(Known::Int(*number)),
        Action::Null => Some(Known::Null),
        Action::New { ty, .. } => Some(Known::Object(program.shapes().of(*ty))),
        Action::Shape => match args().next()?? {
            Known::Object(shape) => Some(Known::Int(shape.0.into())),
            _ => None,
        },
        Action::Tag(_) => match args().next()?? {
            Known::Object(shape) => Some(Known::Int(program.tags()[shape.index()].into())),
            _ => None,
        },
        Action::Pure(Op::RefIsNull {}) => match args().next()?? {
            Known::Int(_) => None,
            known => Some(Known::Int(matches!(known, Known::Null).into())),
        },
        Action::Pure(op) => {
            let numbers: Option<Vec<eval::Value>> = args()
                .map(|known| match known? {
                    Known::Int(number) => Some(eval::Value::I64(number)),
                    _ => None,
                })
                .collect();
            match fold(*op, &numbers?)? {
                eval::Value::I64(number) => Some(Known::Int(number)),
                eval::Value::F64(_) => None,
            }
        }
        _ => None,
    }
}

fn copy(graph: &mut Graph, from: Block, place: usize, block: Block) {
    let own = graph.block();
    let end = graph.blocks[from.index()].terminator.iter_mut().flat_map(|end| end.edges_mut());
    let Some(edge) = end.into_iter().nth(place) else { return };
    edge.block = own;
    let args = std::mem::take(&mut edge.args);
    let data = graph.blocks[block.index()].clone();
    let mut copies: HashMap<Value, Value> = data.params.iter().copied().zip(args).collect();
    for result in data.instructions.iter().filter_map(|instruction| instruction.result) {
        copies.insert(result, graph.value(graph.class(result)));
    }
    let copied = |value: Value| copies.get(&value).copied().unwrap_or(value);
    let mut taken = BlockData { params: Vec::new(), ..data };
    for instruction in &mut taken.instructions {
        instruction.result = instruction.result.map(copied);
    }
    taken.mentions_mut().for_each(|value| *value = copied(*value));
    graph.blocks[own.index()] = taken;
    let mut copies: Vec<_> = copies.into_iter().map(|(value, copy)| (value, block, copy, own)).collect();
    copies.sort_unstable();
    repair(graph, &copies);
}
