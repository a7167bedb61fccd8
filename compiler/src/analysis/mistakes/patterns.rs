//! Patterns: `E05…`.

use super::count;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// `last` is where the last arm ends, and how far it is indented.
pub fn not_exhaustive(
    cases: &[String],
    limit: usize,
    guarded: bool,
    span: Span,
    whole: Span,
    last: Option<(Span, usize)>,
) -> Diagnostic {
    let listed = cases.iter().take(limit).map(|case| format!("`{case}`")).collect::<Vec<_>>().join(", ");
    let more = if cases.len() > limit { " and others" } else { "" };
    let mut mistake = Diagnostic::error("E0501", span, format!("this `match` leaves out {listed}{more}"))
        .label("not all of its values are covered");
    if guarded {
        mistake = mistake.note("an arm with an `if` does not count: its condition may be false");
    }
    let arms = if cases.len() > limit {
        vec!["_ => todo()".to_owned()]
    } else {
        cases.iter().take(limit).map(|case| format!("{case} => todo()")).collect()
    };
    let (place, text) = match last {
        Some((last, indent)) => {
            let indent = " ".repeat(indent);
            let arms = arms.iter().map(|arm| format!(",\n{indent}{arm}"));
            (Span::new(last.end, last.end), arms.collect::<String>())
        }
        None => {
            let end = whole.end.saturating_sub(1);
            (Span::new(end, end), format!("{} ", arms.join(", ")))
        }
    };
    let noun = if arms.len() == 1 { "the arm" } else { "the arms" };
    mistake.fix(
        format!("add {noun} {}", arms.iter().map(|arm| format!("`{arm}`")).collect::<Vec<_>>().join(", ")),
        place,
        text,
    )
}

pub fn refutable_binding(missing: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0502", span, format!("this pattern leaves out `{missing}`"))
        .label("must match every value")
        .note("use `if let`, `match` or `let … else` for a pattern that may not match")
}

pub fn pattern_type(matched: &str, pattern: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0503", span, format!("this pattern matches `{pattern}`, but the value is `{matched}`"))
}

pub fn tuple_pattern(parts: usize, found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0504", span, format!("this pattern matches a tuple of {parts}, but the value is `{found}`"))
}

pub fn pattern_field_count(of: &str, expected: usize, found: usize, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0505", span, format!("`{of}` has {}, but the pattern has {found}", count(expected, "field")))
        .other(declared, "declared here")
}

pub fn unknown_pattern_field(of: &str, name: &str, span: Span, near: Option<&str>, declared: Span) -> Diagnostic {
    let mistake =
        Diagnostic::error("E0506", span, format!("`{of}` has no field `{name}`")).other(declared, "declared here");
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}

pub fn payload_not_matched(of: &str, variant: &str, fields: usize, span: Span, declared: Span) -> Diagnostic {
    let blanks = vec!["_"; fields].join(", ");
    let end = Span::new(span.end, span.end);
    Diagnostic::error(
        "E0507",
        span,
        format!("`{of}.{variant}` carries {}, which the pattern must name", count(fields, "value")),
    )
    .other(declared, "declared here")
    .fix("leave them unnamed", end, format!("({blanks})"))
}

pub fn bare_variant(name: &str, of: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0508", span, format!("`{name}` alone would be a new variable that matches everything")).fix(
        format!("name the variant through its type: `{of}.{name}`"),
        span,
        format!("{of}.{name}"),
    )
}

pub fn not_a_constructor(span: Span) -> Diagnostic {
    Diagnostic::error("E0509", span, "only variants of enums and structs can be taken apart by a pattern")
}

pub fn range_pattern_bounds(span: Span) -> Diagnostic {
    Diagnostic::error("E0511", span, "the bounds of a range pattern must be two integers or two characters")
}

pub fn empty_range_pattern(span: Span) -> Diagnostic {
    Diagnostic::error("E0512", span, "this range is empty, so it never matches")
}

pub fn optional_pattern_on_plain(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0513", span, format!("this pattern matches an optional, but the value is `{found}`"))
}

pub fn alternative_types(name: &str, first: &str, found: &str, span: Span, place: Span) -> Diagnostic {
    Diagnostic::error("E0514", span, format!("`{name}` is `{found}` here, but `{first}` in the first alternative"))
        .other(place, format!("this is `{first}`"))
}

pub fn not_in_all_alternatives(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0515", span, format!("`{name}` is not bound by all alternatives of this pattern"))
}
