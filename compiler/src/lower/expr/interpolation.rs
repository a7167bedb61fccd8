//! Strings made of parts. Two are joined by one library call, more by an array of them and another, so that the result
//! is made once.

use super::{Operand, STRING, To};
use crate::analysis::program::{Expr, ExprKind};
use crate::lower::function::Body;
use crate::syntax::tree::BinaryOp;
use crate::types::Ty;
use pvm_bytecode::{HeapType, Op, RefType, ValueType};

/// A part: constant texts that stand beside each other are one.
enum Part<'p> {
    Text(String),
    Value(&'p Expr),
}

impl<'p> Body<'_, 'p> {
    /// A string with values in it, or a chain of `+` on strings: all parts are joined at once, those of parts among them,
    /// so that none is copied twice.
    pub fn join(&mut self, expr: &'p Expr, to: To) {
        let parts = self.parts(expr);
        self.at(expr);
        let count = parts.len();
        let array = (count > 2).then(|| self.array_type(Ty::STRING));
        self.operands_of(count, |index| match &parts[index] {
            Part::Text(text) => Operand::Text(text),
            Part::Value(value) => Operand::Value(value),
        });
        match (count, array) {
            (0, _) => self.string(""),
            (_, Some(ty)) => {
                let array = ValueType::Ref(RefType::to(HeapType::Type(ty)));
                self.builder().op(Op::ArrayOf { ty, count: count as u32 }, count, Some(array));
                self.builder().integer(count as i64);
                self.library("string_join", 2);
            }
            (2, _) => self.library("string_concat", 2),
            _ => {}
        }
        self.deliver(Some(STRING), to);
    }

    /// The parts of a string, from left to right.
    fn parts(&self, expr: &'p Expr) -> Vec<Part<'p>> {
        let mut waiting = vec![expr];
        let mut parts: Vec<Part<'p>> = Vec::new();
        while let Some(part) = waiting.pop() {
            match (&part.kind, parts.last_mut()) {
                (ExprKind::Concat(inner), _) => waiting.extend(inner.iter().rev()),
                (ExprKind::Binary(BinaryOp::Add, left, right), _) => waiting.extend([&**right, left]),
                (ExprKind::Global(global), _) if self.is_constant(*global) => {
                    waiting.push(&self.lowering.globals[global.index()].value);
                }
                (ExprKind::String(text), _) if text.is_empty() => {}
                (ExprKind::String(text), Some(Part::Text(before))) => before.push_str(text),
                (ExprKind::String(text), _) => parts.push(Part::Text(text.to_string())),
                _ => parts.push(Part::Value(part)),
            }
        }
        parts
    }
}
