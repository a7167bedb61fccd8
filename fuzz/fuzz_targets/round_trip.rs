//! Modules come back from their bytes and from their text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm_bytecode::properties;

fuzz_target!(|bytes: &[u8]| properties::round_trip(&properties::module(bytes)));
