//! The modes of the machine, by their flags: what a program prints must not depend on them.

/// As people run it.
pub const NORMAL: &[&str] = &[];
/// A collection at every allocation, with the whole heap checked.
pub const GC_STRESS: &[&str] = &["--gc-stress"];
/// Every frame checked at every safepoint.
pub const CHECK_FRAMES: &[&str] = &["--check-frames"];

/// Every mode.
pub const ALL: &[&[&str]] = &[NORMAL, GC_STRESS, CHECK_FRAMES];
