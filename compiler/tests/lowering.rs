//! Modules as listings, and that whatever compiles passes verification: over the golden programs and the examples.

#[path = "support/goldens.rs"]
mod goldens;
#[path = "support/library.rs"]
mod library;

use pvm_compiler::{Keep, Loader, Options, Source, compile};
use std::path::{Path, PathBuf};

/// What `pvm dis` prints of a module, without the functions of the library.
fn listing(path: &Path, text: &str) -> String {
    let root = library::root(Path::new(path.file_name().unwrap_or_default()), text.to_owned());
    let options = Options { keep: Keep::Exports, ..Options::default() };
    let compiled = compile(root, &mut library::Modules { folder: PathBuf::new() }, &options);
    assert_eq!(compiled.diagnostics, [], "{}", path.display());
    let module = pvm_bytecode::verify(compiled.module.expect("a module where nothing is wrong"));
    let module = module.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = pvm_bytecode::text::print(&module);
    let of_library = |item: &&str| item.starts_with("function $std.") || item.starts_with("function $\"std.");
    let own: Vec<&str> = text.split_inclusive("\n\n").filter(|item| !of_library(item)).collect();
    own.concat().trim_end().to_owned() + "\n"
}

#[test]
fn modules_are_as_listed() {
    assert!(goldens::check("ir/lower", listing) >= 20);
}

struct Library;

impl Loader for Library {
    fn load(&mut self, module: &str) -> Result<Option<Source>, String> {
        let source = |text: &str| Source { module: module.into(), path: module.into(), text: text.into() };
        Ok(pvm_stdlib::source(module).map(source))
    }
}

/// The Nido files below a folder of the project, in order.
fn programs(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).expect("the folder is part of the project");
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "nido") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Compiles all programs of a folder; what gives a module must give a valid one. Gives how many did.
fn verify_all(folder: &str, keep: Keep) -> usize {
    let mut count = 0;
    for path in programs(folder) {
        let text = std::fs::read_to_string(&path).expect("programs are text");
        let module = path.file_stem().unwrap_or_default().to_string_lossy().into();
        let options = Options { keep, ..Options::default() };
        let source = Source { module, path: path.clone(), text };
        if let Some(module) = compile(source, &mut Library, &options).module {
            count += 1;
            if let Err(error) = pvm_bytecode::verify(module) {
                panic!("{}: {error}", path.display());
            }
        }
    }
    count
}

#[test]
fn golden_programs_verify() {
    assert!(verify_all("tests/programs", Keep::Main) > 200);
}

#[test]
fn examples_verify() {
    assert!(verify_all("examples", Keep::Main) > 8);
}
