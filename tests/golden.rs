//! The golden programs: every `tests/programs/<feature>/*.nido` is run through the command in every mode of the machine,
//! and must do each time what its own comments say (see `golden/expectation.rs`).

#[path = "golden/expectation.rs"]
mod expectation;
#[path = "golden/runner.rs"]
mod runner;

/// The flags of each mode; what a program does must not depend on it.
const NORMAL: &[&str] = &[];
const GC_STRESS: &[&str] = &["--gc-stress"];
const CHECK_FRAMES: &[&str] = &["--check-frames"];

#[test]
fn normal() {
    runner::run_all(NORMAL);
}

#[test]
fn under_collector_stress_with_heap_verification() {
    runner::run_all(GC_STRESS);
}

#[test]
fn with_every_frame_checked_at_every_safepoint() {
    runner::run_all(CHECK_FRAMES);
}
