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

#[test]
fn compiled_and_kept_for_the_next_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = format!("--cache-dir={}", folder.path().display());
    let keeping = [modes::EAGER, &[&cache]].concat();
    for _ in ["made", "kept"] {
        runner::run_all(&keeping);
    }
}

#[test]
fn compiled_under_collector_stress_with_every_frame_checked() {
    runner::run_all(modes::EAGER_CHECKED);
}

#[test]
fn compiled_and_left_all_the_time() {
    runner::run_all(modes::EAGER_LEAVING);
}
