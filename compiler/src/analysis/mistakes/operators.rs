//! Operators, indexing and assignment: `E045…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn no_operator(symbol: &str, left: &str, right: &str, span: Span, left_span: Span, right_span: Span) -> Diagnostic {
    Diagnostic::error("E0450", span, format!("`{symbol}` is not defined for `{left}` and `{right}`"))
        .other(left_span, format!("this is `{left}`"))
        .other(right_span, format!("this is `{right}`"))
}

pub fn no_unary_operator(symbol: &str, found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0451", span, format!("`{symbol}` is not defined for `{found}`"))
}

pub fn not_indexable(found: &str, slicing: bool, optional: bool, span: Span) -> Diagnostic {
    let verb = if slicing { "sliced" } else { "indexed" };
    let mistake =
        Diagnostic::error("E0452", span, format!("`{found}` can't be {verb}")).label(format!("this is `{found}`"));
    if optional {
        mistake.note("it may be `none`: take the value out with `if let`, `??` or `!` first")
    } else {
        mistake
    }
}

pub fn not_index_assignable(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0453", span, format!("the elements of `{found}` can't be assigned"))
        .label(format!("this is `{found}`"))
}

pub fn assign_to_immutable(name: &str, word: &str, span: Span, declared: Span) -> Diagnostic {
    let mistake =
        Diagnostic::error("E0454", span, format!("`{name}` can't be assigned, because it was not declared with `var`"));
    let declared_with = if word == "const" { "declared with `const`" } else { "declared here" };
    mistake.label("assigned here").other(declared, declared_with)
}

pub fn assign_to_field(name: &str, of: &str, span: Span, declared: Span) -> Diagnostic {
    let start = Span::new(declared.start, declared.start);
    Diagnostic::error("E0455", span, format!("the field `{name}` of `{of}` can't be assigned, because it is not `var`"))
        .label("assigned here")
        .other(declared, "declared here")
        .fix("declare it with `var`", start, "var ")
}

pub fn assign_to_tuple(span: Span) -> Diagnostic {
    Diagnostic::error("E0456", span, "the parts of a tuple can't be assigned: a tuple is a value")
        .note("make a new tuple, or use a struct with `var` fields")
}

pub fn not_a_place(span: Span) -> Diagnostic {
    Diagnostic::error("E0457", span, "only variables, fields and elements can be assigned")
}
