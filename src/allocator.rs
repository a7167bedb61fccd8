//! The allocator of the command.

use libmimalloc_sys::{mi_option_set, mi_option_t};
use mimalloc::MiMalloc;

/// The compiler makes and drops many small trees, which takes a fifth less time than with the allocator of glibc. Its
/// huge pages are switched off: they would double what a small program holds resident.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// After how many milliseconds free memory goes back to the system: `mi_option_purge_delay` in mimalloc's header.
const PURGE_DELAY: mi_option_t = 15;

/// Has memory go back to the system soon: compiling needs much of it for a moment only.
pub fn set_up() {
    // SAFETY: this sets a number, which the allocator reads whenever it frees something.
    unsafe { mi_option_set(PURGE_DELAY, 10) }
}
