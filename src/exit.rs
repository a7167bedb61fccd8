//! Exit codes, one for each way a command ends. A program's own codes are 0 to 119.

use std::process::ExitCode;

use pvm::{Failure, TrapKind};

/// How the process ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Exit(u8);

impl Exit {
    pub const SUCCESS: Self = Self(0);
    /// A command found what it looks for wrong: a failed test.
    pub const FAILURE: Self = Self(1);
    /// The command line makes no sense.
    pub const USAGE: Self = Self(2);
    /// The program can't be compiled, verified or linked.
    pub const INVALID: Self = Self(120);
    /// The program needs what it was not granted.
    pub const CAPABILITY: Self = Self(121);
    /// An uncaught trap, or an error that `main` returned.
    pub const TRAP: Self = Self(122);
    pub const FUEL: Self = Self(123);
    pub const TIME: Self = Self(124);
    /// What a shell reports for a process that the kernel killed for its memory.
    pub const MEMORY: Self = Self(137);

    /// For what a run failed with.
    pub fn of_failure(failure: &Failure) -> Self {
        match failure.kind {
            TrapKind::OutOfFuel => Self::FUEL,
            TrapKind::OutOfTime => Self::TIME,
            TrapKind::OutOfMemory => Self::MEMORY,
            _ if failure.is_denial() => Self::CAPABILITY,
            _ => Self::TRAP,
        }
    }

    const LARGEST_OWN: i64 = 119;

    /// A program's own code; what lies outside its range becomes the largest one, so that no failure reads as success.
    pub fn own(code: i64) -> Self {
        let within = (0..=Self::LARGEST_OWN).contains(&code);
        Self(if within { code } else { Self::LARGEST_OWN } as u8)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.0)
    }
}
