//! `is` and `as?`: what a value of interface type really is.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::interfaces::Answer;
use crate::analysis::mistakes;
use crate::analysis::program::{Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn is_type(&mut self, of: &'t tree::Expr, ty: &'t tree::TypeExpr, span: Span) -> Expr {
        match self.tested(of, ty) {
            Some((value, ty)) => literal(ExprKind::Is(Box::new(value), ty), Ty::BOOL, span),
            None => literal(ExprKind::Error, Ty::BOOL, span),
        }
    }

    pub fn as_type(&mut self, of: &'t tree::Expr, ty: &'t tree::TypeExpr, span: Span) -> Expr {
        match self.tested(of, ty) {
            Some((value, ty)) => {
                let optional = self.types().optional(ty);
                literal(ExprKind::As(Box::new(value), ty), optional, span)
            }
            None => error(span),
        }
    }

    fn tested(&mut self, of: &'t tree::Expr, ty: &'t tree::TypeExpr) -> Option<(Expr, Ty)> {
        let value = self.expr(of, None);
        let scope = self.scope.clone();
        let wanted = self.a.resolve_type(&scope, ty);
        self.check_test(value.ty, wanted, of.span, ty.span).then_some((value, wanted))
    }

    /// Whether a value of one type can be asked whether it is of another.
    pub fn check_test(&mut self, from: Ty, wanted: Ty, span: Span, ty_span: Span) -> bool {
        let from = self.shallow(from);
        if wanted == Ty::ERROR || !self.is_told(from, span) {
            return false;
        }
        let (TyKind::Interface(..) | TyKind::Any) = self.kind(from) else {
            let found = self.show(from);
            self.a.report(mistakes::test_of_plain(&found, span));
            return false;
        };
        if let TyKind::Interface(interface, _) = *self.kind(from) {
            let dynamic = matches!(self.kind(wanted), TyKind::Interface(..) | TyKind::Any | TyKind::Param(_));
            if !dynamic && matches!(self.implementation(wanted, interface), Answer::No) {
                let [from, wanted] = [from, wanted].map(|ty| self.show(ty));
                self.a.report(mistakes::test_never_holds(&from, &wanted, ty_span));
                return false;
            }
        }
        true
    }
}
