//! Numbers for random schedules: the same ones for the same seed (xorshift, Marsaglia, 2003).
#![forbid(unsafe_code)]

#[derive(Clone, Copy, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Never 0, which would stay 0.
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (((self.0 >> 32) * u64::from(bound)) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_numbers_come_and_none_is_too_large() {
        for seed in [0, 1, u64::MAX] {
            let mut random = Random::new(seed);
            let seen: std::collections::BTreeSet<u32> = (0..1000).map(|_| random.below(10)).collect();
            assert_eq!(seen.into_iter().collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
        }
    }
}
