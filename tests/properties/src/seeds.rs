//! Where randomness comes from: bytes of a fuzzer, or of a fixed seed.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// So many strings of bytes, the same ones each time.
pub fn seeds(count: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(move |_| bytes().new_tree(&mut runner).expect("no value is refused").current())
}

/// The bytes that a number stands for.
pub fn bytes_of(seed: u64) -> Vec<u8> {
    made_of(&seed.to_le_bytes(), bytes()).expect("no value is refused")
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 100..3000)
}

/// The value that bytes stand for; none when the strategy refuses them. The first bytes are a seed: a stream of randomness
/// that ends would have some strategies wait for ever.
pub fn made_of<S: Strategy>(bytes: &[u8], strategy: S) -> Option<S::Value> {
    let mut seed = [0; 32];
    seed.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    strategy.new_tree(&mut runner).ok().map(|tree| tree.current())
}
