//! A choice of one of several ways by a number that stands in memory: compiled and interpreted code go the same way for
//! numbers of every storage, also for those that are no way's.

use std::path::Path;

use pvm::{Engine, Host, Limits, Tiering, Vm};

/// A function for each storage, which writes a number to a field and an element, and chooses by what it reads.
fn module() -> String {
    let mut module = String::new();
    for storage in STORAGES {
        module += &format!(
            "type $field_{storage} struct {{ $value: mut {storage} }}\ntype $array_{storage} array {storage}\n"
        );
        for (name, read) in [
            ("field", format!("struct.new $field_{storage}\n  struct.get $field_{storage} $value")),
            ("array", format!("array.of $array_{storage} 1\n  i64.const 0\n  array.get $array_{storage}")),
        ] {
            module += &format!(
                "export \"{name}_{storage}\" ${name}_{storage} as \"fn(int) -> int\"\n\
                 function ${name}_{storage} (i64) -> i64 {{\n  local.get 0\n  {read}\n  \
                 switch [zero, one, two, three, four] other\n"
            );
            for (way, number) in [("zero", 0), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("other", -1)] {
                module += &format!("{way}:\n  i64.const {number}\n  return\n");
            }
            module += "}\n";
        }
    }
    module
}

const STORAGES: [&str; 7] = ["i8", "u8", "i16", "u16", "i32", "u32", "i64"];

fn start(tiering: Tiering) -> Vm<()> {
    let bytes = pvm::assemble(Path::new("switches"), &module()).expect("the text of a module");
    let engine = Engine::new().tiering(tiering);
    let program = engine.load_bytes("switches", &bytes).expect("a valid module");
    engine.start(&program, &Host::new(), Limits::default(), ()).expect("it starts")
}

#[test]
fn compiled_and_interpreted_choices_agree() {
    let (mut interpreted, mut compiled) = (start(Tiering::Off), start(Tiering::Eager));
    let edges = [0, 7, 8, 15, 16, 31, 32, 63].map(|bits| 1i64 << bits);
    let numbers = edges.into_iter().flat_map(|edge| (-2..=6).map(move |more| edge.wrapping_add(more)));
    for number in numbers.flat_map(|number| [number, number.wrapping_neg()]) {
        for name in STORAGES.iter().flat_map(|storage| ["field", "array"].map(|kind| format!("{kind}_{storage}"))) {
            let [expected, given] = [&mut interpreted, &mut compiled].map(|vm| {
                let function = vm.func::<fn(i64) -> i64>(&name).expect("the signature");
                vm.call(&function, (number,)).expect("a way")
            });
            assert_eq!(given, expected, "{name} of {number}");
            if (0..5).contains(&number) {
                assert_eq!(given, number, "{name}");
            }
        }
    }
}
