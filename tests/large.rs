//! Data of many nodes and of many levels: nothing of the machine goes along them by recursion, so they are made, walked,
//! collected and dropped like any others.

use std::process::Command;

/// Runs a program of `tests/large` for this size.
fn run(flags: &[&str], program: &str, size: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_pvm"))
        .arg("run")
        .args(flags)
        .args([program, size])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/large"))
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{program} {size}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The sum of all numbers below `count` stands in each line.
fn is_summed(output: &str, count: u64) {
    let sum = (count * (count - 1) / 2).to_string();
    assert_eq!(output.lines().collect::<Vec<_>>(), [&*sum; 4]);
}

#[test]
fn ten_million_nodes() {
    is_summed(&run(&[], "list.nido", "10000000"), 10_000_000);
}

#[test]
fn a_list_under_collector_stress() {
    is_summed(&run(&["--gc-stress", "--check-frames"], "list.nido", "20000"), 20_000);
}

#[test]
fn a_million_levels() {
    let line = "1000000 1000000 true\nstack overflow: the limit is 8388608 bytes\n";
    assert_eq!(run(&[], "nesting.nido", "1000000"), line.repeat(2));
}

#[test]
fn levels_under_collector_stress() {
    let line = "20000 20000 true\nstack overflow: the limit is 65536 bytes\n";
    assert_eq!(run(&["--gc-stress", "--stack", "64K"], "nesting.nido", "20000"), line.repeat(2));
}
