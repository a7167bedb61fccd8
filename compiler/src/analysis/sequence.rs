//! Small pieces of typed program that several constructs are made of.

use super::body::Body;
use super::expr::literal;
use super::program::{Block, Expr, ExprKind, Pattern, PatternKind, Statement};
use crate::source::Span;
use crate::types::LocalId;

impl Body<'_, '_> {
    /// `let local = value`
    pub fn let_local(&mut self, local: LocalId, value: Expr) -> Statement {
        let pattern = Pattern { kind: PatternKind::Bind(local), ty: value.ty, span: value.span };
        Statement::Let { pattern, value, otherwise: None }
    }

    /// Binds a value to a variable of its own, so that it can be used more than once.
    pub fn bound_once(&mut self, value: Expr, steps: &mut Vec<Statement>) -> Expr {
        let (ty, span) = (value.ty, value.span);
        let local = self.hidden_local(ty, span);
        let step = self.let_local(local, value);
        steps.push(step);
        literal(ExprKind::Local(local), ty, span)
    }

    /// Statements and then a value.
    pub fn sequence(&mut self, statements: Vec<Statement>, value: Expr) -> Expr {
        let (ty, span) = (value.ty, value.span);
        let end = Span::new(span.end, span.end);
        literal(ExprKind::Block(Box::new(Block { statements, value: Some(value), end })), ty, span)
    }
}
