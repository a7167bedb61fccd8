//! Blocks, loops and what leaves them: `E055…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn if_without_else(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0550", span, format!("this `if` gives `{found}`, so it needs an `else`"))
}

pub fn not_iterable(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0551", span, format!("`for` can't go over `{found}`"))
        .label(format!("this is `{found}`"))
        .note("it goes over ranges, arrays, lists, maps, sets, and all that implements `Iterable` or `Iterator`")
}

pub fn outside_loop(word: &str, span: Span, deferred: bool) -> Diagnostic {
    let mistake = Diagnostic::error("E0552", span, format!("there is no loop here for `{word}`"));
    if deferred { mistake.note("`defer` runs when its block is left: it can't leave a loop itself") } else { mistake }
}

pub fn break_with_value(span: Span) -> Diagnostic {
    Diagnostic::error("E0553", span, "only a `loop` gives a value: `while` and `for` may also end without a `break`")
}

pub fn break_without_value(wanted: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0554", span, format!("this `break` must give a value of type `{wanted}`"))
}

pub fn return_without_value(wanted: &str, span: Span, place: Span) -> Diagnostic {
    Diagnostic::error("E0555", span, format!("this `return` must give a value of type `{wanted}`"))
        .other(place, "promised here")
}

pub fn return_outside(span: Span) -> Diagnostic {
    Diagnostic::error("E0556", span, "there is no function here to return from")
}

pub fn return_in_defer(span: Span) -> Diagnostic {
    Diagnostic::error("E0557", span, "`defer` runs when its block is left: it can't return itself")
}

pub fn otherwise_must_leave(span: Span) -> Diagnostic {
    Diagnostic::error("E0558", span, "the `else` of a `let` must leave the block")
        .note("end it with `return`, `break`, `continue` or `panic(…)`")
}
