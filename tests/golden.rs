//! The golden programs: every `tests/programs/<feature>/*.nido` is run through the command in every mode of the machine,
//! and must do each time what its own comments say (see `golden/expectation.rs`).

#[path = "golden/expectation.rs"]
mod expectation;
#[path = "golden/modes.rs"]
#[allow(dead_code, reason = "a test of its own for each mode, so that they run side by side")]
mod modes;
#[path = "golden/runner.rs"]
mod runner;

#[test]
fn normal() {
    runner::run_all(modes::NORMAL);
}

#[test]
fn under_collector_stress_with_heap_verification() {
    runner::run_all(modes::GC_STRESS);
}

#[test]
fn with_every_frame_checked_at_every_safepoint() {
    runner::run_all(modes::CHECK_FRAMES);
}

/// The first of these modes compiles, the others take what was kept.
#[test]
fn compiled_checked_and_left_all_the_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = format!("--cache-dir={}", folder.path().display());
    for mode in [modes::EAGER, modes::EAGER_CHECKED, modes::EAGER_LEAVING, modes::QUICK_CHECKED, modes::QUICK_LEAVING] {
        runner::run_all(&[mode, &[&cache]].concat());
    }
}
