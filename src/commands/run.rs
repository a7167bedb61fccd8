//! `pvm run`: compiles where needed, verifies and runs a program.

use std::num::NonZero;
use std::path::PathBuf;
use std::time::Instant;

use clap::{Args, ValueEnum};
use pvm::{Engine, Outcome, Program};

use super::machine::Machine;
use super::{MessageFormat, report, say, tell};
use crate::exit::Exit;

#[derive(Args)]
#[command(
    after_help = "Exit codes: the program's own are 0 to 119; 2 the command line makes no sense, 120 the program \
can't be compiled, verified or linked, 121 it lacks a grant, 122 an uncaught error or trap, 123 out of fuel, 124 out of \
time, 137 out of memory."
)]
pub struct Run {
    /// The program: source text, or bytecode; `-` reads source text from standard input
    file: PathBuf,
    /// What the program gets as its arguments
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
    /// Prints every system call with its arguments and result
    #[arg(long)]
    trace: bool,
    /// Prints at the end what the machine did: time, memory, collections, calls
    #[arg(long)]
    stats: bool,
    /// Prints at the end which functions and loops were compiled, why, what that took, and where the time went
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text", value_name = "FORMAT")]
    report: Option<ReportFormat>,
    /// How mistakes, warnings and failures are written
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    message_format: MessageFormat,
    // Last, because its heading holds for all that follows.
    #[command(flatten)]
    machine: Machine,
}

/// So many samples are taken a second for the report.
const REPORT_SAMPLES: NonZero<u32> = NonZero::new(100).unwrap();

/// How the report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ReportFormat {
    /// A table for people
    Text,
    /// One JSON object, for programs
    Json,
}

impl Run {
    pub fn run(self) -> Exit {
        let engine = self.machine.engine();
        match engine.open(&self.file) {
            Ok(program) => {
                say(program.warnings(), self.message_format);
                self.start(&engine, &program)
            }
            Err(error) => report(&error, self.message_format),
        }
    }

    fn start(self, engine: &Engine, program: &Program) -> Exit {
        let mut host = self.machine.host(&self.arguments);
        if self.trace {
            host = host.trace(|line| tell(&format!("{line}\n")));
        }
        if self.report.is_some() {
            host = host.sample(REPORT_SAMPLES);
        }
        let mut vm = match engine.start_checked(program, &host, self.machine.limits(), (), self.machine.checks()) {
            Ok(vm) => vm,
            Err(error) => return report(&error, self.message_format),
        };
        let started = Instant::now();
        let outcome = vm.run();
        if self.stats {
            tell(&format!("time         {:.3} s\n{}", started.elapsed().as_secs_f64(), vm.stats()));
        }
        if let Some(format) = self.report {
            let compiled = program.compiled().sampled(&vm.profile());
            match format {
                ReportFormat::Text => tell(&compiled.to_string()),
                // A report holds only texts and numbers, which can always be written.
                ReportFormat::Json => tell(&format!("{}\n", serde_json::to_string(&compiled).unwrap_or_default())),
            }
        }
        conclude(outcome, self.message_format)
    }
}

/// Says how a run failed, if it did, and gives the exit code for how it ended.
pub fn conclude(outcome: pvm::Result<Outcome>, format: MessageFormat) -> Exit {
    match outcome {
        Ok(Outcome::Returned(code)) | Ok(Outcome::Exited(code)) => Exit::own(code),
        Ok(Outcome::Failed(failure)) => super::report_failure(&failure, format),
        Ok(other) => {
            super::complain(&format!("the program ended in an unknown way: {other:?}"));
            Exit::FAILURE
        }
        Err(error) => report(&error, format),
    }
}
