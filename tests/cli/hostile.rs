//! Bad input of every kind: a clear sentence and an exit code, never a panic, never more than the limits.

use super::support::{Folder, pvm};

#[test]
fn missing_files_and_directories() {
    let folder = Folder::new();
    pvm(&["run", &folder.path("none.nido")]).says("there is no such file").exits(120);
    pvm(&["run", &folder.path("")]).says("it is a directory").exits(120);
    pvm(&["verify", &folder.path("none.bc")]).says("there is no such file").exits(120);
    pvm(&["test", &folder.path("none.nido")]).says("there is no such file").exits(120);
}

#[test]
fn bytes_that_are_no_text() {
    let folder = Folder::new();
    let file = folder.write("bytes.nido", b"fn main() {\n    let x = \"\xff\"\n}\n");
    pvm(&["run", &file]).says("not valid UTF-8").says("line 2, column 14").exits(120);
    let noise: Vec<u8> = (0..10_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let file = folder.write("noise.nido", &noise);
    pvm(&["run", &file]).says("error").exits(120);
    let file = folder.write("noise.bc", &noise);
    pvm(&["run", &file]).says("error").exits(120);
    pvm(&["verify", &file]).says("error").exits(120);
}

#[test]
fn one_line_of_ten_megabytes() {
    let folder = Folder::new();
    let file = folder.write("long.nido", format!("fn main() {{ let x = {} }}", "1 + ".repeat(2_500_000)));
    pvm(&["run", &file]).says("error").exits(120);
    let file = folder.write("string.nido", format!("fn main() {{ println(\"{}\".len()) }}", "x".repeat(10_000_000)));
    pvm(&["run", &file]).prints("10000000\n").exits(0);
}

#[test]
fn a_hundred_thousand_brackets() {
    let folder = Folder::new();
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}")] {
        let text = format!("fn main() {{ let x = {}1{} }}", open.repeat(100_000), close.repeat(100_000));
        let file = folder.write("deep.nido", text);
        pvm(&["run", &file]).says("nested").says("deep.nido:1:").exits(120);
    }
    let file = folder.write("unclosed.nido", format!("fn main() {{ let x = {}", "(".repeat(100_000)));
    pvm(&["run", &file]).says("error").exits(120);
    let file = folder.write("minus.nido", format!("fn main() {{ let x = {}1 }}", "-".repeat(100_000)));
    pvm(&["run", &file]).says("nested").exits(120);
}

#[test]
fn ten_thousand_functions() {
    let folder = Folder::new();
    let functions: String =
        (1..10_000).map(|n| format!("fn f{n}(x: int) -> int {{\n    f{}(x + 1)\n}}\n\n", n - 1)).collect();
    let main = "fn f0(x: int) -> int {\n    x\n}\n\nfn main() {\n    println(f9999(0))\n}\n";
    let file = folder.write("many.nido", functions + main);
    pvm(&["run", &file]).prints("9999\n").exits(0);
}

#[test]
fn types_that_hold_themselves_and_generics_without_end() {
    let folder = Folder::new();
    let fine = "struct A { b: B? }\nstruct B { a: A }\n\nfn main() {\n    println(B(A(none)).a.b == none)\n}\n";
    let file = folder.write("fine.nido", fine.replace(" == none", "?.a.b?.a.b?.a.b is any"));
    pvm(&["check", &file]).run();
    let endless = "struct Box<T> { value: T }\n\nfn grow<T>(value: T, n: int) -> int {\n    if n == 0 { 0 } else { grow(Box(value), n - 1) }\n}\n\nfn main() {\n    println(grow(1, 3))\n}\n";
    let file = folder.write("endless.nido", endless);
    pvm(&["run", &file]).says("grow").exits(120);
}

#[test]
fn modules_that_are_cut_bent_or_too_new() {
    let folder = Folder::new();
    let file = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    pvm(&["build", &file]).exits(0);
    let whole = std::fs::read(folder.path("hello.bc")).expect("a module");
    for length in [0, 1, 3, 4, 8, whole.len() / 2, whole.len() - 1] {
        let cut = folder.write("cut.bc", &whole[..length]);
        pvm(&["verify", &cut]).says("error").exits(120);
        pvm(&["run", &cut]).says("error").exits(120);
    }
    let mut newer = whole.clone();
    newer[4] += 1;
    let newer = folder.write("newer.bc", newer);
    pvm(&["run", &newer]).says("newer").exits(120);
}
