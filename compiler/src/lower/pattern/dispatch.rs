//! From a number to one of many places in the code: by a jump table where the numbers lie close together, else by
//! comparisons that halve what is left.

use crate::lower::builder::Label;
use crate::lower::function::Body;
use pvm_bytecode::{LocalId, Op};

/// A table is worth its room from so many places on, and for so many numbers in each.
const LEAST_PLACES: usize = 3;
const NUMBERS_PER_PLACE: i64 = 8;

impl Body<'_, '_> {
    /// Goes by the number on the stack if that takes one test; false when it takes more, and nothing is done.
    /// `targets` are the places by the first number that goes there, ascending; all numbers are covered.
    pub fn dispatch_once(&mut self, targets: &[(i64, Label)]) -> bool {
        if let Some((base, table)) = table(targets) {
            self.jump_by_table(base, &table, targets);
            return true;
        }
        match *targets {
            [(0, zero), (1, one)] => self.builder().branch(one, zero),
            [(_, low), (start, high)] => {
                self.builder().integer(start);
                self.builder().binary(Op::I64LtS {});
                self.builder().branch(low, high);
            }
            [(_, outside), (only, inside), (end, also)] if also == outside && is_single(only, end) => {
                self.builder().integer(only);
                self.builder().binary(Op::I64Eq {});
                self.builder().branch(inside, outside);
            }
            _ => return false,
        }
        true
    }

    /// Goes by the number in a local.
    pub fn dispatch(&mut self, number: LocalId, targets: &[(i64, Label)]) {
        if let [(_, only)] = targets {
            return self.builder().jump(*only);
        }
        if !self.builder().is_open() {
            return;
        }
        self.builder().get(number);
        if self.dispatch_once(targets) {
            return;
        }
        let middle = targets.len() / 2;
        let [low, high] = [(); 2].map(|()| self.builder().label());
        self.builder().integer(targets[middle].0);
        self.builder().binary(Op::I64LtS {});
        self.builder().branch(low, high);
        self.builder().place(low);
        self.dispatch(number, &targets[..middle]);
        self.builder().place(high);
        self.dispatch(number, &targets[middle..]);
    }

    fn jump_by_table(&mut self, base: i64, table: &[Label], targets: &[(i64, Label)]) {
        if base != 0 {
            self.builder().integer(base);
            self.builder().binary(Op::I64Sub {});
        }
        let default = targets[targets.len() - 1].1;
        self.builder().switch(table, default);
    }
}

fn is_single(start: i64, end: i64) -> bool {
    start.checked_add(1) == Some(end)
}

/// The number that the table starts with, and the table; numbers outside of it must all go where the last one goes.
fn table(targets: &[(i64, Label)]) -> Option<(i64, Vec<Label>)> {
    let (first, last) = (targets.first()?, targets.last()?);
    // Where small numbers are covered by a range without end, they go where the largest go.
    let inner = if first.1 == last.1 { &targets[1..] } else { targets };
    let (base, end) = (inner.first()?.0, last.0);
    let span = end.checked_sub(base)?;
    if inner.len() < LEAST_PLACES || span > NUMBERS_PER_PLACE * inner.len() as i64 {
        return None;
    }
    let mut table = Vec::with_capacity(span as usize);
    for pair in inner.windows(2) {
        table.extend((pair[0].0..pair[1].0).map(|_| pair[0].1));
    }
    Some((base, table))
}
