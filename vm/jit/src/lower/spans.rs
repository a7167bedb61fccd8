//! Which references live across safepoints, and where they are found behind each.

use crate::build::Refusal;
use crate::ir::{Action, Block, Class, Flow, Frame, Graph, Instruction, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// See the file.
pub struct Spans {
    spanning: HashSet<Value>,
    /// By block and place in it, the references that live behind a safepoint, its result left out.
    behind: HashMap<(Block, usize), Vec<(Value, Source)>>,
}

/// Where a reference is found when objects may have moved.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// In a slot of the frame.
    Slot(u32),
    /// Where that entry of the frame's list says; what it is loaded from comes before it.
    Again(usize),
}

/// More pairs of safepoints and references are not kept.
const MOST: usize = 1 << 18;

impl Spans {
    /// # Errors
    /// Too many references live across too many safepoints.
    pub fn new(graph: &Graph) -> Result<Self, Refusal> {
        // Null is the same wherever it is.
        let nulls: HashSet<Value> = graph
            .live_instructions()
            .filter(|instruction| instruction.action == Action::Null)
            .filter_map(|instruction| instruction.result)
            .collect();
        let tracked = |value: &Value| graph.class(*value) == Class::Ref && !nulls.contains(value);
        let flow = Flow::new(graph);
        let mut starts: Vec<HashSet<Value>> = vec![HashSet::default(); graph.blocks.len()];
        // The blocks at whose end something else may live since they were looked at.
        let mut due: HashSet<Block> = flow.order.iter().copied().collect();
        while !due.is_empty() {
            for block in flow.order.iter().rev() {
                if !due.remove(block) {
                    continue;
                }
                let mut live = ends(graph, *block, &starts, tracked);
                let data = &graph.blocks[block.index()];
                for instruction in data.instructions.iter().rev() {
                    instruction.result.map(|result| live.remove(&result));
                    if instruction.action.may_move() {
                        live.extend(kept(graph, instruction, &live, tracked).0.iter().map(|(value, _)| value));
                    }
                    live.extend(instruction.uses().filter(tracked));
                }
                data.params.iter().for_each(|param| {
                    live.remove(param);
                });
                if live.len() != starts[block.index()].len() {
                    starts[block.index()] = live;
                    due.extend(flow.predecessors(*block));
                }
            }
        }
        let (mut spanning, mut behind, mut total) = (HashSet::default(), HashMap::default(), 0);
        for block in flow.order {
            let mut live = ends(graph, block, &starts, tracked);
            for (index, instruction) in graph.blocks[block.index()].instructions.iter().enumerate().rev() {
                instruction.result.map(|result| live.remove(&result));
                if instruction.action.may_move() {
                    let (kept, lost) = kept(graph, instruction, &live, tracked);
                    if lost {
                        return Err("a reference has no slot at a safepoint");
                    }
                    total += kept.len();
                    if total > MOST {
                        return Err("too many references live across calls");
                    }
                    spanning.extend(kept.iter().map(|(value, _)| *value));
                    live.extend(kept.iter().map(|(value, _)| *value));
                    behind.insert((block, index), kept);
                }
                live.extend(instruction.uses().filter(tracked));
            }
        }
        Ok(Self { spanning, behind })
    }

    /// Whether a reference lives across a safepoint.
    pub fn spans(&self, value: Value) -> bool {
        self.spanning.contains(&value)
    }

    /// The references that live behind a safepoint.
    pub fn behind(&self, at: (Block, usize)) -> &[(Value, Source)] {
        self.behind.get(&at).map_or(&[], Vec::as_slice)
    }
}

/// What is found again behind a safepoint, of what lives there, and whether some of it is not.
fn kept(
    graph: &Graph,
    instruction: &Instruction,
    live: &HashSet<Value>,
    tracked: impl Fn(&Value) -> bool,
) -> (Vec<(Value, Source)>, bool) {
    let mut wanted: Vec<Value> = live.iter().copied().collect();
    // What it makes of its arguments may need them after they have moved.
    if !matches!(instruction.action, Action::Call(_) | Action::Known(_)) {
        wanted.extend(instruction.args.iter().filter(|value| tracked(value)));
    }
    wanted.sort_unstable();
    wanted.dedup();
    let mut kept = Vec::new();
    let nothing = Frame::default();
    let frame = instruction.frame.as_deref().unwrap_or(&nothing);
    let found = wanted.into_iter().map(|value| find(graph, frame, value, &mut kept, DEEPEST));
    let lost = found.filter(|found| !found).count() > 0;
    (kept, lost)
}

/// So many loads lead to a reference at most.
const DEEPEST: usize = 8;

/// Adds a reference to those that are kept, behind what it is loaded from.
fn find(graph: &Graph, frame: &Frame, value: Value, kept: &mut Vec<(Value, Source)>, depth: usize) -> bool {
    if kept.iter().any(|(known, _)| *known == value) {
        return true;
    }
    if let Some((slot, _)) = frame.slots.iter().find(|(_, known)| *known == value) {
        kept.push((value, Source::Slot(*slot)));
        return true;
    }
    let mut ways = frame.again.iter().enumerate().filter(|(_, again)| again.value == value && depth > 0);
    let way = ways.find(|(_, again)| {
        let mut objects = again.args.iter().filter(|arg| graph.class(**arg) == Class::Ref);
        objects.all(|object| find(graph, frame, *object, kept, depth - 1))
    });
    kept.extend(way.map(|(place, _)| (value, Source::Again(place))));
    way.is_some()
}

/// What lives at the end of a block.
fn ends(graph: &Graph, block: Block, starts: &[HashSet<Value>], tracked: impl Fn(&Value) -> bool) -> HashSet<Value> {
    let mut live = HashSet::default();
    let Some(terminator) = &graph.blocks[block.index()].terminator else { return live };
    live.extend(terminator.own_uses().iter().copied().filter(|value| tracked(value)));
    for edge in terminator.edges() {
        live.extend(&starts[edge.block.index()]);
        live.extend(edge.args.iter().copied().filter(|value| tracked(value)));
    }
    live
}
