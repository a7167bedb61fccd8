//! The graphs of functions: `tests/graphs/<name>.pvmasm` is a module, `<name>.txt` the graph of each of its functions when
//! all passes have run. With `UPDATE` set, the expected texts are written anew.

use pvm_bytecode::{FunctionId, text, verify};
use pvm_jit::{Jit, Settings, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use std::path::Path;
use std::{env, fs};

fn graphs(module: &str) -> String {
    let module = verify(text::parse(module).expect("a module")).expect("a valid one");
    let names = text::Names::new(&module);
    let functions = (0..module.functions.len()).map(FunctionId::from_index);
    let named: Vec<_> = functions.map(|function| (function, names.function(function).to_string())).collect();
    let program = Program::new(module);
    let jit = Jit::new(Settings::default());
    let show = |(function, name): (FunctionId, String)| {
        let unit = Unit { function, from: None, metered: false };
        let graph = jit.show(&program, unit, Stage::Improved).unwrap_or_else(|reason| format!("{reason}\n"));
        format!("function {name}\n{graph}")
    };
    named.into_iter().map(show).collect::<Vec<_>>().join("\n")
}

#[test]
fn graphs_are_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/graphs");
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("the folder of graphs") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "pvmasm") {
            continue;
        }
        let graph = graphs(&fs::read_to_string(&path).expect("a text"));
        let expected = path.with_extension("txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &graph).expect("it can be written");
        }
        assert_eq!(graph, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
        seen += 1;
    }
    assert!(seen > 0, "there are graphs");
}
