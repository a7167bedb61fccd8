//! What the compiler has to say about a text: one type for every mistake and warning.

use crate::source::Span;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    Error,
    Warning,
}

/// One mistake or warning.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// `E0101`: what `pvm explain` explains.
    pub code: &'static str,
    pub severity: Severity,
    /// A sentence without a full stop.
    pub message: String,
    /// The place at fault, and what to say beside it.
    pub span: Span,
    pub label: String,
    /// Other places that matter.
    pub others: Vec<(Span, String)>,
    pub notes: Vec<String>,
    /// What would mend it.
    pub fixes: Vec<Fix>,
}

/// An edit that would mend a mistake.
#[derive(Clone, PartialEq, Debug)]
pub struct Fix {
    pub message: String,
    pub span: Span,
    pub replacement: String,
}
