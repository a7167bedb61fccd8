//! Optionals and results. An optional is a reference, null for none; see the layout for what it refers to.

use super::To;
use crate::analysis::program::{Callee, Expr};
use crate::lower::function::Body;
use crate::types::{LocalId as Variable, Ty, TyKind};
use pvm_bytecode::{HeapType, Op, RefType, TrapKind, ValueType};

/// The tags of `Result`.
pub const OK: u32 = 0;
pub const ERR: u32 = 1;

impl<'p> Body<'_, 'p> {
    /// Gives the none of an optional type in the terms of the program.
    pub fn none(&mut self, ty: Ty, to: To) {
        if let Some(ValueType::Ref(reference)) = self.value(ty) {
            let null = ValueType::Ref(RefType::or_null(reference.heap));
            self.builder().op(Op::RefNull { heap: reference.heap }, 0, Some(null));
        }
        self.deliver_of(ty, to);
    }

    /// The concrete type of an optional's payload.
    pub fn payload(&mut self, optional: Ty) -> Ty {
        let ty = self.ty(optional);
        match *self.lowering.program.types.kind(ty) {
            TyKind::Optional(payload) => payload,
            _ => ty,
        }
    }

    /// Replaces an optional on the stack by its payload, of this concrete type; traps when there is none.
    pub fn take_payload(&mut self, payload: Ty, trap: TrapKind) {
        self.non_null(trap);
        self.unwrap_box(payload);
    }

    /// `e!`
    pub fn unwrap(&mut self, of: &'p Expr, expr: &'p Expr, to: To) {
        self.lower(of, To::Stack);
        let payload = self.payload(of.ty);
        self.at(expr);
        self.take_payload(payload, TrapKind::NullUnwrap);
        self.deliver_of(expr.ty, to);
    }

    /// Lowers an optional, then what follows if there is none; goes on with the optional in the local that is given
    /// to `some`.
    fn split(
        &mut self,
        of: &'p Expr,
        none: impl FnOnce(&mut Self),
        some: impl FnOnce(&mut Self, pvm_bytecode::LocalId),
    ) {
        self.lower(of, To::Stack);
        let optional = self.builder().pop_to_local();
        let [absent, present, after] = [(); 3].map(|()| self.builder().label());
        self.builder().get(optional);
        self.builder().op(Op::RefIsNull {}, 1, Some(ValueType::I64));
        self.builder().branch(absent, present);
        self.builder().place(present);
        some(self, optional);
        self.builder().jump(after);
        self.builder().place(absent);
        none(self);
        self.builder().place(after);
        self.builder().release(optional);
    }

    /// `a ?? b`
    pub fn coalesce(&mut self, value: &'p Expr, other: &'p Expr, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let payload = body.payload(value.ty);
            let stays_optional = body.ty(expr.ty) == body.ty(value.ty);
            body.split(
                value,
                |body| body.lower(other, to),
                |body, optional| {
                    body.builder().get(optional);
                    if !stays_optional {
                        body.take_payload(payload, TrapKind::NullUnwrap);
                    }
                    body.deliver_of(expr.ty, to);
                },
            );
        });
    }

    /// `a?.…`
    pub fn chain(&mut self, of: &'p Expr, variable: Variable, then: &'p Expr, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let payload = body.payload(of.ty);
            body.split(
                of,
                |body| body.none(expr.ty, to),
                |body, optional| {
                    body.builder().get(optional);
                    body.take_payload(payload, TrapKind::NullUnwrap);
                    let outside = body.bound.len();
                    body.bind(variable);
                    body.lower(then, to);
                    body.forget_from(outside);
                },
            );
        });
    }

    /// `e?` on an optional.
    pub fn try_optional(&mut self, of: &'p Expr, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let payload = body.payload(of.ty);
            body.split(
                of,
                |body| {
                    if let Some(ValueType::Ref(RefType { heap, .. })) = body.frame.result {
                        let null = ValueType::Ref(RefType::or_null(heap));
                        body.builder().op(Op::RefNull { heap }, 0, Some(null));
                    }
                    body.return_value();
                },
                |body, optional| {
                    body.builder().get(optional);
                    body.take_payload(payload, TrapKind::NullUnwrap);
                    body.deliver_of(expr.ty, to);
                },
            );
        });
    }

    /// `e?` on a `Result`.
    pub fn try_result(&mut self, of: &'p Expr, convert: Option<&'p Callee>, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let ty = body.ty(of.ty);
            let id = body.lowering.declare(ty);
            body.lower(of, To::Stack);
            let result = body.builder().pop_to_local();
            let [failed, fine] = [(); 2].map(|()| body.builder().label());
            body.builder().get(result);
            body.builder().op(Op::EnumTag { ty: id }, 1, Some(ValueType::I64));
            body.builder().branch(failed, fine);
            body.builder().place(failed);
            body.return_error(result, ty, convert, expr);
            body.builder().place(fine);
            body.builder().get(result);
            body.variant_payload(ty, OK);
            body.builder().release(result);
            body.deliver_of(expr.ty, to);
        });
    }

    /// Returns the error of the result in a local as one of the function's own result type.
    fn return_error(&mut self, result: pvm_bytecode::LocalId, ty: Ty, convert: Option<&'p Callee>, expr: &'p Expr) {
        self.builder().get(result);
        let own = self.frame.result_ty;
        if own != ty || convert.is_some() {
            self.variant_payload(ty, ERR);
            if let Some(convert) = convert {
                self.at(expr);
                self.call_with(convert, None);
            }
            if let Some(ValueType::Ref(RefType { heap: HeapType::Type(id), .. })) = self.lowering.value(own) {
                let variant = self.lowering.variant(id, ERR);
                let operands = self.lowering.field_count(variant);
                let value = ValueType::Ref(RefType::to(HeapType::Type(variant)));
                self.builder().op(Op::StructNew { ty: variant }, operands, Some(value));
            }
        }
        self.return_value();
    }

    /// Replaces a value of an enum on the stack, known to be of a variant with one payload, by that.
    pub fn variant_payload(&mut self, ty: Ty, tag: u32) {
        let variant = {
            let id = self.lowering.declare(ty);
            self.lowering.variant(id, tag)
        };
        let Some(field) = self.lowering.field(variant, 0) else { return self.builder().drop() };
        let value = self.lowering.field_value(variant, field);
        let heap = HeapType::Type(variant);
        self.builder().op(Op::RefCast { heap }, 1, Some(ValueType::Ref(RefType::to(heap))));
        self.builder().op(Op::StructGet { ty: variant, field }, 1, value);
    }
}
