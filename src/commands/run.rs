//! `pvm run`: compiles where needed, verifies and runs a program.

use std::num::NonZero;
use std::time::Instant;

use clap::{Args, ValueEnum};
use pvm::{Program, Vm};

use super::guest::Guest;
use super::tell;
use crate::exit::Exit;

#[derive(Args)]
#[command(
    after_help = "Exit codes: the program's own are 0 to 119; 2 the command line makes no sense, 120 the program \
can't be compiled, verified or linked, 121 it lacks a grant, 122 an uncaught error or trap, 123 out of fuel, 124 out of \
time, 137 out of memory."
)]
pub struct Run {
    /// Prints every system call with its arguments and result
    #[arg(long)]
    trace: bool,
    /// Prints at the end what the machine did: time, memory, collections, calls
    #[arg(long)]
    stats: bool,
    /// Prints at the end which functions and loops were compiled, why, what that took, and where the time went
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "text", value_name = "FORMAT")]
    report: Option<ReportFormat>,
    // Last, because the heading of its machine holds for all that follows.
    #[command(flatten)]
    guest: Guest,
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
        let started = self.guest.start(|mut host| {
            if self.trace {
                host = host.trace(|line| tell(&format!("{line}\n")));
            }
            if self.report.is_some() {
                host = host.sample(REPORT_SAMPLES);
            }
            host
        });
        match started {
            Ok((program, vm)) => self.finish(&program, vm),
            Err(exit) => exit,
        }
    }

    fn finish(self, program: &Program, mut vm: Vm<()>) -> Exit {
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
        self.guest.conclude(outcome)
    }
}
