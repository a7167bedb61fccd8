//! `pvm check`: looks for mistakes in everything, used or not.

use std::path::PathBuf;

use clap::Args;
use pvm::Engine;

use super::{MessageFormat, report, say};
use crate::exit::Exit;

#[derive(Args)]
pub struct Check {
    /// The source file of the root module
    file: PathBuf,
    /// How mistakes and warnings are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl Check {
    pub fn run(self) -> Exit {
        match Engine::new().check(&self.file) {
            Ok(warnings) => {
                say(&warnings, self.message_format);
                Exit::SUCCESS
            }
            Err(error) => report(&error, self.message_format),
        }
    }
}
