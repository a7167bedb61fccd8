//! Generated programs in every way of running them, for as long as one likes: `cargo bench --bench agreement`. The work is
//! done in `tests/properties`.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Beside what cargo builds: <target>/<profile>/pvm.
    let target = Path::new(env!("CARGO_BIN_EXE_pvm")).ancestors().nth(2).unwrap_or(repository);
    pvm_properties::campaign::main(repository, &target.join("agreement"))
}
