//! How a run ended.

use std::fmt;

use pvm_bytecode::TrapKind;
use pvm_runtime::trap;
use serde::Serialize;

/// What [`crate::Vm::run`] came to.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// `main` returned: its exit code, 0 where it gives nothing.
    Returned(i64),
    /// The program ended itself with this exit code.
    Exited(i64),
    Failed(Failure),
}

/// A trap that nobody recovered from, or an error that `main` returned: a fault of the program, a limit that was passed, a
/// denied capability or a function of the host that failed.
#[derive(Debug, Serialize)]
pub struct Failure {
    #[serde(serialize_with = "as_text")]
    pub kind: TrapKind,
    /// The cause as a person reads it.
    pub message: String,
    /// The calls that led there, innermost first.
    pub backtrace: Vec<Place>,
    /// How many frames between those that are told were left out.
    pub omitted: u64,
    /// Which grant the last refused system call would have needed: often the reason behind.
    pub denial: Option<String>,
    /// What a function of the host failed with.
    #[serde(skip)]
    pub cause: Option<Box<dyn std::error::Error + Send + Sync>>,
    #[serde(skip)]
    shown: String,
}

/// A place in a program: a call in a backtrace, or where something begins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[non_exhaustive]
pub struct Place {
    pub function: String,
    /// None where the module says nothing of its source.
    pub file: Option<String>,
    /// From 1.
    pub line: Option<u32>,
    pub column: Option<u32>,
}

impl Place {
    pub(crate) fn new(frame: &trap::Frame) -> Self {
        Self {
            function: frame.function.clone(),
            file: frame.file.clone(),
            line: frame.place.map(|(line, _)| line),
            column: frame.place.map(|(_, column)| column),
        }
    }
}

impl Failure {
    pub(crate) fn new(failure: trap::Failure, denial: Option<String>) -> Self {
        Self {
            kind: failure.trap.kind,
            message: failure.trap.to_string(),
            backtrace: failure.backtrace.frames.iter().map(Place::new).collect(),
            omitted: failure.backtrace.omitted.map_or(0, |(count, _)| count),
            denial,
            shown: failure.to_string(),
            cause: failure.cause,
        }
    }
}

impl Failure {
    /// Whether the program failed for want of a grant: it was stopped, or ended by the error of a refused system call.
    pub fn is_denial(&self) -> bool {
        let told = || self.denial.as_ref().is_some_and(|denial| self.message.contains(denial.as_str()));
        self.kind == TrapKind::Denied || told()
    }
}

/// The message, and each call on a line of its own; of an error that `main` returned, the message alone.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TrapKind::Uncaught => write!(f, "error: {}", self.message)?,
            _ => write!(f, "trap: {}", self.shown)?,
        }
        match &self.denial {
            Some(denial) if !self.is_denial() => write!(f, "\nnote: {denial}"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

fn as_text<S: serde::Serializer>(kind: &TrapKind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.text())
}
