//! Runs the modules in `tests/programs`, each in every mode. What is expected stands in their comments:
//!
//! ```text
//! ;= add 2 3 => 5
//! ;= divide 1 0 => trap division by zero
//! ;|   at divide
//! ;= greet => "hello"
//! ```

use crate::script::{Mode, Script};
use pvm_runtime::{Ended, HostValue};
use std::fmt::Write;
use std::path::Path;

#[test]
fn programs_do_what_their_comments_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = String::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a module");
        for mode in Mode::ALL {
            let script = Script::in_mode(&text, mode);
            let (found, expected) = (run(&script, &text), expectations(&text));
            if found != expected {
                let _ = writeln!(wrong, "{} in mode {mode:?}:\n{}", path.display(), difference(&expected, &found));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The lines that are expected and not found, and those that are found and not expected.
fn difference(expected: &str, found: &str) -> String {
    let only = |these: &str, those: &str, sign: &str| {
        let those: Vec<_> = those.lines().collect();
        these.lines().filter(|line| !those.contains(line)).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    only(expected, found, "-") + &only(found, expected, "+")
}

/// The lines that say what is expected.
fn expectations(text: &str) -> String {
    let lines = text.lines().filter(|line| line.starts_with(";=") || line.starts_with(";|"));
    lines.fold(String::new(), |all, line| all + line + "\n")
}

/// The same lines with what is found.
fn run(script: &Script, text: &str) -> String {
    let mut found = String::new();
    for line in text.lines().filter_map(|line| line.strip_prefix(";= ")) {
        let (call, _) = line.split_once(" => ").unwrap_or_else(|| panic!("no result in {line}"));
        let mut words = call.split_whitespace();
        let name = words.next().unwrap_or_default();
        let arguments: Vec<_> = words.map(argument).collect();
        let result = match script.call(name, &arguments) {
            Ok(HostValue::Int(value)) => value.to_string(),
            Ok(HostValue::Float(value)) => format!("{value:?}"),
            Ok(HostValue::String(value)) => format!("{value:?}"),
            Ok(HostValue::Bytes(value)) => format!("{value:?}"),
            Ok(HostValue::Null) => "null".to_owned(),
            Ok(HostValue::Nothing) => "nothing".to_owned(),
            Err(Ended::Exit(code)) => format!("exit {code}"),
            Err(Ended::Trap(failure)) => format!("trap {}", failure.to_string().replace('\n', "\n;|")),
        };
        let _ = writeln!(found, ";= {call} => {result}");
    }
    found
}

fn argument(word: &str) -> HostValue {
    match (word.parse(), word.parse()) {
        (Ok(value), _) => HostValue::Int(value),
        (_, Ok(value)) => HostValue::Float(value),
        _ if word == "null" => HostValue::Null,
        _ => HostValue::String(word.trim_matches('"').to_owned()),
    }
}
