//! `assert`: a failing comparison shows both of its sides.

use super::literal;
use crate::analysis::body::Body;
use crate::analysis::program::{self, Assert, AssertCondition, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp, ExprKind as Tree};
use crate::types::{LocalId, Ty};

impl<'t> Body<'_, 't> {
    pub fn assert(&mut self, condition: &'t tree::Expr, message: Option<&'t tree::Expr>, span: Span) -> Expr {
        let text = self.a.sources.text(condition.span).into();
        let message = message.map(|message| self.coerced(message, Ty::STRING));
        let condition = match &condition.kind {
            Tree::Binary(operator, _, left, right) if compares(*operator) => {
                self.asserted_comparison(*operator, left, right, condition.span)
            }
            _ => AssertCondition::Plain(self.truth(condition)),
        };
        let assert = Assert { condition, text, message };
        literal(ExprKind::Assert(Box::new(assert)), Ty::UNIT, span)
    }

    /// The sides are bound to variables, so that they are evaluated once and can still be shown.
    fn asserted_comparison(
        &mut self,
        operator: BinaryOp,
        left: &'t tree::Expr,
        right: &'t tree::Expr,
        span: Span,
    ) -> AssertCondition {
        if let Some(value) = self.compared_with_none(operator, left, right) {
            return self.asserted_none(operator, value, span);
        }
        let compared = self.binary(operator, left, right, None, span);
        let Some(show) = self.a.lang.show else { return AssertCondition::Plain(compared) };
        self.split_comparison(compared, |body, left, right| body.implements(left, show) && body.implements(right, show))
    }

    fn asserted_none(&mut self, operator: BinaryOp, value: Expr, span: Span) -> AssertCondition {
        let (ty, at) = (value.ty, value.span);
        let shows = self.a.lang.show.is_some_and(|show| self.implements(ty, show));
        if !shows {
            let holds = self.is_none(operator, value, span);
            return AssertCondition::Plain(holds);
        }
        let (left, right) = (self.hidden_local(ty, at), self.hidden_local(ty, span));
        let local = |id: LocalId| literal(ExprKind::Local(id), ty, at);
        let holds = self.is_none(operator, local(left), span);
        let debug = self.a.words.debug;
        let [show_left, show_right] = [left, right].map(|id| self.shown_by(local(id), debug, at));
        let none = literal(ExprKind::None, ty, span);
        AssertCondition::Compare { left: (left, value), right: (right, none), holds, show_left, show_right }
    }

    /// Takes the two sides out of a comparison and puts variables in their place.
    fn split_comparison(
        &mut self,
        mut compared: Expr,
        can_show: impl FnOnce(&mut Self, Ty, Ty) -> bool,
    ) -> AssertCondition {
        let Some((left, right)) = sides(&mut compared) else { return AssertCondition::Plain(compared) };
        let (left_ty, right_ty) = (left.ty, right.ty);
        if !can_show(self, left_ty, right_ty) {
            return AssertCondition::Plain(compared);
        }
        let (left_span, right_span) = (left.span, right.span);
        let left_local = self.hidden_local(left_ty, left_span);
        let right_local = self.hidden_local(right_ty, right_span);
        let local = |id: LocalId, ty, span| literal(ExprKind::Local(id), ty, span);
        let left = std::mem::replace(left, local(left_local, left_ty, left_span));
        let right = std::mem::replace(right, local(right_local, right_ty, right_span));
        let debug = self.a.words.debug;
        let show_left = self.shown_by(local(left_local, left_ty, left_span), debug, left_span);
        let show_right = self.shown_by(local(right_local, right_ty, right_span), debug, right_span);
        AssertCondition::Compare {
            left: (left_local, left),
            right: (right_local, right),
            holds: compared,
            show_left,
            show_right,
        }
    }
}

fn compares(operator: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    matches!(operator, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
}

/// The two sides of a comparison: of an instruction, or of the method call inside what was made of its answer.
fn sides(compared: &mut Expr) -> Option<(&mut Expr, &mut Expr)> {
    match &mut compared.kind {
        ExprKind::Binary(_, left, right) => Some((left, right)),
        ExprKind::Unary(program::UnaryOp::Not, call) => sides(call),
        ExprKind::Match(matching) => sides(&mut matching.scrutinee),
        ExprKind::Call(_, values) => match values.as_mut_slice() {
            [left, right] => Some((left, right)),
            _ => None,
        },
        _ => None,
    }
}
