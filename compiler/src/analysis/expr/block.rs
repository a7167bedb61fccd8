//! Blocks and their statements.

use super::literal;
use crate::analysis::body::Body;
use crate::analysis::mistakes;
use crate::analysis::program::{Block, Expr, ExprKind, Statement};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree, StatementKind};
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn block(&mut self, block: &'t tree::Block, expected: Option<Ty>) -> Expr {
        self.scoped(|body| {
            let (statements, diverges) = body.statements(block);
            let value = block.value.as_deref().map(|value| match expected {
                Some(Ty::UNIT) => body.discarded(value),
                _ => body.expr(value, expected),
            });
            let ty = match &value {
                _ if diverges.is_some() => Ty::NEVER,
                Some(value) => value.ty,
                None => Ty::UNIT,
            };
            body.block_of(statements, value, ty, block)
        })
    }

    /// A block where a type is needed: its value is converted to that type, and a missing one is a mistake.
    pub fn block_as(&mut self, block: &'t tree::Block, expected: Ty) -> Expr {
        let value = self.block(block, Some(expected));
        self.fit_block(value, block, expected)
    }

    fn fit_block(&mut self, value: Expr, tree: &'t tree::Block, expected: Ty) -> Expr {
        let wanted = self.shallow(expected);
        if matches!(self.kind(wanted), TyKind::Unit | TyKind::Infer(_) | TyKind::Any | TyKind::Error) {
            return self.coerce_tail(value, expected);
        }
        let ends_without = match (&tree.value, tree.statements.last()) {
            (Some(last), _) if is_bare_if(last) => Some((last.span, "without an `else`, this gives no value")),
            (Some(_), _) => None,
            (None, Some(last)) if matches!(last.kind, StatementKind::Expr(_)) => {
                Some((last.span, "this gives no value, or it is followed by a `;`"))
            }
            (None, Some(last)) => Some((last.span, "this gives no value")),
            (None, None) => Some((tree.span, "this block is empty")),
        };
        let Some(last) = ends_without.filter(|_| value.ty == Ty::UNIT) else {
            return self.coerce_tail(value, expected);
        };
        let wanted = self.show(expected);
        let end = Span::new(tree.span.end.saturating_sub(1), tree.span.end);
        let promised = self.frame().map(|frame| frame.result_place);
        self.a.report(mistakes::missing_value(&wanted, end, last, promised));
        Expr { ty: Ty::ERROR, ..value }
    }

    /// Converts a block's value inside the block, where the message about it belongs.
    fn coerce_tail(&mut self, value: Expr, expected: Ty) -> Expr {
        let Expr { kind: ExprKind::Block(mut block), ty, span, .. } = value else {
            return self.coerce(value, expected);
        };
        if ty == Ty::NEVER || block.value.is_none() {
            return self.coerce(literal(ExprKind::Block(block), ty, span), expected);
        }
        block.value = block.value.map(|value| self.coerce(value, expected));
        let ty = block.value.as_ref().map_or(ty, |value| value.ty);
        literal(ExprKind::Block(block), ty, span)
    }

    fn block_of(&mut self, statements: Vec<Statement>, value: Option<Expr>, ty: Ty, tree: &tree::Block) -> Expr {
        let end = Span::new(tree.span.end.saturating_sub(1), tree.span.end);
        literal(ExprKind::Block(Box::new(Block { statements, value, end })), ty, tree.span)
    }

    /// The statements, and where the first stands that never ends.
    fn statements(&mut self, block: &'t tree::Block) -> (Vec<Statement>, Option<Span>) {
        let mut statements = Vec::with_capacity(block.statements.len());
        let mut diverges = None;
        for (statement, next) in block.statements.iter().zip(1..) {
            let checked = self.statement(statement);
            if let (Statement::Expr(value) | Statement::Let { value, .. }, None) = (&checked, diverges)
                && self.shallow(value.ty) == Ty::NEVER
            {
                diverges = Some(statement.span);
                let next = block.statements.get(next).map(|next| next.span);
                if let Some(next) = next.or(block.value.as_ref().map(|value| value.span)) {
                    let module = self.module();
                    self.a.warn(module, mistakes::unreachable(next, statement.span));
                }
            }
            statements.push(checked);
        }
        (statements, diverges)
    }

    fn statement(&mut self, statement: &'t tree::Statement) -> Statement {
        let span = statement.span;
        match &statement.kind {
            StatementKind::Let { pattern, mutable, ty, value, otherwise } => {
                self.let_statement(pattern, *mutable, ty.as_ref(), value, otherwise.as_ref())
            }
            StatementKind::Assign { place, operator, at, value } => {
                self.place = *at;
                Statement::Expr(self.assign(place, *operator, value, span))
            }
            StatementKind::Expr(value) => Statement::Expr(self.expression_statement(value)),
            StatementKind::Defer(value) => Statement::Defer(self.deferred(value)),
            StatementKind::Assert { condition, message } => {
                Statement::Expr(self.assert(condition, message.as_ref(), span))
            }
            StatementKind::Error => Statement::Expr(super::error(span)),
        }
    }

    /// An expression whose value is not wanted. The branches of an `if` or `match` are such expressions again.
    fn expression_statement(&mut self, tree: &'t tree::Expr) -> Expr {
        let branches = matches!(tree.kind, Tree::If(_) | Tree::Match(..) | Tree::Block(_));
        let value = self.expr(tree, branches.then_some(Ty::UNIT));
        self.warn_unused(tree, &value);
        value
    }

    /// The same at the end of a block that gives nothing: the value is dropped there.
    pub fn discarded(&mut self, tree: &'t tree::Expr) -> Expr {
        let branches = matches!(tree.kind, Tree::If(_) | Tree::Match(..) | Tree::Block(_) | Tree::Loop { .. });
        let value = self.expr(tree, branches.then_some(Ty::UNIT));
        let ty = self.shallow(value.ty);
        if matches!(ty, Ty::UNIT | Ty::NEVER | Ty::ERROR) {
            return value;
        }
        if has_no_effect(tree) && !self.a.program.types.has_error(ty) {
            self.unwanted_value(ty, value.span);
            return super::error(value.span);
        }
        self.warn_unused(tree, &value);
        let span = value.span;
        let end = Span::new(span.end, span.end);
        let block = Block { statements: vec![Statement::Expr(value)], value: None, end };
        literal(ExprKind::Block(Box::new(block)), Ty::UNIT, span)
    }

    /// A value that is only computed, at the end of what gives nothing: most often the result type was forgotten.
    fn unwanted_value(&mut self, ty: Ty, span: Span) {
        let found = self.show(ty);
        let place = self.frames.last().filter(|frame| frame.result == Ty::UNIT && !frame.closure);
        let place = place.filter(|_| self.loops.is_empty()).map(|frame| frame.result_place);
        self.a.report(mistakes::unwanted_value(&found, span, place));
    }

    /// Warns of a value that is dropped and should not be.
    fn warn_unused(&mut self, tree: &tree::Expr, value: &Expr) {
        let ty = self.shallow(value.ty);
        let module = self.module();
        if let (TyKind::Enum(id, _), Some(result)) = (self.kind(ty), self.a.program.known.result)
            && *id == result
        {
            self.a.warn(module, mistakes::unused_result(value.span));
        } else if has_no_effect(tree) && !matches!(ty, Ty::ERROR | Ty::NEVER) {
            self.a.warn(module, mistakes::unused_value(value.span));
        }
    }

    fn let_statement(
        &mut self,
        pattern: &'t tree::Pattern,
        mutable: bool,
        ty: Option<&'t tree::TypeExpr>,
        value: &'t tree::Expr,
        otherwise: Option<&'t tree::Block>,
    ) -> Statement {
        let (value, ty) = match ty {
            Some(ty) => {
                let scope = self.scope.clone();
                let ty = self.a.resolve_type(&scope, ty);
                (self.coerced(value, ty), ty)
            }
            None => {
                let value = self.expr(value, None);
                let ty = value.ty;
                (value, ty)
            }
        };
        // The other way out must not see what the pattern binds.
        let otherwise = otherwise.map(|block| {
            let otherwise = self.block(block, None);
            if !matches!(self.shallow(otherwise.ty), Ty::NEVER | Ty::ERROR) {
                self.a.report(mistakes::otherwise_must_leave(block.span));
            }
            otherwise
        });
        let refutable = otherwise.is_some();
        let pattern = self.binding_pattern(pattern, ty, mutable, refutable);
        if !refutable {
            self.check_irrefutable(&pattern);
        }
        Statement::Let { pattern, value, otherwise }
    }

    fn deferred(&mut self, tree: &'t tree::Expr) -> Expr {
        // Leaving a function or loop from code that runs because it is left makes no sense.
        let loops = std::mem::take(&mut self.loops);
        let outside = std::mem::replace(&mut self.deferring, true);
        let hidden = self.frames.last_mut().map(|frame| std::mem::take(&mut frame.loops));
        let value = self.expression_statement(tree);
        if let (Some(frame), Some(hidden)) = (self.frames.last_mut(), hidden) {
            frame.loops = hidden;
        }
        self.deferring = outside;
        self.loops = loops;
        value
    }
}

fn is_bare_if(tree: &tree::Expr) -> bool {
    matches!(&tree.kind, Tree::If(tree) if tree.otherwise.is_none())
}

/// Whether an expression only computes, so that dropping its value makes it pointless.
pub fn has_no_effect(tree: &tree::Expr) -> bool {
    match &tree.kind {
        Tree::Int(_)
        | Tree::Float(_)
        | Tree::Bool(_)
        | Tree::Char(_)
        | Tree::String(_)
        | Tree::None
        | Tree::Name(_)
        | Tree::SelfValue
        | Tree::Closure(_) => true,
        Tree::Interpolation(_) | Tree::Field(..) | Tree::TupleField(..) | Tree::Range { .. } => true,
        Tree::Unary(..) | Tree::Is(..) | Tree::List(_) | Tree::Map(_) => true,
        Tree::Tuple(parts) => !parts.is_empty(),
        Tree::Binary(operator, ..) => {
            !matches!(operator, tree::BinaryOp::And | tree::BinaryOp::Or | tree::BinaryOp::Coalesce)
        }
        _ => false,
    }
}
