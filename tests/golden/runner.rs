//! Runs all golden programs in one mode, on every core, and reports those that fail together.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, thread};

use super::expectation::Expectation;

/// `GOLDEN=closure` in the environment runs only the programs with `closure` in their path.
pub fn run_all(mode: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let filter = env::var("GOLDEN").unwrap_or_default();
    let mut programs = Vec::new();
    collect(&root, &mut programs);
    programs.retain(|path| path.to_string_lossy().contains(&filter));
    programs.sort();
    assert!(!programs.is_empty(), "no golden program found");

    let next = AtomicUsize::new(0);
    let work = || {
        let mut failed = Vec::new();
        while let Some(path) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Some(wrong) = run(path, mode) {
                failed.push(format!("{}\n{wrong}", path.strip_prefix(&root).unwrap_or(path).display()));
            }
        }
        failed
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let failed: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker ends")).collect()
    });
    assert!(failed.is_empty(), "{} of {} programs failed:\n\n{}", failed.len(), programs.len(), failed.join("\n"));
}

/// The `.nido` files that are programs of their own: a folder with a `main.nido` is one program.
fn collect(folder: &Path, programs: &mut Vec<PathBuf>) {
    let main = folder.join("main.nido");
    if main.exists() {
        programs.push(main);
        return;
    }
    for entry in fs::read_dir(folder).expect("a folder of programs").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, programs);
        } else if path.extension().is_some_and(|extension| extension == "nido") {
            programs.push(path);
        }
    }
}

/// What is wrong with one program, if anything.
fn run(path: &Path, mode: &[&str]) -> Option<String> {
    let source = fs::read_to_string(path).expect("a golden program is text");
    let expected = Expectation::read(&source);
    let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
    command.arg("run").args(mode).args(&expected.flags).arg(path).args(&expected.arguments).env("NO_COLOR", "1");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A program that doesn't read its input may be gone already.
    let _ = child.stdin.take().expect("standard input is piped").write_all(expected.input.as_bytes());
    expected.mistakes(&child.wait_with_output().expect("the command ends"))
}
