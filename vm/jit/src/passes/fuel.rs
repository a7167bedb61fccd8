//! Has fuel asked for once instead of in every block: where a function begins, where a round of a loop does, and behind calls.
//! If there is enough there for the dearest way to the next such place, or to the end of the round, blocks only count what
//! they take. If there isn't, the code is left, and the interpreter finds out where exactly it ends.
//!
//! A round that can neither trap nor call counts all that it takes at once.

mod gather;
mod sink;

pub use gather::gather;
pub use sink::sink;

use crate::ir::loops::all;
use crate::ir::{Action, Block, Callee, Class, Flow, Graph, Instruction, Site, Value};
use pvm_runtime::tier::Unit;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Has blocks count only, as far as that goes. What has been so before stays so.
pub fn guard(graph: &mut Graph, unit: Unit) {
    let flow = Flow::new(graph);
    let mut passed: HashMap<Block, Passed> = HashMap::default();
    // Blocks at whose end there is an ask behind which they are.
    let mut covered: HashSet<Block> = HashSet::default();
    for block in flow.order.iter().copied() {
        let from = flow.predecessors(block);
        let enters = block.index() == 0 && unit.from.is_none() && from.is_empty();
        let starts = enters || !from.is_empty() && from.iter().all(|from| covered.contains(from));
        let (events, ends) = count(graph, block, starts);
        if ends {
            covered.insert(block);
        }
        passed.insert(block, Passed { starts, events });
    }
    for (block, place, need) in asks(graph, &flow, &passed, &covered) {
        match place.map(|place| &mut graph.blocks[block.index()].instructions[place]) {
            Some(Instruction { action: Action::Poll { fuel, beyond }, .. }) => {
                *fuel += need.round;
                *beyond += need.all - need.round;
            }
            Some(Instruction { frame: Some(frame), .. }) => frame.fuel += need.all,
            _ => graph.fuel += need.all,
        }
    }
}

/// What a block does with fuel, in its order.
struct Passed {
    /// Whether an ask is passed on every way to it.
    starts: bool,
    events: Vec<Event>,
}

enum Event {
    /// Takes what has been asked for.
    Takes(i64),
    /// Relies on so much to be there.
    Wants(i64),
    /// An instruction can ask.
    Asks(usize),
}

/// What the dearest way from somewhere takes: as far as the next ask, and as far as that or the end of the round.
#[derive(Clone, Copy, Default)]
struct Need {
    all: i64,
    round: i64,
}

impl Need {
    fn max(self, other: Self) -> Self {
        Self { all: self.all.max(other.all), round: self.round.max(other.round) }
    }
}

/// How much is to be asked for, by block and instruction, or where the function begins.
fn asks(
    graph: &Graph,
    flow: &Flow,
    passed: &HashMap<Block, Passed>,
    covered: &HashSet<Block>,
) -> Vec<(Block, Option<usize>, Need)> {
    let within = innermost_headers(graph, flow);
    let mut asks = Vec::new();
    let mut needs: HashMap<Block, Need> = HashMap::default();
    for block in flow.order.iter().rev() {
        let edges = graph.blocks[block.index()].terminator.iter().flat_map(|end| end.edges());
        let edges = edges.filter(|_| covered.contains(block));
        let behind = edges.filter_map(|edge| {
            let Need { all, round } = *needs.get(&edge.block)?;
            let stays = within.get(block) == within.get(&edge.block);
            Some(Need { all, round: if stays { round } else { 0 } })
        });
        let mut need = behind.fold(Need::default(), Need::max);
        let Passed { starts, events } = &passed[block];
        for event in events.iter().rev() {
            match *event {
                Event::Takes(cost) => need = Need { all: need.all + cost, round: need.round + cost },
                Event::Wants(cost) => need = need.max(Need { all: cost, round: cost }),
                Event::Asks(place) => asks.push((*block, Some(place), std::mem::take(&mut need))),
            }
        }
        if block.index() == 0 && *starts {
            asks.push((*block, None, need));
        } else if *starts {
            needs.insert(*block, need);
        }
    }
    asks
}

/// By block in a loop, the header of the innermost one.
fn innermost_headers(graph: &Graph, flow: &Flow) -> HashMap<Block, Block> {
    let mut loops = all(graph, flow);
    loops.sort_by_key(|known| std::cmp::Reverse(known.blocks.len()));
    loops.iter().flat_map(|known| known.blocks.iter().map(|block| (*block, known.header))).collect()
}

/// Has a block count only, wherever there is an ask before. Gives what it does, and whether there is one before its end.
fn count(graph: &mut Graph, block: Block, mut covered: bool) -> (Vec<Event>, bool) {
    let (mut counted, mut events) = (Vec::new(), Vec::new());
    for mut made in std::mem::take(&mut graph.blocks[block.index()].instructions) {
        let site = made.site;
        match made.action {
            Action::Fuel(cost) if covered => {
                events.push(Event::Takes(cost.into()));
                let cost = number(graph, cost.into(), site, &mut counted);
                made = Instruction { action: Action::Spend, args: vec![cost], ..made };
            }
            Action::FuelLeft(cost) if covered => {
                events.push(Event::Wants(cost.into()));
                made.action = Action::Int(1);
            }
            _ if asks_behind(&made.action) => {
                events.push(Event::Asks(counted.len()));
                covered = true;
            }
            _ => covered &= !takes_more(&made.action),
        }
        counted.push(made);
    }
    graph.blocks[block.index()].instructions = counted;
    (events, covered)
}

/// Whether the code can be left behind an instruction.
fn asks_behind(action: &Action) -> bool {
    matches!(action, Action::Poll { .. } | Action::Call(Callee::Function(_) | Callee::Value | Callee::Method(_)))
}

/// Whether an instruction may take fuel that isn't known.
fn takes_more(action: &Action) -> bool {
    matches!(action, Action::ArrayCopy { .. } | Action::ArrayFill { .. } | Action::Known(_) | Action::Call(_))
}

fn number(graph: &mut Graph, number: i64, site: Site, to: &mut Vec<Instruction>) -> Value {
    let result = graph.value(Class::Int);
    to.push(Instruction { action: Action::Int(number), args: Vec::new(), result: Some(result), site, frame: None });
    result
}
