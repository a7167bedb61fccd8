//! The command `pvm`, written on the public API of the crate.

mod allocator;
mod commands;
mod exit;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::main(std::env::args_os().collect()).into()
}
