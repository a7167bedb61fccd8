//! Loops that count: between which numbers an index stays.

use super::invariant::{Asking, Invariants};
use crate::ir::{Action, Block, Graph, Terminator, Value};
use crate::passes::step::{self, Step};
use pvm_bytecode::Op;

/// A parameter of a loop's header that every round adds the same to, and how far it may come.
pub struct Counter {
    pub param: Value,
    /// Whether it becomes greater.
    pub up: bool,
    /// What is added in each round.
    pub step: Step,
    /// Where it is compared: among the blocks that every round goes through.
    place: usize,
    /// What it is compared with: always the same, or a parameter that comes closer, and is furthest away at first.
    pub bound: Value,
    /// Whether it may be equal to that.
    inclusive: bool,
    /// Whether the number of the next round is compared, not that of this one.
    compares_next: bool,
}

/// A parameter of a loop's header, and what it is in the next round.
struct Stepping {
    param: Value,
    next: Value,
    step: Step,
}

impl Stepping {
    /// All of a loop.
    fn all(graph: &Graph, invariants: &Invariants, spine: &[Block]) -> Vec<Self> {
        let (Some(header), Some(back)) = (spine.first(), spine.last()) else { return Vec::new() };
        let end = graph.blocks[back.index()].terminator.as_ref();
        let Some(again) = end.and_then(|end| end.edges().find(|edge| edge.block == *header)) else { return Vec::new() };
        let params = graph.blocks[header.index()].params.iter().copied().zip(again.args.iter().copied());
        params.filter_map(|(param, next)| Some(Self { param, next, step: stepped(invariants, next, param)? })).collect()
    }

    fn is(&self, value: Value) -> bool {
        value == self.param || value == self.next
    }
}

/// An index that is the counter times a number, with something added that is the same in every round, and the length it is
/// to be below.
pub struct Range<'a> {
    counter: &'a Counter,
    scale: i64,
    /// What is added, and what is subtracted.
    offsets: Vec<(Value, bool)>,
    length: Value,
    /// Whether the counter has been compared in the same round.
    is_behind: bool,
}

impl Counter {
    /// Those of a loop, by conditions on which every round goes on; `spine` are the blocks that all rounds go through, in
    /// order, the last of which goes back to the first.
    pub fn all(graph: &Graph, invariants: &Invariants, usual: &[Block], spine: &[Block]) -> Vec<Self> {
        let steps = Stepping::all(graph, invariants, spine);
        let mut counters = Vec::new();
        for (place, block) in spine.iter().enumerate() {
            let Some(Terminator::Branch { condition, then, other }) = &graph.blocks[block.index()].terminator else {
                continue;
            };
            let stays = [then, other].map(|edge| usual.contains(&edge.block));
            let Some(compare) = invariants.maker(*condition) else { continue };
            let (Action::Pure(op), &[left, right]) = (&compare.action, &compare.args[..]) else { continue };
            counters.extend(Self::compared(invariants, &steps, (left, *op, right), stays, place));
            counters
                .extend(turned(*op).and_then(|op| Self::compared(invariants, &steps, (right, op, left), stays, place)));
        }
        counters
    }

    /// The counter that is compared, if it is one.
    fn compared(
        invariants: &Invariants,
        steps: &[Stepping],
        (tested, op, bound): (Value, Op, Value),
        stays: [bool; 2],
        place: usize,
    ) -> Option<Self> {
        let (up, inclusive) = match (op, stays) {
            (Op::I64LtS {}, [true, false]) | (Op::I64GeS {}, [false, true]) => (true, false),
            (Op::I64LeS {}, [true, false]) | (Op::I64GtS {}, [false, true]) => (true, true),
            (Op::I64GtS {}, [true, false]) | (Op::I64LeS {}, [false, true]) => (false, false),
            (Op::I64GeS {}, [true, false]) | (Op::I64LtS {}, [false, true]) => (false, true),
            _ => return None,
        };
        let Stepping { param, next, step } = *steps.iter().find(|stepping| stepping.is(tested))?;
        let compares_next = tested == next;
        let fits = match step {
            Step::Known(step) => step::fits(step, up),
            Step::Same(_) => up && compares_next,
        };
        let comes_closer =
            |other: &&Stepping| other.is(bound) && matches!(other.step, Step::Known(step) if step::fits(step, !up));
        let bound = match invariants.has(bound) {
            true => bound,
            false => steps.iter().find(comes_closer)?.param,
        };
        fits.then_some(Self { param, up, step, place, bound, inclusive, compares_next })
    }

