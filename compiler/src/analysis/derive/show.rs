//! `@derive(Show)`: as the value is written in a program, `Point(x: 1, y: 2)`, `Circle(1.5)`, with strings in quotes.

use super::build::{Build, Shape};
use crate::source::Span;
use crate::syntax::tree::{Expr, Ident, Method, StringPart};

pub fn methods(build: &mut Build, shape: &Shape) -> Vec<Method> {
    let value = match shape {
        Shape::Struct(tree) => {
            let fields = tree.fields.iter();
            let fields = fields.map(|field| (Some(field.name), build.field(build.this(), field.name), field.ty.span));
            let fields: Fields = fields.collect();
            if fields.is_empty() { plain(build, tree.name, "()") } else { shown(build, tree.name, fields) }
        }
        Shape::Enum(tree) => {
            let arms = tree.variants.iter().map(|variant| {
                let pattern = build.variant_pattern(variant, Some("a"));
                let fields = variant.fields.iter().enumerate();
                let fields = fields.map(|(index, field)| (field.name, build.name(&format!("a{index}")), field.ty.span));
                let fields: Fields = fields.collect();
                let none = fields.is_empty();
                (pattern, if none { plain(build, variant.name, "") } else { shown(build, variant.name, fields) })
            });
            let arms = arms.collect();
            build.matching(build.this(), arms)
        }
    };
    let string = build.named_type("string", Vec::new());
    vec![build.method("show", true, Vec::new(), string, Vec::new(), value)]
}

/// Name, value and place of each field.
type Fields = Vec<(Option<Ident>, Expr, Span)>;

fn plain(build: &Build, name: Ident, behind: &str) -> Expr {
    build.string(&format!("{}{behind}", build.text(name.name)))
}

fn shown(build: &mut Build, name: Ident, fields: Fields) -> Expr {
    let mut text = build.text(name.name).to_owned();
    let mut parts = Vec::new();
    for (index, (label, value, span)) in fields.into_iter().enumerate() {
        text.push_str(if index == 0 { "(" } else { ", " });
        if let Some(label) = label {
            text.push_str(build.text(label.name));
            text.push_str(": ");
        }
        parts.push(StringPart::Text(std::mem::take(&mut text).into()));
        let value = Expr { span, ..value };
        parts.push(StringPart::Value { value, spec: Some(("?".into(), span)) });
    }
    parts.push(StringPart::Text(")".into()));
    build.interpolation(parts)
}
