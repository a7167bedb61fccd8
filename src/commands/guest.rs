//! A program that a command runs, and how its end is told: what `run` and `profile` share.

use std::path::{Path, PathBuf};

use clap::Args;
use pvm::{Host, Outcome, Program, Vm};

use super::machine::Machine;
use super::{MessageFormat, complain, report, report_failure, say};
use crate::exit::Exit;

#[derive(Args)]
pub struct Guest {
    /// The program: source text, or bytecode; `-` reads source text from standard input
    file: PathBuf,
    /// What the program gets as its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    /// How mistakes, warnings and failures are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    // Last, because its heading holds for all that follows.
    #[command(flatten)]
    machine: Machine,
}

impl Guest {
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The program, ready to run with what the flags grant and what is added to the host; or, when what is wrong has been
    /// said, the exit code for it.
    pub fn start(&self, add: impl FnOnce(Host<()>) -> Host<()>) -> Result<(Program, Vm<()>), Exit> {
        let wrong = |error| report(&error, self.message_format);
        let machine = &self.machine;
        let engine = machine.engine();
        let program = engine.open(&self.file).map_err(wrong)?;
        say(program.warnings(), self.message_format);
        let host = Host::new().standard_streams().arguments(self.arguments.iter().cloned());
        let host = add(machine.grants().fold(host, Host::grant));
        let vm = engine.start_checked(&program, &host, machine.limits(), (), machine.checks()).map_err(wrong)?;
        Ok((program, vm))
    }

    /// Says how a run failed, if it did, and gives the exit code for how it ended.
    pub fn conclude(&self, outcome: pvm::Result<Outcome>) -> Exit {
        match outcome {
            Ok(Outcome::Returned(code)) | Ok(Outcome::Exited(code)) => Exit::own(code),
            Ok(Outcome::Failed(failure)) => report_failure(&failure, self.message_format),
            Ok(other) => {
                complain(&format!("the program ended in an unknown way: {other:?}"));
                Exit::FAILURE
            }
            Err(error) => report(&error, self.message_format),
        }
    }
}
