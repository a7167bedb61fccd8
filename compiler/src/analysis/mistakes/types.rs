//! Types that do not fit: `E03…`.

use super::count;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// What would mend a mismatch: what to say, and the edit.
pub struct Hint {
    pub text: String,
    pub edit: Option<(Span, String)>,
}

pub fn mismatch(expected: &str, found: &str, span: Span, hint: Option<Hint>) -> Diagnostic {
    let mistake = Diagnostic::error("E0301", span, format!("expected `{expected}`, found `{found}`"))
        .label(format!("this is `{found}`"));
    match hint {
        Some(Hint { text, edit: Some((place, replacement)) }) => mistake.fix(text, place, replacement),
        Some(Hint { text, edit: None }) => mistake.note(text),
        None => mistake,
    }
}

pub fn missing_value(wanted: &str, end: Span, last: (Span, &str), promised: Option<Span>) -> Diagnostic {
    let mistake = Diagnostic::error("E0302", end, format!("this block must give a value of type `{wanted}`"))
        .label("ends here without a value")
        .other(last.0, last.1);
    match promised {
        Some(promised) => mistake.other(promised, format!("`{wanted}` is expected because of this")),
        None => mistake,
    }
}

/// `place` is the signature of the function that gives nothing, if that is where a result type is missing.
pub fn unwanted_value(found: &str, span: Span, place: Option<Span>) -> Diagnostic {
    let mistake = Diagnostic::error("E0325", span, format!("this `{found}` goes nowhere: nothing is expected here"))
        .label(format!("this is `{found}`"));
    match place {
        Some(place) => {
            let end = Span::new(place.end, place.end);
            mistake.fix("if the function shall give it, say so", end, format!(" -> {found}"))
        }
        None => mistake,
    }
}

pub fn branches_differ(first: &str, found: &str, span: Span, place: Span) -> Diagnostic {
    Diagnostic::error("E0303", span, format!("the branches give different types, `{first}` and `{found}`"))
        .label(format!("this is `{found}`"))
        .other(place, format!("this is `{first}`"))
}

pub fn elements_differ(first: &str, found: &str, span: Span, place: Span) -> Diagnostic {
    Diagnostic::error("E0304", span, format!("the elements are of different types, `{first}` and `{found}`"))
        .label(format!("this is `{found}`"))
        .other(place, format!("this is `{first}`"))
}

pub fn undetermined_type(span: Span) -> Diagnostic {
    Diagnostic::error("E0305", span, "the type can't be told from what is written")
        .label("of which type?")
        .note("write the type, as in `let x: [int] = []` or `Map::<string, int>.new()`")
}

pub fn unknown_type_here(span: Span) -> Diagnostic {
    Diagnostic::error("E0306", span, "the type of this must be known here")
        .label("its type is still open")
        .note("write the type where the name is declared: `|x: int| …`, `let x: [int] = …`")
}

pub fn type_argument_count(name: &str, expected: usize, found: usize, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0307",
        span,
        format!("`{name}` takes {}, but {} given", count(expected, "type argument"), is_given(found)),
    )
}

fn is_given(number: usize) -> String {
    match number {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        _ => format!("{number} are"),
    }
}

pub fn not_a_type(name: &str, what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0308", span, format!("`{name}` is {what}, not a type"))
}

pub fn not_an_interface(span: Span) -> Diagnostic {
    Diagnostic::error("E0309", span, "expected an interface").label("not an interface")
}

pub fn storage_type_as_value(name: &str, wide: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0310", span, format!("`{name}` is only for fields and for the elements of `Array`"))
        .note(format!("it widens to `{wide}` when it is read"))
        .fix(format!("use `{wide}`"), span, wide)
}

pub fn alias_of_itself(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0311", span, format!("the type `{name}` is defined by itself"))
}

/// A type does not implement an interface that something demands.
pub fn not_implemented(ty: &str, interface: &str, span: Span, reason: Option<(&str, &str, Span)>) -> Diagnostic {
    let mistake = Diagnostic::error("E0312", span, format!("`{ty}` does not implement `{interface}`"));
    match reason {
        Some((param, function, declared)) => mistake
            .label(format!("`{function}` needs it"))
            .other(declared, format!("`{function}` asks for `{param}: {interface}`")),
        None => mistake,
    }
}

pub fn interface_arguments_differ(ty: &str, interface: &str, wanted: &str, found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0313", span, format!("`{ty}` implements `{interface}` for `{found}`, not for `{wanted}`"))
}

pub fn no_conversion(from: &str, to: &str, span: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0314", span, format!("`{from}` can't be converted to `{to}`"))
        .label(format!("this is `{from}`"));
    match (from, to) {
        ("string", "int" | "float") => {
            mistake.note(format!("text is read by `text.parse_{to}()`, which gives `{to}?`"))
        }
        _ => mistake,
    }
}

pub fn conversion_arguments(to: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0315", span, format!("`{to}(…)` converts exactly one value"))
}

pub fn test_of_plain(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0316",
        span,
        format!("this is always `{found}`: only values of interface types can be asked for their type"),
    )
}

pub fn test_never_holds(from: &str, wanted: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0317", span, format!("this can never be: `{wanted}` does not implement `{from}`"))
}

pub fn no_such_part(index: u32, of: &str, parts: usize, span: Span) -> Diagnostic {
    Diagnostic::error("E0318", span, format!("`{of}` has no part {index}"))
        .label(format!("its parts are 0 to {}", parts.saturating_sub(1)))
}

pub fn not_a_tuple(index: u32, of: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0319", span, format!("`{of}` is no tuple, so it has no part {index}"))
}

pub fn type_arguments_on_value(span: Span) -> Diagnostic {
    Diagnostic::error("E0320", span, "a value takes no type arguments")
}

pub fn not_dynamic(name: &str, of: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0321", span, format!("`{name}` can't be called on a value of the interface type `{of}`"))
        .other(declared, "its signature mentions `Self` or type parameters of its own, or it has no `self`")
        .note("it can be called where the type is known, as in a function with a bound on a type parameter")
}

pub fn not_showable(ty: &str, span: Span, own: bool) -> Diagnostic {
    let mistake = Diagnostic::error("E0322", span, format!("`{ty}` can't be shown in a string"))
        .label(format!("`{ty}` does not implement `Show`"));
    if own { mistake.note("put `@derive(Show)` before its declaration, or write an `impl Show`") } else { mistake }
}

pub fn bad_format(text: &str, why: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0323", span, format!("`{text}` is no format: {why}"))
        .note("a format is `[[fill]align][sign][#][0][width][.precision][kind]`, as in `{x:>8}` or `{ratio:.3}`")
}

pub fn format_of_wrong_type(text: &str, found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0324", span, format!("the format `{text}` does not fit a `{found}`"))
}
