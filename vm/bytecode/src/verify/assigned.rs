//! Definite assignment: a local is written on every path to where it is read.
//!
//! Most reads are settled while the code is walked, because the local is a parameter, was written in the same block, or
//! was written in the entry block before anything else ran. The remaining locals go through a forward data-flow
//! analysis, 64 of them to a word: a local is assigned at the start of a block when it is at the end of every block
//! that goes there. Words only lose bits, at most 64 times, which bounds the work to locals × jumps steps, and the
//! limit bounds that.

use std::collections::VecDeque;

use super::{Checked, fail};
use crate::error::Rule;
use crate::{BlockId, Function, Limits};

#[derive(Default)]
pub(super) struct Assigned {
    locals: Vec<Local>,
    /// One more than the index of the block that is walked.
    current: u32,
    /// Writes that matter to other blocks, once for each local and block.
    writes: Vec<Write>,
    /// Reads that depend on other blocks, in the order of the code, once for each local and block.
    reads: Vec<Read>,
}

/// What is known of a local. Blocks are counted from 1; 0 is none.
#[derive(Clone, Copy, Default)]
struct Local {
    /// A parameter, or written in the entry block.
    everywhere: bool,
    /// The block that last wrote it.
    written: u32,
    /// The block that last read it without having written it.
    read: u32,
    /// One more than its bit, if it takes part in the analysis.
    bit: u32,
}

struct Write {
    block: usize,
    local: usize,
}

/// A read of a local that its block did not write before.
#[derive(Clone, Copy)]
pub(super) struct Read {
    block: usize,
    pub local: usize,
    /// The instruction.
    pub index: usize,
}

const ENTRY: u32 = 1;

impl Assigned {
    /// Starts a function with so many locals, the first `params` of which are assigned.
    pub fn enter(&mut self, locals: usize, params: usize) {
        self.locals.clear();
        self.locals.resize(params, Local { everywhere: true, ..Local::default() });
        self.locals.resize(locals, Local::default());
        self.writes.clear();
        self.reads.clear();
    }

    /// Goes on to the next block.
    pub fn block(&mut self, block: usize) {
        self.current = block as u32 + 1;
    }

    #[inline(always)]
    pub fn assign(&mut self, local: usize) {
        let state = &mut self.locals[local];
        if state.everywhere || state.written == self.current {
            return;
        }
        state.written = self.current;
        if self.current == ENTRY {
            state.everywhere = true;
        } else {
            self.writes.push(Write { block: self.current as usize - 1, local });
        }
    }

    /// False if the local is certainly unassigned; whether it certainly is assigned, [`Assigned::finish`] says.
    #[inline(always)]
    pub fn read(&mut self, local: usize, index: usize) -> bool {
        let state = &mut self.locals[local];
        if state.everywhere || state.written == self.current {
            return true;
        }
        if state.read != self.current {
            state.read = self.current;
            self.reads.push(Read { block: self.current as usize - 1, local, index });
        }
        self.current != ENTRY
    }

    /// The first read that may find the local unassigned.
    pub fn finish(&mut self, function: &Function, limits: &Limits) -> Checked<Option<Read>> {
        if self.reads.is_empty() {
            return Ok(None);
        }
        let mut bits = 0;
        for read in &self.reads {
            let local = &mut self.locals[read.local];
            if local.bit == 0 {
                bits += 1;
                local.bit = bits;
            }
        }
        let flow = Flow::new(function);
        let steps = u64::from(bits) * (flow.targets.len() + function.blocks.len()) as u64;
        if steps > u64::from(limits.assignments) {
            let text = format!("following {bits} locals through the function's blocks needs {steps} steps");
            return fail(Rule::Limit, format!("{text}, the limit is {}", limits.assignments));
        }
        Ok(self.unassigned(&flow, bits as usize))
    }

    fn unassigned(&self, flow: &Flow, bits: usize) -> Option<Read> {
        let blocks = flow.blocks();
        let mut written = vec![0; bits.div_ceil(64) * blocks];
        for write in &self.writes {
            if let Some(bit) = self.locals[write.local].bit.checked_sub(1) {
                written[bit as usize / 64 * blocks + write.block] |= 1_u64 << (bit % 64);
            }
        }
        let mut assigned = vec![u64::MAX; written.len()];
        for (written, assigned) in written.chunks(blocks).zip(assigned.chunks_mut(blocks)) {
            flow.solve(written, assigned);
        }
        let unassigned = |read: &&Read| {
            let bit = self.locals[read.local].bit as usize - 1;
            assigned[bit / 64 * blocks + read.block] & 1 << (bit % 64) == 0
        };
        self.reads.iter().find(unassigned).copied()
    }
}

/// The jumps of a function.
struct Flow {
    /// For each block where its targets end.
    ends: Vec<usize>,
    targets: Vec<BlockId>,
}

impl Flow {
    fn new(function: &Function) -> Self {
        let mut flow = Self { ends: Vec::with_capacity(function.blocks.len()), targets: Vec::new() };
        for block in 0..function.blocks.len() {
            let last = function.block(BlockId::from_index(block)).end - 1;
            flow.targets.extend(function.targets(function.ops[last]));
            flow.ends.push(flow.targets.len());
        }
        flow
    }

    fn blocks(&self) -> usize {
        self.ends.len()
    }

    fn targets(&self, block: usize) -> &[BlockId] {
        let start = block.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.targets[start..self.ends[block]]
    }

    /// Brings `assigned`, by block what is assigned at its start, down from everything to what `written`, by block what
    /// it writes, implies. Blocks that can't be reached keep everything.
    fn solve(&self, written: &[u64], assigned: &mut [u64]) {
        let mut queued = vec![false; self.blocks()];
        let mut queue = VecDeque::from([0]);
        assigned[0] = 0;
        while let Some(block) = queue.pop_front() {
            queued[block] = false;
            let end = assigned[block] | written[block];
            for target in self.targets(block) {
                let target = target.index();
                let start = assigned[target] & end;
                if start != assigned[target] {
                    assigned[target] = start;
                    if !std::mem::replace(&mut queued[target], true) {
                        queue.push_back(target);
                    }
                }
            }
        }
    }
}
