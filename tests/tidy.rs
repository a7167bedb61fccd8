//! What must not be, as tests: the arrows between rooms, the head of every file, where `unsafe` may stand.

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms in the order of knowledge: a file of one room may name only rooms before it in the same list.
const ARROWS: &[(&str, &[&str])] = &[
    ("compiler/src", &["source", "diagnostic", "syntax", "analysis", "lower"]),
    ("vm/runtime/src", &["limits", "cage", "heap", "frame", "code", "interpreter", "task", "machine"]),
];

/// Where `unsafe` may stand: the files that are about memory or code.
const UNSAFE: &[&str] = &[
    "src/allocator",
    "vm/runtime/src/cage",
    "vm/runtime/src/heap",
    "vm/runtime/src/frame",
    "vm/runtime/src/interpreter",
    "vm/runtime/src/code",
    "vm/runtime/src/requests",
    "vm/runtime/src/roots",
    "vm/runtime/src/tier",
    "vm/jit/src/links",
    "vm/jit/src/memory",
    "vm/jit/src/tier",
    "vm/runtime/tests",
    "vm/runtime/benches",
    "tests/tidy",
];

/// No room is larger than this; flat tables may be.
const LINES: usize = 600;

/// Flat tables, generated text and single long lists.
const TABLES: &[&str] = &["compiler/src/diagnostic/codes", "vm/bytecode/src/op.rs", "vm/bytecode/src/libcall.rs"];

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (root, rooms) in ARROWS {
        for path in rust_files(root) {
            let inside = path.strip_prefix(repository().join(root)).expect("a file below its root");
            let room =
                inside.iter().next().and_then(|first| Path::new(first).file_stem()).and_then(|stem| stem.to_str());
            let Some(own) = rooms.iter().position(|name| Some(*name) == room) else { continue };
            let text = product_code(&path);
            for later in &rooms[own + 1..] {
                if text.contains(&format!("crate::{later}::")) || text.contains(&format!("crate::{later};")) {
                    wrong.push(format!("{root}/{} names the later room `{later}`", inside.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_know_only_those_below_them() {
    let allowed: &[(&str, &[&str])] = &[
        ("vm/bytecode", &[]),
        ("stdlib", &[]),
        ("compiler", &["pvm-bytecode"]),
        ("vm/runtime", &["pvm-bytecode"]),
        ("vm/jit", &["pvm-bytecode", "pvm-runtime"]),
    ];
    for (folder, below) in allowed {
        let manifest = fs::read_to_string(repository().join(folder).join("Cargo.toml")).expect("a crate's manifest");
        let product = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        for line in product.lines().filter(|line| line.starts_with("pvm-")) {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            assert!(below.contains(&name), "{folder} must not depend on {name}");
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    let wrong: Vec<_> =
        all_rust_files().into_iter().filter(|path| !text(path).trim_start().starts_with("//!")).collect();
    assert!(wrong.is_empty(), "without a `//!` head: {wrong:#?}");
}

#[test]
fn unsafe_stands_only_where_memory_is_the_subject() {
    for path in all_rust_files() {
        let inside = path.strip_prefix(repository()).expect("a file of the repository").to_owned();
        let spoken = product_code(&path);
        let uses = spoken.lines().any(|line| {
            let code = line.split("//").next().unwrap_or_default();
            !code.contains("unsafe_code")
                && (code.contains("unsafe {") || code.contains("unsafe fn") || code.contains("unsafe impl"))
        });
        let may = UNSAFE.iter().any(|place| inside.starts_with(place) || inside.with_extension("").starts_with(place));
        assert!(!uses || may, "{} uses unsafe", inside.display());
    }
}

#[test]
fn no_file_is_a_heap() {
    let mut long = Vec::new();
    for path in all_rust_files() {
        let inside = path.strip_prefix(repository()).expect("a file of the repository").to_owned();
        let lines = text(&path).lines().count();
        if lines > LINES && !TABLES.iter().any(|table| inside.starts_with(table)) {
            long.push(format!("{}: {lines} lines", inside.display()));
        }
    }
    assert!(long.is_empty(), "look for the seam:\n{}", long.join("\n"));
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a source file is text")
}

/// The file without its tests, which may look at anything.
fn product_code(path: &Path) -> String {
    text(path).split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned()
}

fn all_rust_files() -> Vec<PathBuf> {
    ["src", "compiler/src", "vm", "stdlib/src", "tests", "benches"].iter().flat_map(|root| rust_files(root)).collect()
}

fn rust_files(root: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![repository().join(root)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository").flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "rs") => files.push(path),
                false => {}
            }
        }
    }
    files
}
