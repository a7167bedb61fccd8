//! Every module under `tests/modules/broken` breaks one rule of the verifier, and says in its head which one and what
//! the message is. With `UPDATE=1` the messages are written anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use pvm_bytecode::{
    BlockId, Function, Limits, Module, Op, Problem, Rule, Switch, SwitchId, properties, read, text, verify,
    verify_within, write,
};

fn modules(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/modules").join(folder);
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut modules: Vec<_> = paths.map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect();
    modules.sort();
    modules
}

/// What a comment at the head of a module says: `; key: value`.
fn head<'text>(source: &'text str, key: &str) -> Option<&'text str> {
    let mut lines = source.lines().take_while(|line| line.starts_with(';'));
    lines.find_map(|line| line.strip_prefix("; ")?.strip_prefix(key)?.strip_prefix(": "))
}

fn limits(source: &str) -> Limits {
    let mut limits = Limits::default();
    if let Some((name, value)) = head(source, "limit").and_then(|limit| limit.split_once(" = ")) {
        *limits.by_name(name).unwrap() = value.parse().unwrap();
    }
    limits
}

#[test]
fn each_broken_module_breaks_its_rule() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for (path, source) in modules("broken") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let module = text::parse(&source).unwrap_or_else(|error| panic!("{name}:{error}"));
        let error = match verify_within(module, &limits(&source)) {
            Ok(_) => panic!("{name} breaks no rule"),
            Err(error) => error,
        };
        let rule = head(&source, "rule").unwrap();
        assert_eq!(error.rule.id(), rule, "{name}: {error}");
        assert!(name.starts_with(rule), "{name} should be named after its rule, {rule}");
        let message = error.to_string();
        if update {
            let kept = source.lines().filter(|line| !line.starts_with("; error: "));
            let mut lines: Vec<_> = kept.map(str::to_owned).collect();
            let place = lines.iter().position(|line| line.is_empty()).unwrap();
            lines.insert(place, format!("; error: {message}"));
            fs::write(&path, lines.join("\n") + "\n").unwrap();
        } else if head(&source, "error") != Some(&message) {
            wrong.push(format!("{name}: {message}"));
        }
    }
    assert!(wrong.is_empty(), "other messages than expected:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_and_every_limit_has_a_broken_module() {
    let modules = modules("broken");
    // A text always numbers its jump tables in order; see below.
    let mut rules: BTreeSet<_> = [Rule::SwitchTable.id()].into();
    rules.extend(modules.iter().filter_map(|(_, source)| head(source, "rule")));
    assert_eq!(rules, Rule::ALL.iter().map(|rule| rule.id()).collect());

    let limits: BTreeSet<_> =
        modules.iter().filter_map(|(_, source)| Some(head(source, "limit")?.split_once(" = ")?.0)).collect();
    assert_eq!(limits, Limits::ALL.iter().map(|(name, _)| *name).collect());
}

#[test]
fn broken_modules_are_broken_as_bytes_too() {
    for (path, source) in modules("broken") {
        let module = text::parse(&source).unwrap();
        match read(&write(&module)) {
            // Bytes say by terminators alone where blocks end.
            Ok(again) if again != module => assert_eq!(head(&source, "rule"), Some("terminator")),
            Ok(again) => {
                let errors = [module, again].map(|module| verify_within(module, &limits(&source)).unwrap_err());
                assert_eq!(errors[0], errors[1], "{}", path.display());
            }
            Err(error) => assert_eq!((head(&source, "rule"), error.problem), (Some("debug"), Problem::Debug)),
        }
    }
}

#[test]
fn valid_modules_are_valid_and_print_as_they_are_written() {
    for (path, source) in modules("valid") {
        let name = path.display();
        let module = text::parse(&source).unwrap_or_else(|error| panic!("{name}:{error}"));
        properties::round_trip(&module);
        if let Err(error) = verify(module.clone()) {
            panic!("{name}: {error}");
        }
        let (printed, comments) = (text::print(&module), source.lines().take_while(|line| line.starts_with(';')));
        let comments: String = comments.map(|line| format!("{line}\n")).collect();
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, format!("{comments}{printed}")).unwrap();
        } else {
            assert_eq!(format!("{comments}{printed}"), source, "{name}");
        }
    }
}

#[test]
fn the_valid_modules_use_every_instruction() {
    let mut missing: BTreeSet<_> = pvm_bytecode::op::TABLE.iter().map(|row| row.mnemonic).collect();
    for (_, source) in modules("valid") {
        for op in text::parse(&source).unwrap().functions.iter().flat_map(|function| &function.ops) {
            missing.remove(op.row().mnemonic);
        }
    }
    assert!(missing.is_empty(), "no valid module has {missing:?}");
}

/// Every prefix and every flipped bit: decoding and verifying say yes or no.
#[test]
fn damaged_valid_modules() {
    for (_, source) in modules("valid") {
        let mut bytes = write(&text::parse(&source).unwrap());
        for place in 0..bytes.len() {
            properties::decode(&bytes[..place]);
            properties::verify_decoded(&bytes[..place]);
            for bit in 0..8 {
                bytes[place] ^= 1 << bit;
                properties::decode(&bytes);
                properties::verify_decoded(&bytes);
                bytes[place] ^= 1 << bit;
            }
        }
    }
}

/// What text and bytes can't say, but a compiler's mistake could.
#[test]
fn modules_in_memory() {
    let switch = |table| Op::Switch { table: SwitchId(table) };
    let table = Switch { targets: Vec::new(), default: BlockId(0) };
    let number = Op::I64Const { value: 0 };
    let end = Op::Return {};
    let cases: [(Vec<Op>, Vec<u32>, usize, Rule); 8] = [
        (vec![number, switch(1)], vec![0], 2, Rule::SwitchTable),
        (vec![number, switch(0), number, switch(0)], vec![0, 2], 2, Rule::SwitchTable),
        (vec![end], vec![0], 1, Rule::SwitchTable),
        (vec![number, switch(0)], vec![0], 0, Rule::Index),
        (vec![end, end], vec![0], 0, Rule::Terminator),
        (vec![end, end], vec![0, 2], 0, Rule::Terminator),
        (vec![end, end], vec![1], 0, Rule::Terminator),
        (vec![end, end], vec![0, 0], 0, Rule::Terminator),
    ];
    for (ops, blocks, tables, rule) in cases {
        let function = Function { ops, blocks, switches: vec![table.clone(); tables], ..Function::default() };
        let error = verify(Module { functions: vec![function.clone()], ..Module::default() }).unwrap_err();
        assert_eq!(error.rule, rule, "{error}: {function:?}");
    }
}
