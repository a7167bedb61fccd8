//! What the compiler said of a program, with the texts that it speaks of.

use std::fmt;

use pvm_compiler::diagnostic::{Diagnostic, Severity, json, render};
use pvm_compiler::source::Sources;

/// Mistakes and warnings of one compilation. Displays as people read them, without colour.
#[derive(Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    sources: Sources,
}

impl Diagnostics {
    pub(crate) fn new(list: Vec<Diagnostic>, sources: Sources) -> Self {
        Self { list, sources }
    }

    pub(crate) fn none() -> Self {
        Self::default()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn errors(&self) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count()
    }

    /// The code of the first mistake, which is no warning.
    pub fn first_error(&self) -> Option<&'static str> {
        self.list.iter().find(|diagnostic| diagnostic.severity == Severity::Error).map(|diagnostic| diagnostic.code)
    }

    pub fn warnings(&self) -> usize {
        self.list.len() - self.errors()
    }

    /// For a person, with or without colour.
    pub fn render(&self, colour: bool) -> String {
        self.list.iter().map(|diagnostic| render::render(diagnostic, &self.sources, colour) + "\n\n").collect()
    }

    /// For a program: one JSON object a line.
    pub fn json(&self) -> String {
        let reports = self.list.iter().map(|diagnostic| json::report(diagnostic, &self.sources));
        // A report holds only texts and numbers, which can always be written.
        reports.filter_map(|report| serde_json::to_string(&report).ok()).map(|line| line + "\n").collect()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
