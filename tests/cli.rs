//! The command as a person uses it: what it prints, where, and with which exit code; and what it says to bad input.

#[path = "cli/bench.rs"]
mod bench;
#[path = "cli/cache.rs"]
mod cache;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/profile.rs"]
mod profile;
#[path = "cli/report.rs"]
mod report;
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
fn compiled_code_is_shown_behind_each_pass() {
    let folder = Folder::new();
    let text = "fn double(n: int) -> int {\n    n + n\n}\n\nfn main() {\n    println(double(21))\n}\n";
    let file = folder.write("double.nido", text);
    let pvm = |flags: &[&str]| pvm(&[&["dis"], flags, &[&file]].concat());
    pvm(&["--ssa", "--function", "nothing"]).says("no function has `nothing` in its name").exits(2);
    pvm(&["--each-pass"]).says("--ssa").exits(2);
    pvm(&["--clif", "--without-pass", "none"]).says("the passes are inline").exits(2);
    let listing = |flags: &[&str]| pvm(flags).exits(0).stdout();
    assert_eq!(listing(&["--ssa", "--function", "main"]).matches("function $").count(), 1);
    for form in ["--ssa", "--clif", "--asm"] {
        let each = listing(&[form, "--each-pass", "--function", "main"]);
        assert!(each.starts_with("function $main\n; build\n"), "{each}");
        let end = listing(&[form, "--function", "main"]);
        assert!(each.ends_with(end.trim_start_matches("function $main\n")), "{each}");
    }
    let each = listing(&["--ssa", "--each-pass", "--without-pass", "branches"]);
    assert!(each.contains("\n; params\n") && !each.contains("\n; branches\n"), "{each}");
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
    for mode in ["auto", "blocking", "off", "eager"] {
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
    pvm(&["run", &file, &data]).says("error: cannot open").says("--dir").exits(121);
    pvm(&["run", "--dir", &folder.path(""), &file, &data]).prints("content\n").exits(0);
    pvm(&["run", "--dir", &format!("{}::/in:ro", folder.path("")), &file, "/in/data.txt"]).prints("content\n").exits(0);
    pvm(&["run", "--allow-all", &file, &data]).prints("content\n").exits(0);
}

#[test]
fn every_end_has_an_exit_code_of_its_own() {
    let folder = Folder::new();
    let file = folder.write(
        "ends.nido",
        "import std.os\n\nfn deep(n: int) -> int {\n    deep(n + 1) + 1\n}\n\n\
         fn main(args: [string]) -> Result<(), string> {\n    match args[0] {\n        \
         \"exit\" => os.exit(args[1].parse_int()!)\n        \"error\" => return Err(\"it is gone\")\n        \
         \"trap\" => println(args[9])\n        \"deep\" => println(deep(0))\n        \"loop\" => loop {\n        }\n        \
         \"fill\" => {\n            let all: [string] = []\n            loop {\n                all.push(\"x\".repeat(1000))\n            }\n        }\n        \
         _ => println(os.env(\"HOME\") ?? \"no home\")\n    }\n    Ok(())\n}\n",
    );
    for (code, told) in [("0", 0), ("7", 7), ("119", 119), ("120", 119), ("-1", 119)] {
        pvm(&[&file, "exit", code]).prints("").exits(told);
    }
    assert_eq!(pvm(&[&file, "error"]).exits(122).stderr(), "error: it is gone\n");
    pvm(&[&file, "trap"]).says("trap: index 9 is out of range").says("ends.nido:11:31").exits(122);
    pvm(&["--stack", "1M", &file, "deep"]).says("1048576").says("… and again, 31 times").exits(122);
    pvm(&["--fuel", "10000", &file, "loop"]).says("out of fuel: the limit is 10000 units").exits(123);
    pvm(&["--time", "20ms", &file, "loop"]).says("out of time: the limit is 20ms").exits(124);
    pvm(&["--memory", "16M", &file, "fill"]).says("the limit is 16777216").exits(137);
    pvm(&[&file, "home"]).prints("no home\n").exits(0);
    pvm(&["--env", "HOME=/nest", &file, "home"]).prints("/nest\n").exits(0);
}

#[test]
fn failures_are_told_to_programs_too() {
    let folder = Folder::new();
    let file = folder.write("wrong.nido", "fn main() {\n    let list = [1]\n    println(list[3])\n}\n");
    let json = pvm(&["run", "--message-format", "json", &file]).exits(122).stderr();
    let value: serde_json::Value = serde_json::from_str(json.trim()).expect("valid JSON");
    assert_eq!(value["kind"], "index out of range");
    assert_eq!(value["backtrace"][2]["line"], 3);
    let file = folder.write("fails.nido", "test \"one\" {\n    assert 1 + 1 == 3\n}\n\ntest \"two\" {\n}\n");
    let json = pvm(&["test", "--message-format", "json", &file]).exits(1).stdout();
    let lines: Vec<serde_json::Value> =
        json.lines().map(|line| serde_json::from_str(line).expect("valid JSON")).collect();
    assert_eq!((&lines[0]["test"], &lines[0]["passed"]), (&"one".into(), &false.into()));
    assert_eq!((&lines[1]["test"], &lines[1]["passed"]), (&"two".into(), &true.into()));
    let broken = folder.write("broken.nido", "fn main() {\n    let n: int = \"x\"\n}\n");
    for command in ["build", "check", "run", "test"] {
        let json = pvm(&[command, "--message-format", "json", &broken]).exits(120).stderr();
        let value: serde_json::Value = serde_json::from_str(json.trim()).expect("one line of valid JSON");
        assert_eq!(value["code"], "E0301", "{command}");
    }
}

#[test]
fn a_first_guess_is_put_right() {
    let folder = Folder::new();
    let project = folder.path("start");
    pvm(&["new", &project]).exits(0);
    pvm(&[&project]).says("it is a directory").says("start/main.nido").exits(120);
    pvm(&["run", &format!("{project}/main")]).says("no such file").says("start/main.nido").exits(120);
    pvm(&["biuld", "x.nido"]).says("build").exits(2);
    pvm(&["help"]).says_out("Commands:").exits(0);
    pvm(&["help", "run"]).says_out("--fuel").exits(0);
    let source = format!("{project}/main.nido");
    pvm(&["test", &project, "nothing of this kind"]).says("no test in").exits(2);
    pvm(&["verify", &source]).says("pvm check").exits(120);
    pvm(&["build", &source]).exits(0);
    let module = format!("{project}/main.bc");
    pvm(&["check", &module]).says("is bytecode").says("pvm run").exits(120);
    pvm(&["build", "-"]).with_input("fn main() {\n}\n").says("-o").exits(2);
    pvm(&["--dir", &folder.path("nowhere"), &source]).says("cannot grant the directory").exits(2);
    let wrong = folder.write("wrong.nido", "fn main() {\n    prinln(1)\n}\n");
    pvm(&["check", &wrong]).says("did you mean `println`?").says("1 mistake; `pvm explain E0201` says more").exits(120);
}

#[test]
fn the_jit_is_also_chosen_by_the_environment() {
    let folder = Folder::new();
    let file = folder.write("one.nido", "fn main() {\n    println(1)\n}\n");
    pvm(&[&file]).with_variable("PVM_JIT", "off").prints("1\n").exits(0);
    pvm(&[&file]).with_variable("PVM_JIT", "sometimes").says("--jit").exits(2);
}

#[test]
fn no_colour_goes_where_no_terminal_is() {
    let folder = Folder::new();
    let file = folder.write("wrong.nido", "fn main() {\n    prinln(1)\n}\n");
    let told = pvm(&["check", &file]).with_variable("NO_COLOR", "").exits(120).stderr();
    assert!(!told.contains('\x1b'), "{told:?}");
}

#[test]
fn traces_and_statistics_go_to_standard_error() {
    let folder = Folder::new();
    let file = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    pvm(&["run", "--trace", &file]).prints("hi\n").says("write_string(1, ").exits(0);
    pvm(&["run", "--stats", &file]).prints("hi\n").says("time").says("collections").exits(0);
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
    let index = fs::read_to_string(folder.path("site/index.html")).expect("the index");
    assert!(index.contains("Known everywhere") && index.contains("By import"), "{index}");
}

#[test]
fn a_package_is_documented() {
    let folder = Folder::new();
    folder.write(
        "shapes.nido",
        "//! Shapes, see `Circle`.\n\n/// A round shape.\n@derive(Show)\npub struct Circle {\n    /// In metres.\n    pub radius: float\n}\n\n\
         impl Circle {\n    /// Its area.\n    pub fn area(self) -> float {\n        self.radius\n    }\n\n    fn hidden(self) {\n    }\n}\n",
    );
    pvm(&["doc", &folder.path(""), "-o", &folder.path("site")]).exits(0);
    let page = fs::read_to_string(folder.path("site/shapes.html")).expect("a page for the module");
    for wanted in ["href=\"shapes.html#Circle\"", "In metres.", "id=\"Circle.area\"", "Its area.", "implements"] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
    assert!(!page.contains("hidden"), "{page}");
}
