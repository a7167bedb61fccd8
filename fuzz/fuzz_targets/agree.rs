//! Generated programs compile, and do the same in every way of running them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm::Engine;
use pvm_properties::{Ways, program};

fuzz_target!(|bytes: &[u8]| {
    let source = program(bytes);
    match Engine::new().compile_text("generated.nido", &source) {
        Ok(program) => {
            let ways = Ways::of(&program);
            (0..8).for_each(|given| drop(ways.agree(given)));
        }
        Err(error) => panic!("{error}\n{source}"),
    }
});
