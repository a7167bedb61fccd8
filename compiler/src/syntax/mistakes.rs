//! The mistakes of a text that is no Nido: one constructor each. `slips` has those that come from other languages.

mod slips;

pub use slips::*;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::text::BadEscape;

/// The bracket that is open at the place of a mistake, with its text.
pub type Opener<'a> = Option<(Span, &'a str)>;

pub fn unexpected(span: Span, found: &str, expected: &str, opener: Opener) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0101", span, format!("expected {expected}, found {found}"));
    let diagnostic = diagnostic.label(format!("expected {expected}"));
    match opener {
        Some((place, bracket)) => diagnostic.other(place, format!("this `{bracket}` is open")),
        None => diagnostic,
    }
}

/// Says of the last mistake that is told that it is not the last one.
pub fn add_more(last: &mut Diagnostic) {
    last.notes.push("there are more mistakes behind this one".to_owned());
}

pub fn unreadable(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0102", span, format!("the character {text:?} has no meaning here"));
    match text {
        "'" => diagnostic.note("a character stands between two single quotes: 'x'"),
        "×" => diagnostic.fix("multiply with `*`", span, "*"),
        "≠" => diagnostic.fix("compare with `!=`", span, "!="),
        "≤" => diagnostic.fix("compare with `<=`", span, "<="),
        "≥" => diagnostic.fix("compare with `>=`", span, ">="),
        _ => diagnostic
            .note("outside of strings and comments only names, numbers and the signs of the language can stand"),
    }
}

/// `text` with its quotes.
pub fn foreign_quotes(span: Span, text: &str) -> Diagnostic {
    let inner = text.trim_matches(['“', '”', '„', '‘', '’', '«', '»', '`']);
    Diagnostic::error("E0102", span, "these are no quotes of the language").fix(
        "strings stand between straight double quotes",
        span,
        format!("\"{inner}\""),
    )
}

pub fn hash(span: Span, attribute: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0102", span, "the character \"#\" has no meaning here");
    if attribute {
        return diagnostic.note("attributes are written `@derive(Show, Eq)`");
    }
    diagnostic.fix("comments start with `//`", span, "//")
}

pub fn unclosed(span: Span, opener: &str, closer: &str) -> Diagnostic {
    Diagnostic::error("E0103", span, format!("this `{opener}` is never closed"))
        .label(format!("the `{closer}` for it is missing"))
}

pub fn stray_closer(span: Span, closer: &str) -> Diagnostic {
    Diagnostic::error("E0104", span, format!("this `{closer}` closes nothing")).fix("remove it", span, "")
}

pub fn wrong_closer(span: Span, closer: &str, opened: Span, opener: &str) -> Diagnostic {
    Diagnostic::error("E0104", span, format!("this `{closer}` does not close the `{opener}`"))
        .other(opened, format!("this `{opener}` is open"))
}

pub fn unclosed_string(span: Span, quote: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0105", span, "this string is never closed").label("it starts here");
    if quote == "\"" {
        return diagnostic
            .note("a string ends on its line; for several lines write `\"\"\"` before and after the text");
    }
    diagnostic.note(format!("it would end at `{quote}`"))
}

pub fn unclosed_interpolation(span: Span) -> Diagnostic {
    Diagnostic::error("E0106", span, "this `{` in a string is never closed").label("an expression starts here").fix(
        "for a brace as text write",
        span,
        "\\{",
    )
}

pub fn unclosed_comment(span: Span) -> Diagnostic {
    Diagnostic::error("E0107", span, "this comment is never closed")
        .label("the `*/` for it is missing")
        .note("comments nest: each `/*` inside needs a `*/` too")
}

pub fn too_deep(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error("E0108", span, format!("this is nested deeper than {limit} levels"))
        .note("give parts of it names, with `let` or as functions")
}

pub fn integer_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0109", span, "this number is too large for an `int`")
        .note("an `int` is from -9223372036854775808 to 9223372036854775807")
}

pub fn float_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0110", span, "this number is too large for a `float`")
        .note("the largest `float` is about 1.8e308")
}

pub fn bad_escape(span: Span, problem: BadEscape) -> Diagnostic {
    let message = match problem {
        BadEscape::Unknown => "there is no such escape",
        BadEscape::Byte => "`\\x` needs two hexadecimal digits, from 00 to 7f",
        BadEscape::Unicode => "`\\u` needs the hexadecimal number of a character in braces, as in `\\u{e9}`",
    };
    Diagnostic::error("E0111", span, message)
        .note("the escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\{ \\} \\x41 \\u{1F600}; `r\"…\"` has none")
}

pub fn text_beside_quotes(span: Span, opening: bool) -> Diagnostic {
    let message = if opening {
        "the text of a `\"\"\"` string starts on the next line"
    } else {
        "the closing `\"\"\"` stands on a line of its own"
    };
    Diagnostic::error("E0112", span, message).note("neither the first line break nor the last is part of the text")
}

pub fn less_indented(span: Span) -> Diagnostic {
    Diagnostic::error("E0113", span, "this line is indented less than the closing `\"\"\"`")
        .note("the indentation of the closing quotes is taken off every line")
}

pub fn chained_range(span: Span) -> Diagnostic {
    Diagnostic::error("E0114", span, "a range can't be the end of a range")
}

/// At the comparison on the left.
pub fn chained_comparison(span: Span) -> Diagnostic {
    Diagnostic::error("E0114", span, "comparisons can't be chained")
        .label("this is compared already")
        .note("for both to hold write `a < b && b < c`")
        .note("for type arguments in an expression write `f::<T>(x)`")
}

pub fn or_beside_let(span: Span) -> Diagnostic {
    Diagnostic::error("E0115", span, "`||` can't stand beside a `let` in a condition")
        .note("the name would be bound in one case only; put the `||` in parentheses or use `match`")
}

pub fn single_tuple(span: Span) -> Diagnostic {
    Diagnostic::error("E0116", span, "a tuple has at least two elements")
}

pub fn second_rest(span: Span) -> Diagnostic {
    Diagnostic::error("E0117", span, "a list pattern has one `..` at most")
        .note("with two it would be open where each part starts")
}

pub fn misplaced_derive(span: Span) -> Diagnostic {
    Diagnostic::error("E0118", span, "`@derive` stands before a struct or an enum")
}

pub fn unknown_attribute(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0119", span, format!("there is no attribute `@{name}`")).note("the only attribute is `@derive`")
}

pub fn misplaced_module_doc(span: Span) -> Diagnostic {
    Diagnostic::error("E0120", span, "`//!` documents the whole module and stands at its top").fix(
        "to document what follows write",
        span,
        "///",
    )
}

pub fn invalid_number(span: Span, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0121", span, format!("`{text}` is no number"));
    let suffix =
        text.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | '_'));
    match suffix {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" | "isize" | "L" | "l" | "u" | "U" => {
            diagnostic.note("numbers have no suffix: every whole number is an `int`")
        }
        "f32" | "f64" | "f" | "F" | "d" => {
            diagnostic.note("numbers have no suffix: a number with a point is a `float`")
        }
        _ => diagnostic.note("numbers look like 12, 1_000, 0xff, 0o17, 0b1010, 1.5 and 1e-9"),
    }
}

pub fn long_char(span: Span, text: &str) -> Diagnostic {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default().replace("\\'", "'");
    Diagnostic::error("E0122", span, "single quotes hold exactly one character").fix(
        "strings stand between double quotes",
        span,
        format!("\"{inner}\""),
    )
}
