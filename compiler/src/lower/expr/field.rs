//! Fields of structs and parts of tuples.

use super::To;
use crate::analysis::program::Expr;
use crate::lower::function::Body;
use pvm_bytecode::{HeapType, Op, RefType, TypeId, ValueType};

impl<'p> Body<'_, 'p> {
    pub fn field(&mut self, of: &'p Expr, field: u32, expr: &'p Expr, to: To) {
        let ty = self.structure_type(of);
        match self.lowering.field(ty, field) {
            Some(field) => {
                self.lower(of, To::Stack);
                let value = self.lowering.field_value(ty, field);
                self.builder().op(Op::StructGet { ty, field }, 1, value);
            }
            None => self.lower(of, To::Nothing),
        }
        self.deliver_of(expr.ty, to);
    }

    /// The module's type of an expression that gives a struct or tuple.
    pub fn structure_type(&mut self, of: &Expr) -> TypeId {
        let ty = self.ty(of.ty);
        self.lowering.declare(ty)
    }

    /// Makes an object of the fields on the stack.
    pub fn new_object(&mut self, ty: TypeId) {
        let fields = self.lowering.field_count(ty);
        let object = ValueType::Ref(RefType::to(HeapType::Type(ty)));
        self.builder().op(Op::StructNew { ty }, fields, Some(object));
    }
}
