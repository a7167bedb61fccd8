//! The end of checking a body: every type found out is written into the typed program. A variable that nothing
//! determined is a mistake, told once, where it came up.

use super::body::Body;
use super::mistakes;
use super::program::{
    AssertCondition, Block, Callee, Condition, ConditionTest, Expr, ExprKind, Iteration, Pattern, PatternKind, Place,
    Statement,
};
use crate::types::{Ty, TyKind};

impl Body<'_, '_> {
    pub fn write_types(&mut self, value: &mut Expr) {
        self.write_expr(value);
        for index in 0..self.locals.len() {
            let ty = self.locals[index].ty;
            self.locals[index].ty = self.determined(ty);
        }
    }

    /// The type without variables.
    fn determined(&mut self, ty: Ty) -> Ty {
        if !self.a.program.types.has_variable(ty) {
            return ty;
        }
        let ty = self.deep(ty);
        if !self.a.program.types.has_variable(ty) {
            return ty;
        }
        let Self { infer, a, .. } = self;
        let mut undetermined = None;
        let ty = a.program.types.rebuild(ty, &mut |types, ty| match *types.kind(ty) {
            TyKind::Infer(variable) if infer.origin(variable).diverges => Some(Ty::UNIT),
            TyKind::Infer(variable) => {
                let origin = infer.origin(variable);
                if !origin.reported {
                    origin.reported = true;
                    undetermined.get_or_insert(origin.span);
                }
                Some(Ty::ERROR)
            }
            _ if !types.has_variable(ty) => Some(ty),
            _ => None,
        });
        if let Some(span) = undetermined
            && self.is_sound()
            && self.a.mistakes_in_headers == 0
        {
            // Any mistake may leave types open, and this one several: the first place is the best to mend.
            self.a.report(mistakes::undetermined_type(span));
        }
        ty
    }

    fn write_all(&mut self, values: &mut [Expr]) {
        for value in values {
            self.write_expr(value);
        }
    }

