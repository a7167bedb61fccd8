//! The command `pvm`, written on the public API of the crate.
#![forbid(unsafe_code)]

mod commands;
mod exit;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// The compiler makes and drops many small trees, which takes a fifth less time than with the allocator of glibc. Its
/// huge pages are switched off: they would double what a small program holds resident.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    commands::main(std::env::args_os().collect()).into()
}
