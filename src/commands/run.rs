//! `pvm run`: compiles where needed, verifies and runs a program.

use std::path::PathBuf;

use clap::Args;
use pvm::{Engine, Host, Outcome, Program};

use super::machine::Machine;
use super::{MessageFormat, report, say};
use crate::exit::Exit;

#[derive(Args)]
pub struct Run {
    #[command(flatten)]
    machine: Machine,
    /// Prints every system call with its arguments and result
    #[arg(long)]
    trace: bool,
    /// Prints at the end what the machine did: time, memory, collections, calls
    #[arg(long)]
    stats: bool,
    /// How mistakes, warnings and failures are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    /// The program: source text, or bytecode; `-` reads source text from standard input
    file: PathBuf,
    /// What the program gets as its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Run {
    pub fn run(self) -> Exit {
        let engine = Engine::new();
        match engine.open(&self.file) {
            Ok(program) => {
                say(program.warnings(), self.message_format);
                self.start(&engine, &program)
            }
            Err(error) => report(&error, self.message_format),
        }
    }

    fn start(self, engine: &Engine, program: &Program) -> Exit {
        let mut host = Host::<()>::new().standard_streams().arguments(self.arguments.iter().cloned());
        host = self.machine.grants().fold(host, Host::grant);
        if self.trace {
            host = host.trace(|line| {
                use std::io::Write;
                let _ = writeln!(std::io::stderr(), "{line}");
            });
        }
        let mut vm = match engine.start_checked(program, &host, self.machine.limits(), (), self.machine.checks()) {
            Ok(vm) => vm,
            Err(error) => return report(&error, self.message_format),
        };
        let outcome = vm.run();
        if self.stats {
            eprint!("{}", vm.stats());
        }
        match outcome {
            Ok(Outcome::Returned(code)) | Ok(Outcome::Exited(code)) => Exit::own(code),
            Ok(Outcome::Failed(failure)) => super::report_failure(&failure, self.message_format),
            Ok(other) => {
                super::complain(&format!("the program ended in an unknown way: {other:?}"));
                Exit::FAILURE
            }
            Err(error) => report(&error, self.message_format),
        }
    }
}
