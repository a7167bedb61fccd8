//! What is known of the shapes of objects: from what made them, and from what has been asked of them.

use super::Numbering;
use crate::ir::{Action, Block, Edge, Value};
use pvm_bytecode::{Op, TypeId};
use pvm_runtime::heap::{Kind, ShapeId};

impl Numbering<'_> {
    /// The shape of an object that is known in a block to be of exactly one.
    pub fn shape(&self, object: Value, block: Block) -> Option<ShapeId> {
        let shapes = self.program.shapes();
        let made = match &self.makers[object.index()] {
            Some((Action::New { ty, .. }, _)) => Some(shapes.of(*ty)),
            Some((Action::ArrayNew { shape } | Action::ArrayDefault { shape } | Action::ArrayOf { shape, .. }, _)) => {
                Some(*shape)
            }
            _ => None,
        };
        let seen = || {
            let mut seen = self.shapes.get(&object)?.iter();
            seen.find(|(upper, _)| self.flow.dominates(*upper, block)).map(|(_, shape)| *shape)
        };
        made.or_else(seen).filter(|shape| !matches!(shapes.get(*shape).kind, Kind::Abstract))
    }

    /// Learns the shape of an object from a condition on its shape or its tag.
    pub fn learn_shape(&mut self, condition: Value, block: Block, truth: bool) {
        let Some((action, args)) = &self.makers[condition.index()] else { return };
        match (action, &args[..]) {
            (Action::Pure(Op::I64Eq {}), &[asked, number]) => {
                if let Some(number) = self.int(number) {
                    self.learn_number(asked, number, block, truth);
                }
            }
            // A tag as a truth value.
            (Action::Tag(_), _) => self.learn_number(condition, 0, block, !truth),
            _ => {}
        }
    }

    /// Learns what follows if a value is a number, or is not.
    fn learn_number(&mut self, value: Value, number: i64, block: Block, truth: bool) {
        let Some((action, args)) = &self.makers[value.index()] else { return };
        let object = args.first().copied();
        let shape = match (action, truth) {
            (Action::Shape, true) => u32::try_from(number).ok().map(ShapeId),
            (Action::Tag(of), true) => self.variant(*of, number),
            (Action::Tag(of), false) => self.other_variant(*of, number),
            _ => None,
        };
        if let (Some(object), Some(shape)) = (object, shape) {
            self.shapes.entry(object).or_default().push((block, shape));
        }
    }

    /// The shape of the variant with a tag.
    fn variant(&self, of: TypeId, tag: i64) -> Option<ShapeId> {
        let variants = self.program.variants(of)?;
        let shape = u32::try_from(tag).ok()?.checked_add(variants.start)?;
        variants.contains(&shape).then_some(ShapeId(shape))
    }

    /// The shape of the variant that has not the tag, of an enum of two.
    fn other_variant(&self, of: TypeId, tag: i64) -> Option<ShapeId> {
        let is_of_two = self.program.variants(of)?.len() == 2 && (0..2).contains(&tag);
        self.variant(of, 1 - tag).filter(|_| is_of_two)
    }

    /// Learns what follows from the way that a switch goes on.
    pub fn learn_ways(&mut self, value: Value, edges: &[Edge], default: &Edge) {
        let Some((Action::Tag(of), _)) = &self.makers[value.index()] else { return };
        let count = self.program.variants(*of).map_or(0, |variants| variants.len());
        // Where all variants but the last have a way of their own, the other way is that of the last.
        let last = (edges.len() + 1 == count).then_some(default);
        for (number, way) in (0..).zip(edges.iter().chain(last)) {
            if self.flow.predecessors(way.block).len() == 1 {
                self.learn_number(value, number, way.block, true);
            }
        }
    }
}
