//! What holds for any bytes and any module, as functions that panic when it does not: the fuzz targets call them, and so
//! do the tests with fixed seeds. Only built with the feature `properties`.

mod generate;

pub use generate::module;

use crate::{Module, ModuleHash, read, text, verify, write};

/// Decoding never panics, and what is decoded is the only module with these bytes.
pub fn decode(bytes: &[u8]) {
    match read(bytes) {
        Ok(module) => {
            assert_eq!(write(&module), bytes, "encoding what was decoded gives other bytes");
            assert_eq!(ModuleHash::of_bytes(bytes), Ok(ModuleHash::of(&module)));
        }
        Err(error) => assert!(error.offset <= bytes.len() && !error.to_string().is_empty()),
    }
}

/// Verification of what can be decoded never panics, and does not change it.
pub fn verify_decoded(bytes: &[u8]) {
    let Ok(module) = read(bytes) else { return };
    match verify(module.clone()) {
        Ok(verified) => assert_eq!(*verified, module),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any text gives a module or an error with a place in it.
pub fn parse(source: &str) {
    match text::parse(source) {
        Ok(module) => {
            reprint(&module);
            // It may be one that bytes can't say, so it need not come back from them.
            decode(&write(&module));
        }
        Err(error) => assert!(error.line as usize <= source.split('\n').count(), "{error}"),
    }
}

/// A module comes back from its bytes and from its text.
pub fn round_trip(module: &Module) {
    let decoded = read(&write(module)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(decoded, *module);
    reprint(module);
}

fn reprint(module: &Module) {
    let printed = text::print(module);
    match text::parse(&printed) {
        Ok(parsed) => assert_eq!(parsed, *module, "{printed}"),
        Err(error) => panic!("{error}\n{printed}"),
    }
}
