//! The memory limit as the operating system sees it: bombs of every kind stay within it and end in its trap. Memory that
//! is resident may be more than the limit by what the machine itself takes, which is at most 16 MiB.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wait4::Wait4;

const MIB: u64 = 1 << 20;
const LIMIT: u64 = 64 * MIB;
const SLACK: u64 = 16 * MIB;

fn pvm(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pvm"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1");
    command
}

/// Exit code, most resident memory, and what is said on standard error, without the rest of very long messages.
fn measure(folder: &Path, mut command: Command) -> (Option<i32>, u64, String) {
    let said = folder.join("said");
    let error = File::create(&said).expect("a file for what is said");
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(error).spawn().expect("it starts");
    let used = child.wait4().expect("it ends");
    let mut text = String::from_utf8_lossy(&fs::read(said).expect("what was said")).into_owned();
    text.truncate(text.floor_char_boundary(300));
    (used.status.code(), used.rusage.maxrss, text)
}

/// Bytecode, so that the memory of the compiler is not what is measured.
fn built(folder: &Path, source: &Path) -> PathBuf {
    let module = folder.join(source.file_name().expect("a name")).with_extension("bc");
    let (from, to) = (source.to_str().expect("a path of text"), module.to_str().expect("a path of text"));
    let output = pvm(&["build", from, "-o", to]).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    module
}

/// The words behind `//! name: ` in a program.
fn words<'text>(source: &'text str, name: &str) -> Vec<&'text str> {
    let mark = format!("//! {name}: ");
    source.lines().find_map(|line| line.strip_prefix(&mark)).map_or_else(Vec::new, |rest| rest.split(' ').collect())
}

#[test]
fn bombs_stay_within_the_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let bombs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bombs");
    let mut files: Vec<PathBuf> = fs::read_dir(bombs).expect("the bombs").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 10);
    let mut wrong = String::new();
    for file in files {
        let source = fs::read_to_string(&file).expect("a text");
        let module = built(folder.path(), &file);
        let expected = words(&source, "exits").first().map_or(137, |code| code.parse().expect("a number"));
        let mut command = pvm(&["run", "--memory", "64M"]);
        command.args(words(&source, "flags")).arg(module);
        let (code, resident, said) = measure(folder.path(), command);
        if code != Some(expected) || resident > LIMIT + SLACK {
            wrong += &format!("{}: {code:?}, {:.1} MiB\n{said}\n", file.display(), resident as f64 / MIB as f64);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
