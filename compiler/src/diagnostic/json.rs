//! Diagnostics for programs: one JSON object each.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// A diagnostic as `--message-format json` prints it.
#[derive(Serialize, Debug)]
pub struct Report {
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    pub message: String,
    pub place: Place,
    pub label: String,
    pub others: Vec<Marked>,
    pub notes: Vec<String>,
    pub fixes: Vec<Edit>,
}

/// A stretch of a file; lines and columns count from 1, columns in characters, the end excluded.
#[derive(Serialize, Debug)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    /// Bytes from the start of the file.
    pub start: u32,
    pub end: u32,
}

#[derive(Serialize, Debug)]
pub struct Marked {
    pub place: Place,
    pub label: String,
}

#[derive(Serialize, Debug)]
pub struct Edit {
    pub message: String,
    pub place: Place,
    pub replacement: String,
}

/// What there is to tell of a diagnostic, without references to its sources.
pub fn report(diagnostic: &Diagnostic, sources: &Sources) -> Report {
    let others = diagnostic.others.iter();
    let others = others.map(|(span, label)| Marked { place: place(*span, sources), label: label.clone() });
    let fixes = diagnostic.fixes.iter().map(|fix| Edit {
        message: fix.message.clone(),
        place: place(fix.span, sources),
        replacement: fix.replacement.clone(),
    });
    Report {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.clone(),
        place: place(diagnostic.span, sources),
        label: diagnostic.label.clone(),
        others: others.collect(),
        notes: diagnostic.notes.clone(),
        fixes: fixes.collect(),
    }
}

fn place(span: Span, sources: &Sources) -> Place {
    let file = sources.file(sources.file_at(span.start));
    let (start, end) = (span.start - file.base, span.end.saturating_sub(file.base));
    let (line, column) = file.line_column(start);
    let (end_line, end_column) = file.line_column(end);
    Place { file: file.path.display().to_string(), line, column, end_line, end_column, start, end }
}
