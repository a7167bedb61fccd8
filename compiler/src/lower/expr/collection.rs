//! Values with parts: structs, tuples, variants of enums, arrays.

use super::To;
use crate::analysis::program::Expr;
use crate::lower::function::Body;
use crate::lower::intrinsic::ArrayOp;
use crate::types::{EnumId, TyKind};
use pvm_bytecode::{HeapType, Op, RefType, ValueType};

impl<'p> Body<'_, 'p> {
    /// A struct or a tuple.
    pub fn structure(&mut self, values: &'p [Expr], expr: &'p Expr, to: To) {
        self.operands(values.len(), |index| &values[index]);
        let ty = self.structure_type(expr);
        self.at(expr);
        self.new_object(ty);
        self.deliver_of(expr.ty, to);
    }

    pub fn variant(&mut self, id: EnumId, tag: u32, values: &'p [Expr], expr: &'p Expr, to: To) {
        if self.lowering.is_plain(id) {
            self.builder().integer(i64::from(tag));
        } else {
            self.operands(values.len(), |index| &values[index]);
            let of = self.structure_type(expr);
            self.at(expr);
            self.new_object(self.lowering.variant(of, tag));
        }
        self.deliver_of(expr.ty, to);
    }

    /// `array[index]`
    pub fn element(&mut self, array: &'p Expr, index: &'p Expr, expr: &'p Expr, to: To) {
        let element = self.element_type(array);
        self.operands(2, |at| if at == 0 { array } else { index });
        self.at(expr);
        self.array(ArrayOp::Get, element);
        self.deliver_of(expr.ty, to);
    }

    pub fn array_of(&mut self, values: &'p [Expr], expr: &'p Expr, to: To) {
        let array = self.ty(expr.ty);
        let ty = self.lowering.declare(array);
        let element = match *self.lowering.program.types.kind(array) {
            TyKind::Array(element) => self.lowering.value(element),
            _ => None,
        };
        self.operands(values.len(), |index| &values[index]);
        if element.is_none() {
            (0..values.len()).for_each(|_| self.builder().integer(0));
        }
        self.at(expr);
        let value = ValueType::Ref(RefType::to(HeapType::Type(ty)));
        self.builder().op(Op::ArrayOf { ty, count: values.len() as u32 }, values.len(), Some(value));
        self.deliver_of(expr.ty, to);
    }
}
