//! `pvm run --report`: what was compiled, why, and what that took.

use super::support::{Folder, HOT, pvm};
use serde_json::Value;

/// The table without its numbers, its rows in order of their names: what takes longest is not the same in every run.
fn rows(report: &str) -> Vec<String> {
    let masked =
        |word: &str| if word.bytes().all(|byte| byte.is_ascii_digit()) { "N".to_owned() } else { word.to_owned() };
    let row = |line: &str| line.split_whitespace().map(masked).collect::<Vec<_>>().join(" ");
    let mut rows: Vec<String> = report.lines().map(row).collect();
    let last = rows.len() - 1;
    rows[1..last].sort();
    rows
}

#[test]
fn a_table_says_what_was_compiled_and_why() {
    let folder = Folder::new();
    let file = folder.write("hot.nido", HOT);
    let expected = [
        "µs bytes inlined -checks -objects % time hot by function",
        "N N N N N N calls step",
        "N N N N N N rounds main, loop at line N",
        "N N N N N N N compiled, N refused, N waiting",
    ];
    let told = pvm(&["run", "--jit=blocking", "--report", &file]).prints("215015\n").exits(0).stderr();
    assert_eq!(rows(&told), expected, "{told}");
    let told = pvm(&["run", "--jit=blocking", "--report=text", "--fuel=100000000", &file]).exits(0).stderr();
    let counting = ["N N N N N N calls step, with fuel", "N N N N N N rounds main, loop at line 10, with fuel"];
    assert_eq!(rows(&told)[1..3], counting, "{told}");
    let told = pvm(&["run", "--jit=eager", "--report", &file]).exits(0).stderr();
    assert_eq!(rows(&told)[1..], ["N N N N N N calls main", expected[3]], "{told}");
    for none in ["--jit=off", "--jit=auto"] {
        let cold = folder.write("cold.nido", "fn main() {\n    println(1)\n}\n");
        let told = pvm(&["run", none, "--report", &cold]).prints("1\n").exits(0).stderr();
        assert_eq!(rows(&told), [expected[0], "N N N N N N N compiled, N refused, N waiting"]);
    }
}

#[test]
fn programs_get_the_same_as_json() {
    let folder = Folder::new();
    let file = folder.write("hot.nido", HOT);
    let told = pvm(&["run", "--jit=blocking", "--report=json", &file]).prints("215015\n").exits(0).stderr();
    let report: Value = serde_json::from_str(told.trim()).expect("one line of valid JSON");
    let units = report["units"].as_array().expect("a list of units");
    let unit = |is_loop: bool| {
        units.iter().find(|unit| unit["is_loop"] == is_loop).expect("one of a function and one of a loop")
    };
    let (whole, inner) = (unit(false), unit(true));
    assert_eq!((&whole["function"], &whole["line"], &whole["hot"]), (&"step".into(), &2.into(), &"calls".into()));
    assert_eq!((&inner["function"], &inner["line"], &inner["hot"]), (&"main".into(), &10.into(), &"rounds".into()));
    assert_eq!(whole["inlined"], serde_json::json!([]));
    assert_eq!(inner["inlined"][0], "step", "{told}");
    for unit in units {
        assert_eq!((&unit["state"], &unit["counts_fuel"]), (&"compiled".into(), &false.into()));
        assert_eq!(unit["file"], file.as_str());
    }
    let totals = &report["totals"];
    assert_eq!((&totals["compiled"], &totals["refused"], &totals["waiting"]), (&2.into(), &0.into(), &0.into()));
    for column in ["microseconds", "bytes", "inlined", "checks_removed", "objects_removed"] {
        let number = |value: &Value| value.as_u64().or(value.as_array().map(|list| list.len() as u64));
        let sum: u64 = units.iter().map(|unit| number(&unit[column]).expect("a number")).sum();
        assert_eq!(totals[column], sum, "{column}");
    }
}

#[test]
fn what_was_found_not_to_be_needed_is_counted() {
    let folder = Folder::new();
    let text = "struct Point { x: int, y: int }\n\nfn main() {\n    let list = [1, 2, 3, 4]\n    var sum = 0\n    \
                for i in 0..list.len() {\n        let point = Point(x: list[i], y: i)\n        sum += point.x * point.y\n    \
                }\n    println(sum)\n}\n";
    let file = folder.write("points.nido", text);
    let removed = |flags: &[&str]| {
        let arguments = [&["run", "--jit=eager", "--report=json"], flags, &[&file]].concat();
        let told = pvm(&arguments).prints("20\n").exits(0).stderr();
        let report: Value = serde_json::from_str(told.trim()).expect("one line of valid JSON");
        let units = report["units"].as_array().expect("a list of units").clone();
        let main = units.into_iter().find(|unit| unit["function"] == "main").expect("it is compiled");
        ["checks_removed", "objects_removed"].map(|column| main[column].as_u64().expect("a number"))
    };
    let [checks, objects] = removed(&[]);
    assert!(checks > 0 && objects > 0, "{checks} checks, {objects} objects");
    assert_eq!(removed(&["--without-pass=escape"])[1], 0);
    assert_eq!(removed(&["--without-pass=number", "--without-pass=version"])[0], 0);
}

#[test]
fn what_cannot_be_compiled_has_a_reason() {
    let folder = Folder::new();
    let more = "  i64.const 1\n  i64.add\n".repeat(10_001);
    let text = format!(
        "export \"main\" $main as \"fn() -> int\"\n\nfunction $main () -> i64 {{\n  i64.const 0\n{more}  i64.const 9999\n  i64.sub\n  return\n}}\n"
    );
    let (text, module) = (folder.write("long.pvmasm", text), folder.path("long.bc"));
    pvm(&["asm", &text, "-o", &module]).exits(0);
    let told = pvm(&["run", "--jit=eager", "--report", &module]).exits(2).stderr();
    assert_eq!(
        rows(&told)[1..],
        ["N - - - - N calls main: it is too large", "N N N N N N N compiled, N refused, N waiting"]
    );
    let told = pvm(&["run", "--jit=eager", "--report=json", &module]).exits(2).stderr();
    let report: Value = serde_json::from_str(told.trim()).expect("one line of valid JSON");
    assert_eq!(
        (&report["units"][0]["state"], &report["units"][0]["reason"]),
        (&"refused".into(), &"it is too large".into())
    );
    assert_eq!(report["totals"]["refused"], 1);
}
