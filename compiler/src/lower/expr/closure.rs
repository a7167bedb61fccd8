//! Closures: a function of their own that takes the closure first, and an object with what they capture. Variables
//! that never change are copied; others are in cells, which are shared.

use super::To;
use crate::analysis::program::{Closure, Expr};
use crate::lower::function::{Body, Frame, Slot};
use crate::types::{LocalId as Variable, Ty, TyKind};
use pvm_bytecode::{FieldId, HeapType, LocalId, Op, RefType, Signature, TypeId, ValueType};

impl<'p> Body<'_, 'p> {
    pub fn closure(&mut self, closure: &'p Closure, expr: &'p Expr, to: To) {
        let ty = self.ty(expr.ty);
        let TyKind::Function(params, result) = self.lowering.program.types.kind(ty).clone() else { return };
        let slots = closure.captures.iter().map(|&variable| (variable, self.slots[variable.index()]));
        let captured: Vec<(Variable, Slot)> =
            slots.filter(|(_, slot)| !matches!(slot, Slot::Nothing | Slot::Constant(_))).collect();
        let mut fields = Vec::with_capacity(captured.len());
        for (_, slot) in &captured {
            if let Slot::Local(local) | Slot::Borrowed(local) | Slot::Cell(local, _) = *slot {
                self.builder().get(local);
                fields.push(self.builder().local_type(local));
            }
        }
        self.closures += 1;
        let name = format!("{}.closure{}", self.lowering.debug_name(self.function), self.closures);
        let of = self.lowering.declare(ty);
        let signature = self.lowering.signature(&params, result);
        let (function, object) = self.lowering.new_closure(of, signature.clone(), &fields, name);
        self.at(expr);
        self.new_object(object);
        self.deliver_of(expr.ty, to);

        let first = ValueType::Ref(RefType::to(HeapType::Type(object)));
        let signature = Signature { params: [vec![first], signature.params].concat(), result: signature.result };
        let outer = std::mem::replace(&mut self.frame, Frame::new(signature.params, result, signature.result));
        let outer_bound = self.bound.len();
        self.closure_body(closure, object, &captured);
        let inner = std::mem::replace(&mut self.frame, outer);
        self.abandon_from(outer_bound);
        for (variable, slot) in captured {
            self.slots[variable.index()] = slot;
        }
        self.lowering.store(function, inner.builder.finish(), expr.span);
    }

    fn closure_body(&mut self, closure: &'p Closure, object: TypeId, captured: &[(Variable, Slot)]) {
        for (&(variable, slot), field) in captured.iter().zip(0..) {
            let value = self.lowering.field_value(object, FieldId(field));
            self.builder().get(LocalId(0));
            self.builder().op(Op::StructGet { ty: object, field: FieldId(field) }, 1, value);
            let local = self.builder().pop_to_local();
            self.slots[variable.index()] = match slot {
                Slot::Cell(_, ty) => Slot::Cell(local, ty),
                _ => Slot::Local(local),
            };
        }
        let mut next = 1;
        for &param in &closure.params {
            if self.value(self.locals[param.index()].ty).is_some() {
                self.adopt(param, LocalId(next));
                next += 1;
            }
        }
        self.lower(&closure.body, To::Return);
        if closure.body.ty == Ty::UNIT && self.builder().is_open() {
            self.return_value();
        }
    }
}
