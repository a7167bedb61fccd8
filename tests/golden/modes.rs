//! The modes of the machine, by their flags: what a program prints must not depend on them.

/// As people run it.
pub const NORMAL: &[&str] = &[];
/// A collection at every allocation, with the whole heap checked.
pub const GC_STRESS: &[&str] = &["--gc-stress"];
/// Every frame checked at every safepoint, and what is hot compiled at the same moment in every run.
pub const CHECK_FRAMES: &[&str] = &["--jit=blocking", "--check-frames"];

/// Every function compiled when it is called first.
pub const EAGER: &[&str] = &["--jit=eager"];
/// The same, with a collection at every allocation and every frame checked.
pub const EAGER_CHECKED: &[&str] = &["--jit=eager", "--gc-stress", "--check-frames"];
/// The same, left at every third safepoint.
pub const EAGER_LEAVING: &[&str] = &["--jit=eager", "--leave-every=3"];

/// Every function compiled quickly instead of well, with a collection at every allocation and every frame checked.
pub const QUICK_CHECKED: &[&str] = &["--jit=eager", "--quick-code", "--gc-stress", "--check-frames"];
/// The same, left at every third safepoint.
pub const QUICK_LEAVING: &[&str] = &["--jit=eager", "--quick-code", "--leave-every=3"];

/// Every mode.
pub const ALL: &[&[&str]] =
    &[NORMAL, GC_STRESS, CHECK_FRAMES, EAGER, EAGER_CHECKED, EAGER_LEAVING, QUICK_CHECKED, QUICK_LEAVING];
