//! Has fuel counted as late as possible: where somebody may see how much is left, or where ways meet. What was counted on the
//! way there is counted at once then.

use super::gather::{is_number, is_silent};
use super::number;
use crate::ir::{Action, Block, Flow, Graph, Instruction, Site, Value};
use rustc_hash::FxHashMap as HashMap;

/// See the file.
pub fn sink(graph: &mut Graph) {
    let flow = Flow::new(graph);
    let all = graph.live_instructions();
    let numbers: HashMap<Value, i64> = all.filter_map(|made| Some((made.result?, is_number(made)?))).collect();
    let mut owed: HashMap<Block, Owed> = HashMap::default();
    for block in flow.order.iter().copied() {
        let mut owes = owed.remove(&block);
        let mut kept = Vec::new();
        for made in std::mem::take(&mut graph.blocks[block.index()].instructions) {
            let amount = made.args.first().and_then(|amount| numbers.get(amount));
            let amount = match made.action {
                Action::Spend => amount.copied(),
                Action::FuelBack => amount.map(|amount| -amount),
                _ => None,
            };
            if let Some(amount) = amount {
                let before = owes.map_or(0, |owes| owes.amount);
                owes = Some(Owed { amount: before + amount, site: made.site });
            } else {
                if !is_silent(&made.action) && made.action != Action::Spend {
                    settle(graph, owes.take(), &mut kept);
                }
                kept.push(made);
            }
        }
        let ends = graph.blocks[block.index()].terminator.iter().flat_map(|end| end.edges());
        let next: Vec<Block> = ends.map(|edge| edge.block).collect();
        if !next.is_empty() && next.iter().all(|next| flow.predecessors(*next) == [block]) {
            owed.extend(next.into_iter().zip(owes.into_iter().cycle()));
        } else {
            settle(graph, owes, &mut kept);
        }
        graph.blocks[block.index()].instructions = kept;
    }
}

/// What has been taken, but not been counted, since somewhere: less than nothing if more was given back.
#[derive(Clone, Copy)]
struct Owed {
    amount: i64,
    site: Site,
}

/// Counts what is owed.
fn settle(graph: &mut Graph, owes: Option<Owed>, to: &mut Vec<Instruction>) {
    if let Some(Owed { amount, site }) = owes.filter(|owes| owes.amount != 0) {
        let action = if amount > 0 { Action::Spend } else { Action::FuelBack };
        let args = vec![number(graph, amount.abs(), site, to)];
        to.push(Instruction { action, args, result: None, site, frame: None });
    }
}
