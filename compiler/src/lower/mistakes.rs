//! The mistakes that only lowering can find: programs that would need types or functions without end.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn endless_type(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0701", span, format!("the type `{name}` is built from ever larger types"))
        .label("each of them needs a larger one")
        .note("let the type refer to itself with the same type arguments")
}

pub fn endless_instances(name: &str, chain: &[String], span: Span) -> Diagnostic {
    let mut diagnostic = Diagnostic::error("E0702", span, format!("`{name}` would be needed for ever larger types"))
        .label("it calls itself with larger type arguments");
    for caller in chain {
        diagnostic = diagnostic.note(format!("needed by `{caller}`"));
    }
    diagnostic
}

pub fn patterns_too_complex(span: Span) -> Diagnostic {
    Diagnostic::error("E0703", span, "these patterns take too many tests to tell apart")
        .label("the first of them")
        .note("match in several steps, or write fewer alternatives inside of others")
}
