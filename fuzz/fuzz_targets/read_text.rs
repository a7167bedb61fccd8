//! Any text is read, and what is told about it has a place in it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| drop(pvm_properties::text::read(source)));
