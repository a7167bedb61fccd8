//! A trap: why the machine stopped a task.

use pvm_bytecode::TrapKind;
use thiserror::Error;

/// The cause and what a person is told beyond its general text.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{}: {message}", kind.text())]
pub struct Trap {
    pub kind: TrapKind,
    pub message: String,
}

impl Trap {
    pub fn new(kind: TrapKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}