    /// The range that a condition is about, if it is one that an index is below a length; `place` is that of its block.
    pub fn range(&self, invariants: &Invariants, condition: Value, place: usize) -> Option<Range<'_>> {
        let made = invariants.maker(condition)?;
        let (Action::Pure(Op::I64LtU {}), [index, length]) = (&made.action, &made.args[..]) else { return None };
        if !invariants.has(*length) {
            return None;
        }
        let (mut offsets, mut scale) = (Vec::new(), 1);
        let mut value = *index;
        while value != self.param {
            if let Some((scaled, by)) = scaled(invariants, value) {
                scale = by;
                value = scaled;
                break;
            }
            let made = invariants.maker(value)?;
            let (next, offset) = match (&made.action, &made.args[..]) {
                (Action::Pure(Op::I64Add {}), [left, right]) if invariants.has(*right) => (*left, (*right, false)),
                (Action::Pure(Op::I64Add {}), [left, right]) if invariants.has(*left) => (*right, (*left, false)),
                (Action::Pure(Op::I64Sub {}), [left, right]) if invariants.has(*right) => (*left, (*right, true)),
                _ => return None,
            };
            offsets.push(offset);
            value = next;
        }
        if value != self.param {
            return None;
        }
        let is_behind = !self.compares_next && place > self.place;
        Some(Range { counter: self, scale, offsets, length: *length, is_behind })
    }
}

/// Counters are multiplied by so much at most.
const LARGEST_SCALE: i64 = 1 << 16;

/// A value that is another times a number.
fn scaled(invariants: &Invariants, value: Value) -> Option<(Value, i64)> {
    let made = invariants.maker(value)?;
    let (of, scale) = match (&made.action, &made.args[..]) {
        (Action::Pure(Op::I64Mul {}), [left, right]) => match invariants.int(*right) {
            Some(scale) => (*left, scale),
            None => (*right, invariants.int(*left)?),
        },
        (Action::Pure(Op::I64Shl {}), [left, right]) => {
            (*left, 1 << invariants.int(*right).filter(|by| (0..16).contains(by))?)
        }
        _ => return None,
    };
    (1..=LARGEST_SCALE).contains(&scale).then_some((of, scale))
}

/// What each round adds to a parameter.
fn stepped(invariants: &Invariants, next: Value, param: Value) -> Option<Step> {
    let made = invariants.maker(next)?;
    let same = |value: Value| match invariants.int(value) {
        Some(number) => Some(Step::Known(number)),
        None => invariants.has(value).then_some(Step::Same(value)),
    };
    match (&made.action, &made.args[..]) {
        (Action::Pure(Op::I64Add {}), [left, right]) if *left == param => same(*right),
        (Action::Pure(Op::I64Add {}), [left, right]) if *right == param => same(*left),
        (Action::Pure(Op::I64Sub {}), [left, right]) if *left == param => {
            Some(Step::Known(invariants.int(*right)?.checked_neg()?))
        }
        _ => None,
    }
}

/// The comparison with its operands the other way around.
fn turned(op: Op) -> Option<Op> {
    Some(match op {
        Op::I64LtS {} => Op::I64GtS {},
        Op::I64LeS {} => Op::I64GeS {},
        Op::I64GtS {} => Op::I64LtS {},
        Op::I64GeS {} => Op::I64LeS {},
        _ => return None,
    })
}

/// What is added may be so much either way: lengths are far below, so that nothing overflows.
const FAR: i64 = 1 << 40;

impl Range<'_> {
    /// What has to hold before the loop. An index of the first round is below the length; the others lie between that and
    /// the one at the bound.
    pub fn conditions(&self, asking: &mut Asking) -> Vec<Value> {
        let Counter { param, up, step, bound, inclusive, compares_next, .. } = *self.counter;
        let mut conditions = Vec::new();
        if let Step::Same(step) = step {
            let (step, least, most) = (asking.value(step), asking.int(1), asking.int(step::LARGEST));
            let more = asking.pure(Op::I64Sub {}, step, least);
            conditions.push(asking.pure(Op::I64LtU {}, more, most));
        }
        let mut offset = asking.int(0);
        for (value, subtracts) in &self.offsets {
            let value = asking.value(*value);
            offset = asking.pure(if *subtracts { Op::I64Sub {} } else { Op::I64Add {} }, offset, value);
        }
        let (length, start, bound) = (asking.value(self.length), asking.value(param), asking.value(bound));
        conditions.push(is_near(asking, offset));
        let scale = asking.int(self.scale);
        if self.scale != 1 {
            conditions.push(is_near(asking, start));
        }
        let first = asking.pure(Op::I64Mul {}, start, scale);
        let first = asking.pure(Op::I64Add {}, first, offset);
        conditions.push(asking.pure(Op::I64LtU {}, first, length));
        // How much further than the bound the counter comes.
        let past = match step {
            Step::Known(step) if !compares_next && !self.is_behind => step,
            _ => 0,
        };
        conditions.push(is_near(asking, bound));
        let past = asking.int(match up {
            true => past - i64::from(!inclusive),
            false => past + i64::from(!inclusive),
        });
        let last = asking.pure(Op::I64Add {}, bound, past);
        let last = asking.pure(Op::I64Mul {}, last, scale);
        let last = asking.pure(Op::I64Add {}, last, offset);
        let (op, limit) = if up { (Op::I64LtS {}, length) } else { (Op::I64GeS {}, asking.int(0)) };
        conditions.push(asking.pure(op, last, limit));
        conditions
    }
}

pub fn is_near(asking: &mut Asking, value: Value) -> Value {
    let (far, span) = (asking.int(FAR), asking.int(2 * FAR));
    let moved = asking.pure(Op::I64Add {}, value, far);
    asking.pure(Op::I64LtU {}, moved, span)
}
