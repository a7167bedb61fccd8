//! Modules and bytes and text stand for each other. The properties are those of the fuzz targets in `fuzz`, here with a
//! fixed seed.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pvm_bytecode::{properties, read, write};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn modules_come_back(seed in prop::collection::vec(any::<u8>(), 0..4000)) {
        properties::round_trip(&properties::module(&seed));
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        properties::decode(&bytes);
        properties::verify_decoded(&bytes);
        let header = [&b"\0pvm\x01"[..], &bytes].concat();
        properties::decode(&header);
        properties::verify_decoded(&header);
    }

    #[test]
    fn any_text(text in any::<String>()) {
        properties::parse(&text);
    }

    #[test]
    fn damaged_modules(
        seed in prop::collection::vec(any::<u8>(), 0..2000),
        place in any::<prop::sample::Index>(),
        bit in 0..8_u32,
    ) {
        let mut bytes = write(&properties::module(&seed));
        let place = place.index(bytes.len());
        properties::decode(&bytes[..place]);
        prop_assert!(read(&bytes[..place]).is_err(), "a part passes for the whole");
        bytes[place] ^= 1_u8 << bit;
        properties::decode(&bytes);
        properties::verify_decoded(&bytes);
    }
}
