//! Programs made at random by the rules of the grammar, laid out as people do. They can be read; they mean nothing.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// A whole file.
pub fn program() -> impl Strategy<Value = String> {
    let import =
        select(vec!["import std.io", "import a.b as c", "import std.io.{print, println as say}", "pub import a"]);
    (vec(import, 0..3), vec(item(), 1..6))
        .prop_map(|(imports, items)| imports.join("\n") + "\n\n" + &items.join("\n\n") + "\n")
}

fn name() -> impl Strategy<Value = String> {
    select(vec!["a", "b", "count", "list", "x1", "_y", "größe", "test", "type"]).prop_map(str::to_owned)
}

fn type_name() -> impl Strategy<Value = String> {
    select(vec!["Point", "Shape", "int", "string", "std.map.Map", "Self"]).prop_map(str::to_owned)
}

fn item() -> impl Strategy<Value = String> {
    let public = select(vec!["", "pub "]);
    let body = prop_oneof![
        4 => function(),
        1 => (name(), option::of(ty()), expr()).prop_map(|(name, ty, value)| format!("let {name}{} = {value}", annotation(ty))),
        1 => (name(), expr()).prop_map(|(name, value)| format!("const {name} = {value}")),
        1 => vec((name(), ty(), option::of(expr())), 0..4).prop_map(structure),
        1 => vec((type_name(), vec(ty(), 0..3)), 1..4).prop_map(enumeration),
        1 => (generics(), ty()).prop_map(|(generics, ty)| format!("type Alias{generics} = {ty}")),
        1 => block().prop_map(|body| format!("test \"it\" {body}")),
        1 => (generics(), type_name(), vec(function(), 0..3)).prop_map(|(generics, of, methods)| {
            format!("impl{generics} Show for {of} {}", braced(&methods, "\n"))
        }),
        1 => (generics(), vec(signature(), 0..3)).prop_map(|(generics, methods)| {
            format!("interface I{generics}: Show + Eq {}", braced(&methods, "\n"))
        }),
    ];
    let docs = select(vec!["", "/// About it.\n", "@derive(Eq, Show)\n"]);
    (docs, public, body).prop_map(|(docs, public, body)| {
        let docs =
            if docs.starts_with('@') && !body.starts_with("struct") && !body.starts_with("enum") { "" } else { docs };
        format!("{docs}{public}{body}")
    })
}

fn annotation(ty: Option<String>) -> String {
    ty.map(|ty| format!(": {ty}")).unwrap_or_default()
}

fn structure(fields: Vec<(String, String, Option<String>)>) -> String {
    let field = |(name, ty, value): (String, String, Option<String>)| {
        format!("pub var {name}: {ty}{}", value.map(|value| format!(" = {value}")).unwrap_or_default())
    };
    format!("struct S {}", braced(&fields.into_iter().map(field).collect::<Vec<_>>(), ",\n"))
}

fn enumeration(variants: Vec<(String, Vec<String>)>) -> String {
    let variant = |(name, types): (String, Vec<String>)| {
        let name = name.replace("std.map.", "").replace("Self", "Other");
        if types.is_empty() { name } else { format!("{name}({})", types.join(", ")) }
    };
    format!("enum E {}", braced(&variants.into_iter().map(variant).collect::<Vec<_>>(), "\n"))
}

/// Lines between braces, indented.
fn braced(lines: &[String], separator: &str) -> String {
    if lines.is_empty() {
        return "{ }".to_owned();
    }
    format!("{{\n    {}\n}}", lines.join(separator).replace('\n', "\n    "))
}

fn generics() -> impl Strategy<Value = String> {
    select(vec!["", "<T>", "<T: Show + Eq, U>"]).prop_map(str::to_owned)
}

