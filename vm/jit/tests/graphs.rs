//! Graphs as text. `tests/graphs/<name>.pvmasm` is a module, `<name>.txt` the graph of each of its functions when all passes
//! have run; so it is in `tests/metered`, where they count fuel. `tests/loops/<name>.pvmasm` is one whose units that begin
//! within a loop are printed. `tests/passes/<pass>.pvmasm` is one whose function `subject` shows what a pass does: its graph
//! is printed without that pass and with it. With `UPDATE` set, the expected texts are written anew.

use pvm_bytecode::{BlockId, Function, FunctionId, text, verify};
use pvm_jit::{Compiler, Pass, Passes, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

/// The graphs of units of a module's functions, each with the function's name.
fn units(
    module: &str,
    passes: Passes,
    metered: bool,
    starts: impl Fn(&Function) -> Vec<Option<BlockId>>,
) -> Vec<(String, String)> {
    let module = verify(text::parse(module).expect("a module")).expect("a valid one");
    let program = Program::new(module);
    let module = program.module();
    let names = text::Names::new(module);
    let compiler = Compiler::new(passes);
    let mut shown = Vec::new();
    for (index, function) in module.functions.iter().enumerate() {
        let id = FunctionId::from_index(index);
        for from in starts(function) {
            let unit = Unit { function: id, from, metered };
            let graph = compiler.show(&program, unit, Stage::Improved);
            shown.push((names.function(id).to_string(), graph.unwrap_or_else(|reason| format!("{reason}\n"))));
        }
    }
    shown
}

/// The graphs of a module's functions, each with its name.
fn graphs(module: &str, passes: Passes, metered: bool) -> Vec<(String, String)> {
    units(module, passes, metered, |_| vec![None])
}

/// The blocks of a function that it goes back to.
fn loops(function: &Function) -> Vec<Option<BlockId>> {
    let blocks = (0..function.blocks.len()).map(BlockId::from_index);
    let targets = |block: BlockId| function.targets(function.ops[function.block(block).end - 1]);
    let back = blocks.flat_map(|block| targets(block).filter(move |target| *target <= block));
    back.collect::<BTreeSet<_>>().into_iter().map(Some).collect()
}

/// Compares what is made of each module of a folder with the text beside it.
fn compare(folder: &str, show: impl Fn(&str, &str) -> String) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut seen = 0;
    for entry in fs::read_dir(&folder).expect("the folder of modules") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "pvmasm") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy();
        let shown = show(&name, &fs::read_to_string(&path).expect("a text"));
        let expected = path.with_extension("txt");
        if env::var_os("UPDATE").is_some() {
            fs::write(&expected, &shown).expect("it can be written");
        }
        assert_eq!(shown, fs::read_to_string(&expected).unwrap_or_default(), "{}", path.display());
        seen += 1;
    }
    seen
}

#[test]
fn graphs_are_as_expected() {
    for (folder, metered) in [("graphs", false), ("metered", true)] {
        let seen = compare(folder, |_, module| {
            let graphs = graphs(module, Passes::default(), metered);
            graphs.iter().map(|(name, graph)| format!("function {name}\n{graph}")).collect::<Vec<_>>().join("\n")
        });
        assert!(seen > 0, "there are graphs");
    }
}

#[test]
fn units_begin_within_loops() {
    let seen = compare("loops", |_, module| {
        let units = units(module, Passes::default(), false, loops);
        assert!(!units.is_empty(), "there are loops");
        units.iter().map(|(name, graph)| format!("loop of {name}\n{graph}")).collect::<Vec<_>>().join("\n")
    });
    assert!(seen > 0, "there are modules");
}

#[test]
fn every_pass_does_what_it_is_for() {
    let seen = compare("passes", |name, module| {
        let pass = Pass::ALL.iter().find(|pass| pass.name() == name).expect("the name of a pass");
        let subject = |passes| {
            let all = graphs(module, passes, *pass == Pass::Fuel);
            all.into_iter().find(|(name, _)| name == "$subject").expect("a function to look at").1
        };
        let (without, with) = (subject(Passes::default().without(*pass)), subject(Passes::default()));
        assert_ne!(without, with, "{name} changes nothing");
        format!("without {name}\n{without}\nwith {name}\n{with}")
    });
    assert_eq!(seen, Pass::ALL.len(), "every pass has its module");
}

#[test]
fn what_passes_do_can_be_watched() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/passes");
    for pass in Pass::ALL {
        let module = fs::read_to_string(folder.join(pass.name()).with_extension("pvmasm")).expect("a text");
        let program = Program::new(verify(text::parse(&module).expect("a module")).expect("a valid one"));
        let compiler = Compiler::default();
        for index in 0..program.module().functions.len() {
            let unit = Unit { function: FunctionId::from_index(index), from: None, metered: *pass == Pass::Fuel };
            for stage in [Stage::Improved, Stage::Lowered, Stage::Compiled] {
                let shown = compiler.show_passes(&program, unit, stage).expect("a graph");
                assert_eq!(shown[0].0, "build");
                for (name, text) in &shown {
                    assert!(!text.contains("not compiled"), "{name} leaves what can be compiled\n{text}");
                }
                let end = compiler.show(&program, unit, stage).expect("it can be compiled");
                assert_eq!(shown[shown.len() - 1].1, end, "{} has all that has been done", pass.name());
            }
        }
    }
}
