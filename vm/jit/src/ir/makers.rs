//! By which instruction each value is made.

use super::{Action, Graph, Instruction, Value};

/// See the file.
pub struct Makers<'a>(Vec<Option<&'a Instruction>>);

impl<'a> Makers<'a> {
    pub fn new(graph: &'a Graph) -> Self {
        let mut makers = vec![None; graph.classes.len()];
        for made in graph.live_instructions() {
            if let Some(result) = made.result {
                makers[result.index()] = Some(made);
            }
        }
        Self(makers)
    }

    /// What makes a value, unless it is a parameter.
    pub fn of(&self, value: Value) -> Option<&'a Instruction> {
        self.0[value.index()]
    }

    /// The number that a value is, if it is a constant one.
    pub fn int(&self, value: Value) -> Option<i64> {
        match self.of(value)?.action {
            Action::Int(number) => Some(number),
            _ => None,
        }
    }
}
