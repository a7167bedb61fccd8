//! Strings made of parts. Two are joined by one library call, more by an array of them and another, so that the result
//! is made once.

use super::{Operand, STRING, To};
use crate::analysis::program::{Expr, ExprKind};
use crate::lower::function::Body;
use crate::types::Ty;
use pvm_bytecode::{HeapType, Op, RefType, ValueType};

/// A part: constant texts that stand beside each other are one.
enum Part<'p> {
    Text(String),
    Value(&'p Expr),
}

impl<'p> Body<'_, 'p> {
    pub fn concat(&mut self, parts: &'p [Expr], to: To) {
        let parts: Vec<&'p Expr> = parts.iter().collect();
        self.join_parts(&parts, to);
    }

    /// Joins strings, from left to right.
    pub fn join_parts(&mut self, parts: &[&'p Expr], to: To) {
        let parts = merged(parts);
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
}

fn merged<'p>(parts: &[&'p Expr]) -> Vec<Part<'p>> {
    let mut merged: Vec<Part<'p>> = Vec::with_capacity(parts.len());
    for &part in parts {
        match (&part.kind, merged.last_mut()) {
            (ExprKind::String(text), _) if text.is_empty() => {}
            (ExprKind::String(text), Some(Part::Text(before))) => before.push_str(text),
            (ExprKind::String(text), _) => merged.push(Part::Text(text.to_string())),
            _ => merged.push(Part::Value(part)),
        }
    }
    merged
}
