//! Optionals and results: `none`, `?`, `!`, `??`, `?.`.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::coerce::convert;
use crate::analysis::mistakes;
use crate::analysis::program::{Arm, Callee, Conversion, Expr, ExprKind, Match, Pattern, PatternKind};
use crate::source::Span;
use crate::syntax::tree::{self, Ident};
use crate::types::{Ty, TyKind};

impl<'t> Body<'_, 't> {
    pub fn none(&mut self, expected: Option<Ty>, span: Span) -> Expr {
        let expected = expected.map(|ty| self.shallow(ty));
        let ty = match expected.map(|ty| self.kind(ty)) {
            Some(TyKind::Optional(_)) => expected.unwrap_or(Ty::ERROR),
            _ => {
                let payload = self.fresh(span);
                self.types().optional(payload)
            }
        };
        literal(ExprKind::None, ty, span)
    }

    /// The two types of a `Result`.
    pub fn result_parts(&self, ty: Ty) -> Option<(Ty, Ty)> {
        match self.kind(ty) {
            TyKind::Enum(id, of) if Some(*id) == self.a.program.known.result && of.len() == 2 => Some((of[0], of[1])),
            _ => None,
        }
    }

    /// `e?`
    pub fn try_value(&mut self, of: &'t tree::Expr, span: Span) -> Expr {
        let value = self.expr(of, None);
        match self.is_told(self.shallow(value.ty), of.span) {
            true => self.try_on(value, span),
            false => error(span),
        }
    }

    /// The same on a value whose type is told.
    fn try_on(&mut self, value: Expr, span: Span) -> Expr {
        let ty = self.shallow(value.ty);
        let Some((returned, place, closure)) = self
            .frames
            .last()
            .map(|frame| (frame.result, frame.result_place, frame.closure))
            .filter(|_| !self.deferring)
        else {
            self.a.report(mistakes::try_outside(span));
            return error(span);
        };
        if let TyKind::Optional(payload) = *self.kind(ty) {
            let inner = self.fresh(span);
            let wanted = self.types().optional(inner);
            if !self.unify(returned, wanted) {
                let returned = self.show(returned);
                self.a.report(mistakes::try_in_wrong_function("T?", &returned, span, place, closure));
            }
            return literal(ExprKind::TryOptional(Box::new(value)), payload, span);
        }
        let Some((good, bad)) = self.result_parts(ty) else {
            let found = self.show(ty);
            self.a.report(mistakes::try_on_plain(&found, span));
            return error(span);
        };
        let convert = self.try_result(bad, returned, place, closure, span);
        literal(ExprKind::TryResult(Box::new(value), convert), good, span)
    }

    /// How an error becomes that of the enclosing function.
    fn try_result(&mut self, bad: Ty, returned: Ty, place: Span, closure: bool, span: Span) -> Option<Box<Callee>> {
        let outer = match self.result_parts(returned) {
            Some((_, outer)) => outer,
            None => {
                let known = self.a.program.known.result?;
                let (good, outer) = (self.fresh(span), self.fresh(span));
                let wanted = self.intern(TyKind::Enum(known, Box::new([good, outer])));
                if !self.unify(returned, wanted) {
                    let bad = self.show(bad);
                    let returned = self.show(returned);
                    let wanted = format!("Result<…, {bad}>");
                    self.a.report(mistakes::try_in_wrong_function(&wanted, &returned, span, place, closure));
                    return None;
                }
                outer
            }
        };
        if self.unify(bad, outer) {
            return None;
        }
        let from = self.a.words.from;
        let target = self.a.lang.from.and_then(|interface| self.operator_method(interface, from, outer, span));
        match target {
            Some(target) if target.params.first().is_some_and(|&param| self.unify(param, bad)) => {
                self.a.reach_callee(&target.callee);
                Some(Box::new(target.callee))
            }
            _ => {
                let (bad_deep, outer_deep) = (self.deep(bad), self.deep(outer));
                let types = &self.a.program.types;
                if !types.has_error(bad_deep) && !types.has_error(outer_deep) {
                    let [bad, outer] = [bad, outer].map(|ty| self.show(ty));
                    self.a.report(mistakes::try_error_differs(&bad, &outer, span, place));
                }
                None
            }
        }
    }

    /// `e!`
    pub fn unwrap_value(&mut self, of: &'t tree::Expr, span: Span) -> Expr {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, of.span) {
            return error(span);
        }
        if let TyKind::Optional(payload) = *self.kind(ty) {
            return literal(ExprKind::Unwrap(Box::new(value)), payload, span);
        }
        if let Some((good, bad)) = self.result_parts(ty) {
            return self.unwrap_result(value, good, bad, span);
        }
        let found = self.show(ty);
        self.a.report(mistakes::unwrap_on_plain(&found, span));
        error(span)
    }

    /// `e!` on a `Result`: the payload of `Ok`, or a panic with what the error shows.
    fn unwrap_result(&mut self, value: Expr, good: Ty, bad: Ty, span: Span) -> Expr {
        let (Some(panic), Some(result)) = (self.a.lang.panic, self.a.program.known.result) else { return error(span) };
        let words = self.a.words;
        let (Some(ok), Some(err)) = (self.a.variant(result, words.ok), self.a.variant(result, words.err)) else {
            return error(span);
        };
        let ty = value.ty;
        let payload = self.hidden_local(good, span);
        let failure = self.hidden_local(bad, span);
        let showable = self.a.lang.show.is_some_and(|show| self.implements(bad, show));
        let mut message = vec![text("`!` on an Err", span)];
        if showable {
            let shown = self.shown(literal(ExprKind::Local(failure), bad, span), span);
            message.extend([text(": ", span), shown]);
        }
        let message = literal(ExprKind::Concat(message), Ty::STRING, span);
        let callee = Callee::Function(panic, Vec::new());
        self.a.reach_callee(&callee);
        let call = literal(ExprKind::Call(Box::new(callee), vec![message]), Ty::NEVER, span);
        let call = Expr { place: self.place, ..call };
        let arm = |variant, local, inner, body| Arm {
            pattern: Pattern {
                kind: PatternKind::Variant(variant, vec![Pattern { kind: PatternKind::Bind(local), ty: inner, span }]),
                ty,
                span,
            },
            guard: None,
            body,
        };
        let arms = vec![
            arm(ok, payload, good, literal(ExprKind::Local(payload), good, span)),
            arm(err, failure, bad, convert(call, Conversion::Never, good)),
        ];
        literal(ExprKind::Match(Box::new(Match { scrutinee: value, arms })), good, span)
    }

    /// `a ?? b`
    pub fn coalesce(&mut self, left: &'t tree::Expr, right: &'t tree::Expr, expected: Option<Ty>, span: Span) -> Expr {
        let value = self.expr(left, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, left.span) {
            self.expr(right, expected);
            return error(span);
        }
        let TyKind::Optional(payload) = *self.kind(ty) else {
            let found = self.show(ty);
            let result = self.result_parts(ty).is_some();
            self.expr(right, None);
            self.a.report(mistakes::coalesce_on_plain(&found, result, left.span));
            return error(span);
        };
        let other = self.expr(right, Some(payload));
        let other_ty = self.shallow(other.ty);
        // `a ?? b` with an optional `b` stays optional.
        if let TyKind::Optional(_) = self.kind(other_ty)
            && self.unify(other_ty, ty)
        {
            return literal(ExprKind::Coalesce(Box::new(value), Box::new(other)), ty, span);
        }
        let other = self.coerce(other, payload);
        literal(ExprKind::Coalesce(Box::new(value), Box::new(other)), payload, span)
    }

    // `a?.b.c(d)`: the chain is checked from its inside out; where `?.` stands, the payload is bound to a variable, and
    // what follows is what the chain gives when there is one. On a `Result`, `?.` is no link of a chain: it is `?`, and
    // then `.`.

    pub fn optional_chain(&mut self, chain: &'t tree::Expr, span: Span) -> Expr {
        let outside = std::mem::take(&mut self.chain);
        let value = self.expr(chain, None);
        let links = std::mem::replace(&mut self.chain, outside);
        let ty = self.shallow(value.ty);
        if ty == Ty::ERROR {
            return error(span);
        }
        if links.is_empty() {
            return value;
        }
        // A chain that ends in an optional gives that one, not an optional of it.
        let result = match self.kind(ty) {
            TyKind::Optional(_) => ty,
            TyKind::Unit | TyKind::Never => self.types().optional(Ty::UNIT),
            _ => self.types().optional(ty),
        };
        let mut value = self.coerce(value, result);
        for (optional, local) in links.into_iter().rev() {
            let kind = ExprKind::OptionalChain(Box::new(optional), local, Box::new(value));
            value = literal(kind, result, span);
        }
        value
    }

    /// The payload of what stands before a `?.`.
    pub fn unwrap_in_chain(&mut self, of: &'t tree::Expr) -> Expr {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        if !self.is_told(ty, of.span) {
            return error(of.span);
        }
        if self.result_parts(ty).is_some() {
            return self.try_on(value, of.span);
        }
        let TyKind::Optional(payload) = *self.kind(ty) else {
            let found = self.show(ty);
            self.a.report(mistakes::chain_on_plain(&found, of.span));
            return error(of.span);
        };
        let local = self.hidden_local(payload, of.span);
        self.chain.push((value, local));
        literal(ExprKind::Local(local), payload, of.span)
    }

    pub fn optional_field(&mut self, of: &'t tree::Expr, name: Ident, span: Span) -> Expr {
        let value = self.unwrap_in_chain(of);
        self.field_of(value, name, span)
    }
}

fn text(of: &str, span: Span) -> Expr {
    literal(ExprKind::String(of.into()), Ty::STRING, span)
}
