//! What other threads want of a running guest: that it stop, or that it look at the clock. They make themselves heard at
//! its next safepoint through the context page.

use crate::cage::{Base, Context};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, Ordering};

/// Shared between a guest and those who may stop it.
#[derive(Debug, Default)]
pub struct Requests {
    stop: AtomicBool,
    /// The cage to make oneself heard in, as long as it is there.
    cage: Mutex<Option<Heard>>,
}

#[derive(Debug)]
struct Heard(Base);

// SAFETY: the base is only used under the lock, while the cage is known to be there, for atomic stores.
unsafe impl Send for Heard {}

impl Requests {
    /// From now on the guest of this cage hears.
    ///
    /// # Safety
    /// [`Self::detach`] must be called before the cage goes.
    pub unsafe fn attach(&self, base: Base) {
        *self.lock() = Some(Heard(base));
    }

    /// The cage is about to go.
    pub fn detach(&self) {
        *self.lock() = None;
    }

    /// Asks the guest to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.interrupt();
    }

    /// Has the guest look what is wanted at its next safepoint.
    pub fn interrupt(&self) {
        if let Some(Heard(base)) = &*self.lock() {
            // SAFETY: the cage is there, and its context page is at its start.
            let context: *mut Context = unsafe { base.at(0).cast() };
            // A limit of 0 makes every call look as well.
            // SAFETY: everyone uses these two words atomically.
            unsafe {
                AtomicI32::from_ptr(&raw mut (*context).poll).store(-1, Ordering::Release);
                AtomicU32::from_ptr(&raw mut (*context).stack_limit).store(0, Ordering::Release);
            }
        }
    }

    /// Whether the guest was asked to stop; the request is forgotten.
    pub fn take_stop(&self) -> bool {
        self.stop.swap(false, Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Heard>> {
        self.cage.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
