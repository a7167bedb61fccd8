//! `match`.

use super::To;
use crate::analysis::program::{Expr, Match};
use crate::lower::function::Body;
use crate::lower::pattern::Case;

impl<'p> Body<'_, 'p> {
    pub fn matching(&mut self, of: &'p Match, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let after = body.builder().label();
            let cases: Vec<Case<'p>> = of
                .arms
                .iter()
                .map(|arm| Case { pattern: Some(&arm.pattern), guard: arm.guard.as_ref(), stays: false })
                .collect();
            let outside = body.bound.len();
            body.match_value(&of.scrutinee, &cases, &mut |body, case| {
                body.lower(&of.arms[case].body, to);
                body.builder().jump(after);
            });
            body.forget_from(outside);
            body.builder().place(after);
        });
    }
}
