//! Hands on the fields of objects beside the objects themselves, where a parameter is one that was made on every way to it,
//! and fields that are never written again are loaded from it.

use crate::ir::{Action, Block, Class, Edge, Graph, Instruction, Place, Value};
use crate::passes::Facts;
use pvm_bytecode::{FieldId, TypeId};
use rustc_hash::FxHashMap as HashMap;
use std::collections::BTreeMap;

/// A field of a parameter.
type Part = (Value, FieldId);

/// Gives whether there was something to hand on.
pub fn run(facts: &Facts, graph: &mut Graph) -> bool {
    let boxes = Boxes::new(graph);
    let parts = boxes.parts(facts, graph);
    if parts.is_empty() {
        return false;
    }
    let Boxes { made, .. } = boxes;
    let parts: BTreeMap<Part, Value> = parts.into_iter().map(|(part, class)| (part, graph.value(class))).collect();
    let of = |param: Value| parts.range((param, FieldId(0))..=(param, FieldId(u32::MAX)));
    let blocks: Vec<Block> = graph.live_blocks().collect();
    let params: Vec<Vec<Value>> = graph.blocks.iter().map(|data| data.params.clone()).collect();
    let mut same: HashMap<Value, Value> = HashMap::default();
    for block in &blocks {
        let data = &mut graph.blocks[block.index()];
        data.params.extend(params[block.index()].iter().flat_map(|param| of(*param)).map(|(_, value)| value));
        for Edge { block, args } in data.terminator.iter_mut().flat_map(|end| end.edges_mut()) {
            let handed = params[block.index()].iter().zip(args.clone());
            args.extend(handed.flat_map(|(param, arg)| of(*param).map(move |((_, field), _)| (arg, *field))).map(
                |(arg, field)| made.get(&arg).map_or_else(|| parts[&(arg, field)], |(_, args)| args[field.index()]),
            ));
        }
        data.instructions.retain(|load| match (part(load), load.result) {
            (Some((_, part)), Some(result)) => parts.get(&part).is_none_or(|value| {
                same.insert(result, *value);
                false
            }),
            _ => true,
        });
    }
    for block in blocks {
        let mentions = graph.blocks[block.index()].mentions_mut();
        mentions.for_each(|value| *value = same.get(value).copied().unwrap_or(*value));
    }
    true
}

/// What is loaded of an object, if it is loaded as it was written, and the type that has it.
fn part(load: &Instruction) -> Option<(TypeId, Part)> {
    match load.action {
        Action::Load { place: Place::Field(ty, field), storage, .. } if storage.is_whole() => {
            Some((ty, (load.args[0], field)))
        }
        _ => None,
    }
}

/// Objects of a type that are made, with what their fields are, and parameters that are such objects.
struct Boxes {
    made: HashMap<Value, (TypeId, Vec<Value>)>,
    params: HashMap<Value, TypeId>,
}

impl Boxes {
    fn new(graph: &Graph) -> Self {
        let all = graph.live_instructions();
        let object = |made: &Instruction| match made.action {
            Action::New { ty, .. } => Some((made.result?, (ty, made.args.clone()))),
            _ => None,
        };
        let mut boxes = Self { made: all.filter_map(object).collect(), params: HashMap::default() };
        for (param, arg) in handed(graph) {
            if let Some((ty, _)) = boxes.made.get(&arg) {
                boxes.params.entry(param).or_insert(*ty);
            }
        }
        for param in &graph.blocks[0].params {
            boxes.params.remove(param);
        }
        // Those that are something else on some way are none, nor those that are one of them.
        let mut changed = true;
        while changed {
            changed = false;
            for (param, arg) in handed(graph) {
                let ty = boxes.params.get(&param);
                if ty.is_some() && ty != boxes.ty(arg) {
                    boxes.params.remove(&param);
                    changed = true;
                }
            }
        }
        boxes
    }

    fn ty(&self, object: Value) -> Option<&TypeId> {
        self.made.get(&object).map(|(ty, _)| ty).or_else(|| self.params.get(&object))
    }

    /// The parts that are loaded, or handed on to be loaded.
    fn parts(&self, facts: &Facts, graph: &Graph) -> BTreeMap<Part, Class> {
        let mut parts = BTreeMap::new();
        let all = graph.live_instructions();
        for load in all {
            if let (Some((ty, part)), Some(result)) = (part(load), load.result)
                && self.params.get(&part.0) == Some(&ty)
                && !facts.is_written(ty, part.1)
                && graph.class(result) != Class::Ref
            {
                parts.insert(part, graph.class(result));
            }
        }
        let mut count = 0;
        while parts.len() > count {
            count = parts.len();
            for (param, arg) in handed(graph).filter(|(_, arg)| self.params.contains_key(arg)) {
                let of: Vec<_> = parts.range((param, FieldId(0))..=(param, FieldId(u32::MAX))).collect();
                let more: Vec<_> = of.into_iter().map(|((_, field), class)| ((arg, *field), *class)).collect();
                parts.extend(more);
            }
        }
        parts
    }
}

/// All parameters with what is handed on to them.
fn handed(graph: &Graph) -> impl Iterator<Item = (Value, Value)> + '_ {
    let ends = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].terminator);
    ends.flat_map(|end| end.edges())
        .flat_map(|edge| graph.blocks[edge.block.index()].params.iter().copied().zip(edge.args.iter().copied()))
}