fn signature() -> impl Strategy<Value = String> {
    let params = vec((name(), ty()).prop_map(|(name, ty)| format!("{name}: {ty}")), 0..3);
    let receiver = select(vec![None, Some("self".to_owned())]);
    (name(), generics(), receiver, params, option::of(ty())).prop_map(|(name, generics, receiver, params, result)| {
        let params: Vec<String> = receiver.into_iter().chain(params).collect();
        let result = result.map(|ty| format!(" -> {ty}")).unwrap_or_default();
        format!("fn {name}{generics}({}){result}", params.join(", "))
    })
}

fn function() -> impl Strategy<Value = String> {
    (signature(), block()).prop_map(|(signature, body)| format!("{signature} {body}"))
}

fn ty() -> impl Strategy<Value = String> {
    type_name().prop_recursive(3, 8, 3, |ty| {
        prop_oneof![
            ty.clone().prop_map(|ty| format!("[{ty}]")),
            ty.clone().prop_map(|ty| format!("({ty})?")),
            (ty.clone(), ty.clone()).prop_map(|(a, b)| format!("({a}, {b})")),
            (ty.clone(), ty.clone()).prop_map(|(a, b)| format!("Map<{a}, {b}>")),
            (ty.clone(), ty).prop_map(|(a, b)| format!("fn({a}) -> {b}")),
        ]
    })
}

fn block() -> impl Strategy<Value = String> {
    vec(statement(), 0..5).prop_map(|statements| braced(&statements, "\n"))
}

fn block_of(statement: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    vec(statement, 0..3).prop_map(|statements| braced(&statements, "\n"))
}

fn statement() -> impl Strategy<Value = String> {
    statement_of(expr().boxed())
}

fn statement_of(expr: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let assign = select(vec!["=", "+=", "<<=", ">>=", ">>>=", "^="]);
    prop_oneof![
        3 => expr.clone(),
        2 => (select(vec!["let", "var"]), pattern(), option::of(ty()), expr.clone())
            .prop_map(|(keyword, pattern, ty, value)| format!("{keyword} {pattern}{} = {value}", annotation(ty))),
        1 => (pattern(), name()).prop_map(|(pattern, value)| format!("let {pattern} = {value} else {{ return }}")),
        1 => (name(), assign, expr.clone()).prop_map(|(place, sign, value)| format!("{place}.field[0] {sign} {value}")),
        1 => expr.clone().prop_map(|value| format!("defer {value}")),
        1 => (expr.clone(), expr.clone()).prop_map(|(value, message)| format!("assert {value}, {message}")),
        1 => option::of(expr).prop_map(|value| format!("return {}", value.unwrap_or_default())),
    ]
}

fn literal() -> impl Strategy<Value = String> {
    let literals = vec![
        "1",
        "0xff",
        "1_000",
        "2.5",
        "1e-9",
        "'a'",
        "'\\n'",
        "true",
        "none",
        "\"text\"",
        "r#\"raw\"#",
        "\"\\{ \\u{e9}\"",
    ];
    select(literals).prop_map(str::to_owned)
}

fn expr() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![literal(), name(), Just("self".to_owned()), Just("()".to_owned()), Just("[:]".to_owned())];
    leaf.prop_recursive(4, 24, 4, |expr| {
        let head = expr.clone().prop_map(|inner| format!("({inner})"));
        prop_oneof![operation(expr.clone().boxed()), postfix(expr.clone().boxed()), control(head.boxed(), expr.boxed())]
    })
}

fn operation(expr: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let operators = vec![
        "+", "-", "*", "/", "%", "<<", ">>", ">>>", "&", "^", "|", "&&", "||", "??", "==", "<", ">", ">=", "..", "..=",
    ];
    let operator = (select(operators), select(vec![" ", "\n    "]));
    prop_oneof![
        4 => (expr.clone(), operator, expr.clone()).prop_map(|(a, (operator, gap), b)| {
            let gap = if matches!(operator, "&&" | "||" | "??") { gap } else { " " };
            format!("({a}){gap}{operator} ({b})")
        }),
        1 => (select(vec!["-", "!", "~"]), expr.clone()).prop_map(|(operator, of)| format!("{operator}({of})")),
        1 => (expr.clone(), type_name()).prop_map(|(of, ty)| format!("({of}) is {ty}")),
        1 => (expr, type_name()).prop_map(|(of, ty)| format!("(({of}) as? {ty}) ?? self")),
    ]
}

