//! Closures.

use super::literal;
use crate::analysis::body::{Body, Frame};
use crate::analysis::mistakes;
use crate::analysis::program::{Block, Closure, Expr, ExprKind, Pattern, PatternKind, Statement};
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{LocalId, Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn closure(&mut self, tree: &'t tree::Closure, expected: Option<Ty>, span: Span) -> Expr {
        let expected = self.expected_payload(expected);
        let expected = match expected.map(|ty| self.kind(ty).clone()) {
            Some(TyKind::Function(params, result)) => {
                if params.len() != tree.params.len() {
                    let wanted = expected.map(|ty| self.show(ty)).unwrap_or_default();
                    let mistake = mistakes::closure_parameters(&wanted, params.len(), tree.params.len(), span);
                    self.a.report(mistake);
                    return super::error(span);
                }
                Some((params, result))
            }
            _ => None,
        };
        let result = expected.as_ref().map_or_else(|| self.fresh(tree.body.span), |(_, result)| *result);
        self.frames.push(Frame {
            result,
            result_place: tree.body.span,
            captures: Vec::new(),
            loops: self.loops.len(),
            closure: true,
        });
        let outside = self.names.len();
        let mut params = Vec::with_capacity(tree.params.len());
        let mut types = Vec::with_capacity(tree.params.len());
        let mut openings = Vec::new();
        for (index, param) in tree.params.iter().enumerate() {
            let given = expected.as_ref().map(|(params, _)| params[index]);
            let ty = self.closure_param_type(param, given);
            types.push(ty);
            params.push(self.closure_param(param, ty, &mut openings));
        }
        let deferring = std::mem::replace(&mut self.deferring, false);
        let body = self.closure_body(&tree.body, result);
        self.deferring = deferring;
        let body = if openings.is_empty() { body } else { opened(openings, body) };
        self.names.truncate(outside);
        let captures = self.frames.pop().map(|frame| frame.captures).unwrap_or_default();
        let ty = self.intern(TyKind::Function(types.into(), result));
        literal(ExprKind::Closure(Box::new(Closure { params, captures, body })), ty, span)
    }

    fn closure_param_type(&mut self, param: &'t tree::ClosureParam, given: Option<Ty>) -> Ty {
        let Some(written) = &param.ty else { return given.unwrap_or_else(|| self.fresh(param.pattern.span)) };
        let scope = self.scope.clone();
        let ty = self.a.resolve_type(&scope, written);
        if let Some(given) = given
            && !self.unify(given, ty)
        {
            self.mismatch(given, ty, written.span);
        }
        ty
    }

    /// The variable of a parameter; a pattern is taken apart at the start of the body.
    fn closure_param(&mut self, param: &'t tree::ClosureParam, ty: Ty, openings: &mut Vec<Statement>) -> LocalId {
        let span = param.pattern.span;
        match &param.pattern.kind {
            tree::PatternKind::Bind { name, mutable } => self.declare_local(name.name, ty, *mutable, name.span),
            tree::PatternKind::Wildcard => self.hidden_local(ty, span),
            _ => {
                let id = self.hidden_local(ty, span);
                let pattern: Pattern = self.binding_pattern(&param.pattern, ty, false, false);
                self.check_irrefutable(&pattern);
                let value = literal(ExprKind::Local(id), ty, span);
                if !matches!(pattern.kind, PatternKind::Error) {
                    openings.push(Statement::Let { pattern, value, otherwise: None });
                }
                id
            }
        }
    }

    fn closure_body(&mut self, tree: &'t tree::Expr, result: Ty) -> Expr {
        if let tree::ExprKind::Block(block) = &tree.kind {
            return self.block_as(block, result);
        }
        if self.shallow(result) == Ty::UNIT {
            let value = self.discarded(tree);
            return self.coerce(value, result);
        }
        self.coerced(tree, result)
    }
}

fn opened(statements: Vec<Statement>, body: Expr) -> Expr {
    let (ty, span) = (body.ty, body.span);
    let end = Span::new(span.end, span.end);
    literal(ExprKind::Block(Box::new(Block { statements, value: Some(body), end })), ty, span)
}
