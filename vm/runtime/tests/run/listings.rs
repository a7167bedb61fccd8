//! Register code as text: what vanishes, what fuses, and where arguments are made.

use pvm_bytecode::{text, verify};
use pvm_runtime::Program;

fn listing(source: &str) -> String {
    let module = verify(text::parse(source).unwrap_or_else(|error| panic!("{error}")));
    Program::new(module.unwrap_or_else(|error| panic!("{error}"))).register_code()
}

#[test]
fn a_loop_repeats_its_condition_where_it_goes_back() {
    let code = listing(
        "function $sum ($numbers: ref $numbers) -> i64 {
          local $i: i64, $sum: i64
          i64.const 0
          local.tee $i
          local.set $sum
          jump loop
        loop:
          local.get $i
          local.get $numbers
          array.len
          i64.lt_s
          branch more done
        more:
          local.get $sum
          local.get $numbers
          local.get $i
          array.get $numbers
          i64.add
          local.set $sum
          local.get $i
          i64.const 1
          i64.add
          local.set $i
          jump loop
        done:
          local.get $sum
          return
        }
        type $numbers array i64",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn arguments_are_made_where_the_callee_has_its_parameters() {
    let code = listing(
        "function $f ($a: i64, $b: i64, $c: i64) -> i64 {
          local.get $a
          i64.const 1
          i64.add
          local.get $b
          local.get $c
          call $f
          local.get $a
          local.get $b
          i64.mul
          i64.const 7
          local.get $a
          i64.const 1
          i64.sub
          call $f
          i64.const 5000000000
          call $f
          return
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn casts_null_checks_and_comparisons_fuse() {
    let code = listing(
        "type $shape enum { $circle, $square }
        type $circle variant $shape 0 { $radius: f64, $next: ref null $shape }
        type $square variant $shape 1 { $side: f64 }
        function $area ($shape: ref $shape) -> f64 {
          local.get $shape
          ref.test $circle
          branch round straight
        round:
          local.get $shape
          ref.cast $circle
          struct.get $circle $radius
          f64.const 3.0
          f64.mul
          return
        straight:
          local.get $shape
          ref.cast $square
          struct.get $square $side
          f64.const 2.5
          struct.new $square
          call $area
          f64.add
          return
        }
        function $next ($circle: ref $circle) -> ref $shape {
          local.get $circle
          struct.get $circle $next
          ref.non_null NullUnwrap
          return
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn a_local_that_changes_leaves_its_old_value_behind() {
    let code = listing(
        "function $swap ($a: i64, $b: i64) -> i64 {
          local.get $b
          local.get $a
          local.get $b
          i64.add
          local.set $b
          local.set $a
          local.get $a
          local.get $b
          i64.sub
          return
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn leaves_stand_in_place_of_their_calls() {
    let source = include_str!("../programs/leaves.pvmasm");
    let code = listing(source);
    let functions = code.split("\n\n").filter(|function| {
        ["$written\n", "$quotient\n", "$overwritten\n"]
            .iter()
            .any(|name| function.starts_with(&format!("function {name}")))
    });
    insta::assert_snapshot!(functions.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn products_are_added_at_once() {
    let code = listing(
        "function $f ($a: f64, $b: f64, $c: f64) -> f64 {
          local.get $a
          local.get $b
          local.get $c
          f64.mul
          f64.add
          local.get $a
          local.get $a
          f64.mul
          local.get $b
          f64.sub
          f64.sub
          return
        }",
    );
    insta::assert_snapshot!(code);
}

#[test]
fn counting_adding_to_fields_and_known_references_take_fewer_instructions() {
    let code = listing(
        "type $node struct { $sum: mut i64, $next: ref null $node }
        function $count ($node: ref null $node, $end: i64) -> i64 {
          local $i: i64
          local.get $node
          ref.is_null
          branch none some
        some:
          i64.const 0
          local.set $i
          jump more
        more:
          local.get $node
          ref.non_null NullUnwrap
          local.get $node
          ref.non_null NullUnwrap
          struct.get $node $sum
          local.get $end
          i64.add
          struct.set $node $sum
          local.get $node
          local.get $i
          call $count
          drop
          local.get $i
          i64.const 1
          i64.add
          local.tee $i
          local.get $end
          i64.lt_s
          branch more none
        none:
          i64.const 0
          return
        }
        function $known ($node: ref null $node) -> i64 {
          local.get $node
          ref.is_null
          i64.eqz
          branch some none
        some:
          local.get $node
          ref.non_null NullUnwrap
          struct.get $node $sum
          return
        none:
          i64.const 0
          return
        }
        function $add_one ($node: ref $node) {
          local.get $node
          local.get $node
          struct.get $node $sum
          i64.const 1
          i64.add
          struct.set $node $sum
          local.get $node
          local.get $node
          struct.get $node $next
          ref.non_null NullUnwrap
          struct.get $node $sum
          local.get $node
          struct.get $node $sum
          i64.add
          struct.set $node $sum
          return
        }",
    );
    insta::assert_snapshot!(code);
}
