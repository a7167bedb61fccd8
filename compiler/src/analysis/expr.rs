//! Expressions: each kind in a file of its own. An expression is checked with the type that is expected of it, as far as
//! that is known; the expectation guides inference and binds nobody: who needs a type exactly, coerces.

mod assert;
mod assign;
mod block;
mod call;
mod closure;
mod collection;
mod control;
mod field;
mod index;
mod interpolation;
mod matching;
mod name;
mod operator;
mod optional;
mod test;

pub use call::{Called, Slot};
pub use operator::symbol;

use super::body::Body;
use super::program::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree};
use crate::types::Ty;

/// With less stack than this left, a new piece is made: expressions nest as deep as the parser lets them.
const STACK_RESERVE: usize = 128 * 1024;
const STACK_PIECE: usize = 1024 * 1024;

pub fn literal(kind: ExprKind, ty: Ty, span: Span) -> Expr {
    Expr::new(kind, ty, span)
}

pub fn error(span: Span) -> Expr {
    literal(ExprKind::Error, Ty::ERROR, span)
}

impl<'t> Body<'_, 't> {
    pub fn expr(&mut self, tree: &'t tree::Expr, expected: Option<Ty>) -> Expr {
        let outside = std::mem::replace(&mut self.place, tree.place());
        let mut expr = match tree.depth < 8 {
            true => self.expr_here(tree, expected),
            false => stacker::maybe_grow(STACK_RESERVE, STACK_PIECE, || self.expr_here(tree, expected)),
        };
        expr.place = std::mem::replace(&mut self.place, outside);
        expr
    }

    fn expr_here(&mut self, tree: &'t tree::Expr, expected: Option<Ty>) -> Expr {
        let span = tree.span;
        match &tree.kind {
            Tree::Error => error(span),
            Tree::Int(value) => literal(ExprKind::Int(*value), Ty::INT, span),
            Tree::Float(value) => literal(ExprKind::Float(*value), Ty::FLOAT, span),
            Tree::Bool(value) => literal(ExprKind::Bool(*value), Ty::BOOL, span),
            Tree::Char(value) => literal(ExprKind::Char(*value), Ty::CHAR, span),
            Tree::String(text) => literal(ExprKind::String(text.clone()), Ty::STRING, span),
            Tree::Interpolation(parts) => self.interpolation(parts, span),
            Tree::None => self.none(expected, span),
            Tree::Name(_) | Tree::SelfValue | Tree::SelfType | Tree::TypeArgs(..) => self.named(tree, expected),
            Tree::Field(of, name) => self.field(tree, of, *name, expected),
            Tree::TupleField(of, index, at) => self.tuple_field(of, *index, *at, span),
            Tree::OptionalField(of, name) => self.optional_field(of, *name, span),
            Tree::OptionalChain(chain) => self.optional_chain(chain, span),
            Tree::Call(callee, arguments) => self.call(callee, arguments, expected, span),
            Tree::Index(of, key) => self.index(of, key, span),
            Tree::Unary(operator, of) => self.unary(*operator, of, span),
            Tree::Binary(operator, _, left, right) => self.binary(*operator, left, right, expected, span),
            Tree::Range { from, to, inclusive } => self.range(from.as_deref(), to.as_deref(), *inclusive, span),
            Tree::Tuple(parts) => self.tuple(parts, expected, span),
            Tree::List(elements) => self.list(elements, expected, span),
            Tree::Map(entries) => self.map(entries, expected, span),
            Tree::If(tree) => self.if_else(tree, expected, span),
            Tree::Match(scrutinee, arms) => self.matching(scrutinee, arms, expected, span),
            Tree::Block(block) => self.block(block, expected),
            Tree::While { label, condition, body } => self.while_loop(*label, condition, body, span),
            Tree::Loop { label, body } => self.endless_loop(*label, body, expected, span),
            Tree::For { label, pattern, iterable, body } => self.for_loop(*label, pattern, iterable, body, span),
            Tree::Break { label, value } => self.break_loop(*label, value.as_deref(), span),
            Tree::Continue { label } => self.continue_loop(*label, span),
            Tree::Return(value) => self.return_value(value.as_deref(), span),
            Tree::Closure(closure) => self.closure(closure, expected, span),
            Tree::Try(of) => self.try_value(of, span),
            Tree::Unwrap(of) => self.unwrap_value(of, span),
            Tree::Is(of, ty) => self.is_type(of, ty, span),
            Tree::As(of, ty) => self.as_type(of, ty, span),
        }
    }
}
