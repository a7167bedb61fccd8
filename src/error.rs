//! What can go wrong before and beside the running of a program.

use std::path::PathBuf;
use std::{fmt, io};

use pvm_runtime::machine::StartError;

use crate::diagnostics::Diagnostics;
use crate::outcome::Failure;

/// Why a program can't be had, started or called.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    #[error("cannot read {}: {}", path.display(), reason(error))]
    Read { path: PathBuf, error: io::Error },
    #[error("{} is not valid UTF-8: {place}; a Nido source file is UTF-8 text", path.display())]
    NotText { path: PathBuf, place: String },
    #[error("{} is no list of programs: {error}", path.display())]
    Suite { path: PathBuf, error: serde_json::Error },
    /// Source text is wanted.
    #[error("{} is bytecode, where source text is wanted", path.display())]
    Bytecode { path: PathBuf },
    /// The source has mistakes.
    #[error("{0}")]
    Compile(Box<Diagnostics>),
    /// The bytes are no module.
    #[error("{name} is no module: {error}")]
    Decode { name: String, error: Box<pvm_bytecode::ReadError> },
    /// The text is no module.
    #[error("{}:{error}", path.display())]
    Assemble { path: PathBuf, error: Box<pvm_bytecode::text::TextError> },
    /// The module breaks a rule of the bytecode.
    #[error("{name} is no valid module: {error}")]
    Verify { name: String, error: Box<pvm_bytecode::VerifyError> },
    /// The host doesn't supply what the module imports.
    #[error("{0}")]
    Link(pvm_runtime::link::LinkError),
    /// The guest can't be set up: a directory that is granted can't be opened, or memory can't be reserved.
    #[error("{0}")]
    Start(Box<dyn std::error::Error + Send + Sync>),
    /// A function has parameters or a result that don't cross between host and program.
    #[error("{0}")]
    Call(pvm_runtime::machine::CallError),
    /// What the program printed can't be passed on.
    #[error("cannot write to standard output: {}", .0.text())]
    Output(pvm_runtime::sys::Errno),
    /// The program exports no such function, or with another signature.
    #[error("{0}")]
    Signature(SignatureError),
    /// The call ended otherwise than by returning.
    #[error("{0}")]
    Failed(Box<Failure>),
    /// The program ended itself during the call, with this exit code.
    #[error("the program ended itself with exit code {0}")]
    Exited(i64),
}

impl From<StartError> for Error {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Link(error) => Self::Link(error),
            StartError::Reserve(error) => Self::Start(error.into()),
        }
    }
}

/// Why a function can't be looked up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignatureError {
    pub name: String,
    /// As the host asked for it.
    pub wanted: String,
    /// As the program declares it; none when it exports no function of that name.
    pub found: Option<String>,
    /// What it exports.
    pub exports: Vec<String>,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, wanted, found, exports } = self;
        match found {
            Some(found) => write!(f, "`{name}` is declared as `{found}`, not as `{wanted}`"),
            None => {
                write!(f, "the program exports no function `{name}`")?;
                match exports.as_slice() {
                    [] => write!(f, "; a `pub fn` of its root module is exported"),
                    names => write!(f, "; it exports {}", names.join(", ")),
                }
            }
        }
    }
}

/// Why something can't be read or written, as a person says it: the system's words without its number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder",
        io::ErrorKind::AlreadyExists => "it is there already",
        io::ErrorKind::IsADirectory => "it is a directory",
        io::ErrorKind::NotADirectory => "a part of its path is no directory",
        io::ErrorKind::PermissionDenied => "permission denied",
        io::ErrorKind::StorageFull => "no space is left",
        _ => text.split(" (os error").next().unwrap_or(&text),
    };
    words.to_owned()
}
