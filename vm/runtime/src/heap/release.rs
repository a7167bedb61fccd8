//! Memory goes back to the system when more of it idles than the guest is expected to take soon, or when its limit asks
//! for it: taking memory again costs a fault for every page. Blocks are released a few at a time, so that no collection
//! waits long for it.

use super::Heap;
use super::pacing::FIRST_CYCLE;
use crate::cage::BLOCK;

/// How many blocks one collection releases.
const BLOCKS: usize = 64;

impl Heap {
    pub(super) fn release_free(&mut self) {
        let idle = self.idle();
        let is_short = self.budget.check(self.used() + idle).is_err();
        if idle <= self.occupied().max(FIRST_CYCLE) && !is_short {
            return;
        }
        for _ in 0..if is_short { usize::MAX } else { BLOCKS } {
            let Some(start) = self.blocks.cool() else { break };
            self.cage.release(start..start + BLOCK);
        }
        self.blocks.trim();
        if self.large.idle() > 0 {
            self.large.gaps().for_each(|gap| self.cage.release(gap));
            self.cage.release(self.blocks.end()..self.large.start());
            self.large.note_release();
        }
    }

    /// Bytes that are free and may still take memory.
    fn idle(&self) -> u64 {
        self.blocks.idle() + u64::from(self.large.idle())
    }
}
