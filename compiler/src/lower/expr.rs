//! The lowering of expressions: one function that hands each kind to its file, and what they share: where a value is
//! wanted, and how operands stay in order when one of them branches.

mod assert;
mod assign;
mod block;
mod call;
mod closure;
mod collection;
mod condition;
mod control;
mod convert;
mod field;
mod interpolation;
mod matching;
mod name;
mod operator;
mod optional;

pub use name::is_literal;
pub use optional::ERR;

use super::function::Body;
use crate::analysis::program::{Expr, ExprKind, Place};
use crate::types::Ty;
use pvm_bytecode::{ConstId, HeapType, LocalId, Op, RefType, TrapKind, ValueType};

/// Where the value of an expression is wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum To {
    /// On the operand stack.
    Stack,
    Local(LocalId),
    /// Nowhere: only what the expression does counts.
    Nothing,
    /// It is what the function returns.
    Return,
    /// The same, and a call may take the place of the function.
    TailReturn,
}

/// What an instruction takes.
#[derive(Clone, Copy)]
pub enum Operand<'p, 't> {
    Value(&'p Expr),
    Text(&'t str),
}

impl Operand<'_, '_> {
    fn branches(self) -> bool {
        matches!(self, Self::Value(value) if branches(value))
    }
}

/// Where an operand is until it is pushed.
enum Waiting {
    Local(LocalId),
    /// It is evaluated only then.
    Itself,
    Nothing,
}

pub const STRING: ValueType = ValueType::Ref(RefType::to(HeapType::String));

/// So much native stack must be left to go one level deeper; otherwise it grows by so much.
const RED_ZONE: usize = 64 * 1024;
const GROWTH: usize = 1024 * 1024;

impl<'p> Body<'_, 'p> {
    /// Lowers an expression; its value goes where it is wanted. What can't be reached is left out.
    pub fn lower(&mut self, expr: &'p Expr, to: To) {
        if self.builder().is_open() {
            stacker::maybe_grow(RED_ZONE, GROWTH, || self.lower_here(expr, to));
        }
    }

    fn lower_here(&mut self, expr: &'p Expr, to: To) {
        if expr.ty == Ty::NEVER {
            // Nobody will take what is pending.
            self.clear();
        }
        match &expr.kind {
            ExprKind::Error => self.unreachable(),
            ExprKind::Unit => self.deliver(None, to),
            ExprKind::Int(value) => self.integer(*value, to),
            ExprKind::Float(value) => {
                self.builder().float(*value);
                self.deliver(Some(ValueType::F64), to);
            }
            ExprKind::Bool(value) => self.integer(i64::from(*value), to),
            ExprKind::Char(value) => self.integer(i64::from(u32::from(*value)), to),
            ExprKind::String(text) => {
                self.string(text);
                self.deliver(Some(STRING), to);
            }
            ExprKind::None => self.none(expr.ty, to),
            ExprKind::Local(variable) => {
                self.read(*variable);
                self.deliver_of(expr.ty, to);
            }
            ExprKind::Global(global) => self.global(*global, expr, to),
            ExprKind::Call(callee, arguments) => self.call(callee, arguments, expr, to),
            ExprKind::CallValue(function, arguments) => self.call_value(function, arguments, expr, to),
            ExprKind::Function(callee) => self.function_value(callee, expr, to),
            ExprKind::Closure(closure) => self.closure(closure, expr, to),
            ExprKind::Struct(_, values) => self.structure(values, expr, to),
            ExprKind::Field(of, field) => self.field(of, *field, expr, to),
            ExprKind::Element(array, index) => self.element(array, index, expr, to),
            ExprKind::Variant(id, variant, values) => self.variant(*id, *variant, values, expr, to),
            ExprKind::Tuple(values) => self.structure(values, expr, to),
            ExprKind::TupleField(of, field) => self.field(of, *field, expr, to),
            ExprKind::Array(values) => self.array_of(values, expr, to),
            ExprKind::Concat(_) => self.join(expr, to),
            ExprKind::Unary(op, of) => self.unary(*op, of, to),
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right, expr, to),
            ExprKind::And(..) | ExprKind::Or(..) => self.truth(expr, to),
            ExprKind::Coalesce(value, other) => self.coalesce(value, other, expr, to),
            ExprKind::Convert(conversion, of) => self.convert(*conversion, of, expr, to),
            ExprKind::Is(of, ty) => self.is(of, *ty, to),
            ExprKind::As(of, ty) => self.cast(of, *ty, expr, to),
            ExprKind::Unwrap(of) => self.unwrap(of, expr, to),
            ExprKind::TryOptional(of) => self.try_optional(of, expr, to),
            ExprKind::TryResult(of, convert) => self.try_result(of, convert.as_deref(), expr, to),
            ExprKind::OptionalChain(of, variable, then) => self.chain(of, *variable, then, expr, to),
            ExprKind::Block(block) => self.block(block, to),
            ExprKind::If(condition, then, otherwise) => self.choose(condition, then, otherwise.as_deref(), expr, to),
            ExprKind::Match(of) => self.matching(of, expr, to),
            ExprKind::Loop { label, body } => self.endless_loop(*label, body, expr, to),
            ExprKind::While { label, condition, body } => self.while_loop(*label, condition, body, to),
            ExprKind::For(of) => self.for_loop(of, to),
            ExprKind::Break(label, value) => self.break_loop(*label, value.as_deref()),
            ExprKind::Continue(label) => self.continue_loop(*label),
            ExprKind::Return(value) => self.give_back(value.as_deref()),
            ExprKind::Assign(place, value) => self.assign(place, value, to),
            ExprKind::AssignOp(place, op, value) => self.assign_op(place, *op, value, expr, to),
            ExprKind::Assert(assert) => self.assert(assert, expr, to),
        }
        if expr.ty == Ty::NEVER {
            self.unreachable();
        }
    }

