//! What the collector did, for people who ask.

use std::time::Duration;

/// Counts since the guest's start.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Statistics {
    /// Bytes of all objects ever made.
    pub allocated: u64,
    /// Bytes that left the nursery alive.
    pub promoted: u64,
    pub minor: u64,
    pub major: u64,
    /// Time of all collections, and of the longest.
    pub paused: Duration,
    pub longest: Duration,
    /// The most that was in use after a collection.
    pub peak: u64,
}

impl Statistics {
    pub(super) fn note_pause(&mut self, pause: Duration, used: u64) {
        self.paused += pause;
        self.longest = self.longest.max(pause);
        self.peak = self.peak.max(used);
    }
}
