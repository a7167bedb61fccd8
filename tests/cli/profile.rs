//! `pvm profile`: where a program spends its time. What is asserted holds whatever the speed of the machine: one function
//! does fifty times the work of another.

use super::support::{Folder, pvm};
use std::collections::BTreeMap;
use std::fs;

const WORK: &str = "\
fn inner(rounds: int) -> int {
    var sum = 0
    for i in 0..rounds {
        sum = (sum ^ i * i) % 1_000_003
    }
    sum
}

fn light(rounds: int) -> int {
    var sum = 0
    for i in 0..rounds {
        sum = (sum ^ i * i) % 1_000_003
    }
    sum
}

fn work(rounds: int) -> int {
    inner(50 * rounds) + light(rounds)
}

fn main(args: [string]) {
    var sum = 0
    for _i in 0..20 {
        sum += work(100_000)
    }
    println(\"{args.join(\" \")} {sum > 0}\")
}
";

/// The samples by stack, of a file in which each line is a stack, a space and a number.
fn stacks(folded: &str) -> BTreeMap<String, u64> {
    let text = fs::read_to_string(folded).expect("the stacks are written");
    let line = |line: &str| {
        let (stack, samples) = line.rsplit_once(' ').expect("a stack and a number");
        (stack.to_owned(), samples.parse().expect("a number of samples"))
    };
    text.lines().map(line).collect()
}

#[test]
fn the_heavy_function_has_most_samples_in_every_tier() {
    let folder = Folder::new();
    let file = folder.write("work.nido", WORK);
    let (graph, folded) = (folder.path("work.svg"), folder.path("work.folded"));
    for jit in ["--jit=off", "--jit=blocking", "--jit=eager"] {
        let arguments = ["profile", jit, "-o", &graph, "--folded", &folded, "--allow-all", &file, "-x", "y"];
        let told = pvm(&arguments).prints("-x y true\n").exits(0).stderr();
        let stacks = stacks(&folded);
        let all: u64 = stacks.values().sum();
        let heavy = stacks.get("main;work;inner").copied().unwrap_or_default();
        assert!(all > 0 && heavy * 2 > all, "{jit}: {stacks:?}");
        let first = told.lines().nth(1).unwrap_or_default();
        assert!(told.starts_with("    self    total  function\n") && first.ends_with(" inner"), "{told}");
        assert!(told.contains(&format!("{file}:4 (inner)")) && told.ends_with(&format!("\n{all} samples\n")), "{told}");
        let svg = fs::read_to_string(&graph).expect("the graph is written");
        let names = titles(&svg);
        for name in ["main", "work", "inner"] {
            assert!(names.iter().any(|title| title.starts_with(&format!("{name} ("))), "{jit}: {names:?}");
        }
    }
}

/// What the frames of a graph are called. That it is well-formed is found on the way.
fn titles(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut titles, mut depth, mut within) = (Vec::new(), 0, false);
    loop {
        match reader.read_event().expect("well-formed XML") {
            quick_xml::events::Event::Start(start) => {
                depth += 1;
                within = start.name().as_ref() == b"title";
            }
            quick_xml::events::Event::Text(text) if within => {
                titles.push(text.decode().expect("UTF-8").into_owned());
            }
            quick_xml::events::Event::End(_) => {
                depth -= 1;
                within = false;
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    titles
}

#[test]
fn a_report_says_where_the_time_went() {
    let folder = Folder::new();
    let file = folder.write("work.nido", WORK);
    let told = pvm(&["run", "--jit=blocking", "--report=json", &file]).exits(0).stderr();
    let report: serde_json::Value = serde_json::from_str(told.trim()).expect("one line of valid JSON");
    let units = report["units"].as_array().expect("a list of units");
    let heavy = units.iter().find(|unit| unit["function"] == "inner").expect("it is hot");
    let (own, all) = (heavy["samples"].as_u64(), report["totals"]["samples"].as_u64());
    assert!(all > Some(0) && own.map(|own| own * 2) > all, "{told}");
}

/// Time that no safepoint cuts short is not lost: the collector's is its own, and what allocates has none of it.
#[test]
fn the_collector_is_told_apart() {
    let folder = Folder::new();
    let text = "fn main() {\n    var kept: [[int]] = []\n    for i in 0..300_000 {\n        kept.push([i, i, i])\n    }\n    \
                println(kept.len())\n}\n";
    let file = folder.write("allocates.nido", text);
    let folded = folder.path("stacks");
    pvm(&[
        "profile",
        "--gc-stress",
        "--frequency=10000",
        "--time=1s",
        "-o",
        &folder.path("a.svg"),
        "--folded",
        &folded,
        &file,
    ])
    .exits(124);
    let stacks = stacks(&folded);
    assert!(stacks.iter().any(|(stack, _)| stack.ends_with(";(collector)")), "{stacks:?}");
}

#[test]
fn a_run_ends_as_it_would_without() {
    let folder = Folder::new();
    let graph = folder.path("a.svg");
    let text = "import std.os\n\nfn work(n: int) -> int {\n    var sum = 0\n    for i in 0..n {\n        sum = sum ^ i\n    }\n    \
                sum\n}\n\nfn main(args: [string]) {\n    let rounds = if args[0] == \"1\" { 10_000_000_000 } else { 10_000_000 }\n    println(\"before {work(rounds) > 0}\")\n    if args[0] == \"exit\" {\n        \
                os.exit(7)\n    }\n    println(10 / args[0].parse_int()!)\n}\n";
    let file = folder.write("ends.nido", text);
    for jit in ["--jit=off", "--jit=blocking"] {
        for (argument, flags) in [
            ("0", &[][..]),
            ("5", &[]),
            ("exit", &[]),
            ("5", &["--output=3"]),
            ("1", &["--fuel=100000"]),
            ("1", &["--time=1ms"]),
        ] {
            let with = |command: &[&str]| {
                let arguments: Vec<&str> = [command, &[jit], flags, &[&file, argument]].concat();
                pvm(&arguments).run()
            };
            let (plain, profiled) = (with(&["run"]), with(&["profile", "-o", &graph]));
            let code = plain.code();
            let shown = plain.stderr();
            profiled.prints(&plain.stdout()).says(&shown).exits(code);
        }
    }
}

#[test]
fn what_makes_no_sense_is_said() {
    let folder = Folder::new();
    let file = folder.write("work.nido", WORK);
    for frequency in ["--frequency=0", "--frequency=10001", "--frequency=often"] {
        let told = pvm(&["profile", frequency, &file]).exits(2);
        told.says("expected a number of samples a second, from 1 to 10000");
    }
    let nowhere = folder.path("no/such/folder.svg");
    pvm(&["profile", "-o", &nowhere, &file])
        .prints(" true\n")
        .says(&format!("error: cannot write {nowhere}: "))
        .exits(1);
    let short = folder.write("short.nido", "fn main() {\n    println(1)\n}\n");
    let graph = folder.path("short.svg");
    let told = pvm(&["profile", "--frequency=1", "-o", &graph, &short]).prints("1\n").exits(0);
    told.says("note: the program ended before a sample was taken");
    assert!(!fs::exists(&graph).expect("the folder is there"));
    pvm(&["profile", &folder.path("none.nido")]).says("cannot read").exits(120);
}
