//! Variables of modules. Those of functions are in the function's body itself.

use super::To;
use crate::analysis::program::{Expr, ExprKind};
use crate::lower::function::Body;
use crate::types::GlobalId;
use pvm_bytecode::{Op, RefType, TrapKind, ValueType};

impl<'p> Body<'_, 'p> {
    /// A constant is its literal. Other globals of reference types start as null, so reading one tells whether its
    /// initialiser has run.
    pub fn global(&mut self, id: GlobalId, expr: &'p Expr, to: To) {
        let globals = self.lowering.globals;
        let global = &globals[id.index()];
        if self.is_constant(id) {
            return self.lower(&global.value, to);
        }
        let value = self.lowering.value(global.ty);
        if value.is_some() {
            let global = self.lowering.global(id);
            let stored = self.lowering.module.globals[global.index()].ty;
            self.builder().op(Op::GlobalGet { global }, 0, Some(stored));
            if let Some(ValueType::Ref(RefType { nullable: false, .. })) = value {
                self.at(expr);
                self.non_null(TrapKind::Uninitialised);
            }
        }
        self.deliver(value, to);
    }

    /// Whether a global is its literal wherever it is used.
    pub fn is_constant(&self, id: GlobalId) -> bool {
        let global = &self.lowering.globals[id.index()];
        !global.mutable && is_literal(&global.value)
    }
}

/// Whether a global's value can be written wherever it is used.
pub fn is_literal(value: &Expr) -> bool {
    matches!(
        value.kind,
        ExprKind::Int(_) | ExprKind::Float(_) | ExprKind::Bool(_) | ExprKind::Char(_) | ExprKind::String(_)
    )
}
