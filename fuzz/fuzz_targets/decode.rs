//! Any bytes are a module or are refused, and a module has one encoding only.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| pvm_bytecode::properties::decode(bytes));
