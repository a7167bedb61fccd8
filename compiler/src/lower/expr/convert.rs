//! Conversions: to optionals and interface types, where a value that is no reference by itself is boxed, and between
//! numbers; and the tests of what a value of interface type really is.

use super::To;
use crate::analysis::program::{Conversion, Expr};
use crate::lower::function::Body;
use crate::types::{Ty, TyKind};
use pvm_bytecode::{FieldId, HeapType, Op, RefType, TrapKind, ValueType};

/// The scalar values of Unicode: below the end, without the surrogates.
const UNICODE_END: i64 = 0x11_0000;
const SURROGATES: (i64, i64) = (0xd800, 0xe000);

impl<'p> Body<'_, 'p> {
    pub fn convert(&mut self, conversion: Conversion, of: &'p Expr, expr: &'p Expr, to: To) {
        match conversion {
            Conversion::Never => return self.lower(of, To::Nothing),
            Conversion::Some => {
                self.lower(of, To::Stack);
                let ty = self.ty(of.ty);
                self.wrap(ty);
            }
            Conversion::Interface => {
                self.lower(of, To::Stack);
                let (from, into) = (self.ty(of.ty), self.ty(expr.ty));
                self.make_dynamic(from, into, expr);
            }
            Conversion::IntToFloat => {
                self.lower(of, To::Stack);
                self.builder().op(Op::F64FromI64 {}, 1, Some(ValueType::F64));
            }
            Conversion::FloatToInt => {
                self.lower(of, To::Stack);
                self.builder().op(Op::I64FromF64 {}, 1, Some(ValueType::I64));
            }
            Conversion::CharToInt | Conversion::BoolToInt => self.lower(of, To::Stack),
            Conversion::IntToChar => return self.int_to_char(of, expr, to),
        }
        self.deliver_of(expr.ty, to);
    }

    /// Makes the value on the stack, of a concrete type, a non-null reference, by a box if it needs one.
    pub fn wrap(&mut self, ty: Ty) {
        if let Some(boxed) = self.lowering.box_of(ty) {
            let operands = usize::from(self.lowering.value(ty).is_some());
            let boxed_value = ValueType::Ref(RefType::to(HeapType::Type(boxed)));
            self.builder().op(Op::StructNew { ty: boxed }, operands, Some(boxed_value));
        }
    }

    /// The reverse: takes the value of a type out of the non-null reference on the stack.
    pub fn unwrap_box(&mut self, ty: Ty) {
        let Some(boxed) = self.lowering.box_of(ty) else { return };
        match self.lowering.value(ty) {
            Some(value) => {
                self.builder().op(Op::StructGet { ty: boxed, field: FieldId(0) }, 1, Some(value));
            }
            None => self.builder().drop(),
        }
    }

    fn make_dynamic(&mut self, from: Ty, into: Ty, expr: &'p Expr) {
        if from == into {
            return;
        }
        let is_interface = matches!(self.lowering.program.types.kind(from), TyKind::Interface(..) | TyKind::Any);
        if !is_interface {
            self.wrap(from);
            self.lowering.converted(from, into);
            return;
        }
        // An interface that is built on: whatever has the one has the other, but the machine keeps no such order.
        if into != Ty::ANY {
            let heap = self.lowering.heap(into);
            self.at(expr);
            self.builder().op(Op::RefCast { heap }, 1, Some(ValueType::Ref(RefType::to(heap))));
        }
    }

    fn int_to_char(&mut self, of: &'p Expr, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let number = body.builder().local(ValueType::I64);
            body.lower(of, To::Local(number));
            let [low, high, good, bad] = [(); 4].map(|()| body.builder().label());
            let builder = body.builder();
            builder.get(number);
            builder.integer(SURROGATES.0);
            builder.binary(Op::I64LtU {});
            builder.branch(good, high);
            builder.place(high);
            builder.get(number);
            builder.integer(SURROGATES.1);
            builder.binary(Op::I64LtU {});
            builder.branch(bad, low);
            builder.place(low);
            builder.get(number);
            builder.integer(UNICODE_END);
            builder.binary(Op::I64LtU {});
            builder.branch(good, bad);
            builder.place(bad);
            body.at(expr);
            body.builder().get(number);
            body.library("int_to_string", 1);
            body.string(" is not the number of a character");
            body.library("string_concat", 2);
            body.builder().end_with(Op::Panic { trap: TrapKind::Panic }, 1);
            body.builder().place(good);
            body.builder().get(number);
            body.builder().release(number);
            body.deliver(Some(ValueType::I64), to);
        });
    }

    /// `e is T`
    pub fn is(&mut self, of: &'p Expr, ty: Ty, to: To) {
        self.lower(of, To::Stack);
        self.test_type(ty);
        self.deliver(Some(ValueType::I64), to);
    }

    /// Replaces the value of interface type on the stack by whether it is of a type.
    pub fn test_type(&mut self, ty: Ty) {
        let ty = self.ty(ty);
        self.lowering.asked_for(ty);
        let heap = self.lowering.heap(ty);
        self.builder().op(Op::RefTest { heap }, 1, Some(ValueType::I64));
    }

    /// `e as? T`: an optional of `T` is represented as a value of interface type is, but for null.
    pub fn cast(&mut self, of: &'p Expr, ty: Ty, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let heap = {
                let ty = body.ty(ty);
                body.lowering.heap(ty)
            };
            body.lower(of, To::Stack);
            let value = body.builder().pop_to_local();
            let [yes, no, after] = [(); 3].map(|()| body.builder().label());
            body.builder().get(value);
            body.test_type(ty);
            body.builder().branch(yes, no);
            body.builder().place(yes);
            body.builder().get(value);
            body.builder().op(Op::RefCast { heap }, 1, Some(ValueType::Ref(RefType::to(heap))));
            body.deliver_of(expr.ty, to);
            body.builder().jump(after);
            body.builder().place(no);
            body.none(expr.ty, to);
            body.builder().place(after);
            body.builder().release(value);
        });
    }
}
