//! `pvm verify`: whether a module obeys every rule of the bytecode.

use std::path::PathBuf;

use clap::Args;
use pvm::Engine;

use super::{MessageFormat, print_bytes, report};
use crate::exit::Exit;

#[derive(Args)]
pub struct Verify {
    /// The module
    file: PathBuf,
}

impl Verify {
    pub fn run(self) -> Exit {
        match Engine::new().load(&self.file) {
            Ok(program) => print_bytes(format!("{}: valid, {}\n", self.file.display(), program.hash()).as_bytes()),
            Err(error) => report(&error, MessageFormat::Human),
        }
    }
}
