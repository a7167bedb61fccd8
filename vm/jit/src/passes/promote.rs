//! Keeps in values the numbers that stand in fields of objects which nobody else knows: where ways meet, a parameter takes
//! what a field holds.

use crate::ir::{Action, Block, Class, Flow, Graph, Meeting, Place, Value};
use crate::passes::escape::local_objects;
use pvm_bytecode::FieldId;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// A field of an object.
type Field = (Value, Place);

/// What is known of fields in a block, or where it ends.
type Known = HashMap<Field, Value>;

/// Whether there were such fields.
pub fn run(graph: &mut Graph) -> bool {
    let fields = fields(graph);
    if fields.is_empty() {
        return false;
    }
    let flow = Flow::new(graph);
    let mut promotion = Promotion { same: Vec::new(), ends: HashMap::default(), starts: Vec::new() };
    for block in &flow.order {
        promotion.block(graph, *block, &fields);
    }
    let Promotion { mut same, ends, starts } = promotion;
    let meeting = |(field, class): (&Field, &Class)| {
        let ends = ends.get(field).into_iter().flatten().map(|(block, value)| (*block, *value));
        (*field, Meeting::new(&flow, *class, ends.collect()))
    };
    let mut meetings: HashMap<Field, Meeting> = fields.iter().map(meeting).collect();
    for (field, block, value) in starts {
        let known = meetings.get_mut(&field).map(|meeting| meeting.at_start(graph, block));
        known.into_iter().for_each(|known| same.push((value, known)));
    }
    let same: HashMap<Value, Value> = same.into_iter().collect();
    for block in &flow.order {
        for value in graph.blocks[block.index()].mentions_mut() {
            while let Some(known) = same.get(value) {
                *value = *known;
            }
        }
    }
    true
}

/// The fields that are numbers, loaded and written, of objects that nobody else knows.
fn fields(graph: &Graph) -> HashMap<Field, Class> {
    let local = local_objects(graph);
    let (mut loaded, mut stored): (HashMap<_, _>, HashSet<_>) = Default::default();
    for made in graph.live_instructions() {
        match (&made.action, made.result) {
            (Action::Load { place, .. }, Some(result)) if local.contains_key(&made.args[0]) => {
                loaded.insert((made.args[0], *place), graph.class(result));
            }
            (Action::Store { place, storage, .. }, _) if storage.is_whole() => {
                stored.insert((made.args[0], *place));
            }
            _ => {}
        }
    }
    loaded.retain(|field, class| *class != Class::Ref && stored.contains(field));
    loaded
}

struct Promotion {
    /// Values, and others that they are.
    same: Vec<(Value, Value)>,
    /// By field, what it holds where blocks end in which it is written.
    ends: HashMap<Field, HashMap<Block, Value>>,
    /// Fields that are loaded in a block before they are written there, and the value that stands for what they hold where
    /// the block starts.
    starts: Vec<(Field, Block, Value)>,
}

impl Promotion {
    /// Takes the loads of fields out of a block.
    fn block(&mut self, graph: &mut Graph, block: Block, fields: &HashMap<Field, Class>) {
        let (mut known, mut written) = (Known::default(), HashSet::default());
        let mut instructions = std::mem::take(&mut graph.blocks[block.index()].instructions);
        instructions.retain(|made| {
            match (&made.action, made.result) {
                (Action::Load { place, .. }, Some(result)) => {
                    let field = (made.args[0], *place);
                    let Some(class) = fields.get(&field) else { return true };
                    let value = *known.entry(field).or_insert_with(|| {
                        let start = graph.value(*class);
                        self.starts.push((field, block, start));
                        start
                    });
                    self.same.push((result, value));
                    return false;
                }
                (Action::Store { place, .. }, _) => {
                    let field = (made.args[0], *place);
                    known.insert(field, made.args[1]);
                    written.insert(field);
                }
                (Action::New { ty, .. }, Some(object)) => {
                    for (index, arg) in made.args.iter().enumerate() {
                        let field = (object, Place::Field(*ty, FieldId(index as u32)));
                        known.insert(field, *arg);
                        written.insert(field);
                    }
                }
                _ => {}
            }
            true
        });
        graph.blocks[block.index()].instructions = instructions;
        for field in written.into_iter().filter(|field| fields.contains_key(field)) {
            self.ends.entry(field).or_default().insert(block, known[&field]);
        }
    }
}
