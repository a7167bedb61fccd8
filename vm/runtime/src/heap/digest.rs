//! A digest of what some values reach: two guests of one program have the same if all that they can see of it is the same,
//! wherever their objects lie. Linear in what is reached.

use super::Heap;
use super::object::HEADER;
use super::shape::Kind;
use crate::cage::Ref;
use blake3::Hasher;
use pvm_bytecode::{Storage, ValueType, eval};
use rustc_hash::FxHashMap;
use std::ops::Range;

impl Heap {
    /// The digest of values, each a slot with its type, and of all that they refer to.
    pub fn digest(&self, values: impl Iterator<Item = (u64, ValueType)>) -> [u8; 32] {
        let mut digest = Digest::of(self);
        values.for_each(|(slot, ty)| digest.value(slot, ty));
        let mut next = 0;
        while let Some(object) = digest.reached.get(next) {
            digest.object(*object);
            next += 1;
        }
        digest.hasher.finalize().into()
    }
}

struct Digest<'a> {
    heap: &'a Heap,
    hasher: Hasher,
    /// What stands for an object: its place among those that were reached.
    numbers: FxHashMap<u32, u32>,
    reached: Vec<Ref>,
}

impl<'a> Digest<'a> {
    fn of(heap: &'a Heap) -> Self {
        Self { heap, hasher: Hasher::new(), numbers: FxHashMap::default(), reached: Vec::new() }
    }

    fn value(&mut self, slot: u64, ty: ValueType) {
        match ty {
            ValueType::I64 => self.number(slot),
            ValueType::F64 => self.number(eval::canonical(f64::from_bits(slot)).to_bits()),
            ValueType::Ref(_) => self.reference(Ref(slot as u32)),
        }
    }

    fn object(&mut self, object: Ref) {
        let base = self.heap.base();
        // SAFETY: it has been reached, so it is an object, and nothing moves meanwhile.
        let (shape, length) = unsafe { (base.shape(object), base.length(object)) };
        self.number(shape.0.into());
        match &self.heap.shapes.get(shape).kind {
            Kind::Fields(fields) => {
                fields
                    .fields
                    .iter()
                    .for_each(|(at, storage)| self.places(object.0 + at..object.0 + at + storage.size(), *storage));
            }
            Kind::Array(element) => {
                self.number(length.into());
                let first = object.0 + HEADER;
                self.places(first..first + length * element.size(), *element);
            }
            Kind::Abstract => unreachable!("no object is of {shape:?}"),
        }
    }

    /// Places of one kind that follow each other.
    fn places(&mut self, places: Range<u32>, storage: Storage) {
        let base = self.heap.base();
        let each = places.clone().step_by(storage.size() as usize);
        // SAFETY: the places hold what the storage says, being those of an object's fields or elements; nobody writes
        // meanwhile.
        unsafe {
            match storage {
                Storage::Ref(_) => each.for_each(|at| self.reference(base.read(at))),
                Storage::F64 => each.for_each(|at| self.number(eval::canonical(base.read(at)).to_bits())),
                _ => drop(self.hasher.update(base.slice(places.start, places.end - places.start))),
            }
        }
    }

    fn reference(&mut self, to: Ref) {
        if to.is_null() {
            return self.number(u64::MAX);
        }
        let next = self.reached.len() as u32;
        let number = *self.numbers.entry(to.0).or_insert(next);
        if number == next {
            self.reached.push(to);
        }
        self.number(number.into());
    }

    fn number(&mut self, number: u64) {
        self.hasher.update(&number.to_le_bytes());
    }
}
