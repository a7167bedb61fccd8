//! The map by which `perf` names compiled functions: a line for each, in a file that `perf` looks for by the number of the
//! process (Linux: `tools/perf/Documentation/jit-interface.txt`).

use crate::memory::Executable;
use pvm_bytecode::text::Names;
use pvm_runtime::program::Program;
use pvm_runtime::tier::Unit;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

/// See the file.
#[derive(Debug)]
pub struct PerfMap(File);

impl PerfMap {
    /// Opens the map of this process, which several programs may share.
    ///
    /// # Errors
    /// It can't be written.
    pub fn open() -> io::Result<Self> {
        let path = PathBuf::from(format!("/tmp/perf-{}.map", std::process::id()));
        OpenOptions::new().create(true).append(true).open(path).map(Self)
    }

    /// Notes the code of a unit. What can't be written is missing.
    pub fn note(&self, program: &Program, unit: Unit, code: &Executable) {
        let name = Names::new(program.module()).function(unit.function).to_string();
        let part = unit.from.map(|block| format!(" from {}", block.0)).unwrap_or_default();
        let line = format!("{:x} {:x} {name}{part}\n", code.start() as usize, code.len());
        if let Err(error) = (&self.0).write_all(line.as_bytes()) {
            tracing::debug!("the perf map can't be written: {error}");
        }
    }
}
