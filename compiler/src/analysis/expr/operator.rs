//! Operators: on built-in types they are instructions, on others calls of the methods that they stand for.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::methods::Target;
use crate::analysis::mistakes;
use crate::analysis::program::{Arm, Expr, ExprKind, Match, Pattern, PatternKind, UnaryOp};
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{self, BinaryOp};
use crate::types::{InterfaceId, Ty, TyKind};

/// How an operator is written.
pub fn symbol(operator: BinaryOp) -> &'static str {
    match operator {
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
        BinaryOp::ShiftLeft => "<<",
        BinaryOp::ShiftRight => ">>",
        BinaryOp::ShiftRightUnsigned => ">>>",
        BinaryOp::Equal => "==",
        BinaryOp::NotEqual => "!=",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::And => "&&",
        BinaryOp::Or => "||",
        BinaryOp::Coalesce => "??",
    }
}

fn is_comparison(operator: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    matches!(operator, Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual)
}

/// Whether the machine has the operator for two values of this type.
fn is_builtin(operator: BinaryOp, ty: Ty) -> bool {
    use BinaryOp::{Add, Divide, Equal, Multiply, NotEqual, Subtract};
    match ty {
        Ty::INT => !matches!(operator, BinaryOp::And | BinaryOp::Or | BinaryOp::Coalesce),
        Ty::FLOAT => matches!(operator, Add | Subtract | Multiply | Divide) || is_comparison(operator),
        Ty::STRING => operator == Add || is_comparison(operator),
        Ty::CHAR => is_comparison(operator),
        Ty::BOOL => {
            matches!(operator, Equal | NotEqual | BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor)
        }
        _ => false,
    }
}

