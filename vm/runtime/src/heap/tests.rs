//! Graphs of objects before and after collections.

use super::*;
use pvm_bytecode::{Field, HeapType, Module, RefType, Storage, Type, TypeId, ValueType};

const NODE: TypeId = TypeId(0);
const NODES: TypeId = TypeId(1);

fn heap(memory: u64, mode: Mode) -> Heap {
    let node = Storage::Ref(RefType::or_null(HeapType::Type(NODE)));
    let field = |storage| Field { storage, mutable: true };
    let types = vec![Type::Struct { fields: vec![field(node), field(Storage::I64)] }, Type::Array { element: node }];
    let module = Module { types, ..Module::default() };
    Heap::new(Arc::new(Shapes::new(&module)), memory, 64 << 10, mode).expect("address space")
}

/// A node before `next`, which is a root meanwhile.
fn cons(heap: &mut Heap, roots: &mut Vec<Ref>, value: i64, next: Ref) -> Ref {
    let shape = heap.shapes().of(NODE);
    roots.push(next);
    let size = heap.shapes().size(shape, 0);
    let node = heap.allocate(shape, 0, size).unwrap_or_else(|| {
        heap.collect(roots, size).expect("room");
        heap.allocate(shape, 0, size).expect("room after a collection")
    });
    let next = roots.pop().expect("pushed above");
    write(heap, node, next, value);
    node
}

fn places(heap: &Heap) -> (u32, u32) {
    let fields = heap.shapes().fields(NODE).expect("a struct");
    (fields.fields[0].0, fields.fields[1].0)
}

fn write(heap: &mut Heap, node: Ref, next: Ref, value: i64) {
    let (at_next, at_value) = places(heap);
    // SAFETY: it is a node.
    unsafe {
        heap.base().write(node.0 + at_next, next);
        heap.base().write(node.0 + at_value, value);
    }
    heap.write_barrier(node.0 + at_next);
}

fn values(heap: &Heap, mut node: Ref) -> Vec<i64> {
    let (at_next, at_value) = places(heap);
    let mut values = Vec::new();
    while !node.is_null() {
        // SAFETY: it is a node.
        unsafe {
            values.push(heap.base().read(node.0 + at_value));
            node = heap.base().read(node.0 + at_next);
        }
    }
    values
}

#[test]
fn a_list_survives_every_kind_of_collection() {
    for mode in [Mode::default(), Mode { stress: true, verify: true, ..Mode::default() }] {
        let mut heap = heap(64 << 20, mode);
        let mut roots = Vec::new();
        let mut list = Ref::NULL;
        for value in 0..2000 {
            roots.push(list);
            cons(&mut heap, &mut roots, -1, Ref::NULL);
            list = roots.pop().expect("pushed above");
            list = cons(&mut heap, &mut roots, value, list);
        }
        let expected: Vec<i64> = (0..2000).rev().collect();
        assert_eq!(values(&heap, list), expected);
        roots.push(list);
        heap.collect_all(&mut roots).expect("room");
        heap.verify(&mut roots).expect("a sound heap");
        assert_eq!(values(&heap, roots[0]), expected);
        assert!(heap.statistics().full >= 1);
    }
}

#[test]
fn a_digest_is_of_what_is_reached_and_not_of_where_it_lies() {
    let digest = |heap: &Heap, roots: &[Ref]| {
        heap.digest(roots.iter().map(|root| (root.0.into(), ValueType::Ref(RefType::or_null(HeapType::Type(NODE))))))
    };
    // Two lists with an end of three nodes, which they share or not.
    let two = |mode: Mode, values: [i64; 3], is_shared: bool| {
        let mut heap = heap(64 << 20, mode);
        let mut roots = vec![Ref::NULL, Ref::NULL];
        for value in values {
            cons(&mut heap, &mut roots, -1, Ref::NULL);
            let next = roots[0];
            roots[0] = cons(&mut heap, &mut roots, value, next);
            let next = roots[1];
            roots[1] = if is_shared { roots[0] } else { cons(&mut heap, &mut roots, value, next) };
        }
        let made = digest(&heap, &roots);
        heap.collect_all(&mut roots).expect("room");
        assert_eq!(digest(&heap, &roots), made, "a collection moves objects and changes nothing else");
        made
    };
    let made = two(Mode::default(), [1, 2, 3], true);
    assert_eq!(made, two(Mode { stress: true, ..Mode::default() }, [1, 2, 3], true));
    assert_ne!(made, two(Mode::default(), [1, 2, 4], true));
    assert_ne!(made, two(Mode::default(), [1, 2, 3], false));
}

#[test]
fn an_old_object_keeps_a_young_one_through_its_card() {
    let mut heap = heap(64 << 20, Mode::default());
    let mut roots = Vec::new();
    let old = cons(&mut heap, &mut roots, 1, Ref::NULL);
    roots.push(old);
    heap.collect(&mut roots, 0).expect("room");
    let young = cons(&mut heap, &mut roots, 2, Ref::NULL);
    let old = roots[0];
    write(&mut heap, old, young, 1);
    heap.verify(&mut roots).expect("the card is dirty");
    heap.collect(&mut roots, 0).expect("room");
    assert_eq!(values(&heap, roots[0]), [1, 2]);
}