fn postfix(expr: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    prop_oneof![
        (name(), vec(expr.clone(), 0..4)).prop_map(|(of, arguments)| format!("{of}({})", arguments.join(", "))),
        (name(), vec(expr.clone(), 1..3))
            .prop_map(|(of, arguments)| format!("{of}(\n    name: {},\n)", arguments.join(",\n    x: "))),
        (expr.clone(), name()).prop_map(|(of, field)| format!("({of}).{field}")),
        (expr.clone(), name()).prop_map(|(of, field)| format!("({of})\n    .{field}(1).0.1?\n    ?.{field}[1..]!")),
        (expr.clone(), expr.clone()).prop_map(|(of, index)| format!("({of})[{index}]?")),
        (type_name(), ty()).prop_map(|(of, ty)| format!("{of}::<{ty}>.new()")),
        vec(expr.clone(), 0..4).prop_map(|elements| format!("[{}]", elements.join(", "))),
        (expr.clone(), expr.clone()).prop_map(|(key, value)| format!("[({key}): {value},]")),
        (expr.clone(), expr.clone()).prop_map(|(a, b)| format!("({a}, {b})")),
        (name(), name()).prop_map(|(a, b)| format!("\"{{{a}:>8}} and {{{b}(\"{{{a}}}\")}}\"")),
        (name(), expr).prop_map(|(param, body)| format!("|{param}, (_, y): (int, int)| {body}")),
    ]
}

fn control(head: BoxedStrategy<String>, expr: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let block = block_of(statement_of(expr.clone()).boxed()).boxed();
    let condition = prop_oneof![
        head.clone(),
        (pattern(), head.clone()).prop_map(|(pattern, value)| format!("let {pattern} = {value}")),
        (head.clone(), pattern(), head.clone())
            .prop_map(|(a, pattern, b)| format!("{a} && let {pattern} = {b} && {a}")),
    ];
    let arm = (pattern(), option::of(head.clone()), expr).prop_map(|(pattern, guard, body)| {
        format!("{pattern}{} => {body}", guard.map(|guard| format!(" if {guard}")).unwrap_or_default())
    });
    prop_oneof![
        (condition.clone(), block.clone(), block.clone(), block.clone())
            .prop_map(|(c, a, b, d)| format!("if {c} {a} else if {c} {b} else {d}")),
        (head.clone(), vec(arm, 0..4)).prop_map(|(subject, arms)| format!("match {subject} {}", braced(&arms, "\n"))),
        (condition, block.clone()).prop_map(|(condition, body)| format!("'a: while {condition} {body}")),
        (pattern(), head, block.clone()).prop_map(|(pattern, of, body)| format!("for {pattern} in {of} {body}")),
        block.prop_map(|body| format!("loop {body}")),
    ]
}

fn pattern() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        name(),
        name().prop_map(|name| format!("var {name}")),
        select(vec!["_", "none", "1", "-2.5", "'a'..='z'", "1..", "..=9", "\"text\"", "Shape.Empty", "[..]"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 8, 3, |pattern| {
        prop_oneof![
            vec(pattern.clone(), 2..4).prop_map(|all| format!("({})", all.join(", "))),
            vec(pattern.clone(), 2..4).prop_map(|all| format!("({})", all.join(" | "))),
            vec(pattern.clone(), 0..3).prop_map(|all| format!("Shape.Circle({})", all.join(", "))),
            pattern.clone().prop_map(|of| format!("Point(x: {of}, _)")),
            pattern.clone().prop_map(|of| format!("({of})?")),
            pattern.clone().prop_map(|of| format!("whole @ ({of})")),
            pattern.prop_map(|of| format!("[{of}, ..rest]")),
        ]
    })
}
