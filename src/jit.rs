//! The door to the compiler, which pvm can be built without: the feature `jit`.

#[cfg(not(feature = "jit"))]
mod absent;
#[cfg(feature = "jit")]
mod present;

#[cfg(not(feature = "jit"))]
pub use absent::*;
#[cfg(feature = "jit")]
pub use present::*;

/// Whether this pvm was built with a compiler. Without one all programs are interpreted.
pub const fn has_compiler() -> bool {
    cfg!(feature = "jit")
}