#[test]
fn a_million_nodes_need_no_stack_and_garbage_gives_room() {
    let mut heap = heap(80 << 20, Mode::default());
    let mut roots = Vec::new();
    for _ in 0..3 {
        let mut list = Ref::NULL;
        for value in 0..1_000_000 {
            list = cons(&mut heap, &mut roots, value, list);
        }
        roots.push(list);
        heap.collect_all(&mut roots).expect("room");
        assert_eq!(values(&heap, roots.pop().expect("pushed above")).len(), 1_000_000);
    }
}

#[test]
fn large_arrays_hold_young_objects_and_stay() {
    let mut heap = heap(64 << 20, Mode { verify: true, ..Mode::default() });
    let mut roots = Vec::new();
    let shape = heap.shapes().of(NODES);
    let size = heap.shapes().size(shape, 100_000);
    for _ in 0..2 {
        let garbage = heap.allocate(shape, 100_000, size).expect("room");
        // SAFETY: it is an array of so many references.
        unsafe { heap.base().slice_mut(garbage.0 + HEADER, 400_000).fill(0) };
    }
    let array = heap.allocate(shape, 100_000, size).expect("room");
    // SAFETY: as above.
    unsafe { heap.base().slice_mut(array.0 + HEADER, 400_000).fill(0) };
    roots.push(array);
    for index in (0..100_000).step_by(1000) {
        let node = cons(&mut heap, &mut roots, index.into(), Ref::NULL);
        let at = roots[0].0 + HEADER + index * 4;
        // SAFETY: the element is within the array.
        unsafe { heap.base().write(at, node) };
        heap.write_barrier(at);
    }
    heap.collect(&mut roots, 0).expect("room");
    heap.collect_all(&mut roots).expect("room");
    assert_eq!(roots[0], array);
    assert!(heap.used() < 2 * u64::from(size) + (2 << 20), "the garbage is gone");
    for index in (0..100_000).step_by(1000) {
        // SAFETY: the element is within the array.
        let node = unsafe { heap.base().read(roots[0].0 + HEADER + index * 4) };
        assert_eq!(values(&heap, node), [i64::from(index)]);
    }
}

#[test]
fn the_limit_is_told_with_both_numbers() {
    let mut heap = heap(4 << 20, Mode::default());
    let shape = ShapeId::BYTES;
    let size = heap.shapes().size(shape, 8 << 20);
    assert_eq!(heap.allocate(shape, 8 << 20, size), None);
    let error = heap.collect(&mut NoRoots, size).expect_err("no room");
    assert_eq!(error.limit, 4 << 20);
    assert!(error.wanted > 8 << 20);
}

/// A table in which every place is written again and again, with nothing but short lists that live for long: marking must
/// keep up with what becomes old and with the cards that are written meanwhile.
#[test]
fn a_table_that_is_written_all_over_needs_no_full_collection() {
    const PLACES: u32 = 1 << 20;
    let mut heap = heap(256 << 20, Mode::default());
    let shape = heap.shapes().of(NODES);
    let size = heap.shapes().size(shape, PLACES);
    let table = heap.allocate(shape, PLACES, size).expect("room");
    // SAFETY: it is an array of so many references.
    unsafe { heap.base().slice_mut(table.0 + HEADER, PLACES * 4).fill(0) };
    heap.note_empty(table);
    let mut roots = vec![table];
    let mut place = 0;
    for round in 0..6 * PLACES {
        let mut list = Ref::NULL;
        for value in 0..2 {
            list = cons(&mut heap, &mut roots, value, list);
        }
        // An odd step comes to every place, but not to neighbours one after the other.
        place = (place + 0x9E37_79B1_u32 % PLACES) % PLACES;
        let at = roots[0].0 + HEADER + place * 4;
        // SAFETY: the place is one of the table.
        unsafe { heap.base().write(at, list) };
        heap.write_barrier(at);
        assert!(heap.statistics().full == 0, "a full collection in round {round}: {:?}", heap.statistics());
    }
    assert!(heap.statistics().major > 3, "{:?}", heap.statistics());
}

/// What died and still takes memory counts too before more of it is taken.
#[test]
fn memory_that_idles_is_released_before_the_limit_is_passed() {
    let limit = 64 << 20;
    let mut heap = heap(limit, Mode::default());
    let shape = ShapeId::BYTES;
    for bytes in [20 << 20, 25 << 20, 30 << 20, 35 << 20] {
        let size = heap.shapes().size(shape, bytes);
        if heap.allocate(shape, bytes, size).is_none() {
            heap.collect(&mut NoRoots, size).expect("room");
            heap.allocate(shape, bytes, size).expect("room after a collection");
        }
        assert!(heap.used() + heap.idle() <= limit, "{} in use, {} idle", heap.used(), heap.idle());
        heap.collect(&mut NoRoots, 0).expect("room");
    }
}
