//! Memory goes back to the system when more of it idles than the guest is expected to take soon, or when its limit asks
//! for it: taking memory again costs a fault for every page. It is released a little at a time, so that no collection
//! waits long for it, and never less than the limit asks for.

use super::pacing::FIRST_CYCLE;
use super::{Heap, LargeSpace};
use crate::cage::BLOCK;

/// How many bytes one collection releases.
const STEP: u64 = 4 << 20;

impl Heap {
    /// Releases some of what idles; `large` bytes of a large object are to come.
    pub(super) fn release_free(&mut self, large: u32) {
        let excess = self.excess(large);
        let wanted = self.expected().saturating_sub(self.occupied());
        if self.idle() <= self.occupied().max(FIRST_CYCLE).max(wanted) && excess == 0 {
            return;
        }
        let mut rest = excess.max(STEP);
        while rest > 0 {
            let most = u32::try_from(rest).unwrap_or(u32::MAX);
            let block = |start| start..start + BLOCK;
            let Some(range) = self.large.cool(most).or_else(|| self.blocks.cool().map(block)) else { break };
            rest = rest.saturating_sub(range.len() as u64);
            self.cage.release(range);
        }
        self.blocks.trim();
    }

    /// Whether something must be released before a large object comes. Blocks that have just been emptied can't be.
    pub(super) fn must_release(&self, large: u32) -> bool {
        (self.large.idle() > 0 || self.blocks.has_warm()) && self.excess(large) > 0
    }

    /// By how much more memory would be taken than the limit allows, if what is free were kept and a large object came.
    fn excess(&self, large: u32) -> u64 {
        let fresh = if self.large.has_gap(large) { 0 } else { LargeSpace::rounded(large) };
        let check = self.budget.check(self.used() + self.idle() + fresh);
        check.map_or_else(|exhausted| exhausted.wanted - exhausted.limit, |()| 0)
    }

    /// Bytes that are free and may still take memory.
    pub(super) fn idle(&self) -> u64 {
        self.blocks.idle() + u64::from(self.large.idle())
    }
}
