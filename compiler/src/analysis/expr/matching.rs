//! `match`.

use super::control::Branches;
use super::literal;
use crate::analysis::body::Body;
use crate::analysis::program::{Arm, Expr, ExprKind, Match};
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn matching(
        &mut self,
        scrutinee: &'t tree::Expr,
        arms: &'t [tree::Arm],
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        let scrutinee_span = scrutinee.span;
        let scrutinee = self.expr(scrutinee, None);
        let matched = scrutinee.ty;
        let mut branches = Branches::new(expected);
        let mut checked = Vec::with_capacity(arms.len());
        let mut values = Vec::with_capacity(arms.len());
        for arm in arms {
            let outside = self.names.len();
            let pattern = self.pattern(&arm.pattern, matched);
            let guard = arm.guard.as_ref().map(|guard| self.truth(guard));
            let value = match branches.expected() {
                Some(Ty::UNIT) => self.discarded(&arm.body),
                wanted => self.expr(&arm.body, wanted),
            };
            let value = self.branch(&mut branches, value);
            self.names.truncate(outside);
            checked.push((pattern, guard));
            values.push(value);
        }
        let diverges = self.shallow(matched) == Ty::NEVER;
        let ty = branches.ty();
        let values = self.fit_branches(values, ty);
        let arms: Vec<Arm> =
            checked.into_iter().zip(values).map(|((pattern, guard), body)| Arm { pattern, guard, body }).collect();
        if !diverges && !matches!(self.kind(matched), TyKind::Error) {
            self.check_exhaustive(&arms, matched, scrutinee_span, span);
        }
        literal(ExprKind::Match(Box::new(Match { scrutinee, arms })), ty, span)
    }
}
