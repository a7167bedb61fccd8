//! So can the modules of generated programs with some bits changed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm::Engine;
use pvm_properties::{module, program};

fuzz_target!(|input: (u16, u16, u16, &[u8])| {
    let (first, second, bits, bytes) = input;
    let Ok(program) = Engine::new().compile_text("generated.nido", &program(bytes)) else { return };
    let [one, two] = bits.to_le_bytes();
    module::run(&module::damaged(&program.stripped_bytes(), &[(first, one), (second, two)]));
});
