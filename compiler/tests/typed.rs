//! The typed program as text: every conversion, type argument and capture where it belongs.

#[path = "support/goldens.rs"]
mod goldens;
#[path = "support/library.rs"]
mod library;

use std::path::PathBuf;

#[test]
fn typed_programs_are_as_written_down() {
    let count = goldens::check("ir/typed", |path, text| {
        let mut modules = library::Modules { folder: PathBuf::new() };
        let (typed, diagnostics) = pvm_compiler::typed(library::root(path, text.to_owned()), &mut modules);
        assert_eq!(diagnostics, [], "{}", path.display());
        typed
    });
    assert!(count >= 12, "there are only {count} programs");
}
