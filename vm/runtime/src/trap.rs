//! A trap: why the machine stopped a task, and where.
#![forbid(unsafe_code)]

mod backtrace;

pub use backtrace::{Backtrace, Frame};

use pvm_bytecode::TrapKind;
use std::error::Error;
use std::fmt;
use std::ops::Deref;

/// The cause and what a person is told beyond its general text. No wider than a pointer, so that a result which may be a
/// trap is given in registers.
#[derive(Clone, PartialEq, Eq)]
pub struct Trap(Box<Told>);

/// What a trap tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    pub kind: TrapKind,
    /// May be empty.
    pub message: String,
}

impl Deref for Trap {
    type Target = Told;

    fn deref(&self) -> &Told {
        &self.0
    }
}

impl fmt::Debug for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Trap {
    #[cold]
    pub fn new(kind: TrapKind, message: impl Into<String>) -> Self {
        Self(Box::new(Told { kind, message: message.into() }))
    }

    /// With the words of a guest, of which the host keeps no more than [`LONGEST`] bytes.
    pub fn told(kind: TrapKind, message: &str) -> Self {
        match message.len() {
            0..=LONGEST => Self::new(kind, message),
            _ => Self::new(kind, message[..message.floor_char_boundary(LONGEST)].to_owned() + "…"),
        }
    }
}

/// Longer messages of a guest are cut.
pub const LONGEST: usize = 64 << 10;

impl Trap {
    /// Whether the message says all: those of a program do, and those that name an index or a length.
    fn is_told_by_message(&self) -> bool {
        use TrapKind::{ArrayLength, Assertion, Index, Panic, Uncaught};
        !self.message.is_empty() && matches!(self.kind, Panic | Assertion | Index | ArrayLength | Uncaught)
    }
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message.as_str() {
            message if self.is_told_by_message() => f.write_str(message),
            "" => f.write_str(self.kind.text()),
            message => write!(f, "{}: {message}", self.kind.text()),
        }
    }
}

impl Error for Trap {}

/// A trap that ended a run, and how the guest had come there.
#[derive(Debug)]
pub struct Failure {
    pub trap: Trap,
    pub backtrace: Backtrace,
    /// What a function of the host failed with.
    pub cause: Option<Box<dyn Error + Send + Sync>>,
}

/// Beside all calls.
impl From<Trap> for Failure {
    fn from(trap: Trap) -> Self {
        Self { trap, backtrace: Backtrace::default(), cause: None }
    }
}

/// The trap, and each frame on a line of its own.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.trap)?;
        match self.backtrace.frames.is_empty() {
            true => Ok(()),
            false => write!(f, "\n{}", self.backtrace),
        }
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}
