//! Names that stand for nothing, or for something else: `E02…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub fn unknown_name(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(
        Diagnostic::error("E0201", span, format!("there is nothing called `{name}` here")).label("not found"),
        near,
        span,
    )
}

/// A name that an import would bring.
pub fn missing_import(name: &str, span: Span, import: &str, at: Span) -> Diagnostic {
    Diagnostic::error("E0201", span, format!("there is nothing called `{name}` here")).label("not found").fix(
        format!("import it: `{import}`"),
        at,
        format!("{import}\n"),
    )
}

pub fn unknown_type(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(
        Diagnostic::error("E0202", span, format!("there is no type called `{name}`")).label("not found"),
        near,
        span,
    )
}

pub fn unknown_in_module(name: &str, module: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(Diagnostic::error("E0203", span, format!("`{module}` has nothing called `{name}`")), near, span)
}

pub fn private_name(name: &str, module: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0204", span, format!("`{name}` is private to `{module}`"))
        .label("can't be used here")
        .other(declared, "declared here without `pub`")
}

pub fn private_member(name: &str, of: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0205", span, format!("`{name}` of `{of}` is private to the module that declares it"))
        .label("can't be used here")
        .other(declared, "declared here without `pub`")
}

pub fn unknown_module(path: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(Diagnostic::error("E0206", span, format!("there is no module `{path}`")).label("not found"), near, span)
}

pub fn unreadable_module(path: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::error("E0207", span, format!("can't read `{path}`: {why}"))
}

pub fn import_cycle(cycle: &[&str], span: Span) -> Diagnostic {
    Diagnostic::error("E0208", span, "modules import each other in a circle")
        .label("this import closes the circle")
        .note(cycle.iter().map(|module| format!("`{module}`")).collect::<Vec<_>>().join(" imports "))
}

pub fn declared_twice(name: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("E0209", span, format!("`{name}` is declared twice"))
        .label("declared again here")
        .other(first, "first declared here")
}

pub fn nothing_inside(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0210",
        span,
        format!("`{name}` can't be found here: what stands before the dot is neither a module nor an enum"),
    )
}

pub fn unknown_variant(name: &str, of: &str, span: Span, near: Option<&str>, declared: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0211", span, format!("`{of}` has no variant `{name}`"));
    suggest(mistake.label("not a variant").other(declared, format!("`{of}` is declared here")), near, span)
}

pub fn unknown_member(name: &str, of: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(Diagnostic::error("E0212", span, format!("`{of}` has no function `{name}`")).label("not found"), near, span)
}

pub fn unknown_method(name: &str, of: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(Diagnostic::error("E0213", span, format!("`{of}` has no method `{name}`")).label("not found"), near, span)
}

pub fn unknown_field(name: &str, of: &str, span: Span, near: Option<&str>) -> Diagnostic {
    suggest(Diagnostic::error("E0214", span, format!("`{of}` has no field `{name}`")).label("not found"), near, span)
}

/// A method named like a field: without parentheses, that is.
pub fn method_without_call(name: &str, of: &str, span: Span) -> Diagnostic {
    let end = Span::new(span.end, span.end);
    Diagnostic::error("E0215", span, format!("`{name}` is a method of `{of}`, not a field"))
        .label("needs parentheses")
        .fix("call it", end, "()")
}

/// A field or method that the payload of an optional has.
pub fn member_of_payload(name: &str, of: &str, span: Span, dot: Span) -> Diagnostic {
    Diagnostic::error("E0216", span, format!("`{of}` may be `none`, so `{name}` can't be reached directly"))
        .label("only the value inside has it")
        .fix("use `?.`, which gives `none` when there is no value", dot, "?.")
}

pub fn self_outside_method(span: Span) -> Diagnostic {
    Diagnostic::error("E0217", span, "there is no `self` here")
        .label("only the methods of an `impl` or `interface` have one")
}

pub fn self_type_outside(span: Span) -> Diagnostic {
    Diagnostic::error("E0218", span, "there is no `Self` here").label("only inside an `impl` or `interface`")
}

pub fn unknown_label(label: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0219", span, format!("no loop around this place is labelled `'{label}`"))
}

pub fn ambiguous_method(name: &str, of: &str, first: &str, second: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0220", span, format!("`{of}` has two methods `{name}`, one of `{first}` and one of `{second}`"))
        .note(format!("say which is meant: `{first}.{name}(…)` or `{second}.{name}(…)`"))
}

pub fn module_as_value(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0221", span, format!("`{path}` is a module, not a value"))
}

pub fn type_as_value(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0222", span, format!("`{name}` is a type, not a value"))
}

fn suggest(mistake: Diagnostic, near: Option<&str>, span: Span) -> Diagnostic {
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}
