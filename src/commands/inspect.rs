//! `pvm inspect`: what a module holds, needs and weighs.

use std::path::PathBuf;

use clap::Args;
use pvm::Engine;

use super::{MessageFormat, print_bytes, report};
use crate::exit::Exit;

#[derive(Args)]
pub struct Inspect {
    /// A module, or a source file
    file: PathBuf,
    /// For people, or as JSON for programs
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
}

impl Inspect {
    pub fn run(self) -> Exit {
        let program = match Engine::new().open(&self.file) {
            Ok(program) => program,
            Err(error) => return report(&error, self.message_format),
        };
        let summary = program.summary();
        let text = match self.message_format {
            MessageFormat::Json => match serde_json::to_string_pretty(&summary) {
                Ok(text) => text + "\n",
                Err(error) => {
                    super::complain(&format!("cannot write JSON: {error}"));
                    return Exit::FAILURE;
                }
            },
            MessageFormat::Human => summary.to_string(),
        };
        print_bytes(text.as_bytes())
    }
}