impl<'t> Body<'_, 't> {
    pub fn unary(&mut self, operator: tree::UnaryOp, of: &'t tree::Expr, span: Span) -> Expr {
        if operator == tree::UnaryOp::Not {
            let value = self.truth(of);
            return literal(ExprKind::Unary(UnaryOp::Not, Box::new(value)), Ty::BOOL, span);
        }
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        let builtin = match (operator, ty) {
            (tree::UnaryOp::Negate, Ty::INT) => Some(UnaryOp::NegateInt),
            (tree::UnaryOp::Negate, Ty::FLOAT) => Some(UnaryOp::NegateFloat),
            (tree::UnaryOp::Complement, Ty::INT) => Some(UnaryOp::Complement),
            _ => None,
        };
        if let Some(builtin) = builtin {
            return literal(ExprKind::Unary(builtin, Box::new(value)), ty, span);
        }
        if !self.is_told(ty, of.span) {
            return error(span);
        }
        if let (tree::UnaryOp::Negate, Some(interface)) = (operator, self.a.lang.neg) {
            let method = self.a.words.neg;
            if let Some(target) = self.operator_method(interface, method, ty, span) {
                return self.operator_call(target, value, Vec::new(), span);
            }
        }
        let text = if operator == tree::UnaryOp::Negate { "-" } else { "~" };
        let found = self.show(ty);
        self.a.report(mistakes::no_unary_operator(text, &found, span));
        error(span)
    }

    pub fn binary(
        &mut self,
        operator: BinaryOp,
        left: &'t tree::Expr,
        right: &'t tree::Expr,
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        match operator {
            BinaryOp::And | BinaryOp::Or => {
                let (left, right) = (Box::new(self.truth(left)), Box::new(self.truth(right)));
                let kind =
                    if operator == BinaryOp::And { ExprKind::And(left, right) } else { ExprKind::Or(left, right) };
                return literal(kind, Ty::BOOL, span);
            }
            BinaryOp::Coalesce => return self.coalesce(left, right, expected, span),
            _ => {}
        }
        if let Some(value) = self.compared_with_none(operator, left, right) {
            return self.is_none(operator, value, span);
        }
        // `[] == x` is easier to tell from the other side.
        let left_value = if matches!(left.kind, tree::ExprKind::List(_)) {
            let right_value = self.expr(right, None);
            let left_value = self.expr(left, Some(right_value.ty));
            let left_value = self.coerce(left_value, right_value.ty);
            return self.binary_values(operator, left_value, Operand::Value(right_value), span);
        } else {
            self.expr(left, None)
        };
        self.binary_values(operator, left_value, Operand::Tree(right), span)
    }

    /// The other side of a comparison with `none`, for which values need not be comparable.
    pub fn compared_with_none(
        &mut self,
        operator: BinaryOp,
        left: &'t tree::Expr,
        right: &'t tree::Expr,
    ) -> Option<Expr> {
        let is_none = |tree: &tree::Expr| matches!(tree.kind, tree::ExprKind::None);
        let value = match (is_none(left), is_none(right)) {
            _ if !matches!(operator, BinaryOp::Equal | BinaryOp::NotEqual) => return None,
            (false, true) => left,
            (true, false) => right,
            _ => return None,
        };
        let value = self.expr(value, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, value.span) {
            return Some(error(value.span));
        }
        if !matches!(self.kind(ty), TyKind::Optional(_)) {
            let found = self.show(ty);
            self.a.report(mistakes::never_none(&found, value.span));
            return Some(error(value.span));
        }
        Some(value)
    }

    /// Whether an optional is `none`, or is not.
    pub fn is_none(&mut self, operator: BinaryOp, value: Expr, span: Span) -> Expr {
        let ty = value.ty;
        if ty == Ty::ERROR {
            return error_of(Ty::BOOL, span);
        }
        let when = operator == BinaryOp::Equal;
        let arm = |kind, value| Arm {
            pattern: Pattern { kind, ty, span },
            guard: None,
            body: literal(ExprKind::Bool(value), Ty::BOOL, span),
        };
        let arms = vec![arm(PatternKind::None, when), arm(PatternKind::Wildcard, !when)];
        literal(ExprKind::Match(Box::new(Match { scrutinee: value, arms })), Ty::BOOL, span)
    }

    /// An operator other than `&&`, `||` and `??` on a left side that has been checked.
    pub fn binary_values(&mut self, operator: BinaryOp, left: Expr, right: Operand<'t>, span: Span) -> Expr {
        let mut ty = self.shallow(left.ty);
        let result = if is_comparison(operator) { Ty::BOOL } else { ty };
        let right = match right {
            Operand::Tree(tree) if matches!(self.kind(ty), TyKind::Infer(_)) => {
                // What the left side is may follow from the right one: most operators take two of a kind.
                let right = self.expr(tree, None);
                let right_ty = self.shallow(right.ty);
                if is_comparison(operator) || is_builtin(operator, right_ty) {
                    self.unify(ty, right_ty);
                    ty = self.shallow(ty);
                }
                Operand::Value(right)
            }
            right => right,
        };
        match ty {
            Ty::ERROR | Ty::NEVER => {
                self.operand(right, None);
                return error_of(if is_comparison(operator) { Ty::BOOL } else { Ty::ERROR }, span);
            }
            _ if matches!(self.kind(ty), TyKind::Infer(_)) => {
                self.operand(right, None);
                self.unknown_type_here(ty, left.span);
                return error(span);
            }
            _ => {}
        }
        if is_builtin(operator, ty) {
            let right = self.operand(right, Some(ty));
            let right_ty = self.shallow(right.ty);
            let result = if is_comparison(operator) { Ty::BOOL } else { ty };
            if right_ty == Ty::NEVER || right_ty == Ty::ERROR || self.unify(right_ty, ty) {
                let right = self.coerce(right, ty);
                return literal(ExprKind::Binary(operator, Box::new(left), Box::new(right)), result, span);
            }
            // Perhaps the other side knows how: `2 * vector` does not, but `int? == int` reads well.
            if is_comparison(operator) && matches!(self.kind(right_ty), TyKind::Optional(_)) {
                let left = self.coerce(left, right_ty);
                return self.binary_values(operator, left, Operand::Value(right), span);
            }
            self.operands_differ(operator, ty, right_ty, left.span, right.span, span);
            return error_of(result, span);
        }
        self.overloaded(operator, left, right, result, span)
    }

    fn operand(&mut self, operand: Operand<'t>, expected: Option<Ty>) -> Expr {
        match operand {
            Operand::Tree(tree) => self.expr(tree, expected),
            Operand::Value(value) => value,
        }
    }

    fn overloaded(&mut self, operator: BinaryOp, left: Expr, right: Operand<'t>, result: Ty, span: Span) -> Expr {
        let ty = left.ty;
        let target = self
            .operator_interface(operator)
            .and_then(|(interface, method)| self.operator_method(interface, method, ty, span));
        let Some(target) = target else {
            let right = self.operand(right, None);
            self.no_operator(operator, ty, right.ty, left.span, right.span, span);
            return error_of(if is_comparison(operator) { Ty::BOOL } else { Ty::ERROR }, span);
        };
        let wanted = target.params.get(1).copied().unwrap_or(result);
        let right = self.operand(right, Some(wanted));
        let right_span = right.span;
        let right = match self.try_coerce(right, wanted) {
            Ok(right) => right,
            Err(right) => {
                self.operands_differ(operator, wanted, right.ty, left.span, right_span, span);
                return error_of(if is_comparison(operator) { Ty::BOOL } else { Ty::ERROR }, span);
            }
        };
        let call = self.operator_call(target, left, vec![right], span);
        self.compared(operator, call, span)
    }

    pub fn operator_call(&mut self, target: Target, receiver: Expr, mut rest: Vec<Expr>, span: Span) -> Expr {
        let receiver = match target.params.first() {
            Some(&to) => self.coerce(receiver, to),
            None => receiver,
        };
        self.a.reach_callee(&target.callee);
        let mut values = vec![receiver];
        values.append(&mut rest);
        Expr { place: self.place, ..literal(ExprKind::Call(Box::new(target.callee), values), target.result, span) }
    }

    pub fn operator_interface(&self, operator: BinaryOp) -> Option<(InterfaceId, Name)> {
        let (lang, words) = (&self.a.lang, &self.a.words);
        let (interface, method) = match operator {
            BinaryOp::Add => (lang.add, words.add),
            BinaryOp::Subtract => (lang.sub, words.sub),
            BinaryOp::Multiply => (lang.mul, words.mul),
            BinaryOp::Divide => (lang.div, words.div),
            BinaryOp::Remainder => (lang.rem, words.rem),
            BinaryOp::Equal | BinaryOp::NotEqual => (lang.eq, words.eq),
            BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
                (lang.ord, words.compare)
            }
            _ => return None,
        };
        interface.map(|interface| (interface, method))
    }

    /// What a comparison makes of the answer of `eq` or `compare`.
    fn compared(&mut self, operator: BinaryOp, call: Expr, span: Span) -> Expr {
        let words = self.a.words;
        let (variant, when) = match operator {
            BinaryOp::NotEqual => {
                return literal(ExprKind::Unary(UnaryOp::Not, Box::new(call)), Ty::BOOL, span);
            }
            BinaryOp::Less => (words.less, true),
            BinaryOp::LessEqual => (words.greater, false),
            BinaryOp::Greater => (words.greater, true),
            BinaryOp::GreaterEqual => (words.less, false),
            _ => return call,
        };
        let TyKind::Enum(ordering, _) = *self.kind(call.ty) else { return call };
        let Some(variant) = self.a.variant(ordering, variant) else { return call };
        let ty = call.ty;
        let arm = |kind, value| Arm {
            pattern: Pattern { kind, ty, span },
            guard: None,
            body: literal(ExprKind::Bool(value), Ty::BOOL, span),
        };
        let arms = vec![arm(PatternKind::Variant(variant, Vec::new()), when), arm(PatternKind::Wildcard, !when)];
        literal(ExprKind::Match(Box::new(Match { scrutinee: call, arms })), Ty::BOOL, span)
    }
}

/// A right side, checked or not.
pub enum Operand<'t> {
    Tree(&'t tree::Expr),
    Value(Expr),
}

fn error_of(ty: Ty, span: Span) -> Expr {
    literal(ExprKind::Error, ty, span)
}
