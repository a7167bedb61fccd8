//! Has fuel asked for once instead of in every block: where a function begins, and where a round of a loop does. If there is
//! enough there for the dearest way to a call, or to the end of the round, blocks only count what they take. If there isn't,
//! the code is left, and the interpreter finds out where exactly it ends.
//!
//! A round that can neither trap nor call counts what it takes only when it is over.

use crate::ir::loops::{Loop, all, innermost};
use crate::ir::{Action, Block, Class, Edge, Flow, Graph, Instruction, Scope, Site, Terminator, Value};
use pvm_bytecode::Op;
use pvm_runtime::tier::Unit;
use rustc_hash::FxHashMap as HashMap;

/// Has blocks count only, as far as that goes. What has been so before stays so.
pub fn guard(graph: &mut Graph, unit: Unit) {
    let flow = Flow::new(graph);
    let loops = all(graph, &flow);
    // The loops that a block is in, the innermost first.
    let within = |block: Block| {
        let around = loops.iter().filter(move |known| known.blocks.contains(&block));
        around.min_by_key(|known| known.blocks.len()).map(|known| known.header)
    };
    let mut guards: Vec<(Block, i64)> = Vec::new();
    // By block, the guard that it is behind, and what the dearest way from there has taken at its end.
    let mut behind: HashMap<Block, (usize, i64)> = HashMap::default();
    for block in flow.order.iter().copied() {
        let first = graph.blocks[block.index()].instructions.first();
        let polls = matches!(first.map(|first| &first.action), Some(Action::Poll { .. }));
        let enters = block.index() == 0 && unit.from.is_none() && flow.predecessors(block).is_empty();
        let start = if polls || enters {
            guards.push((block, 0));
            Some((guards.len() - 1, 0))
        } else {
            let from = flow.predecessors(block).iter();
            let from = from.map(|from| behind.get(from).copied().filter(|_| within(*from) == within(block)));
            let common = |left: Option<(usize, i64)>, right: Option<(usize, i64)>| {
                let ((left, taken), (right, also)) = (left?, right?);
                (left == right).then(|| (left, taken.max(also)))
            };
            from.reduce(common).flatten()
        };
        if let Some((guard, taken)) = start
            && let Some(taken) = count(graph, block, taken, &mut guards[guard].1)
        {
            behind.insert(block, (guard, taken));
        }
    }
    for (block, most) in guards.into_iter().filter(|(_, most)| *most > 0) {
        let instructions = &mut graph.blocks[block.index()].instructions;
        match instructions.first_mut() {
            Some(Instruction { action: Action::Poll { fuel }, .. }) => *fuel += most,
            _ => graph.fuel += most,
        }
    }
}

/// Has a block count only, as far as its first call, or to a round of what was a loop, which asks by itself. Gives what it and
/// the way to it have taken, if there is neither.
fn count(graph: &mut Graph, block: Block, mut taken: i64, most: &mut i64) -> Option<i64> {
    let mut counted = Vec::new();
    let mut rest = std::mem::take(&mut graph.blocks[block.index()].instructions).into_iter().peekable();
    let mut calls = false;
    counted.extend(rest.next_if(|first| matches!(first.action, Action::Poll { .. })));
    for mut made in rest.by_ref() {
        let site = made.site;
        match made.action {
            Action::Fuel(cost) => {
                taken += i64::from(cost);
                let cost = number(graph, cost.into(), site, &mut counted);
                made = Instruction { action: Action::Spend, args: vec![cost], ..made };
            }
            Action::FuelLeft(cost) => {
                *most = (taken + i64::from(cost)).max(*most);
                made.action = Action::Int(1);
            }
            _ => calls = takes_more(&made.action),
        }
        counted.push(made);
        if calls {
            break;
        }
    }
    counted.extend(rest);
    graph.blocks[block.index()].instructions = counted;
    *most = taken.max(*most);
    (!calls).then_some(taken)
}

/// Whether an instruction may take fuel that isn't known, or what is behind it relies on what it has asked.
fn takes_more(action: &Action) -> bool {
    let copies = matches!(action, Action::ArrayCopy { .. } | Action::ArrayFill { .. } | Action::Known(_));
    copies || matches!(action, Action::Call(_) | Action::FuelBack | Action::Poll { .. })
}

fn number(graph: &mut Graph, number: i64, site: Site, to: &mut Vec<Instruction>) -> Value {
    let result = graph.value(Class::Int);
    to.push(Instruction { action: Action::Int(number), args: Vec::new(), result: Some(result), site, frame: None });
    result
}

/// Has rounds that can neither trap nor call count what they take when they are over.
pub fn gather(graph: &mut Graph) {
    let flow = Flow::new(graph);
    let all = graph.live_blocks().flat_map(|block| &graph.blocks[block.index()].instructions);
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
            Gather { graph, flow: &flow, known: &known, numbers: &numbers, taken: HashMap::default() }.run(&order);
        }
    }
}

fn is_number(made: &Instruction) -> Option<i64> {
    if let Action::Int(number) = made.action { Some(number) } else { None }
}

/// Whether nobody can see in an instruction how much fuel is left.
fn is_silent(action: &Action) -> bool {
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

    /// Hands on what has been taken, and counts it where the round is over.
    fn end(&mut self, block: Block) {
        let Some(mut end) = self.graph.blocks[block.index()].terminator.take() else { return };
        let header = self.known.header;
        let is_over = |to: Block| to == header || !self.known.blocks.contains(&to);
        let all_over = end.edges().all(|edge| is_over(edge.block));
        let site = self.site(block);
        if all_over {
            let spend = self.spend(block, block, site);
            self.graph.blocks[block.index()].instructions.push(spend);
        }
        for edge in end.edges_mut().filter(|_| !all_over) {
            if is_over(edge.block) {
                // A block of its own for this way.
                let way = self.graph.block();
                let on = std::mem::replace(edge, Edge { block: way, args: Vec::new() });
                self.graph.blocks[way.index()].terminator = Some(Terminator::Jump(on));
                let spend = self.spend(block, way, site);
                self.graph.blocks[way.index()].instructions.push(spend);
            } else if edge.args.len() < self.graph.blocks[edge.block.index()].params.len() {
                let above = self.flow.dominator(edge.block).map(|above| self.taken[&above].clone());
                let amount = self.amount(block, &above.unwrap_or_default(), block, site);
                edge.args.push(amount);
            }
        }
        self.graph.blocks[block.index()].terminator = Some(end);
    }

    fn spend(&mut self, block: Block, to: Block, site: Site) -> Instruction {
        let amount = self.amount(block, &Taken::default(), to, site);
        Instruction { action: Action::Spend, args: vec![amount], result: None, site, frame: None }
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
