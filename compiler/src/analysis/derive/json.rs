//! `@derive(Json)`: what it writes and reads is told in std.json.

use super::build::{Build, Shape};
use crate::syntax::tree::{
    Argument, Expr, ExprKind, Method, PatternKind, Statement, StatementKind, Struct, TypeExpr, Variant,
};

const JSON: &str = "std.json.Json";
const VALUE: &str = "std.json.Value";

pub fn methods(build: &mut Build, shape: &Shape) -> Vec<Method> {
    let value_type = build.named_type(VALUE, Vec::new());
    let result = result_type(build);
    let written = match shape {
        Shape::Struct(tree) => {
            let fields = tree.fields.iter().map(|field| {
                let key = build.text(field.name.name).to_owned();
                build.at(field.ty.span, |build| (key, to_json(build, |build| build.field(build.this(), field.name))))
            });
            let fields = fields.collect();
            object(build, fields)
        }
        Shape::Enum(tree) => {
            let arms = tree
                .variants
                .iter()
                .map(|variant| (build.variant_pattern(variant, Some("a")), write_variant(build, variant)));
            let arms = arms.collect();
            build.matching(build.this(), arms)
        }
    };
    let (statements, read) = match shape {
        Shape::Struct(tree) => (Vec::new(), read_struct(build, tree)),
        Shape::Enum(tree) => {
            let name = build.text(tree.name.name).to_owned();
            read_enum(build, name, &tree.variants)
        }
    };
    let parameter = build.named_type(VALUE, Vec::new());
    vec![
        build.method("to_json", true, Vec::new(), value_type, Vec::new(), written),
        build.method("from_json", false, vec![("value", parameter)], result, statements, read),
    ]
}

/// `Result<Self, std.json.Error>`
fn result_type(build: &mut Build) -> TypeExpr {
    let (this, error) = (build.named_type("Self", Vec::new()), build.named_type("std.json.Error", Vec::new()));
    build.named_type("std.result.Result", vec![this, error])
}

fn to_json(build: &mut Build, value: impl FnOnce(&mut Build) -> Expr) -> Expr {
    let value = value(build);
    build.call_of(JSON, "to_json", vec![value])
}

/// `Value.Object(["key": value, …])`
fn object(build: &mut Build, fields: Vec<(String, Expr)>) -> Expr {
    let entries = fields.into_iter().map(|(key, value)| (build.string(&key), value)).collect();
    let map = build.expr(ExprKind::Map(entries));
    build.call_of(VALUE, "Object", vec![map])
}

fn write_variant(build: &mut Build, variant: &Variant) -> Expr {
    let name = build.text(variant.name.name).to_owned();
    if variant.fields.is_empty() {
        let name = build.string(&name);
        return build.call_of(VALUE, "String", vec![name]);
    }
    let values = variant.fields.iter().enumerate().map(|(index, field)| {
        build.at(field.ty.span, |build| to_json(build, |build| build.name(&format!("a{index}"))))
    });
    let values: Vec<Expr> = values.collect();
    let payload = match labels(build, variant) {
        Some(labels) => object(build, labels.into_iter().zip(values).collect()),
        None => {
            let list = build.expr(ExprKind::List(values));
            build.call_of(VALUE, "List", vec![list])
        }
    };
    object(build, vec![(name, payload)])
}

/// The names of a payload, if all of it has names.
fn labels(build: &Build, variant: &Variant) -> Option<Vec<String>> {
    variant.fields.iter().map(|field| field.name.map(|name| build.text(name.name).to_owned())).collect()
}

/// `Ok(made)`
fn ok(build: &mut Build, made: Expr) -> Expr {
    build.call_of("std.result.Result", "Ok", vec![made])
}

fn read_struct(build: &mut Build, tree: &Struct) -> Expr {
    let arguments = tree.fields.iter().map(|field| {
        let key = build.text(field.name.name).to_owned();
        let value = build.at(field.ty.span, |build| {
            let (from, key) = (build.name("value"), build.string(&key));
            let read = build.call_path("std.json.field", vec![from, key]);
            build.expr(ExprKind::Try(Box::new(read)))
        });
        Argument { name: Some(field.name), value }
    });
    let arguments = arguments.collect();
    let this = build.expr(ExprKind::SelfType);
    let made = build.expr(ExprKind::Call(Box::new(this), arguments));
    ok(build, made)
}

/// `let (name, payload) = variant_of(value)?` and then a match on the name.
fn read_enum(build: &mut Build, of: String, variants: &[Variant]) -> (Vec<Statement>, Expr) {
    let value = build.name("value");
    let parts = build.call_path("std.json.variant_of", vec![value]);
    let parts = build.expr(ExprKind::Try(Box::new(parts)));
    let any_payload = variants.iter().any(|variant| !variant.fields.is_empty());
    let names = ["name", if any_payload { "payload" } else { "_payload" }];
    let binds = names.map(|name| {
        let name = build.ident(name);
        build.pattern(PatternKind::Bind { name, mutable: false })
    });
    let pattern = build.pattern(PatternKind::Tuple(binds.into()));
    let open = StatementKind::Let { pattern, mutable: false, ty: None, value: parts, otherwise: None };
    let mut arms = Vec::with_capacity(variants.len() + 1);
    for variant in variants {
        let name = build.text(variant.name.name).to_owned();
        let name = build.string(&name);
        let pattern = build.pattern(PatternKind::Literal(Box::new(name)));
        let made = read_variant(build, variant);
        arms.push((pattern, ok(build, made)));
    }
    let (name, of) = (build.name("name"), build.string(&of));
    let unknown = build.call_path("std.json.unknown_variant", vec![name, of]);
    let unknown = build.call_of("std.result.Result", "Err", vec![unknown]);
    arms.push((build.anything(), unknown));
    let name = build.name("name");
    (vec![build.statement(open)], build.matching(name, arms))
}

fn read_variant(build: &mut Build, variant: &Variant) -> Expr {
    let made = build.variant(variant);
    if variant.fields.is_empty() {
        return made;
    }
    let labels = labels(build, variant);
    let values = variant.fields.iter().zip(0..).map(|(field, index)| {
        build.at(field.ty.span, |build| {
            let payload = build.name("payload");
            let read = match labels.as_ref().and_then(|labels| labels.get(index as usize)) {
                Some(label) => {
                    let label = build.string(label);
                    build.call_path("std.json.field", vec![payload, label])
                }
                None => {
                    let index = build.expr(ExprKind::Int(index));
                    build.call_path("std.json.element", vec![payload, index])
                }
            };
            build.expr(ExprKind::Try(Box::new(read)))
        })
    });
    let values = values.collect();
    build.call(made, values)
}
