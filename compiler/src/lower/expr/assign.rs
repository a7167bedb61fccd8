//! Assignment. The parts of a place are evaluated once, from left to right, before the value.

use super::To;
use crate::analysis::program::{Callee, Expr, Place};
use crate::lower::function::{Body, Slot};
use crate::lower::intrinsic::ArrayOp;
use crate::syntax::tree::BinaryOp;
use crate::types::{LocalId as Variable, Ty, TyKind};
use pvm_bytecode::{FieldId, LocalId, Op, ValueType};

impl<'p> Body<'_, 'p> {
    pub fn assign(&mut self, place: &'p Place, value: &'p Expr, to: To) {
        match place {
            Place::Local(variable) => self.assign_variable(*variable, value),
            Place::Global(global) => {
                self.lower(value, To::Stack);
                if self.value(value.ty).is_some() {
                    let global = self.lowering.global(*global);
                    self.builder().op(Op::GlobalSet { global }, 1, None);
                }
            }
            Place::Field(of, field) => {
                let ty = self.structure_type(of);
                self.operands(2, |index| if index == 0 { of } else { value });
                match self.lowering.field(ty, *field) {
                    Some(field) => self.builder().op(Op::StructSet { ty, field }, 2, None),
                    None => self.builder().drop(),
                }
            }
            Place::Element(array, index) => {
                let parts = [array, index, value];
                self.operands(3, |at| parts[at]);
                self.at_index_of(array);
                let element = self.element_type(array);
                self.array(ArrayOp::Set, element);
            }
            Place::Index { receiver, key, set, .. } => {
                let parts = [receiver, key, value];
                self.operands(3, |at| parts[at]);
                self.at_index_of(receiver);
                self.call_for_effect(set, receiver);
            }
        }
        self.deliver(None, to);
    }

    fn assign_variable(&mut self, variable: Variable, value: &'p Expr) {
        match self.slots[variable.index()] {
            Slot::Nothing | Slot::Borrowed(_) | Slot::Constant(_) => self.lower(value, To::Nothing),
            Slot::Local(local) => self.lower(value, To::Local(local)),
            Slot::Cell(local, ty) => {
                self.builder().get(local);
                self.lower(value, To::Stack);
                self.builder().op(Op::StructSet { ty, field: FieldId(0) }, 2, None);
            }
        }
    }

    pub fn element_type(&mut self, array: &Expr) -> Ty {
        let ty = self.ty(array.ty);
        match *self.lowering.program.types.kind(ty) {
            TyKind::Array(element) => element,
            _ => ty,
        }
    }

    /// `place op= value`
    pub fn assign_op(&mut self, place: &'p Place, op: BinaryOp, value: &'p Expr, expr: &'p Expr, to: To) {
        match place {
            Place::Local(variable) => self.update_variable(*variable, op, value, expr),
            Place::Global(id) => {
                let global = self.lowering.global(*id);
                let stored = self.lowering.module.globals[global.index()].ty;
                self.builder().op(Op::GlobalGet { global }, 0, Some(stored));
                self.at(expr);
                self.non_null(pvm_bytecode::TrapKind::Uninitialised);
                self.operate(op, value, expr);
                self.builder().op(Op::GlobalSet { global }, 1, None);
            }
            Place::Field(of, field) => {
                let ty = self.structure_type(of);
                let Some(field) = self.lowering.field(ty, *field) else { return };
                let object = self.keep(of);
                object.push(self);
                object.push(self);
                let stored = self.lowering.field_value(ty, field);
                self.builder().op(Op::StructGet { ty, field }, 1, stored);
                self.operate(op, value, expr);
                self.builder().op(Op::StructSet { ty, field }, 2, None);
                object.release(self);
            }
            Place::Element(array, index) => {
                let element = self.element_type(array);
                let (object, at) = (self.keep(array), self.keep(index));
                object.push(self);
                at.push(self);
                object.push(self);
                at.push(self);
                self.at_index_of(array);
                self.array(ArrayOp::Get, element);
                self.operate(op, value, expr);
                self.array(ArrayOp::Set, element);
                object.release(self);
                at.release(self);
            }
            Place::Index { receiver, key, get, set } => {
                self.update_index([receiver, key], [get.as_ref(), Some(set)], op, value, expr);
            }
        }
        self.deliver(None, to);
    }

    fn update_variable(&mut self, variable: Variable, op: BinaryOp, value: &'p Expr, expr: &'p Expr) {
        if let Slot::Cell(local, _) = self.slots[variable.index()] {
            self.builder().get(local);
        }
        self.read(variable);
        self.operate(op, value, expr);
        match self.slots[variable.index()] {
            Slot::Nothing | Slot::Borrowed(_) | Slot::Constant(_) => {}
            Slot::Local(local) => self.builder().set(local),
            Slot::Cell(_, ty) => self.builder().op(Op::StructSet { ty, field: FieldId(0) }, 2, None),
        }
    }

    fn update_index(
        &mut self,
        [receiver, key]: [&'p Expr; 2],
        [get, set]: [Option<&'p Callee>; 2],
        op: BinaryOp,
        value: &'p Expr,
        expr: &'p Expr,
    ) {
        let (object, at) = (self.keep(receiver), self.keep(key));
        object.push(self);
        at.push(self);
        if let Some(get) = get {
            object.push(self);
            at.push(self);
            self.at_index_of(receiver);
            self.call_with(get, Some(receiver));
        }
        self.operate(op, value, expr);
        if let Some(set) = set {
            self.at_index_of(receiver);
            self.call_for_effect(set, receiver);
        }
        object.release(self);
        at.release(self);
    }

    /// Applies an operator to what is on the stack and a value.
    fn operate(&mut self, op: BinaryOp, value: &'p Expr, expr: &'p Expr) {
        self.lower(value, To::Stack);
        self.at(expr);
        self.binary_op(op, value.ty);
    }

    // Values that are needed more than once

    /// Evaluates an expression whose value is pushed several times.
    pub fn keep(&mut self, expr: &'p Expr) -> Kept<'p> {
        if self.can_wait(expr) {
            return Kept::Again(expr);
        }
        match self.value(expr.ty) {
            None => {
                self.lower(expr, To::Nothing);
                Kept::Nothing
            }
            Some(value) => Kept::Local(self.keep_as(expr, value)),
        }
    }

    fn keep_as(&mut self, expr: &'p Expr, value: ValueType) -> LocalId {
        let local = self.builder().local(value);
        self.lower(expr, To::Local(local));
        local
    }
}

/// A value that can be pushed again and again.
#[derive(Clone, Copy)]
pub enum Kept<'p> {
    Local(LocalId),
    /// A constant, or a variable that never changes.
    Again(&'p Expr),
    Nothing,
}

impl<'p> Kept<'p> {
    pub fn push(self, body: &mut Body<'_, 'p>) {
        match self {
            Self::Local(local) => body.builder().get(local),
            Self::Again(expr) => body.lower(expr, To::Stack),
            Self::Nothing => {}
        }
    }

    pub fn release(self, body: &mut Body<'_, 'p>) {
        if let Self::Local(local) = self {
            body.builder().release(local);
        }
    }
}
