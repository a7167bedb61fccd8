//! Any text is a module or is refused, with a place in it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| pvm_bytecode::properties::parse(source));
