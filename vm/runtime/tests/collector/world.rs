//! A heap and the model of what must be in it.

use crate::model::{ROOTS, Step};
use pvm_bytecode::{HeapType, Module, Storage};
use pvm_runtime::cage::Ref;
use pvm_runtime::heap::{HEADER, Heap, Kind, Mode, ShapeId, Shapes, Statistics, array_size};
use std::collections::HashMap;
use std::sync::Arc;

/// An object of the model.
struct Node {
    shape: ShapeId,
    length: u32,
    /// What its scalar places are filled with.
    pattern: u64,
    /// By place of a reference: the node, as an index into the model's list.
    references: Vec<Option<usize>>,
}

pub struct World {
    heap: Heap,
    shapes: Arc<Shapes>,
    roots: Vec<Ref>,
    nodes: Vec<Node>,
    model: [Option<usize>; ROOTS],
}

/// The references of an object by place: offset and static type.
fn places(shapes: &Shapes, shape: ShapeId, length: u32) -> Vec<(u32, HeapType)> {
    let heap = |storage: Storage| match storage {
        Storage::Ref(reference) => Some(reference.heap),
        _ => None,
    };
    match &shapes.get(shape).kind {
        Kind::Fields(fields) => fields.fields.iter().filter_map(|(at, storage)| Some((*at, heap(*storage)?))).collect(),
        Kind::Array(element) => {
            heap(*element).map_or_else(Vec::new, |heap| (0..length).map(|index| (HEADER + index * 4, heap)).collect())
        }
        Kind::Abstract => Vec::new(),
    }
}

/// The scalars of an object: offset and bytes.
fn scalars(shapes: &Shapes, shape: ShapeId, length: u32) -> Vec<(u32, u32)> {
    match &shapes.get(shape).kind {
        Kind::Fields(fields) => {
            let scalars = fields.fields.iter().filter(|(_, storage)| !matches!(storage, Storage::Ref(_)));
            scalars.map(|(at, storage)| (*at, storage.size())).collect()
        }
        Kind::Array(Storage::Ref(_)) | Kind::Abstract => Vec::new(),
        Kind::Array(element) => {
            // The first and the last few are enough.
            let ends = (0..length.min(3)).chain(length.saturating_sub(3)..length);
            ends.map(|index| (HEADER + index * element.size(), element.size())).collect()
        }
    }
}

impl World {
    pub fn new(module: &Module, memory: u64, mode: Mode) -> Self {
        let shapes = Arc::new(Shapes::new(module));
        let heap = Heap::new(shapes.clone(), memory, 4096, mode).expect("address space");
        Self { heap, shapes, roots: vec![Ref::NULL; ROOTS], nodes: Vec::new(), model: [None; ROOTS] }
    }

    pub fn used(&self) -> u64 {
        self.heap.used()
    }

    pub fn statistics(&self) -> Statistics {
        self.heap.statistics()
    }

    pub fn run(mut self, steps: &[Step]) {
        for (index, step) in steps.iter().enumerate() {
            self.step(step);
            if index % 16 == 0 {
                self.compare();
            }
        }
        self.step(&Step::Collect { all: true });
        self.compare();
    }

    pub fn step(&mut self, step: &Step) {
        match *step {
            Step::Allocate { kind, length, slot, values } => self.allocate(kind, length as u32, slot, &values),
            Step::Store { slot, place, value } => self.store(slot, place, value),
            Step::Load { slot, place, to } => self.load(slot, place, to),
            Step::Drop { slot } => {
                self.roots[slot] = Ref::NULL;
                self.model[slot] = None;
            }
            Step::Collect { all: true } => self.heap.collect_all(&mut self.roots).expect("all fits"),
            Step::Collect { all: false } => self.heap.collect(&mut self.roots, 0).expect("all fits"),
        }
    }

