//! Items that are wrong in themselves: `E06…`.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use pvm_bytecode::{HeapType, ValueType};

pub fn missing_body(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0601", span, format!("`{name}` has no body"))
        .note("only the methods of an interface may leave it out")
}

pub fn external_of_library(abi: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0603", span, format!("`extern \"{abi}\"` is reserved to the standard library"))
}

pub fn unknown_external(abi: &str, name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let mistake = Diagnostic::error("E0604", span, format!("there is no `{abi}` function `{name}`"));
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}

pub fn external_signature(name: &str, span: Span, params: &[ValueType], result: Option<ValueType>) -> Diagnostic {
    let params = params.iter().map(|&param| in_words(param)).collect::<Vec<_>>().join(", ");
    let result = result.map(|result| format!(" -> {}", in_words(result))).unwrap_or_default();
    Diagnostic::error("E0605", span, format!("the signature of `{name}` is not that of the machine"))
        .note(format!("it is ({params}){result}"))
}

fn in_words(value: ValueType) -> &'static str {
    match value {
        ValueType::I64 => "int",
        ValueType::F64 => "float",
        ValueType::Ref(reference) => match (reference.heap, reference.nullable) {
            (HeapType::String, false) => "string",
            (HeapType::String, true) => "string?",
            (HeapType::Bytes, false) => "Array<u8>",
            (HeapType::Bytes, true) => "Array<u8>?",
            (HeapType::Strings, false) => "Array<string>",
            (HeapType::Strings, true) => "Array<string>?",
            (HeapType::Any | HeapType::Type(_), _) => "any",
        },
    }
}

pub fn generic_external(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0606", span, format!("`{name}` is supplied from outside, so it can't have type parameters"))
}

pub fn cannot_cross(found: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0607", span, format!("`{found}` can't be exchanged with the host"))
        .note("these can: `int`, `float`, `bool`, `char`, `string` and `Array<u8>`")
}

pub fn interface_of_itself(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0608", span, format!("the interface `{name}` builds on itself"))
}

pub fn implemented_twice(interface: &str, ty: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::error("E0609", span, format!("`{interface}` is implemented twice for `{ty}`"))
        .label("implemented again here")
        .other(first, "first implemented here")
}

pub fn foreign_impl(interface: Option<&str>, ty: &str, span: Span) -> Diagnostic {
    match interface {
        Some(interface) => {
            Diagnostic::error("E0610", span, format!("neither `{interface}` nor `{ty}` belongs to this program"))
                .note("an `impl` stands with its interface or with its type, so that two packages never disagree")
        }
        None => Diagnostic::error("E0610", span, format!("`{ty}` does not belong to this program"))
            .note("methods can be added to types of other packages through an interface of your own"),
    }
}

pub fn parameter_not_in_type(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0611", span, format!("the type parameter `{name}` does not appear in the type"))
        .label("nothing would tell what it stands for")
}

pub fn not_in_interface(name: &str, interface: &str, span: Span, near: Option<&str>, declared: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0612", span, format!("`{interface}` has no method `{name}`"))
        .other(declared, format!("`{interface}` is declared here"));
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}

pub fn missing_methods(interface: &str, ty: &str, missing: &[String], span: Span, declared: Span) -> Diagnostic {
    let list = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let noun = if missing.len() == 1 { "method" } else { "methods" };
    Diagnostic::error("E0613", span, format!("the `impl` of `{interface}` for `{ty}` lacks the {noun} {list}"))
        .other(declared, format!("`{interface}` is declared here"))
}

pub fn signature_differs(
    name: &str,
    interface: &str,
    expected: &str,
    found: &str,
    span: Span,
    declared: Span,
) -> Diagnostic {
    Diagnostic::error("E0614", span, format!("`{name}` does not have the signature that `{interface}` gives it"))
        .label(format!("this is `{found}`"))
        .other(declared, format!("expected `{expected}`"))
}

pub fn super_not_implemented(interface: &str, above: &str, ty: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0615", span, format!("`{interface}` builds on `{above}`, which `{ty}` does not implement"))
        .note(format!(
            "write an `impl {above} for {ty}`, or put `@derive({above})` before its declaration if it can be derived"
        ))
}

pub fn not_constant(place: Span, why: &str, whole: Span) -> Diagnostic {
    let mistake = Diagnostic::error("E0616", place, "this can't be computed before the program runs").label(why).note(
        "a `const` is made of literals, other constants and operators that don't fail; use `let` for anything else",
    );
    if place == whole { mistake } else { mistake.other(whole, "the value of this constant") }
}

pub fn circular_global(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::error("E0617", span, format!("the value of `{name}` depends on itself"))
        .other(declared, "declared here")
}

pub fn read_before_initialisation(name: &str, span: Span, declared: Span, own: bool) -> Diagnostic {
    let message = if own {
        format!("`{name}` is read while it is being initialised")
    } else {
        format!("`{name}` is read before it is initialised")
    };
    Diagnostic::error("E0618", span, message).other(declared, "initialised here, in the order of the text")
}

pub fn bad_main(span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0619",
        span,
        "`main` takes nothing or `args: [string]`, and gives nothing, an `int` or a `Result<(), E>`",
    )
    .note("the error of the `Result` must implement `Show`")
}

pub fn missing_main(span: Span) -> Diagnostic {
    Diagnostic::error("E0620", span, "this program has no `fn main()`").label("nothing here says where it starts")
}

pub fn not_derivable(name: &str, span: Span, near: Option<&str>) -> Diagnostic {
    let mistake = Diagnostic::error("E0621", span, format!("`{name}` can't be derived"))
        .note("these can: `Eq`, `Ord`, `Hash`, `Show` and `Json`");
    match near {
        Some(near) => mistake.fix(format!("did you mean `{near}`?"), span, near),
        None => mistake,
    }
}

pub fn derived_twice(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error("E0622", span, format!("`{name}` is derived twice")).fix("remove it", span, "")
}
