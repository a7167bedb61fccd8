//! `@derive(Hash)`: the hashes of the fields, combined in order; for enums the variant's number comes first.

use super::build::{Build, Shape};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, Method, Statement};

pub fn methods(build: &mut Build, shape: &Shape) -> Vec<Method> {
    let mut statements = Vec::new();
    let value = match shape {
        Shape::Struct(tree) => {
            let fields = tree.fields.iter().map(|field| (build.field(build.this(), field.name), field.ty.span));
            let fields = fields.collect();
            combined(build, 0, fields, &mut statements)
        }
        Shape::Enum(tree) => {
            let arms = tree.variants.iter().zip(0..).map(|(variant, number)| {
                let pattern = build.variant_pattern(variant, Some("a"));
                let fields = variant.fields.iter().enumerate();
                let fields = fields.map(|(index, field)| (build.name(&format!("a{index}")), field.ty.span)).collect();
                let mut statements = Vec::new();
                let value = combined(build, number, fields, &mut statements);
                (pattern, build.block(statements, Some(value)))
            });
            let arms = arms.collect();
            build.matching(build.this(), arms)
        }
    };
    let int = build.named_type("int", Vec::new());
    vec![build.method("hash", true, Vec::new(), int, statements, value)]
}

/// `let h = start`, `let h = combine_hash(h, Hash.hash(field))` for each field, and then `h`.
fn combined(build: &mut Build, start: i64, fields: Vec<(Expr, Span)>, statements: &mut Vec<Statement>) -> Expr {
    let start = build.expr(ExprKind::Int(start));
    if fields.is_empty() {
        return start;
    }
    statements.push(build.let_name("h", start));
    for (field, span) in fields {
        statements.push(build.at(span, |build| {
            let hash = build.call_of("std.compare.Hash", "hash", vec![field]);
            let before = build.name("h");
            let value = build.call_path("std.compare.combine_hash", vec![before, hash]);
            build.let_name("h", value)
        }));
    }
    build.name("h")
}
