//! Code for a processor that the tests don't run on: it is made without errors, and listed for one module. With `UPDATE` set,
//! the listing is written anew. It is of a module without loops: the code of a poll holds the address of its stub.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Compiler, Passes, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use std::path::Path;
use std::{env, fs};

/// Folders of modules, from that of the crate.
const MODULES: [&str; 4] = ["tests/graphs", "tests/passes", "../runtime/tests/programs", "../runtime/examples/modules"];

/// The code of a module's functions, each with its name, or why there is none.
fn code(module: &str, metered: bool) -> Vec<(String, Result<String, String>)> {
    let module = verify(text::parse(module).expect("a module")).expect("a valid one");
    let program = Program::new(module);
    let names = text::Names::new(program.module());
    let compiler = Compiler::for_target(Passes::default(), "aarch64-linux").expect("Cranelift knows it");
    let functions = (0..program.module().functions.len()).map(FunctionId::from_index);
    let show = |function| {
        let unit = Unit { function, from: None, metered };
        (names.function(function).to_string(), compiler.show(&program, unit, Stage::Compiled))
    };
    functions.map(show).collect()
}

#[test]
fn every_module_has_code() {
    let mut seen = 0;
    for folder in MODULES {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder of modules") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|ending| ending != "pvmasm") {
                continue;
            }
            let module = fs::read_to_string(&path).expect("a text");
            for (name, code) in [false, true].into_iter().flat_map(|metered| code(&module, metered)) {
                let code = code.unwrap_or_else(|reason| panic!("{} {name}: {reason}", path.display()));
                assert!(code.lines().any(|line| line.trim() == "ret"), "{} {name}:\n{code}", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "only {seen} functions were compiled");
}

#[test]
fn a_listing_is_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let module = fs::read_to_string(folder.join("graphs/leaf.pvmasm")).expect("a text");
    let functions =
        code(&module, false).into_iter().map(|(name, code)| format!("function {name}\n{}", code.expect("code")));
    let shown = functions.collect::<Vec<_>>().join("\n");
    let expected = folder.join("aarch64.txt");
    if env::var_os("UPDATE").is_some() {
        fs::write(&expected, &shown).expect("it can be written");
    }
    assert_eq!(shown, fs::read_to_string(&expected).unwrap_or_default());
}