    // Where values go

    /// Takes the value on the stack, if there is one, to where it is wanted.
    pub fn deliver(&mut self, value: Option<ValueType>, to: To) {
        match to {
            To::Stack => {}
            To::Local(local) if value.is_some() => self.builder().set(local),
            To::Nothing if value.is_some() => self.builder().drop(),
            To::Local(_) | To::Nothing => {}
            To::Return | To::TailReturn => {
                if value.is_some() && self.frame.result.is_none() {
                    self.builder().drop();
                }
                self.return_value();
            }
        }
    }

    /// The same for a value of a type in the terms of the program.
    pub fn deliver_of(&mut self, ty: Ty, to: To) {
        let value = self.value(ty);
        self.deliver(value, to);
    }

    fn integer(&mut self, value: i64, to: To) {
        self.builder().integer(value);
        self.deliver(Some(ValueType::I64), to);
    }

    /// Lowers what branches: pending operands are out of the way, and the value is not wanted on the stack.
    pub fn branching(&mut self, ty: Ty, to: To, inside: impl FnOnce(&mut Self, To)) {
        if matches!(to, To::Return | To::TailReturn) {
            self.clear();
            return inside(self, to);
        }
        let pending = self.builder().spill();
        if to != To::Stack {
            inside(self, to);
            return self.builder().unspill(pending);
        }
        let value = self.value(ty);
        let local = value.map(|value| self.builder().local(value));
        inside(self, local.map_or(To::Nothing, To::Local));
        self.builder().unspill(pending);
        if let Some(local) = local {
            self.builder().get(local);
            self.builder().release(local);
        }
    }

    /// Drops all pending operands, because control does not come back to where they are taken.
    pub fn clear(&mut self) {
        while self.builder().is_open() && self.builder().depth() > 0 {
            self.builder().drop();
        }
    }

    /// Ends the block where control can't come.
    pub fn unreachable(&mut self) {
        if self.builder().is_open() {
            self.clear();
            self.builder().end(Op::Unreachable {});
        }
    }

    // What many kinds need

    /// What is emitted next stems from this expression.
    pub fn at(&mut self, expr: &Expr) {
        self.builder().at(expr.place);
    }

    /// What is emitted next stems from the bracket behind what is indexed.
    pub fn at_index_of(&mut self, indexed: &Expr) {
        self.builder().at(indexed.span.end);
    }

    pub fn string(&mut self, text: &str) {
        let constant: ConstId = self.lowering.constant(text);
        self.builder().op(Op::StringConst { constant }, 0, Some(STRING));
    }

    /// Takes null off the possible values of the reference on the stack, by a trap.
    pub fn non_null(&mut self, trap: TrapKind) {
        let builder = self.builder();
        let Some(ValueType::Ref(reference)) = builder.top() else { return };
        if reference.nullable {
            builder.op(Op::RefNonNull { trap }, 1, Some(ValueType::Ref(RefType::to(reference.heap))));
        }
    }

