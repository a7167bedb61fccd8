//! The suite in pvm and in the engines of other languages: `cargo bench --bench peers`. The work is done in
//! `benches/compare`, beside its tests.

use std::path::Path;
use std::process::ExitCode;

use pvm_compare::Places;

fn main() -> ExitCode {
    let places =
        Places { repository: Path::new(env!("CARGO_MANIFEST_DIR")), pvm: Path::new(env!("CARGO_BIN_EXE_pvm")) };
    pvm_compare::main(&places)
}
