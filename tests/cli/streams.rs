//! Streams that don't flow: full, closed, or with nobody at the other end.

use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use super::support::Folder;

/// The command with all streams piped and left alone.
fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the command starts")
}

/// Keeps one end of a pipe open for far longer than the command should need. That it is closed at all has a test fail
/// that would otherwise never end.
fn hold<T: Send + 'static>(end: Option<T>) {
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(100));
        drop(end);
    });
}

fn says(output: &Output, text: &str, code: i32) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(text), "{said}");
    assert_eq!(output.status.code(), Some(code), "{said}");
}

#[test]
fn time_ends_who_waits_for_input_that_never_comes() {
    let folder = Folder::new();
    let text = "import std.io\n\nfn main() {\n    println(\"name?\")\n    let line = io.stdin().read_line()\n    println(line.is_ok())\n}\n";
    let file = folder.write("ask.nido", text);
    let mut child = start(&["run", "--time", "100ms", &file]);
    hold(child.stdin.take());
    let output = child.wait_with_output().expect("the command ends");
    says(&output, "out of time: the limit is 100ms", 124);
    assert_eq!(output.stdout, b"name?\n", "what was printed before is seen");
}

#[test]
fn time_ends_who_prints_to_a_reader_that_never_reads() {
    let folder = Folder::new();
    let printing = ["println(\"line\")", "eprintln(\"line\")", "println(\"x\".repeat(100_000))"];
    for print in printing {
        let file = folder.write("print.nido", format!("fn main() {{\n    loop {{\n        {print}\n    }}\n}}\n"));
        let mut child = start(&["run", "--time", "100ms", &file]);
        hold(child.stdout.take());
        let errors = child.stderr.take();
        if print.starts_with("println") {
            child.stderr = errors;
        } else {
            hold(errors);
        }
        let output = child.wait_with_output().expect("the command ends");
        assert_eq!(output.status.code(), Some(124), "{print}");
    }
}

#[test]
fn a_full_pipe_is_an_error_and_a_closed_one_is_not() {
    let folder = Folder::new();
    let file = folder.write("lines.nido", "fn main() {\n    for i in 0..100000 {\n        println(i)\n    }\n}\n");
    if std::path::Path::new("/dev/full").exists() {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full opens");
        let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
        let output =
            command.args(["run", &file]).stdout(full).stderr(Stdio::piped()).output().expect("the command ends");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("standard output"), "{said}");
        assert_ne!(output.status.code(), Some(0));
    }
    let mut child = Command::new(env!("CARGO_BIN_EXE_pvm"))
        .args(["run", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "a reader that left is no news");
    assert_eq!(output.status.code(), Some(0));
}
