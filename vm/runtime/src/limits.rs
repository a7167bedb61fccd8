//! The memory that a guest may take: one budget for its heap, its stacks and what the host holds for it.

use std::fmt;

/// Counts bytes against a limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    limit: u64,
    host: u64,
}

/// The limit would be passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exhausted {
    pub limit: u64,
    /// What would be in use if the request were granted.
    pub wanted: u64,
}

impl fmt::Display for Exhausted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes are needed and the limit is {}", self.wanted, self.limit)
    }
}

impl Budget {
    pub fn new(limit: u64) -> Self {
        Self { limit, host: 0 }
    }

    pub fn limit(self) -> u64 {
        self.limit
    }

    pub fn set_limit(&mut self, limit: u64) {
        self.limit = limit;
    }

    /// What the host holds for the guest.
    pub fn host(self) -> u64 {
        self.host
    }

    /// Whether so many bytes of heap and stack fit beside what the host holds.
    pub fn check(self, guest: u64) -> Result<(), Exhausted> {
        let wanted = guest.saturating_add(self.host);
        if wanted <= self.limit { Ok(()) } else { Err(Exhausted { limit: self.limit, wanted }) }
    }

    /// Takes memory that the host will hold for the guest, beside `guest` bytes of heap and stack.
    pub fn take(&mut self, bytes: u64, guest: u64) -> Result<(), Exhausted> {
        self.check(guest.saturating_add(bytes))?;
        self.host += bytes;
        Ok(())
    }

    /// Takes memory that is there already. What is too much shows at the next check.
    pub fn hold(&mut self, bytes: u64) {
        self.host = self.host.saturating_add(bytes);
    }

    /// Gives back what was taken.
    pub fn give(&mut self, bytes: u64) {
        self.host = self.host.saturating_sub(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_guest_share_the_limit() {
        let mut budget = Budget::new(100);
        assert_eq!(budget.take(60, 30), Ok(()));
        assert_eq!(budget.check(50), Err(Exhausted { limit: 100, wanted: 110 }));
        budget.give(60);
        assert_eq!(budget.check(100), Ok(()));
        budget.hold(101);
        assert_eq!(budget.check(0), Err(Exhausted { limit: 100, wanted: 101 }));
        budget.give(101);
        assert_eq!(budget.check(u64::MAX), Err(Exhausted { limit: 100, wanted: u64::MAX }));
    }
}
