//! `pvm bench`: what it measures, what it compares first, and what it says when it can't. No test looks at a time.

use super::support::{Folder, pvm};

/// Two benchmarks and a program beside them.
const TWO: &str = "fn sum(to: int) -> int {\n    var sum = 0\n    for i in 0..to {\n        sum += i\n    }\n    sum\n}\n\n\
                   bench \"few\" {\n    sum(10)\n}\n\nbench \"many\" {\n    sum(1000)\n}\n\n\
                   fn main() {\n    println(sum(5))\n}\n";

/// As short as it may be: five samples.
const SHORT: &str = "--for=1ms";

#[test]
fn benchmarks_of_a_file_and_of_a_folder_are_measured() {
    let folder = Folder::new();
    let file = folder.write("two.nido", TWO);
    folder.write("more.nido", "bench \"hello\" {\n    println(\"hello\")\n}\n");
    folder.write("none.nido", "fn main() {\n    println(1)\n}\n");
    pvm(&["bench", SHORT, &file]).says_out("median").says_out("few").says_out("many").exits(0);
    let all = pvm(&["bench", SHORT, &folder.path("")]).exits(0).stdout();
    let names: Vec<_> = all.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["hello", "few", "many"]);
    let some = pvm(&["bench", SHORT, "--filter", "man", &file]).exits(0).stdout();
    assert!(some.contains("many") && !some.contains("few"), "{some}");
}

#[test]
fn engines_are_compared() {
    let folder = Folder::new();
    let file = folder.write("two.nido", TWO);
    pvm(&["bench", SHORT, "--compare", "interp,interp-fuel", &file])
        .says_out("speed-up")
        .says_out("warm-up")
        .says_out("compile")
        .says_out("interp-fuel is")
        .exits(0);
    pvm(&["bench", "--compare", "interp,quick", &file]).says("no engine `quick`").says("interp, interp-fuel").exits(2);
}

#[test]
fn results_are_lines_of_json_too() {
    let folder = Folder::new();
    let file = folder.write("two.nido", TWO);
    let call = ["bench", SHORT, "--compare", "interp,interp-fuel", "--message-format", "json", &file];
    let lines = pvm(&call).exits(0).stdout();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let told: Vec<_> = lines.iter().map(|line| (line["bench"].as_str(), line["engine"].as_str())).collect();
    let expected = [("few", "interp"), ("few", "interp-fuel"), ("many", "interp"), ("many", "interp-fuel")];
    assert_eq!(told, expected.map(|(bench, engine)| (Some(bench), Some(engine))));
    for line in &lines {
        assert!(line["seconds"]["median"].as_f64().is_some_and(|median| median > 0.0), "{line}");
        assert!(line["samples"].as_array().is_some_and(|samples| samples.len() >= 5), "{line}");
        assert!(line["iterations"].as_u64().is_some_and(|iterations| iterations >= 5), "{line}");
    }
    assert_eq!(lines[0]["speed_up"]["median"], 1.0, "an engine is as fast as itself");
}

#[test]
fn a_program_without_benchmarks_is_measured_as_a_whole() {
    let folder = Folder::new();
    let text = "fn main(args: [string]) {\n    println(args.join(\"+\"))\n}\n";
    let file = folder.write("whole.nido", text);
    pvm(&["bench", SHORT, &file, "a", "--b"]).says_out("whole a --b").exits(0);
    pvm(&["build", &file]).exits(0);
    pvm(&["bench", SHORT, &folder.path("whole.bc"), "a"]).says_out("whole a").exits(0);
}

#[test]
fn a_suite_is_measured_at_its_sizes() {
    let folder = Folder::new();
    folder.write("count.nido", "fn main(args: [string]) {\n    println(args[0])\n}\n");
    let row = "{\"name\": \"count\", \"category\": \"c\", \"covers\": \"d\", \"size\": 7, \"small\": 2, \"small_checksum\": \"2\"}";
    folder.write("suite.json", format!("[{row}]"));
    pvm(&["bench", SHORT, &folder.path("")]).says_out("count 7").exits(0);
    pvm(&["bench", SHORT, "--small", &folder.path("")]).says_out("count 2").exits(0);
    folder.write("suite.json", "[{}]");
    pvm(&["bench", &folder.path("")]).says("suite.json is no list of programs").says("name").exits(120);
}

#[test]
fn what_can_not_be_measured_is_said() {
    let folder = Folder::new();
    pvm(&["bench", &folder.path("")]).says("no `bench` item").exits(2);
    let file = folder.write("two.nido", TWO);
    pvm(&["bench", "--filter", "none", &file]).says("has `none` in its name").exits(2);
    let file = folder.write("trap.nido", "bench \"falls\" {\n    assert 1 == 2\n}\n");
    pvm(&["bench", &file]).says("falls fails").says("trap.nido:2").exits(122);
    let file = folder.write("fails.nido", "import std.os\n\nfn main() {\n    println(\"no\")\n    os.exit(3)\n}\n");
    pvm(&["bench", &file]).says("prints \"no\" and ends with exit code 3").exits(1);
    let file = folder.write("usage.nido", "fn main() -> int {\n    eprintln(\"usage\")\n    1\n}\n");
    pvm(&["bench", &file]).says("prints nothing, complains \"usage\" and ends with exit code 1").exits(1);
    let changing = "var n = 0\n\nbench \"counts\" {\n    n += 1\n    println(n)\n}\n";
    let file = folder.write("changes.nido", changing);
    pvm(&["bench", SHORT, &file]).says("something else").says("prints \"1\"").says("prints \"2\"").exits(1);
}

#[test]
fn a_difference_between_engines_stops_everything() {
    let folder = Folder::new();
    // How much fuel is left is nothing that a program can see, so that random numbers must do.
    let text = "import std.io\nimport std.random\n\nfn main() -> Result<(), io.Error> {\n    \
                let generator = random.generator()?\n    println(generator.bits())\n    Ok(())\n}\n";
    let file = folder.write("differs.nido", text);
    pvm(&["bench", SHORT, "--random", "--compare", "interp,interp-fuel", &file])
        .says("the engines differ, so nothing is measured")
        .says("interp prints")
        .says("interp-fuel prints")
        .prints("")
        .exits(1);
}
