//! Has a round of a loop that can neither trap nor call count all that it takes at once, near its end: nobody can see it
//! before.

use super::number;
use crate::ir::loops::{Loop, innermost};
use crate::ir::{Action, Block, Class, Edge, Flow, Graph, Instruction, Scope, Site, Terminator, Value};
use pvm_bytecode::Op;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// See the file.
pub fn gather(graph: &mut Graph) {
    let flow = Flow::new(graph);
    let all = graph.live_instructions();
    let numbers: HashMap<Value, i64> = all.filter_map(|made| Some((made.result?, is_number(made)?))).collect();
    for known in innermost(graph, &flow) {
        let order: Vec<Block> = flow.order.iter().copied().filter(|block| known.blocks.contains(block)).collect();
        // The first instruction of the header may look what is wanted.
        let header = graph.blocks[known.header.index()].instructions.first();
        let looks = usize::from(matches!(header.map(|made| &made.action), Some(Action::Poll { .. })));
        let mut all = order.iter().flat_map(|block| &graph.blocks[block.index()].instructions).skip(looks);
        let counts = |made: &Instruction| match made.action {
            Action::Spend => numbers.contains_key(&made.args[0]),
            _ => is_silent(&made.action),
        };
        if all.all(counts) {
            let (taken, paid) = Default::default();
            Gather { graph, flow: &flow, known: &known, numbers: &numbers, taken, paid }.run(&order);
        }
    }
}

pub(super) fn is_number(made: &Instruction) -> Option<i64> {
    if let Action::Int(number) = made.action { Some(number) } else { None }
}

/// Whether nobody can see in an instruction how much fuel is left.
pub(super) fn is_silent(action: &Action) -> bool {
    let writes = matches!(action, Action::Store { .. } | Action::Set { .. } | Action::GlobalSet(_));
    action.is_pure() || writes || matches!(action, Action::Enter(_))
}

struct Gather<'a> {
    graph: &'a mut Graph,
    flow: &'a Flow,
    known: &'a Loop,
    numbers: &'a HashMap<Value, i64>,
    /// By block, what has been taken at its end.
    taken: HashMap<Block, Taken>,
    /// Ends of rounds for which the block before them counts.
    paid: HashSet<Block>,
}

/// What has been taken since a round began: a number, and what parameters say. A block's parameter says what was taken since
/// the block that dominates it, so that it chooses between two numbers as a rule.
#[derive(Clone, PartialEq, Eq, Default)]
struct Taken {
    number: i64,
    params: Vec<Value>,
}

impl Gather<'_> {
    /// The blocks in their order.
    fn run(mut self, order: &[Block]) {
        for block in order {
            let mut taken = self.at_start(*block);
            self.graph.blocks[block.index()].instructions.retain(|made| {
                let is_count = made.action == Action::Spend;
                taken.number += if is_count { self.numbers[&made.args[0]] } else { 0 };
                !is_count
            });
            self.taken.insert(*block, taken);
        }
        for block in order {
            self.end(*block);
        }
    }

    /// What has been taken where a block starts. Where ways meet that have taken more and less, a parameter says it.
    fn at_start(&mut self, block: Block) -> Taken {
        let Some(above) = self.flow.dominator(block).filter(|_| block != self.known.header) else {
            return Taken::default();
        };
        let mut from = self.flow.predecessors(block).iter().map(|from| &self.taken[from]);
        let mut taken = self.taken[&above].clone();
        match from.next() {
            Some(first) if first.params == taken.params && from.all(|other| other == first) => first.clone(),
            _ => {
                let param = self.graph.value(Class::Int);
                self.graph.blocks[block.index()].params.push(param);
                taken.params.push(param);
                taken
            }
        }
    }

    /// Hands on what has been taken, and counts it where the round is over, or will be behind the next block.
    fn end(&mut self, block: Block) {
        let Some(mut end) = self.graph.blocks[block.index()].terminator.take() else { return };
        let header = self.known.header;
        let is_over = |to: Block| to == header || !self.known.blocks.contains(&to);
        let all_over = end.edges().all(|edge| is_over(edge.block));
        let site = self.site(block);
        if all_over && !self.paid.contains(&block) {
            self.spend(block, &Taken::default(), block, site);
        }
        let counted = match self.last(&end) {
            Some(last) if !all_over => {
                self.paid.insert(last);
                self.spend(last, &Taken::default(), block, site);
                self.taken[&last].clone()
            }
            _ => Taken::default(),
        };
        for edge in end.edges_mut().filter(|_| !all_over) {
            if is_over(edge.block) {
                // A block of its own for this way.
                let way = self.graph.block();
                let on = std::mem::replace(edge, Edge { block: way, args: Vec::new() });
                self.graph.blocks[way.index()].terminator = Some(Terminator::Jump(on));
                self.spend(block, &counted, way, site);
            } else if edge.args.len() < self.graph.blocks[edge.block.index()].params.len() {
                let above = self.flow.dominator(edge.block).map(|above| self.taken[&above].clone());
                let amount = self.amount(block, &above.unwrap_or_default(), block, site);
                edge.args.push(amount);
            }
        }
        self.graph.blocks[block.index()].terminator = Some(end);
    }

    /// The only block that is part of the round behind one that ends so, if all it does is to end it: what is taken there
    /// may be counted before, and what other ways don't take given back there. So the loop stays small.
    fn last(&self, end: &Terminator) -> Option<Block> {
        let mut inside = end.edges().map(|edge| edge.block).filter(|to| self.known.blocks.contains(to));
        let last = inside.next().filter(|last| inside.next().is_none() && *last != self.known.header)?;
        let header = self.known.header;
        let ends =
            matches!(&self.graph.blocks[last.index()].terminator, Some(Terminator::Jump(on)) if on.block == header);
        (ends && self.flow.predecessors(last).len() == 1).then_some(last)
    }

    /// Counts in a block what has been taken at the end of one since something else had been: the number by itself, so that
    /// those of several rounds become one.
    fn spend(&mut self, block: Block, since: &Taken, to: Block, site: Site) {
        let Taken { number: taken, params } = self.taken[&block].clone();
        let taken = taken - since.number;
        let mut made = Vec::new();
        let number = number(self.graph, taken, site, &mut made);
        let params = params.into_iter().skip(since.params.len());
        let amounts = std::iter::once(number).filter(|_| taken != 0).chain(params);
        let spends = amounts.map(|amount| Instruction {
            action: Action::Spend,
            args: vec![amount],
            result: None,
            site,
            frame: None,
        });
        made.extend(spends.collect::<Vec<_>>());
        self.graph.blocks[to.index()].instructions.extend(made);
    }

    /// What has been taken at the end of a block since something else had been, as a value that is made in a block.
    fn amount(&mut self, block: Block, since: &Taken, to: Block, site: Site) -> Value {
        let Taken { number: taken, params } = self.taken[&block].clone();
        let mut made = Vec::new();
        let mut sum = number(self.graph, taken - since.number, site, &mut made);
        for param in params.into_iter().skip(since.params.len()) {
            let (action, args) = (Action::Pure(Op::I64Add {}), vec![param, sum]);
            sum = self.graph.value(Class::Int);
            made.push(Instruction { action, args, result: Some(sum), site, frame: None });
        }
        self.graph.blocks[to.index()].instructions.extend(made);
        sum
    }

    /// Where a block stands, more or less.
    fn site(&self, block: Block) -> Site {
        let within = |block: Block| self.graph.blocks[block.index()].instructions.last().map(|made| made.site);
        within(block).or_else(|| within(self.known.header)).unwrap_or(Site { scope: Scope(0), op: 0 })
    }
}
