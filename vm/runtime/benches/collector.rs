//! What allocation and collection cost: `cargo bench -p pvm-runtime --bench collector`.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pvm_bytecode::{Field, HeapType, Module, RefType, Storage, Type};
use pvm_runtime::cage::Ref;
use pvm_runtime::heap::{HEADER, Heap, Mode, NoRoots, Roots, ShapeId, Shapes};
use std::hint::black_box;
use std::sync::Arc;

/// A node with two references: 16 bytes.
const NODE: ShapeId = ShapeId(ShapeId::FIRST);
const SIZE: u32 = 16;
const LEFT: u32 = 8;
const RIGHT: u32 = 12;

fn new_heap(memory: u64) -> Heap {
    let any = Field { storage: Storage::Ref(RefType::or_null(HeapType::Any)), mutable: true };
    let module = Module { types: vec![Type::Struct { fields: vec![any, any] }], ..Module::default() };
    Heap::new(Arc::new(Shapes::new(&module)), memory, 4096, Mode::default()).expect("address space")
}

#[inline]
fn node(heap: &mut Heap, roots: &mut dyn Roots) -> Ref {
    match heap.allocate(NODE, 0, SIZE) {
        Some(node) => node,
        None => {
            heap.collect(roots, SIZE).expect("the heap is large enough");
            heap.allocate(NODE, 0, SIZE).expect("there is room after a collection")
        }
    }
}

#[inline]
fn write(heap: &mut Heap, object: Ref, at: u32, value: Ref) {
    // SAFETY: `at` is a place of the node.
    unsafe { heap.base().write(object.0 + at, value) };
}

#[inline]
fn read(heap: &Heap, object: Ref, at: u32) -> Ref {
    // SAFETY: `at` is a place of the node.
    unsafe { heap.base().read(object.0 + at) }
}

/// A complete tree, its pending nodes on a stack of roots as an interpreter would have them.
fn tree(heap: &mut Heap, stack: &mut Vec<Ref>, depth: u32) -> Ref {
    if depth == 0 {
        let leaf = node(heap, stack);
        write(heap, leaf, LEFT, Ref::NULL);
        write(heap, leaf, RIGHT, Ref::NULL);
        return leaf;
    }
    let left = tree(heap, stack, depth - 1);
    stack.push(left);
    let right = tree(heap, stack, depth - 1);
    stack.push(right);
    let root = node(heap, stack);
    let (right, left) = (stack.pop().unwrap_or_default(), stack.pop().unwrap_or_default());
    write(heap, root, LEFT, left);
    write(heap, root, RIGHT, right);
    root
}

fn count(heap: &Heap, tree: Ref) -> u32 {
    if tree.is_null() { 0 } else { 1 + count(heap, read(heap, tree, LEFT)) + count(heap, read(heap, tree, RIGHT)) }
}

const RING: u32 = 100_000;

/// An array of references, all null.
fn ring(heap: &mut Heap) -> Ref {
    let size = heap.shapes().size(ShapeId::STRINGS, RING);
    let ring = heap.allocate(ShapeId::STRINGS, RING, size).expect("the heap is empty");
    (0..RING).for_each(|index| write(heap, ring, HEADER + index * 4, Ref::NULL));
    ring
}

fn allocation(c: &mut Criterion) {
    const COUNT: u64 = 1 << 20;
    let mut group = c.benchmark_group("allocation");
    group.throughput(Throughput::Elements(COUNT)).sample_size(20);
    for percent in [0, 1, 10, 50] {
        // Survivors are kept in a ring on the heap, so that they live for a while and die old.
        group.bench_function(format!("a million nodes of which {percent} % live for a while"), |b| {
            let mut heap = new_heap(256 << 20);
            let mut roots = vec![ring(&mut heap)];
            let mut at = 0;
            b.iter(|| {
                for index in 0..COUNT {
                    let node = node(&mut heap, &mut roots);
                    write(&mut heap, node, LEFT, Ref::NULL);
                    write(&mut heap, node, RIGHT, Ref::NULL);
                    if index % 100 < percent {
                        let place = HEADER + at * 4;
                        write(&mut heap, roots[0], place, node);
                        heap.write_barrier(roots[0].0 + place);
                        at = (at + 1) % RING;
                    }
                    black_box(node);
                }
            });
        });
    }
    group.finish();
}

fn trees(c: &mut Criterion) {
    let mut group = c.benchmark_group("trees");
    group.sample_size(10);
    group.bench_function("binary trees of depth 16", |b| {
        b.iter(|| {
            let mut heap = new_heap(256 << 20);
            let mut stack = Vec::new();
            let long = tree(&mut heap, &mut stack, 16);
            stack.push(long);
            for depth in (4..=16).step_by(4) {
                for _ in 0..1 << (16 - depth + 4) {
                    let tree = tree(&mut heap, &mut stack, depth);
                    black_box(count(&heap, tree));
                }
            }
            black_box(count(&heap, stack[0]))
        });
    });
    group.finish();
}

fn major(c: &mut Criterion) {
    let mut group = c.benchmark_group("major");
    group.sample_size(10);
    // 2^22 nodes of 16 bytes are 64 MiB, with their garbage between them.
    group.bench_function("tree of 64 MiB, half of the space garbage", |b| {
        b.iter_batched_ref(
            || {
                let mut heap = new_heap(512 << 20);
                let mut stack = Vec::new();
                for _ in 0..64 {
                    let keep = tree(&mut heap, &mut stack, 15);
                    stack.push(keep);
                    let drop = tree(&mut heap, &mut stack, 15);
                    stack.push(drop);
                }
                let keep = stack.iter().copied().step_by(2).collect::<Vec<_>>();
                (heap, keep)
            },
            |(heap, roots)| heap.collect_all(roots).expect("all fits"),
            BatchSize::PerIteration,
        );
    });
    group.bench_function("list of 64 MiB", |b| {
        b.iter_batched_ref(
            || {
                let mut heap = new_heap(512 << 20);
                let mut list = vec![Ref::NULL];
                for _ in 0..1 << 22 {
                    let next = node(&mut heap, &mut list);
                    write(&mut heap, next, LEFT, list[0]);
                    write(&mut heap, next, RIGHT, Ref::NULL);
                    list[0] = next;
                }
                (heap, list)
            },
            |(heap, roots)| heap.collect_all(roots).expect("all fits"),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn start(c: &mut Criterion) {
    c.bench_function("start of a heap, first object, end", |b| {
        b.iter(|| {
            let mut heap = new_heap(1 << 30);
            black_box(node(&mut heap, &mut NoRoots))
        });
    });
}

criterion_group!(benches, start, allocation, trees, major);
criterion_main!(benches);
