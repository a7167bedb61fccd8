//! Whatever bytes verify can be run.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    pvm_properties::module::run(bytes);
});
