//! `@derive(Ord)`: variants in the order of their declaration, then the fields, the first before the second.

use super::build::{Build, Shape};
use crate::syntax::tree::{Expr, ExprKind, Ident, Method, PatternKind, Statement, StatementKind, Variant};

const ORD: &str = "std.compare.Ord";
const ORDERING: &str = "std.compare.Ordering";

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
            build.member(ORDERING, "Equal")
        }
        Shape::Enum(tree) => {
            if tree.variants.iter().any(|variant| !variant.fields.is_empty()) {
                statements.push(payloads(build, &tree.variants));
            }
            let this = build.this();
            let other = build.name("other");
            let (left, right) = (place(build, this, &tree.variants), place(build, other, &tree.variants));
            build.call_of(ORD, "compare", vec![left, right])
        }
    };
    let (self_type, ordering) = (build.named_type("Self", Vec::new()), build.named_type(ORDERING, Vec::new()));
    vec![build.method("compare", true, vec![("other", self_type)], ordering, statements, value)]
}

/// Which variant a value is, as a number.
fn place(build: &mut Build, value: Expr, variants: &[Variant]) -> Expr {
    let arms = variants
        .iter()
        .zip(0..)
        .map(|(variant, number)| (build.variant_pattern(variant, None), build.expr(ExprKind::Int(number))));
    let arms = arms.collect();
    build.matching(value, arms)
}

/// Returns the order of the payloads when both are the same variant and differ there.
fn payloads(build: &mut Build, variants: &[Variant]) -> Statement {
    let mut arms = Vec::new();
    for variant in variants.iter().filter(|variant| !variant.fields.is_empty()) {
        let pattern = build.variant_pattern(variant, Some("a"));
        let same = build.variant_pattern(variant, Some("b"));
        let fields = variant.fields.iter().enumerate().map(|(index, field)| {
            build.at(field.ty.span, |build| {
                let (left, right) = (build.name(&format!("a{index}")), build.name(&format!("b{index}")));
                leave_unless_equal(build, left, right)
            })
        });
        let statements = fields.collect();
        let mut inner = vec![(same, build.block(statements, None))];
        if variants.len() > 1 {
            inner.push((build.anything(), build.block(Vec::new(), None)));
        }
        let other = build.name("other");
        arms.push((pattern, build.matching(other, inner)));
    }
    if arms.len() < variants.len() {
        arms.push((build.anything(), build.block(Vec::new(), None)));
    }
    let value = build.matching(build.this(), arms);
    build.statement(StatementKind::Expr(value))
}

/// `match Ord.compare(left, right) { Ordering.Equal => {}, order => return order }`
fn leave_unless_equal(build: &mut Build, left: Expr, right: Expr) -> Statement {
    let compared = build.call_of(ORD, "compare", vec![left, right]);
    let path: Vec<Ident> = [ORDERING, "Equal"].into_iter().map(|name| build.ident(name)).collect();
    let equal = build.pattern(PatternKind::Constructor { path, fields: None });
    let order = build.ident("order");
    let order = build.pattern(PatternKind::Bind { name: order, mutable: false });
    let leave = build.name("order");
    let leave = build.returning(leave);
    let value = build.matching(compared, vec![(equal, build.block(Vec::new(), None)), (order, leave)]);
    build.statement(StatementKind::Expr(value))
}