    // Operands

    /// Lowers operands so that they end up on the stack in order.
    pub fn operands(&mut self, count: usize, at: impl Fn(usize) -> &'p Expr) {
        self.operands_of(count, |index| Operand::Value(at(index)));
    }

    /// Where an operand branches, those before it wait in locals; constants and variables that never change need not.
    pub fn operands_of<'t>(&mut self, count: usize, at: impl Fn(usize) -> Operand<'p, 't>) {
        let mut start = 0;
        if let Some(last) = (1..count).rev().find(|&index| at(index).branches()) {
            let waiting: Vec<_> = (0..=last).map(|index| self.wait(at(index), index == last)).collect();
            for (index, local) in waiting.into_iter().enumerate() {
                match local {
                    Waiting::Local(local) => {
                        self.builder().get(local);
                        self.builder().release(local);
                    }
                    Waiting::Itself => self.operand(at(index)),
                    Waiting::Nothing => {}
                }
            }
            start = last + 1;
        }
        (start..count).for_each(|index| self.operand(at(index)));
    }

    /// Evaluates an operand that is pushed only later. The last one that waits may be the one that branches.
    fn wait(&mut self, operand: Operand<'p, '_>, last: bool) -> Waiting {
        let Operand::Value(value) = operand else { return Waiting::Itself };
        if !last && self.can_wait(value) {
            return Waiting::Itself;
        }
        let local = self.value(value.ty).map(|value| self.builder().local(value));
        self.lower(value, local.map_or(To::Nothing, To::Local));
        local.map_or(Waiting::Nothing, Waiting::Local)
    }

    fn operand(&mut self, operand: Operand<'p, '_>) {
        match operand {
            Operand::Value(value) => self.lower(value, To::Stack),
            Operand::Text(text) => self.string(text),
        }
    }

    /// Whether an expression gives the same whenever it is evaluated, and does nothing.
    fn can_wait(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Int(_)
            | ExprKind::Float(_)
            | ExprKind::Bool(_)
            | ExprKind::Char(_)
            | ExprKind::String(_)
            | ExprKind::Unit
            | ExprKind::None => true,
            ExprKind::Local(variable) => !self.locals[variable.index()].mutable,
            _ => false,
        }
    }
}

/// Whether lowering an expression makes more than one block. Only so much is looked at, else it is taken to be so:
/// that costs a move, not correctness.
pub fn branches(expr: &Expr) -> bool {
    let mut budget = 40;
    has_branch(expr, &mut budget)
}

fn has_branch(expr: &Expr, budget: &mut u32) -> bool {
    if *budget == 0 {
        return true;
    }
    *budget -= 1;

    match &expr.kind {
        ExprKind::Error
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Bool(_)
        | ExprKind::Char(_)
        | ExprKind::String(_)
        | ExprKind::Unit
        | ExprKind::None
        | ExprKind::Local(_)
        | ExprKind::Global(_)
        | ExprKind::Function(_)
        | ExprKind::Closure(_) => false,
        ExprKind::Call(_, values)
        | ExprKind::Struct(_, values)
        | ExprKind::Variant(_, _, values)
        | ExprKind::Tuple(values)
        | ExprKind::Array(values)
        | ExprKind::Concat(values) => any_of(values, budget),
        ExprKind::CallValue(of, values) => has_branch(of, budget) || any_of(values, budget),
        ExprKind::Field(of, _)
        | ExprKind::TupleField(of, _)
        | ExprKind::Unary(_, of)
        | ExprKind::Convert(_, of)
        | ExprKind::Is(of, _)
        | ExprKind::Unwrap(of) => has_branch(of, budget),
        ExprKind::Binary(_, left, right) | ExprKind::Element(left, right) => {
            has_branch(left, budget) || has_branch(right, budget)
        }
        ExprKind::Assign(place, value) | ExprKind::AssignOp(place, _, value) => {
            has_branch(value, budget)
                || match &**place {
                    Place::Local(_) | Place::Global(_) => false,
                    Place::Field(of, _) => has_branch(of, budget),
                    Place::Element(of, key) => has_branch(of, budget) || has_branch(key, budget),
                    Place::Index { receiver, key, .. } => has_branch(receiver, budget) || has_branch(key, budget),
                }
        }
        _ => true,
    }
}

fn any_of(values: &[Expr], budget: &mut u32) -> bool {
    values.iter().any(|value| has_branch(value, budget))
}
