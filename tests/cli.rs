//! The command as a person uses it: what it prints, where, and with which exit code; and what it says to bad input.

#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/streams.rs"]
mod streams;
#[path = "cli/support.rs"]
mod support;

use std::fs;

use support::{Folder, pvm};

#[test]
fn a_program_runs_with_and_without_the_word_run() {
    let folder = Folder::new();
    let file = folder.write("hello.nido", "fn main(args: [string]) {\n    println(\"hello {args.join(\"+\")}\")\n}\n");
    pvm(&["run", &file, "a", "--b"]).prints("hello a+--b\n").exits(0);
    pvm(&[&file, "a"]).prints("hello a\n").exits(0);
    pvm(&["--fuel", "1000000", &file]).prints("hello \n").exits(0);
}

#[test]
fn standard_input_holds_a_program() {
    pvm(&["-"]).with_input("#!/usr/bin/env pvm\nfn main() {\n    println(1 + 1)\n}\n").prints("2\n").exits(0);
}

#[test]
fn a_built_module_runs_without_its_source() {
    let folder = Folder::new();
    let file = folder.write("twice.nido", "fn main(args: [string]) {\n    println(args[0] + args[0])\n}\n");
    pvm(&["build", &file]).exits(0);
    fs::remove_file(&file).expect("the source goes");
    let module = folder.path("twice.bc");
    pvm(&["run", &module, "ab"]).prints("abab\n").exits(0);
    pvm(&["verify", &module]).says_out("valid").exits(0);
    pvm(&["inspect", &module]).says_out("functions").says_out("write").exits(0);
}

#[test]
fn a_listing_assembles_to_the_same_bytes() {
    let folder = Folder::new();
    let file = folder.write(
        "sum.nido",
        "fn main() {\n    var sum = 0\n    for i in 0..10 {\n        sum += i\n    }\n    println(sum)\n}\n",
    );
    pvm(&["build", &file]).exits(0);
    let listing = pvm(&["dis", &folder.path("sum.bc")]).exits(0).stdout();
    let text = folder.write("again.pvmasm", &listing);
    pvm(&["asm", &text, "-o", &folder.path("again.bc")]).exits(0);
    let read = |name: &str| fs::read(folder.path(name)).expect("a module");
    assert_eq!(read("sum.bc"), read("again.bc"));
}

#[test]
fn a_mistake_is_shown_in_its_place() {
    let folder = Folder::new();
    let file = folder.write("wrong.nido", "fn main() {\n    let n: int = \"text\"\n    println(n)\n}\n");
    pvm(&["check", &file]).says("wrong.nido:2:18").says("int").says("string").exits(120);
    pvm(&["run", &file]).says("wrong.nido:2:18").prints("").exits(120);
    let json = pvm(&["check", "--message-format", "json", &file]).exits(120).stderr();
    let value: serde_json::Value = serde_json::from_str(json.lines().next().expect("a line")).expect("valid JSON");
    assert_eq!(value["severity"], "error");
    assert!(value["code"].is_string(), "{value}");
}

#[test]
fn every_code_is_explained() {
    let list = pvm(&["explain"]).exits(0).stdout();
    assert!(list.lines().count() > 50, "{list}");
    for line in list.lines() {
        let code = line.split_whitespace().next().expect("a code");
        pvm(&["explain", code]).says_out("```nido").exits(0);
    }
    pvm(&["explain", "E9999"]).says("no diagnostic with the code E9999").exits(2);
}

#[test]
fn tests_pass_and_fail() {
    let folder = Folder::new();
    let good = "test \"sums\" {\n    assert 1 + 1 == 2\n}\n\n";
    let file = folder.write("good.nido", good);
    pvm(&["test", &file]).says_out("1 passed, 0 failed").exits(0);
    let bad =
        folder.write("bad.nido", format!("{good}test \"differs\" {{\n    let n = 3\n    assert n * 2 == 7\n}}\n"));
    pvm(&["test", &bad])
        .says_out("differs")
        .says_out("left: 6")
        .says_out("right: 7")
        .says_out("1 passed, 1 failed")
        .exits(1);
    pvm(&["test", &bad, "sums"]).says_out("1 passed, 0 failed").exits(0);
    pvm(&["test", &folder.path("")]).says_out("2 passed, 1 failed").exits(1);
}

#[test]
fn a_new_project_runs_and_its_test_passes() {
    let folder = Folder::new();
    let project = folder.path("start");
    pvm(&["new", &project]).exits(0);
    pvm(&[&format!("{project}/main.nido")]).prints("Hello, world!\n").exits(0);
    pvm(&["test", &project]).says_out("1 passed").exits(0);
    pvm(&["new", &project]).says("cannot make").exits(2);
}

#[test]
fn usage_errors_have_a_code_of_their_own() {
    pvm(&["run"]).says("Usage").exits(2);
    pvm(&["run", "--fuel", "many", "x.nido"]).says("--fuel").exits(2);
    pvm(&["--jit=never", "x.nido"]).says("auto").exits(2);
    pvm(&["--help"]).says_out("inspect").exits(0);
}

#[test]
fn the_jit_flag_is_accepted_in_every_form() {
    let folder = Folder::new();
    let file = folder.write("one.nido", "fn main() {\n    println(1)\n}\n");
    for mode in ["auto", "off", "eager"] {
        pvm(&["run", &format!("--jit={mode}"), &file]).prints("1\n").exits(0);
    }
}

#[test]
fn a_missing_grant_is_named_by_its_flag() {
    let folder = Folder::new();
    let file = folder.write(
        "read.nido",
        "import std.fs\n\nfn main(args: [string]) -> Result<(), fs.Error> {\n    println(fs.read_text(args[0])?)\n    Ok(())\n}\n",
    );
    let data = folder.write("data.txt", "content");
    pvm(&["run", &file, &data]).says("--dir").exits(1);
    pvm(&["run", "--dir", &folder.path(""), &file, &data]).prints("content\n").exits(0);
    pvm(&["run", "--dir", &format!("{}::/in:ro", folder.path("")), &file, "/in/data.txt"]).prints("content\n").exits(0);
    pvm(&["run", "--allow-all", &file, &data]).prints("content\n").exits(0);
}

#[test]
fn traces_and_statistics_go_to_standard_error() {
    let folder = Folder::new();
    let file = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    pvm(&["run", "--trace", &file]).prints("hi\n").says("write_string(1, ").exits(0);
    pvm(&["run", "--stats", &file]).prints("hi\n").says("collections").exits(0);
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish"] {
        pvm(&["completion", shell]).says_out("inspect").exits(0);
    }
}

#[test]
fn the_library_is_documented() {
    let folder = Folder::new();
    pvm(&["doc", "-o", &folder.path("site")]).exits(0);
    let page = fs::read_to_string(folder.path("site/std.list.html")).expect("a page for std.list");
    assert!(page.contains("push"), "{page}");
    let search = fs::read_to_string(folder.path("site/search.js")).expect("the search");
    assert!(search.contains("std.list.List.push"));
}