    fn write_expr(&mut self, value: &mut Expr) {
        stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.write_expr_here(value));
    }

    fn write_expr_here(&mut self, value: &mut Expr) {
        value.ty = self.determined(value.ty);
        match &mut value.kind {
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
            | ExprKind::Continue(_) => {}
            ExprKind::Call(callee, values) => {
                self.write_callee(callee);
                self.write_all(values);
            }
            ExprKind::Function(callee) => self.write_callee(callee),
            ExprKind::CallValue(of, values) => {
                self.write_expr(of);
                self.write_all(values);
            }
            ExprKind::Closure(closure) => self.write_expr(&mut closure.body),
            ExprKind::Struct(_, values)
            | ExprKind::Variant(_, _, values)
            | ExprKind::Tuple(values)
            | ExprKind::Array(values)
            | ExprKind::Concat(values) => self.write_all(values),
            ExprKind::Field(of, _)
            | ExprKind::TupleField(of, _)
            | ExprKind::Unary(_, of)
            | ExprKind::Convert(_, of)
            | ExprKind::Unwrap(of)
            | ExprKind::TryOptional(of) => self.write_expr(of),
            ExprKind::Is(of, ty) | ExprKind::As(of, ty) => {
                self.write_expr(of);
                *ty = self.determined(*ty);
            }
            ExprKind::TryResult(of, callee) => {
                self.write_expr(of);
                if let Some(callee) = callee {
                    self.write_callee(callee);
                }
            }
            ExprKind::Binary(_, left, right)
            | ExprKind::Element(left, right)
            | ExprKind::And(left, right)
            | ExprKind::Or(left, right)
            | ExprKind::Coalesce(left, right)
            | ExprKind::OptionalChain(left, _, right) => {
                self.write_expr(left);
                self.write_expr(right);
            }
            ExprKind::Block(block) => self.write_block(block),
            ExprKind::If(condition, then, otherwise) => {
                self.write_condition(condition);
                self.write_expr(then);
                if let Some(otherwise) = otherwise {
                    self.write_expr(otherwise);
                }
            }
            ExprKind::Match(matching) => {
                self.write_expr(&mut matching.scrutinee);
                for arm in &mut matching.arms {
                    self.write_pattern(&mut arm.pattern);
                    arm.guard.iter_mut().for_each(|guard| self.write_expr(guard));
                    self.write_expr(&mut arm.body);
                }
            }
            ExprKind::Loop { body, .. } => self.write_expr(body),
            ExprKind::While { condition, body, .. } => {
                self.write_condition(condition);
                self.write_expr(body);
            }
            ExprKind::For(each) => {
                self.write_pattern(&mut each.pattern);
                match &mut each.over {
                    Iteration::Range(from, to, _) => {
                        self.write_expr(from);
                        self.write_expr(to);
                    }
                    Iteration::Array(of) | Iteration::List(of) => self.write_expr(of),
                    Iteration::Iterator(of, next) => {
                        self.write_expr(of);
                        self.write_callee(next);
                    }
                }
                self.write_expr(&mut each.body);
            }
            ExprKind::Break(_, of) | ExprKind::Return(of) => {
                if let Some(of) = of {
                    self.write_expr(of);
                }
            }
            ExprKind::Assign(place, of) | ExprKind::AssignOp(place, _, of) => {
                self.write_place(place);
                self.write_expr(of);
            }
            ExprKind::Assert(assert) => {
                match &mut assert.condition {
                    AssertCondition::Plain(condition) => self.write_expr(condition),
                    AssertCondition::Compare { left, right, holds, show_left, show_right } => {
                        for value in [&mut left.1, &mut right.1, holds, show_left, show_right] {
                            self.write_expr(value);
                        }
                    }
                }
                assert.message.iter_mut().for_each(|message| self.write_expr(message));
            }
        }
    }

    fn write_callee(&mut self, callee: &mut Callee) {
        let arguments = match callee {
            Callee::Function(_, arguments) | Callee::Dynamic { arguments, .. } => arguments,
            Callee::Method { self_ty, arguments, .. } => {
                *self_ty = self.determined(*self_ty);
                arguments
            }
        };
        for ty in arguments {
            *ty = self.determined(*ty);
        }
    }

    fn write_block(&mut self, block: &mut Block) {
        for statement in &mut block.statements {
            match statement {
                Statement::Let { pattern, value, otherwise } => {
                    self.write_pattern(pattern);
                    self.write_expr(value);
                    otherwise.iter_mut().for_each(|otherwise| self.write_expr(otherwise));
                }
                Statement::Expr(value) | Statement::Defer(value) => self.write_expr(value),
            }
        }
        block.value.iter_mut().for_each(|value| self.write_expr(value));
    }

    fn write_condition(&mut self, condition: &mut Condition) {
        for test in &mut condition.tests {
            match test {
                ConditionTest::Expr(value) => self.write_expr(value),
                ConditionTest::Let(pattern, value) => {
                    self.write_pattern(pattern);
                    self.write_expr(value);
                }
            }
        }
    }

    fn write_place(&mut self, place: &mut Place) {
        match place {
            Place::Local(_) | Place::Global(_) => {}
            Place::Field(of, _) => self.write_expr(of),
            Place::Element(of, key) => {
                self.write_expr(of);
                self.write_expr(key);
            }
            Place::Index { receiver, key, get, set } => {
                self.write_expr(receiver);
                self.write_expr(key);
                get.iter_mut().for_each(|get| self.write_callee(get));
                self.write_callee(set);
            }
        }
    }

    fn write_pattern(&mut self, pattern: &mut Pattern) {
        pattern.ty = self.determined(pattern.ty);
        match &mut pattern.kind {
            PatternKind::At(_, inner) | PatternKind::Some(inner) => self.write_pattern(inner),
            PatternKind::Is(inner, ty) => {
                *ty = self.determined(*ty);
                self.write_pattern(inner);
            }
            PatternKind::Tuple(parts)
            | PatternKind::Struct(parts)
            | PatternKind::Variant(_, parts)
            | PatternKind::Or(parts) => parts.iter_mut().for_each(|part| self.write_pattern(part)),
            PatternKind::List { before, after, .. } => {
                before.iter_mut().chain(after).for_each(|part| self.write_pattern(part));
            }
            _ => {}
        }
    }
}
