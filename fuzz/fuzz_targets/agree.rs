//! Generated programs compile, and do the same in every way of running them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm::Engine;
use pvm_properties::{agree, program};

fuzz_target!(|bytes: &[u8]| {
    let source = program(bytes);
    match Engine::new().compile_text("generated.nido", &source) {
        Ok(program) => drop(agree(&program)),
        Err(error) => panic!("{error}\n{source}"),
    }
});
