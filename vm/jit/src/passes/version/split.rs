//! A branch of a loop that goes one way in the first rounds and the other way in all that follow, since it compares the
//! counter with what stays the same: the rounds are divided between two loops, neither of which asks.

use super::invariant::{Asking, Invariants};
use super::range::{Counter, is_near};
use super::{Copy, Spot};
use crate::ir::{Action, Block, Edge, Graph, Terminator, Value};
use crate::passes::step::Step;
use pvm_bytecode::Op;

/// Larger loops are not split.
const MOST: usize = 40;

/// See the file.
pub struct Split<'a> {
    counter: &'a Counter,
    block: Block,
    /// What is compared.
    op: Op,
    args: [Value; 2],
    /// Whether it is true at first.
    first: bool,
}

/// Whether a loop is small, and does nothing that takes long.
pub fn pays(graph: &Graph, blocks: &[Block]) -> bool {
    let instructions = || blocks.iter().flat_map(|block| &graph.blocks[block.index()].instructions);
    let is_quick = instructions().all(|made| made.frame.is_none() || matches!(made.action, Action::Poll { .. }));
    is_quick && instructions().count() <= MOST
}

impl<'a> Split<'a> {
    /// The branch at the end of a block, if it is one.
    pub fn find(counter: &'a Counter, invariants: &Invariants, block: Block, condition: Value) -> Option<Self> {
        let made = invariants.maker(condition)?;
        let (Action::Pure(op), &[left, right]) = (&made.action, &made.args[..]) else { return None };
        let is_left = left == counter.param && invariants.has(right);
        let is_right = right == counter.param && invariants.has(left);
        let grows = match op {
            Op::I64GtS {} | Op::I64GeS {} => is_left,
            Op::I64LtS {} | Op::I64LeS {} => is_right,
            _ => return None,
        };
        let fits = (is_left || is_right) && matches!(counter.step, Step::Known(_));
        fits.then_some(Self { counter, block, op: *op, args: [left, right], first: grows != counter.up })
    }

    /// What a round of the first loop, or of the loop behind it, need not ask.
    pub fn place(&self, behind: bool) -> Spot {
        Spot::Branch(self.block, self.first != behind)
    }

    /// What has to hold before the loop: that the counter does not overflow.
    pub fn conditions(&self, asking: &mut Asking) -> [Value; 2] {
        [self.counter.param, self.counter.bound].map(|value| {
            let value = asking.value(value);
            is_near(asking, value)
        })
    }

    /// Goes to the first loop as long as the branch would go its way, and else to the one behind it. The arguments are those
    /// of the first round.
    pub fn divide(&self, mut asking: Asking, copies: [&Copy; 2], args: Vec<Value>) {
        let start = asking.value(self.counter.param);
        let place = args.iter().position(|arg| *arg == start);
        self.decide(&mut asking, start, copies, args);
        let [Copy { header, blocks, .. }, _] = copies;
        for block in blocks.values() {
            let Some(next) = take_edge(asking.graph(), *block, *header) else { continue };
            asking.go_on_in(next.block);
            if let Some(counter) = place.map(|place| next.args[place]) {
                self.decide(&mut asking, counter, copies, next.args);
            }
        }
    }

    /// Goes to one of the loops with a value of the counter.
    fn decide(&self, asking: &mut Asking, counter: Value, [first, behind]: [&Copy; 2], args: Vec<Value>) {
        let [left, right] = self.args.map(|arg| if arg == self.counter.param { counter } else { asking.value(arg) });
        let condition = asking.pure(self.op, left, right);
        let [first, behind] = [first, behind].map(|copy| Edge { block: copy.header, args: args.clone() });
        let (then, other) = if self.first { (first, behind) } else { (behind, first) };
        asking.end(Terminator::Branch { condition, then, other });
    }
}

/// Has the way from one block to another come to a new block, with the arguments that it handed on.
fn take_edge(graph: &mut Graph, from: Block, to: Block) -> Option<Edge> {
    let between = graph.block();
    let mut edges = graph.blocks[from.index()].terminator.iter_mut().flat_map(|end| end.edges_mut());
    let edge = edges.find(|edge| edge.block == to)?;
    let args = std::mem::take(&mut edge.args);
    edge.block = between;
    Some(Edge { block: between, args })
}
