//! The collector against a model: random graphs of objects of random shapes are built, changed and collected in random
//! schedules, in the heap and as plain Rust values at once, and must stay the same graph.

#[path = "collector/model.rs"]
mod model;
#[path = "collector/world.rs"]
mod world;

use model::{Step, modules, steps};
use proptest::prelude::*;
use pvm_runtime::heap::Mode;
use world::World;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 2 } else { 48 }))]

    #[test]
    fn the_heap_stays_the_graph_that_was_built((module, steps) in modules().prop_flat_map(|module| (Just(module), steps(400)))) {
        World::new(&module, 32 << 20, Mode { verify: true, ..Mode::default() }).run(&steps);
    }

    #[test]
    fn collecting_all_the_time_changes_nothing((module, steps) in modules().prop_flat_map(|module| (Just(module), steps(80)))) {
        World::new(&module, 32 << 20, Mode { stress: true, verify: true, ..Mode::default() }).run(&steps);
    }

    #[test]
    fn cycles_in_random_steps_change_nothing((module, steps, seed) in modules().prop_flat_map(|module| (Just(module), steps(600), any::<u64>()))) {
        World::new(&module, 32 << 20, Mode { random: Some(seed), verify: true, ..Mode::default() }).run(&steps);
    }
}

/// Long enough for every phase of many cycles, with much that dies in the old space.
#[test]
fn a_graph_that_changes_for_long_outlives_many_cycles() {
    let module = model::plain_module();
    let (mut full, mut moved) = (0, 0);
    for seed in 0..3 {
        let mut world = World::new(&module, 32 << 20, Mode { random: Some(seed), verify: true, ..Mode::default() });
        let mut next = numbers(seed);
        for round in 0..24_000 {
            let (slot, value) = (next() % model::ROOTS, next() % model::ROOTS);
            world.step(&match next() % 100 {
                0..55 => Step::Allocate { kind: next(), length: next() % 40, slot, values: [value, slot, next() % 7] },
                55..70 => Step::Store { slot, place: next(), value },
                70..76 => Step::Load { slot, place: next(), to: value },
                76 => Step::Allocate { kind: next(), length: next() % 9000, slot, values: [value; 3] },
                _ => Step::Drop { slot },
            });
            if round % 1000 == 0 {
                world.compare();
            }
        }
        world.compare();
        let statistics = world.statistics();
        assert!(statistics.major > 10, "{statistics:?}");
        full += statistics.full;
        moved += statistics.moved;
    }
    assert!(full > 0 && moved > 0, "{full} full collections, {moved} bytes moved");
}

/// A sequence of numbers that look random.
fn numbers(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    }
}

/// The same steps over and over: what is dropped is had again, so the heap doesn't grow.
#[test]
fn filled_dropped_and_refilled_memory_stays_the_same() {
    let module = model::plain_module();
    let mut world = World::new(&module, 32 << 20, Mode::default());
    let mut used = Vec::new();
    for _ in 0..6 {
        for index in 0..30_000 {
            let slot = index % model::ROOTS;
            world.step(&Step::Allocate { kind: index, length: index % 100, slot, values: [slot, (slot + 1) % 7, 3] });
        }
        (0..model::ROOTS).for_each(|slot| world.step(&Step::Drop { slot }));
        world.step(&Step::Collect { all: true });
        used.push(world.used());
    }
    assert!(used.iter().all(|bytes| *bytes == used[0]), "{used:?}");
}
