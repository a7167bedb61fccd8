//! Two rounds of a loop at once: elements that follow each other are read and written as pairs, and pairs are computed with.
//! Counting, and what is the same in every round, stays as it is.

use super::{Counter, at};
use crate::ir::{Action, Block, Class, Graph, Instruction, Site, Value};
use crate::passes::step::Step;
use pvm_bytecode::{Op, Storage};
use rustc_hash::FxHashMap as HashMap;

/// More arrays are not compared before a loop.
const MOST_APART: usize = 4;

/// What of a loop is done for two rounds at once.
pub struct Pairs {
    kinds: HashMap<Value, Kind>,
    /// Arrays that must not be the same, for an element of the one is written and another of the other used.
    pub apart: Vec<[Value; 2]>,
}

/// How a value of a loop differs from round to round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Not at all.
    Same,
    /// It goes up by one.
    Counts,
    /// In another way; it is for one round only.
    Single,
    /// As the elements do of which it is made.
    Paired,
    /// Likewise, and it is a truth value.
    Decides,
}

impl Pairs {
    /// None if not all of a loop that counts can be done so.
    pub fn find(graph: &Graph, block: Block, counter: &Counter) -> Option<Self> {
        let data = &graph.blocks[block.index()];
        let [param] = data.params[..] else { return None };
        let mut kinds = HashMap::from_iter([(param, Kind::Counts)]);
        for made in &data.instructions {
            let kind = kind(&kinds, made)?;
            kinds.extend(made.result.map(|result| (result, kind)));
        }
        let pairs = Self { kinds, apart: apart(&data.instructions)? };
        let others = graph.live_blocks().filter(|other| *other != block);
        let mut outside = others.flat_map(|other| graph.blocks[other.index()].mentions()).chain(data.end_mentions());
        (counter.step == Step::Known(1) && !outside.any(|value| pairs.is_paired(value))).then_some(pairs)
    }

    fn is_paired(&self, value: Value) -> bool {
        matches!(self.kinds.get(&value), Some(Kind::Paired | Kind::Decides))
    }

    pub fn has(&self, made: &Instruction) -> bool {
        let spends = made.action == Action::Spend && self.is_paired(made.args[0]);
        let sets = matches!(made.action, Action::Set { .. });
        spends || sets || made.result.is_some_and(|result| self.is_paired(result))
    }
}

/// The kind of what an instruction gives; none if it can't be in such a loop.
fn kind(kinds: &HashMap<Value, Kind>, made: &Instruction) -> Option<Kind> {
    let args: Vec<Kind> = made.args.iter().map(|arg| kinds.get(arg).copied().unwrap_or(Kind::Same)).collect();
    let all = |among: &[Kind]| args.iter().all(|kind| among.contains(kind));
    let is_single = all(&[Kind::Same, Kind::Counts, Kind::Single]);
    match (&made.action, &args[..]) {
        (Action::Int(_) | Action::Float(_) | Action::Null | Action::Enter(_), _) => Some(Kind::Same),
        (Action::Length | Action::Load { .. } | Action::GlobalGet(_), _) => all(&[Kind::Same]).then_some(Kind::Same),
        (Action::Get { storage }, [Kind::Same, Kind::Counts]) => has_pairs(*storage).then_some(Kind::Paired),
        (Action::Set { storage }, [Kind::Same, Kind::Counts, Kind::Same | Kind::Paired]) => {
            has_pairs(*storage).then_some(Kind::Paired)
        }
        (Action::Pure(_) | Action::Choose | Action::Spend, _) if all(&[Kind::Same]) => Some(Kind::Same),
        (Action::Pure(Op::I64Add {}), [Kind::Counts, Kind::Same] | [Kind::Same, Kind::Counts]) => Some(Kind::Counts),
        (Action::Pure(Op::I64Sub {}), [Kind::Counts, Kind::Same]) => Some(Kind::Counts),
        (Action::Pure(_) | Action::Choose, _) if is_single => Some(Kind::Single),
        (Action::Pure(op), _) if all(&[Kind::Same, Kind::Paired]) => of_pairs(*op),
        (Action::Spend, [Kind::Paired]) => Some(Kind::Paired),
        (Action::Choose, [Kind::Decides, Kind::Same | Kind::Paired, Kind::Same | Kind::Paired]) => Some(Kind::Paired),
        _ => None,
    }
}

/// Whether two neighbouring elements can be read and written as a pair.
fn has_pairs(storage: Storage) -> bool {
    matches!(storage, Storage::I64 | Storage::F64 | Storage::I32 | Storage::U32)
}

