//! Calls that do not fit what they call: `E04…`.

use super::count;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn argument_count(name: &str, expected: &str, found: usize, span: Span, declared: Option<Span>) -> Diagnostic {
    let given = match found {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{found} are"),
    };
    let mistake = Diagnostic::error("E0401", span, format!("`{name}` takes {expected}, but {given} given"));
    match declared {
        Some(declared) => mistake.other(declared, format!("`{name}` is declared here")),
        None => mistake,
    }
}

pub fn missing_arguments(name: &str, noun: &str, missing: &[String], span: Span, declared: Option<Span>) -> Diagnostic {
    let list = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let plural = if missing.len() == 1 { "" } else { "s" };
    let mistake = Diagnostic::error("E0402", span, format!("`{name}` needs the {noun}{plural} {list}"));
    match declared {
        Some(declared) => mistake.other(declared, format!("`{name}` is declared here")),
        None => mistake,
    }
}

pub fn unknown_argument(
    of: &str,
    noun: &str,
    name: &str,
    span: Span,
    near: Option<&str>,
    declared: Option<Span>,
) -> Diagnostic {
    let mut mistake = Diagnostic::error("E0403", span, format!("`{of}` has no {noun} `{name}`"));
    if let Some(declared) = declared {
        mistake = mistake.other(declared, format!("`{of}` is declared here"));
    }
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}

pub fn argument_twice(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0404", span, format!("`{name}` is given twice"))
}

pub fn positional_after_named(span: Span) -> Diagnostic {
    Diagnostic::error("E0405", span, "arguments without a name can't follow arguments with one")
}

pub fn not_callable(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0406", span, format!("`{found}` is no function and can't be called"))
        .label(format!("this is `{found}`"))
}

pub fn not_constructible(name: &str, what: &str, span: Span, variants: &[String]) -> Diagnostic {
    let mistake = Diagnostic::error("E0407", span, format!("`{name}` is {what}: it can't be made by calling its name"));
    if variants.is_empty() { mistake } else { mistake.note(format!("name a variant: {}", variants.join(", "))) }
}

pub fn variant_without_payload(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0408", span, format!("`{name}` carries nothing, so it is written without parentheses"))
        .other(declared, "declared here")
}

pub fn private_constructor(name: &str, field: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "E0409",
        span,
        format!("`{name}` can only be made in its own module, because `{field}` is private"),
    )
    .other(declared, "declared here without `pub`")
}

pub fn not_a_method(name: &str, of: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error(
        "E0410",
        span,
        format!("`{name}` has no `self`, so it is called through the type: `{of}.{name}(…)`"),
    )
    .other(declared, "declared here without `self`")
}

pub fn closure_parameters(wanted: &str, expected: usize, found: usize, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0411",
        span,
        format!(
            "this closure takes {}, but `{wanted}` is expected, which takes {}",
            count(found, "parameter"),
            expected
        ),
    )
}
