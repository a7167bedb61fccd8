//! Blocks and their statements.

use super::To;
use crate::analysis::program::{Block, Expr, PatternKind, Statement};
use crate::lower::function::{Body, Deferred};
use crate::types::Ty;

impl<'p> Body<'_, 'p> {
    pub fn block(&mut self, block: &'p Block, to: To) {
        let defers = block.statements.iter().any(|statement| matches!(statement, Statement::Defer(_)));
        if !defers {
            return self.statements(block, to);
        }
        // Deferred code runs between the block's value and what takes it.
        let ty = block.value.as_ref().map_or(Ty::UNIT, |value| value.ty);
        self.branching(ty, to, |body, to| body.statements(block, to));
    }

    fn statements(&mut self, block: &'p Block, to: To) {
        let (bound, deferred) = (self.bound.len(), self.frame.defers.len());
        for statement in &block.statements {
            if !self.builder().is_open() {
                break;
            }
            match statement {
                Statement::Let { pattern, value, otherwise } => match (&pattern.kind, otherwise) {
                    (PatternKind::Bind(variable), None) => {
                        self.builder().at(value.span.start);
                        self.bind_to(*variable, value);
                    }
                    (PatternKind::Wildcard, None) => self.lower(value, To::Nothing),
                    _ => self.let_pattern(pattern, value, otherwise.as_ref()),
                },
                Statement::Expr(value) => {
                    self.builder().at(value.span.start);
                    self.lower(value, To::Nothing);
                }
                Statement::Defer(code) => {
                    let loops = self.frame.loops.len();
                    self.frame.defers.push(Deferred { code, loops, exits: Vec::new() });
                }
            }
        }
        match &block.value {
            Some(value) => self.lower(value, to),
            None if self.builder().is_open() => self.deliver(None, to),
            None => {}
        }
        while self.frame.defers.len() > deferred {
            self.close_defer();
        }
        self.forget_from(bound);
    }

    /// `return e`
    pub fn give_back(&mut self, value: Option<&'p Expr>) {
        self.clear();
        match value {
            Some(value) => self.lower(value, To::TailReturn),
            None => self.return_value(),
        }
    }
}