/// What an instruction makes of pairs, if it can.
fn of_pairs(op: Op) -> Option<Kind> {
    match op {
        Op::I64Add {} | Op::I64Sub {} | Op::I64And {} | Op::I64Or {} | Op::I64Xor {} => Some(Kind::Paired),
        Op::F64Add {} | Op::F64Sub {} | Op::F64Mul {} | Op::F64Div {} | Op::F64Sqrt {} => Some(Kind::Paired),
        Op::I64Neg {} | Op::I64Not {} | Op::F64Neg {} | Op::F64Abs {} => Some(Kind::Paired),
        Op::I64Eq {} | Op::I64Ne {} | Op::I64LtS {} | Op::I64LeS {} | Op::I64GtS {} => Some(Kind::Decides),
        Op::I64GeS {} | Op::F64Eq {} | Op::F64Ne {} | Op::F64Lt {} | Op::F64Le {} => Some(Kind::Decides),
        Op::F64Gt {} | Op::F64Ge {} => Some(Kind::Decides),
        _ => None,
    }
}

/// The arrays that must not be the same. None if two rounds may use the same element whatever is asked, or if nothing is
/// written.
fn apart(instructions: &[Instruction]) -> Option<Vec<[Value; 2]>> {
    let accesses = || {
        instructions.iter().filter_map(|made| match made.action {
            Action::Get { storage } | Action::Set { storage } => Some((storage, made.args[0], made.args[1])),
            _ => None,
        })
    };
    let mut apart = Vec::new();
    let mut writes = instructions.iter().filter(|made| matches!(made.action, Action::Set { .. })).peekable();
    writes.peek()?;
    for write in writes {
        let Action::Set { storage } = write.action else { continue };
        let (array, index) = (write.args[0], write.args[1]);
        // Within a round the order stays as it is.
        for (_, other, _) in accesses().filter(|(kind, _, other)| *kind == storage && *other != index) {
            if other == array {
                return None;
            }
            if !apart.contains(&[array, other]) {
                apart.push([array, other]);
            }
        }
    }
    (apart.len() <= MOST_APART).then_some(apart)
}

/// What stands for two rounds: the pairs made so far.
#[derive(Default)]
pub struct Twice {
    pairs: HashMap<Value, Value>,
    /// The fuel that is taken, unless it is the same in every round.
    spent: Option<(Value, Site)>,
}

impl Twice {
    /// Does an instruction for two rounds, of which the first has these values for those of the loop.
    pub fn push(
        &mut self,
        graph: &mut Graph,
        made: &Instruction,
        now: &HashMap<Value, Value>,
        to: &mut Vec<Instruction>,
    ) {
        if made.action == Action::Spend {
            return self.spend(graph, self.pairs[&made.args[0]], made.site, to);
        }
        // Arrays and indices are those of the first round.
        let single = if matches!(made.action, Action::Get { .. } | Action::Set { .. }) { 2 } else { 0 };
        let args = made.args.iter().enumerate().map(|(number, arg)| match number < single {
            true => at(now, *arg),
            false => *self.pairs.entry(*arg).or_insert_with(|| splat(graph, at(now, *arg), made, to)),
        });
        let args = args.collect();
        let result = made.result.map(|result| {
            let pair = graph.value(graph.class(result).twice());
            self.pairs.insert(result, pair);
            pair
        });
        let action = Action::Twice(Box::new(made.action.clone()));
        to.push(Instruction { action, args, result, site: made.site, frame: None });
    }

    /// Has fuel taken when all rounds are over.
    fn spend(&mut self, graph: &mut Graph, pair: Value, site: Site, to: &mut Vec<Instruction>) {
        let sum = self.spent.map_or(pair, |(sum, _)| {
            let action = Action::Twice(Box::new(Action::Pure(Op::I64Add {})));
            let both = graph.value(Class::Ints);
            to.push(Instruction { action, args: vec![sum, pair], result: Some(both), site, frame: None });
            both
        });
        self.spent = Some((sum, site));
    }

    /// Does what is left when all rounds are over.
    pub fn finish(self, graph: &mut Graph, to: &mut Vec<Instruction>) {
        if let Some((pair, site)) = self.spent {
            let sum = graph.value(Class::Int);
            to.push(Instruction { action: Action::Sum, args: vec![pair], result: Some(sum), site, frame: None });
            to.push(Instruction { action: Action::Spend, args: vec![sum], result: None, site, frame: None });
        }
    }
}

/// A number that is the same in every round, as a pair.
fn splat(graph: &mut Graph, number: Value, user: &Instruction, to: &mut Vec<Instruction>) -> Value {
    let pair = graph.value(graph.class(number).twice());
    to.push(Instruction {
        action: Action::Splat,
        args: vec![number],
        result: Some(pair),
        site: user.site,
        frame: None,
    });
    pair
}
