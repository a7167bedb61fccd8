//! Indexing and slicing.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::program::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree};
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn index(&mut self, of: &'t tree::Expr, key: &'t tree::Expr, span: Span) -> Expr {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, of.span) {
            self.expr(key, None);
            return error(span);
        }
        let words = self.a.words;
        let element = match *self.kind(ty) {
            TyKind::Array(element) => Some(element),
            _ => None,
        };
        let target = match (element, &key.kind) {
            (Some(_), _) | (_, Tree::Range { .. }) => None,
            _ => self.a.lang.index.and_then(|index| self.operator_method(index, words.index, ty, span)),
        };
        let wanted = target.as_ref().map_or(Ty::INT, |target| target.params[1]);
        let key = self.expr(key, Some(wanted));
        if self.is_range(key.ty) && !self.is_range(wanted) {
            return self.slice(value, key, of.span, span);
        }
        if let Some(element) = element {
            let key = self.coerce(key, Ty::INT);
            return self.element(value, key, element, span);
        }
        let Some(target) = target else {
            self.cannot_index(ty, false, of.span);
            return error(span);
        };
        let key = self.coerce(key, target.params[1]);
        self.operator_call(target, value, vec![key], span)
    }

    fn is_range(&self, ty: Ty) -> bool {
        matches!(self.kind(ty), TyKind::Struct(id, _) if Some(*id) == self.a.program.known.range)
    }

    fn slice(&mut self, value: Expr, range: Expr, of: Span, span: Span) -> Expr {
        let method = self.a.words.slice;
        let target = self.a.lang.slice.and_then(|slice| self.operator_method(slice, method, value.ty, span));
        match target {
            Some(target) => self.operator_call(target, value, vec![range], span),
            None => {
                self.cannot_index(value.ty, true, of);
                error(span)
            }
        }
    }

    fn cannot_index(&mut self, ty: Ty, slicing: bool, span: Span) {
        let mistake = self.not_indexable(ty, slicing, span);
        self.a.report(mistake);
    }

    /// An element of an `Array` that is read.
    pub fn element(&mut self, array: Expr, key: Expr, element: Ty, span: Span) -> Expr {
        let element = self.shallow(element);
        let ty = self.types().widened(element);
        literal(ExprKind::Element(Box::new(array), Box::new(key)), ty, span)
    }

    /// Whether a type is determined; reports it when it is not.
    pub fn is_told(&mut self, ty: Ty, span: Span) -> bool {
        match self.kind(ty) {
            TyKind::Error | TyKind::Never => false,
            TyKind::Infer(_) => {
                self.unknown_type_here(ty, span);
                false
            }
            _ => true,
        }
    }

    /// `a..b` as a value. Between `[ ]` an open start is 0 and an open end the largest integer.
    pub fn range(
        &mut self,
        from: Option<&'t tree::Expr>,
        to: Option<&'t tree::Expr>,
        inclusive: bool,
        span: Span,
    ) -> Expr {
        let from = match from {
            Some(from) => self.coerced(from, Ty::INT),
            None => literal(ExprKind::Int(0), Ty::INT, span),
        };
        let to = match to {
            Some(to) => {
                let to = self.coerced(to, Ty::INT);
                if inclusive { successor(to) } else { to }
            }
            None => literal(ExprKind::Int(i64::MAX), Ty::INT, span),
        };
        let Some(range) = self.a.program.known.range else { return error(span) };
        self.a.reach_struct(range);
        let ty = self.intern(TyKind::Struct(range, Box::default()));
        literal(ExprKind::Struct(range, vec![from, to]), ty, span)
    }
}

fn successor(value: Expr) -> Expr {
    let span = value.span;
    let one = literal(ExprKind::Int(1), Ty::INT, span);
    literal(ExprKind::Binary(tree::BinaryOp::Add, Box::new(value), Box::new(one)), Ty::INT, span)
}
