//! What a program may have but hardly means: `W02…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn unused_variable(name: &str, span: Span, written: bool) -> Diagnostic {
    let message =
        if written { format!("`{name}` is assigned, but never read") } else { format!("`{name}` is never used") };
    Diagnostic::warning("W0201", span, message).fix(
        "if that is meant, let its name start with `_`",
        span,
        format!("_{name}"),
    )
}

pub fn needless_var(name: &str, span: Span, _var: Span) -> Diagnostic {
    Diagnostic::warning("W0202", span, format!("`{name}` is never assigned again, so `let` is enough"))
}

pub fn unused_import(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0203", span, format!("the import `{name}` is never used"))
}

pub fn unused_item(kind: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0204", span, format!("the {kind} `{name}` is never used"))
        .note("it is private, so nobody else can use it either")
}

pub fn unreachable(span: Span, cause: Span) -> Diagnostic {
    Diagnostic::warning("W0205", span, "this is never reached").other(cause, "because this never goes on")
}

pub fn unreachable_arm(span: Span) -> Diagnostic {
    Diagnostic::warning("W0206", span, "this arm never matches").label("the arms before it cover all of its values")
}

pub fn unused_result(span: Span) -> Diagnostic {
    Diagnostic::warning("W0207", span, "this may fail, and the failure goes unnoticed")
        .label("a `Result` that nobody looks at")
        .note("hand the error on with `?`, or handle it; `let _ = …` says that it does not matter")
}

pub fn unused_value(span: Span) -> Diagnostic {
    Diagnostic::warning("W0208", span, "this value is computed and not used")
}

pub fn unused_label(label: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("W0209", span, format!("the label `'{label}` is never used"))
}
