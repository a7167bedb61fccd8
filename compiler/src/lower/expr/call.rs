//! Calls of functions, methods and function values, and functions as values.

use super::To;
use crate::analysis::program::{Callee, Expr};
use crate::lower::function::Body;
use crate::lower::instance::Target;
use crate::types::TyKind;
use pvm_bytecode::{HeapType, Op, RefType, Type, TypeId, ValueType};

impl<'p> Body<'_, 'p> {
    pub fn call(&mut self, callee: &'p Callee, arguments: &'p [Expr], expr: &'p Expr, to: To) {
        let target = self.lowering.target(callee, &mut self.scope);
        let tail = to == To::TailReturn && self.frame.defers.is_empty() && self.can_replace(&target);
        self.operands(arguments.len(), |index| &arguments[index]);
        self.receive(&target, arguments.first());
        self.at(expr);
        if tail {
            return self.tail_call(&target);
        }
        self.emit(&target);
        self.deliver_of(expr.ty, to);
    }

    pub fn call_value(&mut self, function: &'p Expr, arguments: &'p [Expr], expr: &'p Expr, to: To) {
        let ty = self.structure_type(function);
        let tail = to == To::TailReturn && self.frame.defers.is_empty();
        let result = self.function_result(ty);
        self.operands(arguments.len() + 1, |index| match index.checked_sub(1) {
            Some(index) => &arguments[index],
            None => function,
        });
        let count = 1 + self.operand_count(ty);
        self.at(expr);
        if tail && result == self.frame.result {
            return self.builder().end_with(Op::TailCallValue { ty }, count);
        }
        self.builder().op(Op::CallValue { ty }, count, result);
        self.deliver_of(expr.ty, to);
    }

    /// Calls with the arguments on the stack. `receiver` is the first of them where the call is one of a method.
    pub fn call_with(&mut self, callee: &'p Callee, receiver: Option<&Expr>) {
        let target = self.lowering.target(callee, &mut self.scope);
        self.receive(&target, receiver);
        self.emit(&target);
    }

    /// The same for a call whose result nobody wants.
    pub fn call_for_effect(&mut self, callee: &'p Callee, receiver: &Expr) {
        let target = self.lowering.target(callee, &mut self.scope);
        self.receive(&target, Some(receiver));
        self.emit(&target);
        if self.lowering.target_result(&target).is_some() {
            self.builder().drop();
        }
    }

    fn function_result(&self, ty: TypeId) -> Option<ValueType> {
        match self.lowering.module.ty(ty) {
            Type::Function { signature } => signature.result,
            _ => None,
        }
    }

    fn operand_count(&self, ty: TypeId) -> usize {
        match self.lowering.module.ty(ty) {
            Type::Function { signature } => signature.params.len(),
            _ => 0,
        }
    }

    /// A receiver whose static type is an interface that builds on the method's own is turned into one of that.
    fn receive(&mut self, target: &Target, receiver: Option<&Expr>) {
        let (Target::Method(ty, _), Some(receiver)) = (target, receiver) else { return };
        let heap = HeapType::Type(*ty);
        let wanted = ValueType::Ref(RefType::to(heap));
        if self.value(receiver.ty) == Some(wanted) || !self.builder().is_open() {
            return;
        }
        let count = self.lowering.operands_of(target);
        let others: Vec<_> = (1..count).map(|_| self.builder().pop_to_local()).collect();
        self.builder().op(Op::RefCast { heap }, 1, Some(wanted));
        self.builder().unspill(others);
    }

    /// Emits the call of a target, whose arguments are on the stack.
    pub fn emit(&mut self, target: &Target) {
        let count = self.lowering.operands_of(target);
        let result = self.lowering.target_result(target);
        let op = match target {
            Target::Function(function) => Op::Call { function: *function },
            Target::Import(import) => Op::CallImport { import: *import },
            Target::Lib(call) => Op::CallLib { call: *call },
            Target::Sys(call) => Op::CallSys { call: *call },
            Target::Method(ty, method) => Op::CallMethod { ty: *ty, method: *method },
            Target::Op(intrinsic, arguments) => return self.intrinsic(*intrinsic, arguments),
            Target::None => return self.unreachable(),
        };
        self.builder().op(op, count, result);
    }

    fn can_replace(&self, target: &Target) -> bool {
        matches!(target, Target::Function(_) | Target::Method(..))
            && self.lowering.target_result(target) == self.frame.result
    }

    fn tail_call(&mut self, target: &Target) {
        let count = self.lowering.operands_of(target);
        let op = match target {
            Target::Function(function) => Op::TailCall { function: *function },
            Target::Method(ty, method) => Op::TailCallMethod { ty: *ty, method: *method },
            _ => return,
        };
        self.builder().end_with(op, count);
    }

    /// A function as a value: a closure without captures over a function that passes its arguments on.
    pub fn function_value(&mut self, callee: &'p Callee, expr: &'p Expr, to: To) {
        let ty = self.ty(expr.ty);
        let target = self.lowering.target(callee, &mut self.scope);
        if let TyKind::Function(params, result) = self.lowering.program.types.kind(ty).clone() {
            let closure = self.lowering.thunk(ty, &params, result, &target);
            self.at(expr);
            self.new_object(closure);
        }
        self.deliver_of(expr.ty, to);
    }
}
