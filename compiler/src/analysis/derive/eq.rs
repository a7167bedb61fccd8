//! `@derive(Eq)`: equal when all fields are, and for enums the variants.

use super::build::{Build, Shape};
use crate::syntax::tree::{BinaryOp, Expr, ExprKind, Method, Statement, StatementKind, Variant};

pub fn methods(build: &mut Build, shape: &Shape) -> Vec<Method> {
    let mut statements = Vec::new();
    let value = match shape {
        Shape::Struct(tree) => {
            for field in &tree.fields {
                statements.push(build.at(field.ty.span, |build| {
                    let left = build.field(build.this(), field.name);
                    let other = build.name("other");
                    let right = build.field(other, field.name);
                    leave_unless_equal(build, left, right)
                }));
            }
            build.expr(ExprKind::Bool(true))
        }
        Shape::Enum(tree) => {
            let arms = tree.variants.iter().map(|variant| {
                let pattern = build.variant_pattern(variant, Some("a"));
                (pattern, same_variant(build, variant, tree.variants.len() == 1))
            });
            let arms = arms.collect();
            build.matching(build.this(), arms)
        }
    };
    let (self_type, bool) = (build.named_type("Self", Vec::new()), build.named_type("bool", Vec::new()));
    vec![build.method("eq", true, vec![("other", self_type)], bool, statements, value)]
}

/// Whether `other` is the same variant with an equal payload.
fn same_variant(build: &mut Build, variant: &Variant, only: bool) -> Expr {
    let pattern = build.variant_pattern(variant, Some("b"));
    let fields = variant.fields.iter().enumerate().map(|(index, field)| {
        build.at(field.ty.span, |build| {
            let (left, right) = (build.name(&format!("a{index}")), build.name(&format!("b{index}")));
            leave_unless_equal(build, left, right)
        })
    });
    let statements = fields.collect();
    let value = build.expr(ExprKind::Bool(true));
    let mut arms = vec![(pattern, build.block(statements, Some(value)))];
    if !only {
        arms.push((build.anything(), build.expr(ExprKind::Bool(false))));
    }
    let other = build.name("other");
    build.matching(other, arms)
}

/// `if !(left == right) { return false }`
fn leave_unless_equal(build: &mut Build, left: Expr, right: Expr) -> Statement {
    let equal = build.binary(BinaryOp::Equal, left, right);
    let condition = build.not(equal);
    let leave = build.returning(build.expr(ExprKind::Bool(false)));
    let value = build.when(condition, leave);
    build.statement(StatementKind::Expr(value))
}
