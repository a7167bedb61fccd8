//! Loops, and what leaves them. The test stands at the bottom, so that a round takes one jump; where it is small it
//! also stands at the top, else the loop is entered at the test.

use super::{To, has_branch};
use crate::analysis::program::{Callee, Condition, ConditionTest, Expr, For, Iteration, LoopId, Pattern, PatternKind};
use crate::lower::builder::Label;
use crate::lower::function::{Body, Exit, Loop};
use crate::lower::intrinsic::ArrayOp;
use crate::types::{Ty, TyKind};
use pvm_bytecode::{FieldId, LocalId, Op, TrapKind, TypeId, ValueType};

/// The fields of `std.list.List`.
const ITEMS: u32 = 0;
const LENGTH: u32 = 1;

impl<'p> Body<'_, 'p> {
    fn enter_loop(&mut self, id: LoopId, to: To) -> [Label; 3] {
        let [head, next, after] = [(); 3].map(|()| self.builder().label());
        self.frame.loops.push(Loop { id, to, next, after });
        [head, next, after]
    }

    /// `loop`
    pub fn endless_loop(&mut self, id: LoopId, inner: &'p Expr, expr: &'p Expr, to: To) {
        self.branching(expr.ty, to, |body, to| {
            let [_, next, after] = body.enter_loop(id, to);
            body.builder().place_loop(next);
            body.lower(inner, To::Nothing);
            body.builder().jump(next);
            body.frame.loops.pop();
            body.builder().place(after);
        });
    }

    pub fn while_loop(&mut self, id: LoopId, condition: &'p Condition, inner: &'p Expr, to: To) {
        self.branching(Ty::UNIT, to, |body, to| {
            let binds = condition.tests.iter().any(|test| matches!(test, ConditionTest::Let(..)));
            match &*condition.tests {
                // What the condition binds must be known when the body is lowered.
                _ if binds => body.top_tested(id, condition, inner),
                [ConditionTest::Expr(test)] if is_small(test) => body.guarded(id, condition, inner),
                _ => body.bottom_tested(id, condition, inner),
            }
            if body.builder().is_open() {
                body.deliver(None, to);
            }
        });
    }

    fn top_tested(&mut self, id: LoopId, condition: &'p Condition, inner: &'p Expr) {
        let [_, next, after] = self.enter_loop(id, To::Nothing);
        self.builder().place_loop(next);
        let bound = self.bound.len();
        self.condition(condition, after);
        self.lower(inner, To::Nothing);
        self.forget_from(bound);
        self.builder().jump(next);
        self.frame.loops.pop();
        self.builder().place(after);
    }

    fn guarded(&mut self, id: LoopId, condition: &'p Condition, inner: &'p Expr) {
        let [head, next, after] = self.enter_loop(id, To::Nothing);
        self.condition(condition, after);
        self.builder().place_loop(head);
        self.lower(inner, To::Nothing);
        self.builder().place(next);
        self.condition(condition, after);
        self.builder().jump(head);
        self.frame.loops.pop();
        self.builder().place(after);
    }

    fn bottom_tested(&mut self, id: LoopId, condition: &'p Condition, inner: &'p Expr) {
        let [head, next, after] = self.enter_loop(id, To::Nothing);
        if !self.builder().is_open() {
            self.frame.loops.pop();
            return;
        }
        self.builder().jump(next);
        self.builder().place_block(head);
        self.lower(inner, To::Nothing);
        self.builder().place(next);
        self.condition(condition, after);
        self.builder().jump(head);
        self.frame.loops.pop();
        self.builder().place(after);
    }

    // `for`

    pub fn for_loop(&mut self, of: &'p For, to: To) {
        self.branching(Ty::UNIT, to, |body, to| {
            match &of.over {
                Iteration::Range(from, end, inclusive) => body.over_range(of, from, end, *inclusive),
                Iteration::Array(array) => body.over_array(of, array),
                Iteration::List(list) => body.over_list(of, list),
                Iteration::Iterator(iterator, next) => body.over_iterator(of, iterator, next),
            }
            if body.builder().is_open() {
                body.deliver(None, to);
            }
        });
    }

    fn over_range(&mut self, of: &'p For, from: &'p Expr, end: &'p Expr, inclusive: bool) {
        let counter = self.builder().local(ValueType::I64);
        self.lower(from, To::Local(counter));
        let end = self.keep(end);
        let element = |body: &mut Self| match of.pattern.kind {
            // The body can't change the variable, so it can be the counter itself.
            PatternKind::Bind(variable) if !body.locals[variable.index()].mutable => body.adopt(variable, counter),
            _ => {
                body.builder().get(counter);
                body.bind_element(&of.pattern);
            }
        };
        self.counted(of, counter, |body| end.push(body), element, inclusive);
        end.release(self);
        self.builder().release(counter);
    }

    fn over_array(&mut self, of: &'p For, array: &'p Expr) {
        let element = self.element_type(array);
        let array = self.keep(array);
        let length = self.builder().local(ValueType::I64);
        array.push(self);
        self.builder().op(Op::ArrayLen {}, 1, Some(ValueType::I64));
        self.builder().set(length);
        let counter = self.zero_counter();
        let next = |body: &mut Self| {
            array.push(body);
            body.builder().get(counter);
            body.array(ArrayOp::Get, element);
            body.bind_element(&of.pattern);
        };
        self.counted(of, counter, |body| body.builder().get(length), next, false);
        self.builder().release(counter);
        self.builder().release(length);
        array.release(self);
    }

    /// The list may grow or shrink meanwhile: its length and its array are read anew in every round.
    fn over_list(&mut self, of: &'p For, list: &'p Expr) {
        let ty = self.ty(list.ty);
        let element = match self.lowering.program.types.kind(ty) {
            TyKind::Struct(_, arguments) => arguments.first().copied().unwrap_or(Ty::UNIT),
            _ => Ty::UNIT,
        };
        let id = self.lowering.declare(ty);
        let list = self.keep(list);
        let counter = self.zero_counter();
        let length = |body: &mut Self| {
            list.push(body);
            body.list_field(id, LENGTH);
        };
        let next = |body: &mut Self| {
            list.push(body);
            body.list_field(id, ITEMS);
            body.builder().get(counter);
            body.array(ArrayOp::Get, element);
            body.bind_element(&of.pattern);
        };
        self.counted(of, counter, length, next, false);
        self.builder().release(counter);
        list.release(self);
    }

    fn over_iterator(&mut self, of: &'p For, iterator: &'p Expr, next: &'p Callee) {
        let kept = self.keep(iterator);
        let payload = self.ty(of.pattern.ty);
        let optional = self.lowering.program.types.optional(payload);
        let Some(optional) = self.lowering.value(optional) else { return };
        let optional = self.builder().local(optional);
        let [found, again, after] = self.enter_loop(of.label, To::Nothing);
        // The test stands at the top: where a round starts, what the last one was about need not be kept.
        self.builder().place_loop(again);
        kept.push(self);
        self.builder().at(iterator.span.start);
        self.call_with(next, Some(iterator));
        self.builder().set(optional);
        self.builder().get(optional);
        self.builder().op(Op::RefIsNull {}, 1, Some(ValueType::I64));
        self.builder().branch(after, found);
        self.builder().place(found);
        let bound = self.bound.len();
        self.builder().get(optional);
        self.take_payload(payload, TrapKind::NullUnwrap);
        self.bind_element(&of.pattern);
        self.lower(&of.body, To::Nothing);
        self.forget_from(bound);
        self.builder().jump(again);
        self.frame.loops.pop();
        self.builder().place(after);
        self.builder().release(optional);
        kept.release(self);
    }

    /// Goes round while the counter is below a limit, or up to it; it grows by one in each round.
    fn counted(
        &mut self,
        of: &'p For,
        counter: LocalId,
        limit: impl Fn(&mut Self),
        element: impl FnOnce(&mut Self),
        inclusive: bool,
    ) {
        let [head, next, after] = self.enter_loop(of.label, To::Nothing);
        let [enter, step] = [(); 2].map(|()| self.builder().label());
        self.builder().get(counter);
        limit(self);
        self.builder().binary(if inclusive { Op::I64LeS {} } else { Op::I64LtS {} });
        self.builder().branch(enter, after);
        self.builder().place(enter);
        self.builder().place_loop(head);
        let bound = self.bound.len();
        self.builder().at(of.pattern.span.start);
        element(self);
        self.lower(&of.body, To::Nothing);
        self.forget_from(bound);
        self.builder().place(next);
        if inclusive {
            // The limit may be the largest integer, so the counter must not pass it.
            self.builder().get(counter);
            limit(self);
            self.builder().binary(Op::I64LtS {});
            self.builder().branch(step, after);
            self.builder().place(step);
            self.increment(counter);
            self.builder().jump(head);
        } else {
            self.increment(counter);
            self.builder().get(counter);
            limit(self);
            self.builder().binary(Op::I64LtS {});
            self.builder().branch(head, after);
        }
        self.frame.loops.pop();
        self.builder().place(after);
    }

    fn increment(&mut self, counter: LocalId) {
        self.builder().get(counter);
        self.builder().integer(1);
        self.builder().binary(Op::I64Add {});
        self.builder().set(counter);
    }

    fn zero_counter(&mut self) -> LocalId {
        let counter = self.builder().local(ValueType::I64);
        self.builder().integer(0);
        self.builder().set(counter);
        counter
    }

    /// Replaces the list on the stack by a field of it.
    pub fn list_field(&mut self, id: TypeId, field: u32) {
        let field = FieldId(field);
        let value = self.lowering.field_value(id, field);
        self.builder().op(Op::StructGet { ty: id, field }, 1, value);
    }

    /// Binds what is on the stack to the pattern of a loop, which always matches.
    fn bind_element(&mut self, pattern: &'p Pattern) {
        match pattern.kind {
            PatternKind::Bind(variable) => self.bind(variable),
            PatternKind::Wildcard => self.deliver_of(pattern.ty, To::Nothing),
            _ => self.let_value(pattern),
        }
    }

    // Leaving

    fn loop_index(&self, id: LoopId) -> Option<usize> {
        self.frame.loops.iter().rposition(|known| known.id == id)
    }

    /// `break`, with the value that the loop gives.
    pub fn break_loop(&mut self, id: LoopId, value: Option<&'p Expr>) {
        self.clear();
        let Some(at) = self.loop_index(id) else { return };
        let to = self.frame.loops[at].to;
        if let Some(value) = value {
            return match to {
                // What the loop gives is what the function returns.
                To::Return | To::TailReturn => self.lower(value, to),
                _ => {
                    self.lower(value, to);
                    self.leave(Exit::Break(at));
                }
            };
        }
        match to {
            To::Return | To::TailReturn => self.deliver(None, to),
            _ => self.leave(Exit::Break(at)),
        }
    }

    pub fn continue_loop(&mut self, id: LoopId) {
        self.clear();
        if let Some(at) = self.loop_index(id) {
            self.leave(Exit::Continue(at));
        }
    }
}

/// Whether a test may stand twice.
fn is_small(test: &Expr) -> bool {
    const SMALL: u32 = 12;
    !has_branch(test, &mut SMALL.clone())
}
