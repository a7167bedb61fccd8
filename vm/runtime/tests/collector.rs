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
        World::new(&module, 32 << 20, Mode { stress: false, verify: true }).run(&steps);
    }

    #[test]
    fn collecting_all_the_time_changes_nothing((module, steps) in modules().prop_flat_map(|module| (Just(module), steps(80)))) {
        World::new(&module, 32 << 20, Mode { stress: true, verify: true }).run(&steps);
    }
}

/// The same steps over and over: what is dropped is had again, so the heap doesn't grow.
#[test]
fn filled_dropped_and_refilled_memory_stays_the_same() {
    let module = model::plain_module();
    let mut world = World::new(&module, 32 << 20, Mode { stress: false, verify: false });
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
