//! How long a guest with a large heap waits for its collector: `cargo bench -p pvm-runtime --bench pauses`, with the MiB
//! that live as an argument behind `--` (1024 unless told). It builds a table of lists, replaces lists at random places
//! until five times as much has been made as lives, and prints how many pauses there were of each length.

use pvm_bytecode::{Field, HeapType, Module, RefType, Storage, Type};
use pvm_runtime::cage::Ref;
use pvm_runtime::heap::{HEADER, Heap, Mode, ShapeId, Shapes};
use std::sync::Arc;
use std::time::Instant;

/// A node with two references: 16 bytes. The next one of a list, and nothing.
const NODE: ShapeId = ShapeId(ShapeId::FIRST);
const SIZE: u32 = 16;
/// An array of nodes.
const TABLE: ShapeId = ShapeId(ShapeId::FIRST + 1);

/// Nodes of a list: about so many.
const LENGTH: u32 = 64;

fn new_heap(memory: u64) -> Heap {
    let any = Storage::Ref(RefType::or_null(HeapType::Any));
    let field = Field { storage: any, mutable: true };
    let types = vec![Type::Struct { fields: vec![field, field] }, Type::Array { element: any }];
    let module = Module { types, ..Module::default() };
    Heap::new(Arc::new(Shapes::new(&module)), memory, 4096, Mode::default()).expect("address space")
}

fn allocate(heap: &mut Heap, roots: &mut Vec<Ref>, shape: ShapeId, length: u32, size: u32) -> Ref {
    heap.allocate(shape, length, size).unwrap_or_else(|| {
        heap.collect(roots, size).expect("the heap is large enough");
        heap.allocate(shape, length, size).expect("there is room after a collection")
    })
}

/// Puts a list of so many nodes into a place of the table, which is the first root.
fn replace(heap: &mut Heap, roots: &mut Vec<Ref>, place: u32, length: u32) {
    roots.push(Ref::NULL);
    for _ in 0..length {
        let node = allocate(heap, roots, NODE, 0, SIZE);
        // SAFETY: the node has two references.
        unsafe {
            heap.base().write(node.0 + HEADER, roots[1]);
            heap.base().write(node.0 + HEADER + 4, Ref::NULL);
        }
        roots[1] = node;
    }
    let at = roots[0].0 + HEADER + place * 4;
    heap.write_barrier(at);
    // SAFETY: the table has the place.
    unsafe { heap.base().write(at, roots[1]) };
    roots.pop();
}

fn main() {
    let mib = std::env::args().filter_map(|argument| argument.parse().ok()).next().unwrap_or(1024u32);
    let places = (u64::from(mib) << 20) / u64::from(LENGTH * SIZE);
    let mut heap = new_heap((u64::from(mib) << 20) * 3);
    let mut roots = vec![Ref::NULL];
    let size = heap.shapes().size(TABLE, places as u32);
    roots[0] = allocate(&mut heap, &mut roots, TABLE, places as u32, size);
    // SAFETY: the table has so many places.
    unsafe { heap.base().slice_mut(roots[0].0 + HEADER, places as u32 * 4).fill(0) };
    heap.note_empty(roots[0]);
    let started = Instant::now();
    for place in 0..places as u32 {
        replace(&mut heap, &mut roots, place, LENGTH);
    }
    report(&heap, &format!("building {mib} MiB"), started);
    let (mut random, started) = (1u64, Instant::now());
    for _ in 0..4 * places {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = (random >> 33) % places;
        replace(&mut heap, &mut roots, place as u32, (random >> 20) as u32 % (2 * LENGTH));
    }
    report(&heap, "and replacing four times as much", started);
    let started = Instant::now();
    heap.collect_all(&mut roots).expect("all fits");
    println!("a full collection: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
}

fn report(heap: &Heap, what: &str, started: Instant) {
    let statistics = heap.statistics();
    println!("{what}: {:.1} s", started.elapsed().as_secs_f64());
    println!(
        "  {} minor, {} major, {} full collections; {:.1} s in all; at most {} MiB in use",
        statistics.minor,
        statistics.major,
        statistics.full,
        statistics.paused.as_secs_f64(),
        statistics.peak >> 20
    );
    for (bound, count) in statistics.pauses.iter() {
        println!("  {count:>8} pauses {}", bound.map_or("longer".to_owned(), |bound| format!("up to {bound:?}")));
    }
    println!("  the longest {:.2} ms", statistics.longest.as_secs_f64() * 1e3);
}
