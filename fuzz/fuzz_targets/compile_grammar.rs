//! So is text made by the rules of the grammar, whole or with a sign lost, and a soup of tokens.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pvm_properties::{grammar, made_of, mutation, text};

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let source = match kind % 3 {
        0 => made_of(bytes, grammar::program()),
        1 => made_of(bytes, mutation::broken()),
        _ => made_of(bytes, mutation::soup()),
    };
    if let Some(source) = source {
        text::read(&source);
        text::compile(&source);
    }
});
