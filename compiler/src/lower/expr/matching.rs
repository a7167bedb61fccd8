//! `match`.

use super::To;
use crate::analysis::program::{Expr, Match};
use crate::lower::function::Body;
use crate::lower::pattern::Case;

impl<'p> Body<'_, 'p> {
    pub fn matching(&mut self, of: &'p Match, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let after = body.builder().label();
            body.match_arms(of, &mut |body, arm| {
                body.lower(arm, to);
                body.builder().jump(after);
            });
            body.builder().place(after);
        });
    }

    /// Goes to the first arm that matches. `arm` lowers its body, and must not let control go on behind it.
    pub fn match_arms(&mut self, of: &'p Match, arm: &mut dyn FnMut(&mut Body<'_, 'p>, &'p Expr)) {
        let cases: Vec<Case<'p>> = of
            .arms
            .iter()
            .map(|arm| Case { pattern: Some(&arm.pattern), guard: arm.guard.as_ref(), stays: false })
            .collect();
        let outside = self.bound.len();
        self.match_value(&of.scrutinee, &cases, &mut |body, case| arm(body, &of.arms[case].body));
        self.forget_from(outside);
    }
}
