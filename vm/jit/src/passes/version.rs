//! Makes a second version of an innermost loop, without the checks that can be made before it: that an index stays within
//! an array whose length does not change, or anything else that is the same in every round. Where they hold beforehand the
//! new version runs, and what was rare in the loop leads from it into the old one; else the old one runs as ever.

mod invariant;
mod range;
mod split;

use crate::ir::loops::{Loop, enter, innermost, separate};
use crate::ir::{Action, Block, BlockData, Edge, Flow, Graph, Instruction, Terminator, Value, repair};
use crate::passes::{Facts, params};
use invariant::Invariants;
use range::{Counter, Range};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use split::Split;

/// Loops of more instructions or blocks are left alone.
const MOST: usize = 300;

/// Makes versions of loops; of two parts if `may_split` and if that pays.
pub fn run(facts: &Facts, graph: &mut Graph, may_split: bool) {
    if !graph.entry.is_empty() {
        separate(graph, &Flow::new(graph));
        params::run(graph);
    }
    for known in innermost(graph, &Flow::new(graph)) {
        let behind = version(facts, graph, &known, may_split);
        behind.and_then(|behind| version(facts, graph, &behind, false));
    }
}

/// A condition that is found to hold before the loop.
struct Condition<'a> {
    place: Spot,
    holds: Holds<'a>,
}

/// Where it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Spot {
    /// A check: the place of the instruction.
    Check(Block, usize),
    /// The branch at the end of a block; whether it goes the first way.
    Branch(Block, bool),
}

/// How it is found.
enum Holds<'a> {
    /// The value is true, or false, in every round.
    Always(Value, bool),
    /// The index is below the length in every round.
    Within(Range<'a>),
}

/// Gives the loop for the rounds behind a split, if there is one.
fn version(facts: &Facts, graph: &mut Graph, known: &Loop, may_split: bool) -> Option<Loop> {
    let usual = usual_blocks(graph, known, None);
    let size: usize = usual.iter().map(|block| graph.blocks[block.index()].size()).sum();
    let ends_back = |block: &&Block| edges(graph, **block).any(|edge| edge.block == known.header);
    let back: Vec<Block> = usual.iter().filter(ends_back).copied().collect();
    let [back] = back[..] else { return None };
    if size.max(usual.len()) > MOST {
        return None;
    }
    let invariants = Invariants::new(facts, graph, &usual);
    let on_every_way = |block: &Block| *block == back || !usual_blocks(graph, known, Some(*block)).contains(&back);
    let spine: Vec<Block> = usual.iter().copied().filter(on_every_way).collect();
    let counters = Counter::all(graph, &invariants, &usual, &spine);
    let mut found = find(graph, &usual, &spine, &invariants, &counters);
    found.split = found.split.filter(|_| may_split && split::pays(graph, &usual));
    if found.conditions.is_empty() && found.split.is_none() {
        return None;
    }
    let way = enter(graph, &Flow::new(graph), known.header, |from| !known.blocks.contains(&from));
    let mut dropped: HashSet<Spot> = found.conditions.iter().map(|condition| condition.place).collect();
    graph.removed.checks += dropped.len();
    let behind = found.split.as_ref().map(|split| {
        let mut dropped = dropped.clone();
        dropped.insert(split.place(true));
        copy(graph, &usual, &dropped)
    });
    dropped.extend(found.split.as_ref().map(|split| split.place(false)));
    let copy = copy(graph, &usual, &dropped);
    for block in &known.blocks {
        graph.blocks[block.index()].cold = true;
    }
    ask(graph, known.header, [&copy, behind.as_ref().unwrap_or(&copy)], way, found, &invariants);
    let mut values = copy.values;
    values.extend(behind.iter().flat_map(|behind| &behind.values));
    values.sort_unstable();
    repair(graph, &values);
    // What is the same in every round of the loops behind is not to hide as a parameter of theirs.
    params::run(graph);
    behind.map(|behind| Loop { header: behind.header, blocks: behind.blocks.into_values().collect() })
}

fn edges(graph: &Graph, block: Block) -> impl Iterator<Item = &Edge> {
    graph.blocks[block.index()].terminator.iter().flat_map(|end| end.edges())
}

/// The blocks of a loop that rounds go through usually, or would if one of them led nowhere. Where all ways to a block go
/// through another one, that comes first.
fn usual_blocks(graph: &Graph, known: &Loop, dead_end: Option<Block>) -> Vec<Block> {
    let mut usual = vec![known.header];
    let mut next = 0;
    while let Some(block) = usual.get(next) {
        next += 1;
        if Some(*block) == dead_end {
            continue;
        }
        let ways: Vec<Block> = edges(graph, *block).map(|edge| edge.block).collect();
        for to in ways {
            if known.blocks.contains(&to) && !graph.blocks[to.index()].cold && !usual.contains(&to) {
                usual.push(to);
            }
        }
    }
    usual
}

/// What can be done before a loop.
#[derive(Default)]
struct Found<'a> {
    /// The conditions that every round asks and that can be asked before, in the order in which they are asked.
    conditions: Vec<Condition<'a>>,
    /// What every round loads that is the same in each.
    loads: Vec<Value>,
    /// Where rounds go one way at first and the other way from some round on.
    split: Option<Split<'a>>,
}

