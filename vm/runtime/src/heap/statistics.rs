//! What the collector did, for people who ask.

use std::time::Duration;

/// Counts since the guest's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Statistics {
    /// Bytes of all objects ever made.
    pub allocated: u64,
    /// Bytes that left the nursery alive.
    pub promoted: u64,
    /// Bytes that were moved within the old space by cycles.
    pub moved: u64,
    pub minor: u64,
    /// Cycles of the old space that found out what was dead.
    pub major: u64,
    /// Collections of everything at once.
    pub full: u64,
    /// Time of all collections, and of the longest.
    pub paused: Duration,
    pub longest: Duration,
    pub pauses: Pauses,
    /// The most that was in use after a collection.
    pub peak: u64,
}

/// How many pauses there were of each length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pauses([u64; Self::BOUNDS.len() + 1]);

impl Pauses {
    /// The bounds between lengths, in microseconds.
    pub const BOUNDS: [u64; 11] = [50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

    fn note(&mut self, pause: Duration) {
        let micros = pause.as_micros() as u64;
        self.0[Self::BOUNDS.iter().take_while(|bound| micros > **bound).count()] += 1;
    }

    /// The counts with the bound that their pauses don't pass; none for the longest ones. Lengths that did not occur are
    /// left out.
    pub fn iter(&self) -> impl Iterator<Item = (Option<Duration>, u64)> + '_ {
        let bounds = Self::BOUNDS.iter().map(|bound| Some(Duration::from_micros(*bound))).chain([None]);
        bounds.zip(self.0).filter(|(_, count)| *count > 0)
    }

    /// How many pauses there were.
    pub fn count(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl Statistics {
    pub(super) fn note_pause(&mut self, pause: Duration, used: u64) {
        self.paused += pause;
        self.longest = self.longest.max(pause);
        self.pauses.note(pause);
        self.peak = self.peak.max(used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_counts_below_the_first_bound_that_it_does_not_pass() {
        let mut pauses = Pauses::default();
        for micros in [0, 50, 51, 1000, 250_000] {
            pauses.note(Duration::from_micros(micros));
        }
        let micros = |bound: Option<Duration>| bound.map(|bound| bound.as_micros());
        let counts: Vec<_> = pauses.iter().map(|(bound, count)| (micros(bound), count)).collect();
        assert_eq!(counts, [(Some(50), 2), (Some(100), 1), (Some(1000), 1), (None, 1)]);
        assert_eq!(pauses.count(), 5);
    }
}
