//! Makes a graph one of static single assignment again, after part of it has been copied: where a value or its copy may
//! come to, a parameter takes whichever it is (Braun and others, "Simple and Efficient Construction of Static Single
//! Assignment Form", 2013).

use super::{Block, Class, Flow, Graph, Value};
use rustc_hash::FxHashMap as HashMap;

/// Repairs all uses of values that have copies: by value, the block of its definition, and the copy with the block of its.
/// If a value has several, they come one after the other.
pub fn repair(graph: &mut Graph, copies: &[(Value, Block, Value, Block)]) {
    let flow = Flow::new(graph);
    // By value, the blocks that mention it without defining it.
    let mut mentions: HashMap<Value, Vec<Block>> = copies.iter().map(|(value, ..)| (*value, Vec::new())).collect();
    for block in &flow.order {
        for value in graph.blocks[block.index()].mentions() {
            match mentions.get_mut(&value) {
                Some(places) if places.last() != Some(block) => places.push(*block),
                _ => {}
            }
        }
    }
    for same in copies.chunk_by(|one, next| one.0 == next.0) {
        let (value, home, ..) = same[0];
        let mut ends = HashMap::from_iter([(home, value)]);
        ends.extend(same.iter().map(|(_, _, copy, other)| (*other, *copy)));
        let mut meeting = Meeting::new(&flow, graph.class(value), ends);
        for block in mentions.get(&value).into_iter().flatten().filter(|block| **block != home) {
            let known = meeting.at_start(graph, *block);
            let data = &mut graph.blocks[block.index()];
            data.mentions_mut().filter(|mention| **mention == value).for_each(|mention| *mention = known);
        }
    }
}

/// Something that several values stand for: where ways with different ones meet, a parameter takes them.
pub struct Meeting<'a> {
    flow: &'a Flow,
    class: Class,
    /// What stands for it where a block starts, and where it ends.
    starts: HashMap<Block, Value>,
    ends: HashMap<Block, Value>,
}

impl<'a> Meeting<'a> {
    /// From what stands for it where some blocks end.
    pub fn new(flow: &'a Flow, class: Class, ends: HashMap<Block, Value>) -> Self {
        Self { flow, class, starts: HashMap::default(), ends }
    }

    fn at_end(&mut self, graph: &mut Graph, block: Block) -> Value {
        match self.ends.get(&block) {
            Some(known) => *known,
            None => self.at_start(graph, block),
        }
    }

    /// What stands for it where a block starts; some block on every way there has it at its end.
    pub fn at_start(&mut self, graph: &mut Graph, block: Block) -> Value {
        if let Some(known) = self.starts.get(&block) {
            return *known;
        }
        // A straight way up, whose blocks all know the same.
        let mut straight = vec![block];
        let mut top = block;
        while let [from] = self.flow.predecessors(top)[..] {
            if let Some(known) = self.ends.get(&from).or_else(|| self.starts.get(&from)) {
                let known = *known;
                self.starts.extend(straight.into_iter().map(|block| (block, known)));
                return known;
            }
            straight.push(from);
            top = from;
        }
        debug_assert!(top.index() > 0, "it is not defined on every way");
        let param = graph.value(self.class);
        graph.blocks[top.index()].params.push(param);
        self.starts.extend(straight.into_iter().map(|block| (block, param)));
        let mut from: Vec<Block> = self.flow.predecessors(top).to_vec();
        from.sort_unstable();
        from.dedup();
        for from in from {
            let arg = self.at_end(graph, from);
            let end = graph.blocks[from.index()].terminator.iter_mut().flat_map(|end| end.edges_mut());
            end.filter(|edge| edge.block == top).for_each(|edge| edge.args.push(arg));
        }
        param
    }
}
