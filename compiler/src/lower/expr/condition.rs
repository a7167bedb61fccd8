//! Conditions become jumps: no truth value is made where only the way on depends on it.

use super::To;
use crate::analysis::program::{Condition, ConditionTest, Expr, ExprKind, UnaryOp};
use crate::lower::builder::Label;
use crate::lower::function::Body;
use crate::types::Ty;
use pvm_bytecode::ValueType;

impl<'p> Body<'_, 'p> {
    /// Goes to one label or the other by a truth value.
    pub fn branch_on(&mut self, expr: &'p Expr, yes: Label, no: Label) {
        match &expr.kind {
            ExprKind::And(left, right) => {
                let both = self.builder().label();
                self.branch_on(left, both, no);
                self.builder().place(both);
                self.branch_on_deep(right, yes, no);
            }
            ExprKind::Or(left, right) => {
                let neither = self.builder().label();
                self.branch_on(left, yes, neither);
                self.builder().place(neither);
                self.branch_on_deep(right, yes, no);
            }
            ExprKind::Unary(UnaryOp::Not, of) => self.branch_on_deep(of, no, yes),
            ExprKind::Match(of) => self.match_arms(of, &mut |body, arm| body.branch_on_deep(arm, yes, no)),
            ExprKind::If(condition, then, Some(otherwise)) => {
                let other = self.builder().label();
                let bound = self.bound.len();
                self.condition(condition, other);
                self.branch_on_deep(then, yes, no);
                self.forget_from(bound);
                self.builder().place(other);
                self.branch_on_deep(otherwise, yes, no);
            }
            _ => {
                self.lower(expr, To::Stack);
                self.builder().branch(yes, no);
            }
        }
    }

    fn branch_on_deep(&mut self, expr: &'p Expr, yes: Label, no: Label) {
        if !self.builder().is_open() {
            return;
        }
        stacker::maybe_grow(super::RED_ZONE, super::GROWTH, || self.branch_on(expr, yes, no));
    }

    /// A truth value that takes jumps to find out.
    pub fn truth(&mut self, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let [yes, no, after] = [(); 3].map(|()| body.builder().label());
            body.branch_on(expr, yes, no);
            for (label, value) in [(yes, 1), (no, 0)] {
                body.builder().place(label);
                body.builder().integer(value);
                body.deliver(Some(ValueType::I64), to);
                body.builder().jump(after);
            }
            body.builder().place(after);
        });
    }

    /// Goes on if all tests hold, with what they bind, else to the label.
    pub fn condition(&mut self, condition: &'p Condition, otherwise: Label) {
        for test in &condition.tests {
            match test {
                ConditionTest::Expr(test) => {
                    let holds = self.builder().label();
                    self.branch_on(test, holds, otherwise);
                    self.builder().place(holds);
                }
                ConditionTest::Let(pattern, value) => self.test_pattern(pattern, value, otherwise),
            }
        }
    }

    /// `if`
    pub fn choose(
        &mut self,
        condition: &'p Condition,
        then: &'p Expr,
        otherwise: Option<&'p Expr>,
        expr: &'p Expr,
        to: To,
    ) {
        let ty = if otherwise.is_some() { expr.ty } else { Ty::UNIT };
        self.branching(ty, to, |body, to| {
            let [other, after] = [(); 2].map(|()| body.builder().label());
            let bound = body.bound.len();
            body.condition(condition, other);
            body.lower(then, to);
            body.forget_from(bound);
            body.builder().jump(after);
            body.builder().place(other);
            match otherwise {
                Some(otherwise) => body.lower(otherwise, to),
                None if body.builder().is_open() => body.deliver(None, to),
                None => {}
            }
            body.builder().place(after);
        });
    }
}
