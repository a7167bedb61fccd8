//! The programs of the benchmark suite print what `benches/suite/suite.json` says, at their small size, in every mode;
//! and each of them has its peers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pvm::measure::{SuiteProgram, suite};

#[path = "golden/modes.rs"]
mod modes;

fn benches() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches")
}

fn rows() -> Vec<SuiteProgram> {
    suite(benches().join("suite")).expect("the list is in order").expect("the list of programs")
}

#[test]
fn every_program_prints_its_checksum_in_every_mode() {
    for row in rows() {
        let file = benches().join("suite").join(format!("{}.nido", row.name));
        for mode in modes::ALL {
            // The second iteration shows that the work leaves nothing behind.
            let output = Command::new(env!("CARGO_BIN_EXE_pvm"))
                .arg("run")
                .args(*mode)
                .arg(&file)
                .args([&row.small.to_string(), "2"])
                .output()
                .expect("the command runs");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{} {mode:?}: {}\n{said}", row.name, output.status);
            assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), row.small_checksum, "{} {mode:?}", row.name);
            let timed = said.lines().filter(|line| line.starts_with("iteration ")).count();
            assert_eq!(timed, 2, "{} {mode:?} reports every iteration:\n{said}", row.name);
        }
    }
}

#[test]
fn the_code_of_the_micro_benchmarks_has_no_mistakes() {
    let file = benches().join("micro/guest.nido");
    let output = Command::new(env!("CARGO_BIN_EXE_pvm")).arg("check").arg(&file).output().expect("the command runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_program_has_its_row_in_order() {
    let listed: Vec<String> = rows().into_iter().map(|row| row.name).collect();
    let folder = fs::read_dir(benches().join("suite")).expect("the suite");
    let mut names = BTreeSet::new();
    for path in folder.flatten().map(|entry| entry.path()) {
        if path.extension().is_some_and(|ending| ending == "nido") && path.file_stem() != Some("harness".as_ref()) {
            names.insert(path.file_stem().expect("a name").to_string_lossy().into_owned());
        }
    }
    assert_eq!(listed, Vec::from_iter(names));
}

#[test]
fn every_program_has_its_peers() {
    for row in rows() {
        let class: String = row.name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let choices = [
            vec![format!("java/{class}.java")],
            vec![format!("js/{}.js", row.name)],
            vec![format!("lua/{}.lua", row.name)],
            vec![format!("c/{}.c", row.name), format!("c/{}.cpp", row.name)],
        ];
        for files in choices {
            let found = files.iter().filter(|file| benches().join("peers").join(file).is_file()).count();
            assert_eq!(found, 1, "benches/peers has one of {files:?}");
        }
    }
}
