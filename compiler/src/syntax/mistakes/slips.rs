//! What to say about slips.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::token::Token;

/// `here` is what it is called in Nido; empty if there is nothing like it.
pub fn foreign_word(span: Span, word: &str, here: &str) -> Diagnostic {
    if here.is_empty() {
        return Diagnostic::error("E0130", span, format!("there is no `{word}` in Nido")).fix("leave it out", span, "");
    }
    Diagnostic::error("E0130", span, format!("there is no `{word}` in Nido: it is `{here}`")).fix(
        format!("write `{here}`"),
        span,
        here,
    )
}

pub fn foreign_operator(span: Span, operator: &str, here: &str) -> Diagnostic {
    Diagnostic::error("E0131", span, format!("`{operator}` does not fit here: it is `{here}`")).fix(
        format!("write `{here}`"),
        span,
        here,
    )
}

/// `then` or `do` without a brace.
pub fn then_or_do(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0130", span, format!("there is no `{word}` in Nido: the body stands in braces"))
}

pub fn null(span: Span) -> Diagnostic {
    Diagnostic::error("E0132", span, "there is no `null`: the empty optional is `none`")
        .fix("write `none`", span, "none")
        .note("only a value of an optional type `T?` can be `none`")
}

pub fn let_mut(span: Span) -> Diagnostic {
    Diagnostic::error("E0133", span, "a name that may be assigned is declared with `var`").fix(
        "write `var`",
        span,
        "var",
    )
}

pub fn keyword_as_name(span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::error("E0134", span, format!("`{keyword}` is a keyword and can't be a name")).fix(
        "choose another name, such as",
        span,
        format!("{keyword}_"),
    )
}

pub fn increment(span: Span, sign: Token) -> Diagnostic {
    let sign = sign.text().unwrap_or_default();
    Diagnostic::error("E0135", span, format!("there is no `{sign}{sign}`"))
        .note(format!("write `i {sign}= 1`, as a statement of its own"))
}

pub fn identity(span: Span, operator: &str) -> Diagnostic {
    Diagnostic::error("E0131", span, format!("`{operator}=` does not fit here: it is `{operator}`"))
        .fix(format!("write `{operator}`"), span, operator)
        .note("whether two references are the same object is asked by `same(a, b)`")
}

pub fn named_argument(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error("E0136", span, "an argument is named with `:`").fix(format!("write `{name}: …`"), span, ":")
}

pub fn chained_assignment(span: Span) -> Diagnostic {
    Diagnostic::error("E0137", span, "an assignment has no value that could be assigned again")
        .note("write one assignment after the other")
}

pub fn assignment_in_condition(span: Span) -> Diagnostic {
    Diagnostic::error("E0137", span, "`=` assigns, which has no value; `==` compares").fix("write `==`", span, "==")
}

pub fn cast(span: Span, ty: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0138", span, "`as` does not convert values");
    match ty {
        "int" | "float" | "char" | "string" => diagnostic.note(format!("write `{ty}(x)`")),
        _ => diagnostic
            .note("numbers are converted by `int(x)`, `float(x)`, `char(x)`; `x as? T` tests the type of a value"),
    }
}

pub fn conversion_question(span: Span, conversion: Span) -> Diagnostic {
    Diagnostic::error("E0139", span, "`??` binds tighter than `as?`")
        .other(conversion, "the type would go on to the right")
        .note("put parentheses around the test: `(x as? T) ?? y`")
}

pub fn reference(span: Span, sign: &str) -> Diagnostic {
    let what = if sign == "&" { "there are no references to take" } else { "there is nothing to dereference" };
    Diagnostic::error("E0140", span, format!("{what}: structs are references by themselves")).fix(
        "leave it out",
        span,
        "",
    )
}

pub fn unary_plus(span: Span) -> Diagnostic {
    Diagnostic::error("E0131", span, "there is no `+` in front of a value").fix("leave it out", span, "")
}

pub fn power(span: Span) -> Diagnostic {
    Diagnostic::error("E0131", span, "there is no `**`").note("write `x.pow(y)`")
}

pub fn ternary(span: Span) -> Diagnostic {
    Diagnostic::error("E0141", span, "there is no `a ? b : c`").note("`if` has a value: write `if a { b } else { c }`")
}

pub fn binding_without_let(span: Span, name: &str) -> Diagnostic {
    let before = Span::new(span.start, span.start);
    Diagnostic::error("E0142", span, format!("`{name}` is declared without `let`")).fix(
        "write `let`, or `var` if it is to be assigned again",
        before,
        "let ",
    )
}

pub fn binding_with_type_first(span: Span, ty: &str, name: &str) -> Diagnostic {
    Diagnostic::error("E0142", span, "a declaration starts with `let` or `var`").fix(
        "the type stands behind the name and can mostly be left out",
        span,
        format!("let {name}: {ty}"),
    )
}

pub fn const_in_block(span: Span) -> Diagnostic {
    Diagnostic::error("E0143", span, "a `const` stands at the top level of a module").fix("write `let`", span, "let")
}

pub fn binding_without_value(span: Span) -> Diagnostic {
    Diagnostic::error("E0144", span, "a name is declared with its value")
        .label("`= …` is missing")
        .note("where the value comes later, `if` and `match` have values: `let x = if a { b } else { c }`")
}

