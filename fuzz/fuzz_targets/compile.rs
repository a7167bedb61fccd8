//! Any text is compiled or refused, and whatever compiles verifies.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| pvm_properties::text::compile(source));
