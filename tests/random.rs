//! Whatever verifies can be run: golden programs whose bytes were damaged are refused, or run within their limits without
//! a fault of the machine.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use pvm::{Checks, Engine, Host, Limits};

const CASES: usize = 3000;

/// The modules of the golden programs that compile, as bytes.
fn modules(engine: &Engine) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let entries = |folder: &Path| fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries(&folder).flat_map(|feature| entries(&feature)).collect();
    files.sort();
    // One in seven is enough for all features.
    files.iter().step_by(7).filter_map(|file| Some(engine.compile(file).ok()?.stripped_bytes())).collect()
}

#[test]
fn damaged_modules_are_refused_or_run() {
    let engine = Engine::new();
    let modules = modules(&engine);
    assert!(modules.len() > 50);
    let limits = Limits::default().fuel(100_000).memory_mb(16);
    let mut ran = 0;
    let damage = (any::<Index>(), prop::collection::vec((any::<Index>(), 0..4_u32), 1..3));
    let mut runner = TestRunner::deterministic();
    for _ in 0..CASES {
        let (module, changes) = damage.new_tree(&mut runner).expect("no value is refused").current();
        let mut bytes = modules[module.index(modules.len())].clone();
        for (place, bit) in changes {
            let place = place.index(bytes.len());
            bytes[place] ^= 1_u8 << bit;
        }
        let Ok(program) = engine.load_bytes("damaged", &bytes) else { continue };
        for checks in [Checks::default(), Checks { collector: true, frames: true }] {
            if let Ok(mut vm) = engine.start_checked(&program, &Host::new(), limits, (), checks) {
                let _ = vm.run();
                ran += 1;
            }
        }
    }
    assert!(ran > CASES / 20, "only {ran} of {CASES} were run");
}
