//! `pvm completion`: a script that completes commands, flags and files in a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::CommandLine;
use crate::exit::Exit;

#[derive(Args)]
pub struct Completion {
    /// The shell to complete in
    shell: Shell,
}

impl Completion {
    pub fn run(self) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), "pvm", &mut script);
        super::print_bytes(&script)
    }
}
