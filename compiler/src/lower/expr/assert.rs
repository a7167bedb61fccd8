//! `assert`: a failing one stops with the condition as written, both sides of a comparison, and the message.

use super::{Operand, To};
use crate::analysis::program::{Assert, AssertCondition, Expr};
use crate::lower::function::Body;
use crate::types::Ty;
use pvm_bytecode::{HeapType, Op, RefType, TrapKind, ValueType};

impl<'p> Body<'_, 'p> {
    pub fn assert(&mut self, assert: &'p Assert, expr: &'p Expr, to: To) {
        self.branching(Ty::UNIT, to, |body, to| {
            let [fine, failed] = [(); 2].map(|()| body.builder().label());
            let outside = body.bound.len();
            let text = format!("assertion failed: {}", assert.text);
            let mut lines: Vec<(&str, &'p Expr)> = Vec::new();
            match &assert.condition {
                AssertCondition::Plain(condition) => body.branch_on(condition, fine, failed),
                AssertCondition::Compare { left, right, holds, show_left, show_right } => {
                    body.bind_to(left.0, &left.1);
                    body.bind_to(right.0, &right.1);
                    body.branch_on(holds, fine, failed);
                    lines.extend([("\n  left: ", show_left), ("\n right: ", show_right)]);
                }
            }
            lines.extend(assert.message.iter().map(|message| ("\n", message)));
            body.builder().place(failed);
            body.at(expr);
            body.failure(&text, &lines);
            body.at(expr);
            body.builder().end_with(Op::Panic { trap: TrapKind::Assertion }, 1);
            body.builder().place(fine);
            body.forget_from(outside);
            body.deliver(None, to);
        });
    }

    /// Pushes the message of a failed assertion.
    fn failure(&mut self, text: &str, lines: &[(&str, &'p Expr)]) {
        if lines.is_empty() {
            return self.string(text);
        }
        let count = lines.len() * 2 + 1;
        let ty = self.array_type(Ty::STRING);
        self.operands_of(count, |index| match (index, index % 2) {
            (0, _) => Operand::Text(text),
            (_, 1) => Operand::Text(lines[index / 2].0),
            _ => Operand::Value(lines[index / 2 - 1].1),
        });
        let array = ValueType::Ref(RefType::to(HeapType::Type(ty)));
        self.builder().op(Op::ArrayOf { ty, count: count as u32 }, count, Some(array));
        self.builder().integer(count as i64);
        self.library("string_join", 2);
    }
}
