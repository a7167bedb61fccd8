//! The text form: what is printed, and what is said about texts that make no sense.

use pvm_bytecode::{Rule, text, verify};

#[test]
fn a_listing() {
    let source = r#"
        file "sum.nido"
        type $pair struct { i64, $right: mut f64 } ; comments end with the line
        global $"last result": mut ref null $pair
        export "sum" $sum as "fn(int) -> int"
        function $helper () { return }
        function $helper () { call 0
            call 1
            return
        }
        function $sum ($n: i64, i64) -> i64 {
            local $total: i64, ref $pair
            i64.const 0x10
            local.set $total @1:5
            jump again
        again:
            local.get $n
            branch more done
        more:
            string.const "n: \"é\"\n"
            drop
            i64.const -5
            f64.const 0.5
            jump again
        done:
            local.get $total
            return @4:1
        }
    "#;
    let module = text::parse(source).unwrap();
    insta::assert_snapshot!("listing", text::print(&module));
    insta::assert_snapshot!(
        "listing_with_positions",
        text::print_with(&module, text::Options { lines: false, positions: true })
    );
    assert_eq!(text::parse(&text::print(&module)).unwrap(), module);
    assert_eq!(verify(module).unwrap_err().rule, Rule::BlockEnd);
}

/// Line and column are where the mistake is.
#[test]
fn mistakes() {
    let sources = [
        "function",
        "function main () {}",
        "functoin $main () {}",
        "function $main () {\n  return",
        "function $main () {\n  retrun\n}",
        "function $main () {\n  local.get $x\n}",
        "function $main () {\n  local.get\n  return\n}",
        "function $main () {\n  i64.const 9223372036854775808\n}",
        "function $main () {\n  i64.const one\n}",
        "function $main () {\n  f64.const 1,5\n}",
        "function $main () {\n  jump nowhere\n}",
        "function $main () {\nhere:\nhere:\n  return\n}",
        "function $main () {\n  return return\n}",
        "function $main () {\n  call $other\n}",
        "function $main () {\n  panic Fear\n}",
        "function $main () {\n  lib nothing\n}",
        "function $main () {\n  sys nothing\n}",
        "function $main () {\n  struct.get 0 $x\n}",
        "function $main () {\n  switch [here] \n}",
        "function $main ($a: i65) {\n}",
        "type $t struct { i64 i64 }",
        "type $t union { i64 }",
        "type $t struct { ref }",
        "type $t struct {}\ntype $t struct {}\nglobal ref $t",
        "constant \"open",
        "constant \"\\q\"",
        "constant \"\\u{d800}\"",
        "custom \"x\" \"0\"",
        "start $main",
        "import log ()",
        "§",
        "start 0 start 1",
        "function $main () {\n  return @1\n}",
    ];
    let messages = sources.map(|source| match text::parse(source) {
        Ok(_) => panic!("parsed: {source}"),
        Err(error) => error.to_string(),
    });
    insta::assert_snapshot!("mistakes", messages.join("\n"));
}
