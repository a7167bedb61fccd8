//! The conversions that happen by themselves: a value to an optional or to an interface, and what never ends to
//! anything. They are written out in the typed program.

use super::body::Body;
use super::interfaces::Answer;
use super::program::{Conversion, Expr, ExprKind};
use crate::syntax::tree;
use crate::types::{InterfaceId, Ty, TyKind};

impl<'t> Body<'_, 't> {
    /// Checks an expression where a type is expected, and converts it to that type.
    pub fn coerced(&mut self, tree: &'t tree::Expr, expected: Ty) -> Expr {
        let value = self.expr(tree, Some(expected));
        self.coerce(value, expected)
    }

    /// Converts a value to a type, or reports that it can't stand there.
    pub fn coerce(&mut self, value: Expr, expected: Ty) -> Expr {
        let span = value.span;
        match self.try_coerce(value, expected) {
            Ok(value) => value,
            Err(value) => {
                self.mismatch(expected, value.ty, span);
                Expr::new(ExprKind::Error, Ty::ERROR, span)
            }
        }
    }

    /// Converts a value to a type if that can be done.
    pub fn try_coerce(&mut self, value: Expr, expected: Ty) -> Result<Expr, Expr> {
        let (to, from) = (self.shallow(expected), self.shallow(value.ty));
        let to = self.types().widened(to);
        if to == from {
            return Ok(value);
        }
        match (self.a.program.types.kind(from).clone(), self.a.program.types.kind(to).clone()) {
            (TyKind::Never, kind) => {
                if let TyKind::Infer(variable) = kind {
                    self.infer.origin(variable).diverges = true;
                }
                Ok(convert(value, Conversion::Never, to))
            }
            (TyKind::Error, TyKind::Infer(variable)) => {
                self.infer.bind(variable, Ty::ERROR);
                Ok(value)
            }
            (TyKind::Error, _) | (_, TyKind::Error) => Ok(value),
            (TyKind::Infer(_), _) | (_, TyKind::Infer(_)) => self.equal(value, to),
            (_, TyKind::Any) => Ok(convert(value, Conversion::Interface, to)),
            (TyKind::Interface(a, _), TyKind::Interface(b, _)) if a == b => self.equal(value, to),
            (_, TyKind::Interface(id, arguments)) => self.as_interface(value, id, &arguments, to),
            (TyKind::Optional(_), TyKind::Optional(payload)) => {
                if self.unify(from, to) {
                    return Ok(value);
                }
                // `T?` to `T??`, and to an optional of an interface that optionals implement.
                let inner = self.shallow(payload);
                if matches!(self.kind(inner), TyKind::Optional(_) | TyKind::Interface(..) | TyKind::Any) {
                    let value = self.try_coerce(value, inner)?;
                    return Ok(convert(value, Conversion::Some, to));
                }
                Err(value)
            }
            (_, TyKind::Optional(payload)) => {
                let value = self.try_coerce(value, payload)?;
                Ok(convert(value, Conversion::Some, to))
            }
            _ => self.equal(value, to),
        }
    }

    fn equal(&mut self, value: Expr, to: Ty) -> Result<Expr, Expr> {
        if self.unify(value.ty, to) { Ok(value) } else { Err(value) }
    }

    fn as_interface(&mut self, value: Expr, id: InterfaceId, arguments: &[Ty], to: Ty) -> Result<Expr, Expr> {
        let Answer::Yes(_, found) = self.implementation(value.ty, id) else { return Err(value) };
        let snapshot = self.infer.snapshot();
        for (&wanted, found) in arguments.iter().zip(found) {
            if !self.unify(wanted, found) {
                self.infer.roll_back(snapshot);
                return Err(value);
            }
        }
        Ok(convert(value, Conversion::Interface, to))
    }

    /// The type that is expected of a form that never gives an optional itself, such as a list literal.
    pub fn expected_payload(&self, expected: Option<Ty>) -> Option<Ty> {
        let mut ty = self.shallow(expected?);
        while let TyKind::Optional(payload) = self.a.program.types.kind(ty) {
            ty = self.shallow(*payload);
        }
        Some(ty)
    }

    /// Lets what is expected of a call determine type arguments, where that can't hinder a conversion of the result.
    pub fn hint(&mut self, result: Ty, expected: Option<Ty>) {
        let Some(expected) = expected else { return };
        let result = self.shallow(result);
        if !self.a.program.types.has_variable(result) {
            return;
        }
        let expected = self.shallow(expected);
        let converts = |kind: &TyKind| matches!(kind, TyKind::Optional(_) | TyKind::Interface(..) | TyKind::Any);
        match self.kind(result) {
            TyKind::Infer(_) if converts(self.kind(expected)) || expected == Ty::UNIT => {}
            TyKind::Optional(_) => {
                self.unify(result, expected);
            }
            _ => {
                if let Some(expected) = self.expected_payload(Some(expected)) {
                    self.unify(result, expected);
                }
            }
        }
    }
}

pub fn convert(value: Expr, conversion: Conversion, ty: Ty) -> Expr {
    let span = value.span;
    Expr::new(ExprKind::Convert(conversion, Box::new(value)), ty, span)
}
