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

/// Neither commands that read a file nor those that write one are fooled by what stands in its place.
#[test]
fn directories_and_devices_in_place_of_files() {
    let folder = Folder::new();
    let source = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    let taken = folder.path("folder.nido");
    std::fs::create_dir(&taken).expect("a folder");
    for command in ["run", "build", "check", "dis", "asm", "verify", "inspect"] {
        pvm(&[command, &taken]).says("it is a directory").exits(120);
        pvm(&[command, &folder.path("none")]).says("there is no such file or folder").exits(120);
    }
    pvm(&["test", &taken]).says("no .nido file").exits(2);
    pvm(&["build", &source, "-o", &taken]).says("cannot write").says("it is a directory").exits(1);
    pvm(&["build", &source, "-o", &folder.path("none/hello.bc")]).says("there is no such file or folder").exits(1);
    pvm(&["doc", "-o", &source]).says("it is there already").exits(1);
    pvm(&["run", "--dir", &source, &source]).says("cannot grant the directory").exits(2);
    pvm(&["run", "--dir", &folder.path("none"), &source]).says("cannot grant the directory").exits(2);
}

#[test]
fn imports_that_are_no_text() {
    let folder = Folder::new();
    folder.write("noise.nido", b"pub fn f() -> string {\n    \"\xff\"\n}\n");
    std::fs::create_dir(folder.path("taken.nido")).expect("a folder");
    let file = folder.write("main.nido", "import noise\nimport taken\n\nfn main() {\n    println(noise.f())\n}\n");
    pvm(&["run", &file])
        .says("main.nido:1:1")
        .says("noise.nido is not valid UTF-8: the byte 0xff at line 2")
        .exits(120);
    pvm(&["run", &file]).says("main.nido:2:1").says("taken.nido: it is a directory").exits(120);
}

/// A link to a device, for a command that replaces what it should write to must not harm the machine of its tests.
#[cfg(unix)]
#[test]
fn a_device_is_written_and_not_replaced() {
    let folder = Folder::new();
    let source = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    for (device, code) in [("/dev/null", 0), ("/dev/full", 1)] {
        let link = folder.path("device.bc");
        if std::path::Path::new(device).exists() {
            std::os::unix::fs::symlink(device, &link).expect("a link");
            let ended = pvm(&["build", &source, "-o", &link]).exits(code);
            assert_eq!(ended.stderr().contains("no space is left"), code == 1, "{}", ended.stderr());
            assert!(std::fs::symlink_metadata(&link).expect("the link").is_symlink(), "the link was replaced");
            std::fs::remove_file(&link).expect("the link goes");
        }
    }
}

#[test]
fn limits_that_make_no_sense() {
    let folder = Folder::new();
    let file = folder.write("hello.nido", "fn main() {\n    println(\"hi\")\n}\n");
    for flag in ["--memory", "--stack"] {
        pvm(&["run", flag, "0", &file]).says(flag).says("no program fits into less than 64K").exits(2);
    }
    pvm(&["run", "--stack", "100G", "--memory", "100G", &file]).prints("hi\n").exits(0);
    pvm(&["run", "--fuel", "0", &file]).says("out of fuel: the limit is 0 units").exits(123);
    pvm(&["run", "--output", "2", &file]).says("the guest may write 2 bytes").exits(122);
    for wrong in ["--memory=-1", "--memory=1T", "--time=2", "--time=-1s", "--fuel=1.5"] {
        let flag = wrong.split('=').next().unwrap_or_default();
        pvm(&["run", wrong, &file]).says(flag).exits(2);
    }
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
