//! Names the build of the machine, so that code which was kept by another one isn't used: what compiled code takes for
//! granted is in the sources of three crates, and in how this compiler lays out their types.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

/// The crates, from here. In a package of this one alone the others are not there: then its version names them.
const CRATES: [&str; 3] = [".", "../bytecode", "../runtime"];

/// What tells how they are built.
const SETTINGS: [&str; 6] = ["TARGET", "PROFILE", "OPT_LEVEL", "DEBUG", "CARGO_PKG_VERSION", "CARGO_ENCODED_RUSTFLAGS"];

fn main() -> io::Result<()> {
    let mut hasher = DefaultHasher::new();
    for root in CRATES {
        for part in ["Cargo.toml", "build.rs", "src"] {
            let path = Path::new(root).join(part);
            if path.exists() {
                println!("cargo::rerun-if-changed={}", path.display());
                hash(&path, &mut hasher)?;
            }
        }
    }
    for name in SETTINGS {
        env::var_os(name).hash(&mut hasher);
    }
    let compiler = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    Command::new(compiler).arg("-vV").output()?.stdout.hash(&mut hasher);
    println!("cargo::rustc-env=PVM_BUILD={:016x}", hasher.finish());
    Ok(())
}

/// A file, or all files of a folder with their names.
fn hash(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.hash(hasher);
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let entries = fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    entries.iter().try_for_each(|entry| hash(entry, hasher))
}
