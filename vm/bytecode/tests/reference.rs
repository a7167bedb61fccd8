//! docs/bytecode.md is what the tables say. With `UPDATE=1` it is written anew.

#[test]
fn the_reference_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bytecode.md");
    let reference = pvm_bytecode::reference::reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &reference).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == reference,
        "docs/bytecode.md is not current: run UPDATE=1 cargo test -p pvm-bytecode --test reference"
    );
    assert!(!reference.contains("<!-- instructions"), "a table has no place in the prose");
}
