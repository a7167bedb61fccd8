//! The examples do what their expected output says, their own tests pass, and so do those of the standard library.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

#[path = "golden/modes.rs"]
mod modes;

/// Runs the command in the repository, as the README tells people to.
fn pvm(arguments: &[String], input: Option<&Path>) -> Output {
    let stdin = input.map_or_else(Stdio::null, |path| Stdio::from(fs::File::open(path).expect("the input is there")));
    Command::new(env!("CARGO_BIN_EXE_pvm"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .stdin(stdin)
        .output()
        .expect("the command runs")
}

fn examples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the examples").flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "nido"));
    files.sort();
    files
}

/// What stands behind `// run:` in the first lines: the arguments, and the file behind `<`.
fn call(source: &str) -> Option<(Vec<String>, Option<PathBuf>)> {
    let line = source.lines().take(10).find_map(|line| line.strip_prefix("// run: "))?;
    let (arguments, input) = line.split_once(" < ").map_or((line, None), |(before, input)| (before, Some(input)));
    let input = input.map(|input| Path::new(env!("CARGO_MANIFEST_DIR")).join(input.trim()));
    Some((arguments.split_whitespace().map(str::to_owned).collect(), input))
}

#[test]
fn every_example_prints_what_is_expected() {
    let mut run = 0;
    for path in examples() {
        let source = fs::read_to_string(&path).expect("an example is text");
        let Some((arguments, input)) = call(&source) else { continue };
        let name = path.file_stem().expect("a name").to_string_lossy();
        let expected = path.with_file_name("expected").join(format!("{name}.txt"));
        let expected = fs::read(&expected).unwrap_or_else(|error| panic!("{}: {error}", expected.display()));
        for mode in modes::ALL {
            let mode = mode.iter().map(|flag| flag.to_string());
            let all: Vec<String> = ["run".to_owned()].into_iter().chain(mode).chain(arguments.clone()).collect();
            let output = pvm(&all, input.as_deref());
            let said = String::from_utf8_lossy(&output.stderr);
            let (printed, expected) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&expected));
            assert_eq!(printed, expected, "{name} {all:?}\n{said}");
            assert!(output.status.success(), "{name} {all:?}: {}\n{said}", output.status);
        }
        run += 1;
    }
    assert!(run >= 16, "only {run} examples say how they are run");
}

#[test]
fn the_tests_beside_the_examples_pass() {
    let output = pvm(&["test".into(), "examples".into()], None);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && printed.contains("0 failed"),
        "{printed}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_tests_of_the_standard_library_pass() {
    let output = pvm(&["test".into(), "--allow-all".into(), "stdlib".into()], None);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && printed.contains("0 failed"),
        "{printed}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_summer_agrees_with_the_systems_own() {
    let file = "examples/data/signal.bin";
    let Ok(theirs) = Command::new("sha256sum").arg(file).current_dir(env!("CARGO_MANIFEST_DIR")).output() else {
        return;
    };
    let ours = pvm(&["run".into(), "--dir".into(), ".".into(), "examples/sha256sum.nido".into(), file.into()], None);
    assert_eq!(String::from_utf8_lossy(&ours.stdout), String::from_utf8_lossy(&theirs.stdout));
}