    fn allocate(&mut self, kind: usize, length: u32, slot: usize, values: &[usize; 3]) {
        let shape = ShapeId((kind % self.shapes.len()) as u32);
        let (length, size) = match &self.shapes.get(shape).kind {
            Kind::Fields(fields) => (0, fields.size),
            Kind::Array(element) => (length, array_size(*element, length) as u32),
            Kind::Abstract => return,
        };
        let object = match self.heap.allocate(shape, length, size) {
            Some(object) => object,
            None => {
                self.heap.collect(&mut self.roots, size).expect("all fits");
                self.heap.allocate(shape, length, size).expect("there is room after a collection")
            }
        };
        let places = places(&self.shapes, shape, length);
        let (mut references, pattern) = (Vec::new(), (self.nodes.len() as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for (index, (at, wanted)) in places.into_iter().enumerate() {
            let root = values[index % 3].wrapping_add(index) % ROOTS;
            let value = self.fitting(root, wanted);
            references.push(value.map(|(node, _)| node));
            self.write_reference(object, at, value.map_or(Ref::NULL, |(_, object)| object));
        }
        self.fill(object, shape, length, pattern);
        self.nodes.push(Node { shape, length, pattern, references });
        self.roots[slot] = object;
        self.model[slot] = Some(self.nodes.len() - 1);
    }

    /// What a root holds, if a place of the type may hold it.
    fn fitting(&self, root: usize, wanted: HeapType) -> Option<(usize, Ref)> {
        let node = self.model[root]?;
        self.shapes.is_of(self.nodes[node].shape, wanted).then_some((node, self.roots[root]))
    }

    fn store(&mut self, slot: usize, place: usize, value: usize) {
        let Some((node, at, wanted)) = self.place(slot, place) else { return };
        let value = self.fitting(value, wanted);
        self.write_reference(self.roots[slot], at, value.map_or(Ref::NULL, |(_, object)| object));
        let places = self.nodes[node].references.len();
        self.nodes[node].references[place % places] = value.map(|(node, _)| node);
    }

    fn load(&mut self, slot: usize, place: usize, to: usize) {
        let Some((node, at, _)) = self.place(slot, place) else { return };
        let references = &self.nodes[node].references;
        self.model[to] = references[place % references.len()];
        // SAFETY: the place belongs to the object.
        self.roots[to] = unsafe { self.heap.base().read(self.roots[slot].0 + at) };
    }

    /// A place of the object in a root: its node, its offset and its type.
    fn place(&self, slot: usize, place: usize) -> Option<(usize, u32, HeapType)> {
        let node = self.model[slot]?;
        let places = places(&self.shapes, self.nodes[node].shape, self.nodes[node].length);
        let (at, wanted) = *places.get(place.checked_rem(places.len())?)?;
        Some((node, at, wanted))
    }

    fn write_reference(&mut self, object: Ref, at: u32, value: Ref) {
        // SAFETY: the place belongs to the object.
        unsafe { self.heap.base().write(object.0 + at, value) };
        self.heap.write_barrier(object.0 + at);
    }

    fn fill(&mut self, object: Ref, shape: ShapeId, length: u32, pattern: u64) {
        for (at, size) in scalars(&self.shapes, shape, length) {
            // SAFETY: the place belongs to the object.
            let bytes = unsafe { self.heap.base().slice_mut(object.0 + at, size) };
            bytes.copy_from_slice(&pattern.to_le_bytes()[..size as usize]);
        }
    }

    /// Whether the objects reached from the roots are the nodes reached from the model's, one to one.
    pub fn compare(&self) {
        let mut nodes: HashMap<Ref, usize> = HashMap::new();
        let mut objects: HashMap<usize, Ref> = HashMap::new();
        let mut queue: Vec<(Ref, Option<usize>)> = self.roots.iter().copied().zip(self.model).collect();
        while let Some((object, node)) = queue.pop() {
            let Some(node) = node else {
                assert!(object.is_null());
                continue;
            };
            assert!(!object.is_null(), "an object was lost");
            assert_eq!(*nodes.entry(object).or_insert(node), node, "two objects became one");
            match objects.insert(node, object) {
                Some(before) => assert_eq!(before, object, "one object became two"),
                None => queue.extend(self.compare_object(object, &self.nodes[node])),
            }
        }
    }

    /// Compares header and scalars; gives the references with what they should be.
    fn compare_object(&self, object: Ref, node: &Node) -> Vec<(Ref, Option<usize>)> {
        let base = self.heap.base();
        // SAFETY: the reference came from a root or a live object.
        unsafe {
            assert_eq!(base.shape(object), node.shape);
            if matches!(self.shapes.get(node.shape).kind, Kind::Array(_)) {
                assert_eq!(base.length(object), node.length);
            }
            for (at, size) in scalars(&self.shapes, node.shape, node.length) {
                assert_eq!(base.slice(object.0 + at, size), &node.pattern.to_le_bytes()[..size as usize]);
            }
            let places = places(&self.shapes, node.shape, node.length);
            places.into_iter().zip(&node.references).map(|((at, _), node)| (base.read(object.0 + at), *node)).collect()
        }
    }
}