fn find<'a>(
    graph: &Graph,
    usual: &[Block],
    spine: &[Block],
    invariants: &Invariants,
    counters: &'a [Counter],
) -> Found<'a> {
    let mut found = Found::default();
    let holds = |condition: Value, truth: bool, place: usize| {
        let within =
            || counters.iter().filter(|_| truth).find_map(|counter| counter.range(invariants, condition, place));
        let always = invariants.has(condition).then_some(Holds::Always(condition, truth));
        always.or_else(|| within().map(Holds::Within))
    };
    for (place, block) in spine.iter().copied().enumerate() {
        let data = &graph.blocks[block.index()];
        for (index, instruction) in data.instructions.iter().enumerate() {
            if instruction.action.is_pure() {
                found.loads.extend(instruction.result.filter(|result| invariants.is_load(*result)));
            } else if instruction.action == Action::Check {
                let condition = instruction.args[0];
                match holds(condition, true, place) {
                    Some(holds) => found.conditions.push(Condition { place: Spot::Check(block, index), holds }),
                    // What comes behind may rely on it.
                    None if !invariants.is_of_numbers(condition) => return found,
                    None => {}
                }
            }
        }
        match &data.terminator {
            Some(Terminator::Branch { condition, then, other }) if place + 1 < spine.len() => {
                let stays = [then, other].map(|edge| usual.contains(&edge.block));
                if stays == [true, true] {
                    let split = || counters.iter().find_map(|one| Split::find(one, invariants, block, *condition));
                    found.split = found.split.or_else(split);
                    continue;
                }
                match holds(*condition, stays[0], place) {
                    Some(holds) => found.conditions.push(Condition { place: Spot::Branch(block, stays[0]), holds }),
                    None if !invariants.is_of_numbers(*condition) => break,
                    None => {}
                }
            }
            Some(Terminator::Switch { .. }) => break,
            _ => {}
        }
    }
    found
}

/// The second version of a loop.
struct Copy {
    header: Block,
    /// By block, its copy.
    blocks: HashMap<Block, Block>,
    /// By value, where it is defined, its copy, and where that is.
    values: Vec<(Value, Block, Value, Block)>,
}

/// Copies the usual blocks, of which the header is the first, without what is known to hold.
fn copy(graph: &mut Graph, usual: &[Block], dropped: &HashSet<Spot>) -> Copy {
    let blocks: HashMap<Block, Block> = usual.iter().map(|block| (*block, graph.block())).collect();
    let mut values = Vec::new();
    for block in usual {
        let data = &graph.blocks[block.index()];
        let results = data.instructions.iter().filter_map(|instruction| instruction.result);
        let defined: Vec<Value> = data.params.iter().copied().chain(results).collect();
        for value in defined {
            values.push((value, *block, graph.value(graph.class(value)), blocks[block]));
        }
    }
    let copies: HashMap<Value, Value> = values.iter().map(|(value, _, copy, _)| (*value, *copy)).collect();
    let copied = |value: Value| copies.get(&value).copied().unwrap_or(value);
    for block in usual {
        let data = &graph.blocks[block.index()];
        let params = data.params.iter().map(|value| copied(*value)).collect();
        let kept = data.instructions.iter().enumerate();
        let kept = kept.filter(|(index, _)| !dropped.contains(&Spot::Check(*block, *index)));
        let instruction = |(_, instruction): (usize, &Instruction)| {
            let mut instruction = instruction.clone();
            instruction.result = instruction.result.map(copied);
            instruction.mentions_mut().for_each(|value| *value = copied(*value));
            instruction
        };
        let instructions = kept.map(instruction).collect();
        let mut terminator = match &data.terminator {
            Some(Terminator::Branch { then, .. }) if dropped.contains(&Spot::Branch(*block, true)) => {
                Some(Terminator::Jump(then.clone()))
            }
            Some(Terminator::Branch { other, .. }) if dropped.contains(&Spot::Branch(*block, false)) => {
                Some(Terminator::Jump(other.clone()))
            }
            other => other.clone(),
        };
        if let Some(end) = &mut terminator {
            end.uses_mut().for_each(|value| *value = copied(*value));
            for edge in end.edges_mut() {
                edge.block = blocks.get(&edge.block).copied().unwrap_or(edge.block);
            }
        }
        let cold = data.cold;
        graph.blocks[blocks[block].index()] = BlockData { params, instructions, terminator, cold };
    }
    Copy { header: blocks[&usual[0]], blocks, values }
}

/// Asks all conditions before the loop, and goes to the old version, or to the new one: of that there are two if it is split.
fn ask(graph: &mut Graph, header: Block, copies: [&Copy; 2], way: Block, found: Found, invariants: &Invariants) {
    let args = graph.blocks[way.index()].params.clone();
    let starts = graph.blocks[header.index()].params.iter().copied().zip(args.iter().copied()).collect();
    let mut asking = invariants.ask_in(graph, way, starts);
    for condition in found.conditions {
        match condition.holds {
            Holds::Always(value, truth) => {
                let value = asking.value(value);
                asking.require(value, truth, header, &args);
            }
            Holds::Within(range) => {
                for condition in range.conditions(&mut asking) {
                    asking.require(condition, true, header, &args);
                }
            }
        }
    }
    if let Some(split) = &found.split {
        for condition in split.conditions(&mut asking) {
            asking.require(condition, true, header, &args);
        }
    }
    // The loads of the copy find that these have been made.
    for value in found.loads {
        asking.value(value);
    }
    match found.split {
        Some(split) => split.divide(asking, copies, args),
        None => asking.end(Terminator::Jump(Edge { block: copies[0].header, args })),
    }
}
