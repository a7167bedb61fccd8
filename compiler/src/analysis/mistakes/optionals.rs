//! Optionals and results: `E047…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn try_on_plain(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0470", span, format!("`?` is for optionals and results, and this is `{found}`"))
}

pub fn try_in_wrong_function(wanted: &str, returned: &str, span: Span, place: Span, closure: bool) -> Diagnostic {
    let what = if closure { "closure" } else { "function" };
    let mistake = Diagnostic::error(
        "E0471",
        span,
        format!("`?` leaves the {what} early, which must give `{wanted}` then, not `{returned}`"),
    )
    .label("may leave here")
    .other(place, format!("this {what} gives `{returned}`"));
    // Only its author can say what a function shall give; where it gives nothing, it can give an error beside.
    let declared = wanted.replace('…', "()");
    match returned == "()" && wanted != "T?" && !closure {
        true => mistake.note(format!("with the result type `-> {declared}` it can, and ends with `Ok(())`")),
        false => mistake,
    }
}

pub fn try_error_differs(found: &str, wanted: &str, span: Span, place: Span) -> Diagnostic {
    Diagnostic::error("E0472", span, format!("`?` can't turn the error `{found}` into `{wanted}`"))
        .other(place, format!("the function fails with `{wanted}`"))
        .note(match wanted {
            "string" => "show it as text: `.map_err(|error| \"{error}\")?`".to_owned(),
            _ => format!("write `impl From<{found}> for {wanted}`, or change the error with `map_err`"),
        })
}

pub fn try_outside(span: Span) -> Diagnostic {
    Diagnostic::error("E0473", span, "`?` can't stand here, because there is no function to leave")
}

pub fn unwrap_on_plain(found: &str, span: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0474", span, format!("`!` is for optionals and results, and this is `{found}`"));
    if found.starts_with("fn(") { mistake.note("a function is called without `!`") } else { mistake }
}

pub fn coalesce_on_plain(found: &str, result: bool, span: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0475", span, format!("`??` is for optionals, and this is `{found}`"));
    if result { mistake.note("use `.ok() ?? …` or `.unwrap_or(…)`") } else { mistake.label("never `none`") }
}

pub fn chain_on_plain(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0476", span, format!("`?.` is for optionals and results, and this is `{found}`"))
        .label("never `none` nor `Err`: use `.`")
}

pub fn never_none(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0479", span, format!("`{found}` is no optional, so it is never `none`"))
}

pub fn optional_as_condition(found: &str, text: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0477", span, format!("a condition must be `bool`, and this is `{found}`")).fix(
        "to ask whether there is a value, compare with `none`",
        span,
        format!("{text} != none"),
    )
}

pub fn always_matches(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0478", span, format!("this always matches, because `{found}` is no optional"))
        .note("use a plain `let` before it")
}