/// After a `:`, or nothing at all.
pub fn result_without_arrow(span: Span, arrow: &str) -> Diagnostic {
    Diagnostic::error("E0145", span, "the result type of a function follows `->`").fix("write `->`", span, arrow)
}

pub fn body_without_braces(span: Span, owner: &str) -> Diagnostic {
    Diagnostic::error("E0146", span, format!("the body of {owner} stands in braces"))
        .label("a `{` is missing here, and a `}` behind")
}

pub fn brace_on_next_line(span: Span) -> Diagnostic {
    Diagnostic::error("E0147", span, "the `{` stands on the line that it belongs to")
        .note("a line that could be the end of a statement is")
}

pub fn parameter_without_type(span: Span, name: &str) -> Diagnostic {
    let behind = Span::new(span.end, span.end);
    Diagnostic::error("E0148", span, format!("`{name}` has no type"))
        .fix("the type follows the name, for example", behind, ": int")
        .note("the types of parameters and fields are written out; those in closures and of `let` can be left out")
}

pub fn parameter_with_type_first(span: Span, ty: &str, name: &str) -> Diagnostic {
    Diagnostic::error("E0148", span, "the type follows the name").fix("write", span, format!("{name}: {ty}"))
}

pub fn misplaced_doc(span: Span) -> Diagnostic {
    Diagnostic::error("E0149", span, "a doc comment documents what follows it, and nothing here can be documented")
        .note(
            "it stands before an item, a field, a variant or a method, and before its attributes; elsewhere write `//`",
        )
}

pub fn public_in_block(span: Span) -> Diagnostic {
    Diagnostic::error("E0150", span, "`pub` stands before items, fields and methods").fix("leave it out", span, "")
}

pub fn item_in_block(span: Span, keyword: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("E0151", span, format!("`{keyword}` stands at the top level of a module"));
    match keyword {
        "fn" => diagnostic.note("inside a function write a closure: `let f = |x| …`"),
        _ => diagnostic.note("move it out of the function"),
    }
}

pub fn statement_outside(span: Span) -> Diagnostic {
    Diagnostic::error("E0152", span, "statements stand in functions").note("a program starts in `fn main() { … }`")
}

pub fn method_without_fn(span: Span, name: &str) -> Diagnostic {
    let before = Span::new(span.start, span.start);
    Diagnostic::error("E0153", span, format!("the method `{name}` is declared without `fn`")).fix(
        "write `fn`",
        before,
        "fn ",
    )
}

pub fn import_path(span: Span) -> Diagnostic {
    Diagnostic::error("E0154", span, "an import names a module by words with dots between them")
        .note("for example `import std.json`")
}

pub fn struct_literal(name: Span, braces: Span, fields: &str) -> Diagnostic {
    Diagnostic::error("E0155", name, "a struct is made by calling its name").fix(
        "write parentheses",
        braces,
        format!("({fields})"),
    )
}

pub fn arrow_function(span: Span, arrow: &str) -> Diagnostic {
    Diagnostic::error("E0156", span, format!("`{arrow}` makes no function"))
        .note("a closure is written `|x| x + 1`, or `|x, y| { … }`")
}

pub fn anonymous_function(span: Span) -> Diagnostic {
    Diagnostic::error("E0156", span, "a function without a name is a closure")
        .note("a closure is written `|x| x + 1`, or `|x, y| { … }`")
}

pub fn empty_interpolation(span: Span) -> Diagnostic {
    Diagnostic::error("E0157", span, "there is no expression between these braces").fix(
        "for a brace as text write",
        span,
        "\\{",
    )
}

pub fn repeated_list(span: Span) -> Diagnostic {
    Diagnostic::error("E0158", span, "there is no `[value; count]`").note("write `Array.filled(count, value)`")
}

pub fn missing_comma(span: Span) -> Diagnostic {
    Diagnostic::error("E0159", span, "a `,` is missing here").fix("write `,`", span, ",")
}

pub fn semicolon_in_list(span: Span) -> Diagnostic {
    Diagnostic::error("E0159", span, "elements are separated by `,`").fix("write `,`", span, ",")
}

pub fn three_part_loop(span: Span) -> Diagnostic {
    Diagnostic::error("E0160", span, "`for` goes through a range or a collection")
        .note("write `for i in 0..n { … }`; for other steps there is `while`")
}

pub fn two_names_of_a_loop(span: Span, first: &str, second: &str) -> Diagnostic {
    Diagnostic::error("E0161", span, "two names of a loop stand in parentheses")
        .fix("write", span, format!("({first}, {second})"))
        .note("a list gives its elements alone; with their numbers they come from `list.enumerate()`")
}

pub fn list_type(span: Span, element: &str) -> Diagnostic {
    Diagnostic::error("E0162", span, format!("the type of a list of `{element}` is `[{element}]`")).fix(
        "write",
        span,
        format!("[{element}]"),
    )
}

pub fn exceptions(span: Span, word: &str) -> Diagnostic {
    Diagnostic::error("E0163", span, format!("there is no `{word}`: errors are values"))
        .note("`f()?` passes an error on, and `match f() { Ok(x) => …, Err(e) => … }` looks at it")
        .note("`recover(|| …)` runs a closure and gives its trap as an error")
}

pub fn formatted_string(span: Span, prefix: &str) -> Diagnostic {
    Diagnostic::error("E0164", span, format!("there is no `{prefix}` in front of a string: each may hold `{{…}}`")).fix(
        "leave it out",
        span,
        "",
    )
}
