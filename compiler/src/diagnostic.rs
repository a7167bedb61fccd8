//! What the compiler has to say about a text: one type for every mistake and warning.

pub mod codes;
pub mod json;
pub mod render;

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

impl Diagnostic {
    /// A mistake at a place; what else there is to say is added to it.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            span,
            label: String::new(),
            others: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Something that a program may have but hardly means.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// What to say beside the place at fault.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Another place that matters.
    pub fn other(mut self, span: Span, label: impl Into<String>) -> Self {
        self.others.push((span, label.into()));
        self
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// An edit that would mend it.
    pub fn fix(mut self, message: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.fixes.push(Fix { message: message.into(), span, replacement: replacement.into() });
        self
    }
}
