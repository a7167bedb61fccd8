//! Arrays of slots of any length, searched by interpreted and by compiled code: both find, place and fail alike.

use std::path::Path;

use pvm::{Engine, Error, Host, Limits, Tiering, Vm};

const MODULE: &str = r#"
export "make" $make as "fn(int)"
export "find" $find as "fn(int, int) -> int"
export "place" $place as "fn(int, int, int) -> int"

type $slots array u8
global $slots: mut ref null $slots

function $make (i64) {
  local.get 0
  array.default $slots
  global.set $slots
  return
}

function $find (i64, i64) -> i64 {
  global.get $slots
  ref.non_null NullUnwrap
  local.get 0
  local.get 1
  lib table_find
  return
}

function $place (i64, i64, i64) -> i64 {
  global.get $slots
  ref.non_null NullUnwrap
  local.get 0
  local.get 1
  local.get 2
  lib table_place
  return
}
"#;

fn start(tiering: Tiering) -> Vm<()> {
    let bytes = pvm::assemble(Path::new("slots"), MODULE).expect("the text of a module");
    let engine = Engine::new().tiering(tiering);
    let program = engine.load_bytes("slots", &bytes).expect("a valid module");
    engine.start(&program, &Host::new(), Limits::default(), ()).expect("it starts")
}

/// All that a number of searches give, for a few hashes that collide and numbers of entries that are none.
fn searches(vm: &mut Vm<()>, length: i64) -> Vec<Result<i64, String>> {
    let make = vm.func::<fn(i64)>("make").expect("the signature");
    let find = vm.func::<fn(i64, i64) -> i64>("find").expect("the signature");
    let place = vm.func::<fn(i64, i64, i64) -> i64>("place").expect("the signature");
    let told = |result: Result<i64, Error>| result.map_err(|error| error.to_string());
    vm.call(&make, (length,)).expect("an array");
    let mut given = Vec::new();
    for round in 0..40 {
        let hash = [5, 5, -7, 1 << 40, round][round as usize % 5];
        let new = [round, round, -1, i64::from(u32::MAX), round][(round / 5) as usize % 5];
        given.push(told(vm.call(&place, (hash, -1, new))));
        given.push(told(vm.call(&place, (hash, round - 3, round + 100))));
        for after in [-1, 0, round] {
            given.push(told(vm.call(&find, (hash, after))));
        }
    }
    given
}

#[test]
fn compiled_and_interpreted_searches_agree() {
    let (mut interpreted, mut compiled) = (start(Tiering::Off), start(Tiering::Eager));
    for length in [0, 1, 7, 8, 9, 16, 24, 31, 32, 64, 100, 512, 4096] {
        let expected = searches(&mut interpreted, length);
        assert_eq!(searches(&mut compiled, length), expected, "in {length} bytes");
        assert!(expected.iter().any(|given| given.is_ok()), "some end well in {length} bytes");
    }
}
