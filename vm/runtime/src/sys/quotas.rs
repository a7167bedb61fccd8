//! How much of the host's resources one guest may take through system calls. Memory and time are limits of the machine.
#![forbid(unsafe_code)]

/// The quotas of a guest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quotas {
    /// Files and directories open at the same time.
    pub handles: usize,
    /// Bytes written to standard output and error together.
    pub output: u64,
    /// Bytes by which the guest writes or extends files.
    pub disk: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { handles: 256, output: u64::MAX, disk: u64::MAX }
    }
}

/// How much of one quota is used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meter {
    pub used: u64,
    pub quota: u64,
}

impl Meter {
    pub fn new(quota: u64) -> Self {
        Self { used: 0, quota }
    }

    /// Whether so much more fits.
    pub fn allows(&self, more: u64) -> bool {
        self.used.checked_add(more).is_some_and(|total| total <= self.quota)
    }

    /// Counts what was used.
    pub fn count(&mut self, more: u64) {
        self.used = self.used.saturating_add(more);
    }
}
