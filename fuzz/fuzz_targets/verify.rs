//! The verifier says yes or no to whatever can be decoded, and to modules made of random bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm_bytecode::{properties, write};

fuzz_target!(|bytes: &[u8]| {
    properties::verify_decoded(bytes);
    properties::verify_decoded(&write(&properties::module(bytes)));
});
