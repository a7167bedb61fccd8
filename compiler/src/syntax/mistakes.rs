//! The mistakes of a text that is no Nido: one constructor each.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::text::BadEscape;

pub fn unexpected(span: Span, found: &str, expected: &str) -> Diagnostic {
    Diagnostic::error("E0101", span, format!("expected {expected}, found {found}")).label("not expected here")
}

pub fn unreadable(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("E0102", span, format!("the character {text:?} has no meaning here"))
}

pub fn unclosed(span: Span, opener: &str, closer: &str) -> Diagnostic {
    Diagnostic::error("E0103", span, format!("this `{opener}` is never closed")).label(format!("needs a `{closer}`"))
}

pub fn stray_closer(span: Span, closer: &str) -> Diagnostic {
    Diagnostic::error("E0104", span, format!("this `{closer}` closes nothing")).fix("remove it", span, "")
}

pub fn unclosed_string(span: Span, quote: &str) -> Diagnostic {
    Diagnostic::error("E0105", span, "this string is never closed").label(format!("needs a `{quote}` on the same line"))
}

pub fn unclosed_interpolation(span: Span) -> Diagnostic {
    Diagnostic::error("E0106", span, "this `{` in a string is never closed")
        .label("an expression in a string starts here")
        .fix("for a brace as text, write `\\{`", span, "\\{")
}

pub fn unclosed_comment(span: Span) -> Diagnostic {
    Diagnostic::error("E0107", span, "this comment is never closed").label("needs a `*/`")
}

pub fn too_deep(span: Span, limit: usize) -> Diagnostic {
    Diagnostic::error("E0108", span, format!("nested deeper than {limit} levels"))
}

pub fn integer_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0109", span, "this number is too large for an `int`")
        .note("an `int` is from -9223372036854775808 to 9223372036854775807")
}

pub fn float_too_large(span: Span) -> Diagnostic {
    Diagnostic::error("E0110", span, "this number is too large for a `float`")
}

pub fn bad_escape(span: Span, problem: BadEscape) -> Diagnostic {
    let message = match problem {
        BadEscape::Unknown => "there is no such escape",
        BadEscape::Byte => "`\\x` needs two hexadecimal digits, from 00 to 7f",
        BadEscape::Unicode => "`\\u` needs the hexadecimal number of a character in braces",
    };
    Diagnostic::error("E0111", span, message)
}

pub fn text_beside_quotes(span: Span, opening: bool) -> Diagnostic {
    let message = if opening {
        "the text of a `\"\"\"` string starts on the next line"
    } else {
        "the closing `\"\"\"` must stand on a line of its own"
    };
    Diagnostic::error("E0112", span, message)
}

pub fn less_indented(span: Span) -> Diagnostic {
    Diagnostic::error("E0113", span, "this line is indented less than the closing `\"\"\"`")
}

pub fn chained(span: Span, comparison: bool) -> Diagnostic {
    let message = if comparison { "comparisons can't be chained" } else { "ranges can't be chained" };
    Diagnostic::error("E0114", span, message)
}

pub fn or_beside_let(span: Span) -> Diagnostic {
    Diagnostic::error("E0115", span, "`||` can't stand beside a `let` in a condition")
}

pub fn single_tuple(span: Span) -> Diagnostic {
    Diagnostic::error("E0116", span, "a tuple has at least two elements")
}

pub fn second_rest(span: Span) -> Diagnostic {
    Diagnostic::error("E0117", span, "a list pattern has at most one `..`")
}

pub fn misplaced_derive(span: Span) -> Diagnostic {
    Diagnostic::error("E0118", span, "`@derive` stands before a struct or an enum only")
}

pub fn unknown_attribute(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0119", span, format!("there is no attribute `@{name}`")).note("the only attribute is `@derive`")
}

pub fn misplaced_module_doc(span: Span) -> Diagnostic {
    Diagnostic::error("E0120", span, "`//!` documents the whole module and stands at its top")
}

pub fn invalid_number(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error("E0121", span, format!("`{text}` is no number"))
}

pub fn long_char(span: Span) -> Diagnostic {
    Diagnostic::error("E0122", span, "single quotes hold one character")
}
