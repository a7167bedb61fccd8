//! Builds the code of one function: basic blocks in the order in which they are placed, typed locals, and a model of
//! the operand stack, so that what is pending can be moved to locals where control branches.
//!
//! While no block is open the code is unreachable, and whatever is emitted is dropped. Blocks are named by labels until
//! the end; a block that only jumps on is never made.

use super::fold;
use pvm_bytecode::{BlockId, LocalId, Op, Switch, SwitchId, ValueType};

/// A place in the code that can be jumped to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

#[derive(Clone, Copy)]
enum Target {
    Unplaced,
    Block(u32),
    /// It stands where another label stands.
    Same(Label),
}

struct LabelState {
    target: Target,
    uses: u32,
}

/// The finished code of a function.
pub struct Code {
    pub locals: Vec<ValueType>,
    pub ops: Vec<Op>,
    pub blocks: Vec<u32>,
    pub switches: Vec<Switch>,
    /// From which instruction on the source is at which place.
    pub places: Vec<(u32, u32)>,
}

pub struct Builder {
    ops: Vec<Op>,
    blocks: Vec<u32>,
    labels: Vec<LabelState>,
    switches: Vec<Switch>,
    /// Parameters and locals.
    locals: Vec<ValueType>,
    params: usize,
    /// Locals that hold nothing of use any more.
    free: Vec<LocalId>,
    stack: Vec<ValueType>,
    open: bool,
    /// The labels of the block that is open, while it is empty.
    here: Vec<Label>,
    /// Whether one of them may still be jumped to.
    here_loop: bool,
    places: Vec<(u32, u32)>,
}

impl Builder {
    pub fn new(params: Vec<ValueType>) -> Self {
        Self {
            ops: Vec::new(),
            blocks: vec![0],
            labels: Vec::new(),
            switches: Vec::new(),
            params: params.len(),
            locals: params,
            free: Vec::new(),
            stack: Vec::new(),
            open: true,
            here: Vec::new(),
            here_loop: false,
            places: Vec::new(),
        }
    }

    /// Whether what is emitted now can be reached.
    pub fn is_open(&self) -> bool {
        self.open
    }

    // Instructions

    /// What follows belongs to this place in the source.
    pub fn at(&mut self, place: u32) {
        let op = self.ops.len() as u32;
        while self.places.last().is_some_and(|last| last.0 >= op) {
            self.places.pop();
        }
        if self.open && self.places.last().is_none_or(|last| last.1 != place) {
            self.places.push((op, place));
        }
    }

    /// Emits an instruction that takes `pops` operands and perhaps gives one.
    pub fn op(&mut self, op: Op, pops: usize, push: Option<ValueType>) {
        if !self.open {
            return;
        }
        debug_assert!(self.stack.len() >= pops, "{op:?} finds too few operands");
        self.stack.truncate(self.stack.len() - pops);
        self.stack.extend(push);
        let start = self.block_start();
        fold::emit(&mut self.ops, start, op);
    }

    pub fn integer(&mut self, value: i64) {
        self.op(Op::I64Const { value }, 0, Some(ValueType::I64));
    }

    pub fn float(&mut self, value: f64) {
        self.op(Op::F64Const { bits: value.to_bits() }, 0, Some(ValueType::F64));
    }

    /// Emits an instruction on two integers that gives one.
    pub fn binary(&mut self, op: Op) {
        self.op(op, 2, Some(ValueType::I64));
    }

    pub fn get(&mut self, local: LocalId) {
        self.op(Op::LocalGet { local }, 0, Some(self.locals[local.index()]));
    }

    pub fn set(&mut self, local: LocalId) {
        if self.open && self.last() == Some(Op::LocalGet { local }) {
            self.forget_last();
            return;
        }
        self.op(Op::LocalSet { local }, 1, None);
    }

    /// Drops the operand on top; what only fetched it is taken back.
    pub fn drop(&mut self) {
        match self.last() {
            Some(Op::LocalGet { .. } | Op::I64Const { .. } | Op::F64Const { .. } | Op::StringConst { .. })
                if self.open =>
            {
                self.forget_last();
            }
            _ => self.op(Op::Drop {}, 1, None),
        }
    }

    /// The number on top, if it is a constant; it is taken off then.
    pub fn take_integer(&mut self) -> Option<i64> {
        match self.last() {
            Some(Op::I64Const { value }) if self.open => {
                self.forget_last();
                Some(value)
            }
            _ => None,
        }
    }

    /// The number that a local was set to last, if it is a constant; the local is not set then.
    pub fn take_set_integer(&mut self, local: LocalId) -> Option<i64> {
        let start = self.block_start();
        match self.ops[start..] {
            [.., Op::I64Const { value }, Op::LocalSet { local: set }] if self.open && set == local => {
                self.ops.truncate(self.ops.len() - 2);
                Some(value)
            }
            _ => None,
        }
    }

    /// Takes back a logical not that was emitted last.
    fn take_not(&mut self) -> bool {
        let negated = self.open && self.last() == Some(Op::I64Eqz {});
        if negated {
            self.ops.pop();
        }
        negated
    }

    /// Takes back a comparison with zero that a branch makes by itself.
    fn take_not_zero(&mut self) {
        let start = self.block_start();
        if let [.., Op::I64Const { value: 0 }, Op::I64Ne {}] = self.ops[start..] {
            self.ops.truncate(self.ops.len() - 2);
        }
    }

    /// The last instruction of the block that is open.
    fn last(&self) -> Option<Op> {
        self.ops[self.block_start()..].last().copied()
    }

    /// Takes back the last instruction, which pushed an operand and took none.
    fn forget_last(&mut self) {
        self.ops.pop();
        self.stack.pop();
    }

    fn block_start(&self) -> usize {
        self.blocks[self.blocks.len() - 1] as usize
    }

    /// How many operands are pending.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// The type of the operand on top.
    pub fn top(&self) -> Option<ValueType> {
        self.stack.last().copied()
    }

    // Locals

    pub fn local_type(&self, local: LocalId) -> ValueType {
        self.locals[local.index()]
    }

    /// A local that nothing else uses until it is given back by [`Builder::release`].
    pub fn local(&mut self, ty: ValueType) -> LocalId {
        if let Some(at) = self.free.iter().rposition(|local| self.locals[local.index()] == ty) {
            return self.free.swap_remove(at);
        }
        self.locals.push(ty);
        LocalId::from_index(self.locals.len() - 1)
    }

    /// Says that nobody reads the local's value any more.
    pub fn release(&mut self, local: LocalId) {
        debug_assert!(!self.free.contains(&local));
        self.free.push(local);
    }

    /// Moves the operand on top to a new local.
    pub fn pop_to_local(&mut self) -> LocalId {
        let local = self.local(self.stack.last().copied().unwrap_or(ValueType::I64));
        self.set(local);
        local
    }

    /// Moves all pending operands to locals, because control is about to branch.
    pub fn spill(&mut self) -> Vec<LocalId> {
        let mut locals = Vec::with_capacity(self.stack.len());
        if self.open {
            while !self.stack.is_empty() {
                locals.push(self.pop_to_local());
            }
        }
        locals
    }

    /// Brings spilled operands back, and gives up their locals.
    pub fn unspill(&mut self, locals: Vec<LocalId>) {
        for local in locals.into_iter().rev() {
            self.get(local);
            self.release(local);
        }
    }

    // Blocks

    pub fn label(&mut self) -> Label {
        self.labels.push(LabelState { target: Target::Unplaced, uses: 0 });
        Label(self.labels.len() as u32 - 1)
    }

    /// Goes on at a label that everything that jumps to it precedes.
    pub fn place(&mut self, label: Label) {
        self.jump(label);
        let state = &self.labels[label.0 as usize];
        if state.uses == 0 {
            return;
        }
        if state.uses == 1 && self.ops.last() == Some(&Op::Jump { target: BlockId(label.0) }) {
            self.ops.pop();
            self.open = true;
            return;
        }
        self.open_block(label);
    }

    /// Goes on at a label that is also jumped to from further down.
    pub fn place_loop(&mut self, label: Label) {
        if !self.open {
            return;
        }
        // The entry block has no predecessors.
        if self.ops.len() > self.block_start() || self.blocks.len() == 1 {
            self.jump(label);
            self.open_block(label);
        } else {
            self.bind(label);
        }
        self.here_loop = true;
    }

    /// Goes on at a label, wherever it is jumped to from; nothing falls into it.
    pub fn place_block(&mut self, label: Label) {
        debug_assert!(!self.open);
        self.open_block(label);
        self.here_loop = true;
    }

    fn open_block(&mut self, label: Label) {
        debug_assert!(self.stack.is_empty() || !self.open);
        self.blocks.push(self.ops.len() as u32);
        self.stack.clear();
        self.open = true;
        self.here.clear();
        self.here_loop = false;
        self.bind(label);
    }

    fn bind(&mut self, label: Label) {
        self.labels[label.0 as usize].target = Target::Block(self.blocks.len() as u32 - 1);
        self.here.push(label);
    }

    pub fn jump(&mut self, label: Label) {
        if !self.open {
            return;
        }
        let target = self.root(label);
        if self.ops.len() == self.block_start() && self.blocks.len() > 1 && !self.here_loop {
            self.forward(target);
            return;
        }
        self.labels[target.0 as usize].uses += 1;
        self.end(Op::Jump { target: BlockId(target.0) });
    }

    /// The open block would only jump on: whoever comes here goes there at once.
    fn forward(&mut self, target: Label) {
        for label in std::mem::take(&mut self.here) {
            let uses = self.labels[label.0 as usize].uses;
            self.labels[label.0 as usize].target = Target::Same(target);
            self.labels[target.0 as usize].uses += uses;
        }
        self.blocks.pop();
        self.open = false;
    }

    /// The label that stands for all that stand at the same place.
    fn root(&self, mut label: Label) -> Label {
        while let Target::Same(other) = self.labels[label.0 as usize].target {
            label = other;
        }
        label
    }

    /// Goes to `then` unless the number on top is zero, else to `other`.
    pub fn branch(&mut self, then: Label, other: Label) {
        if !self.open {
            return;
        }
        if let Some(value) = self.take_integer() {
            return self.jump(if value != 0 { then } else { other });
        }
        let (then, other) = if self.take_not() { (other, then) } else { (then, other) };
        self.take_not_zero();
        let (then, other) = (self.root(then), self.root(other));
        if then == other {
            self.drop();
            return self.jump(then);
        }
        self.labels[then.0 as usize].uses += 1;
        self.labels[other.0 as usize].uses += 1;
        self.stack.pop();
        self.end(Op::Branch { then: BlockId(then.0), other: BlockId(other.0) });
    }

    /// Goes to the label at the place that the number on top names.
    pub fn switch(&mut self, targets: &[Label], default: Label) {
        if !self.open {
            return;
        }
        if let Some(value) = self.take_integer() {
            let target = usize::try_from(value).ok().and_then(|value| targets.get(value));
            return self.jump(target.copied().unwrap_or(default));
        }
        let mut block = |label: Label| {
            let root = self.root(label);
            self.labels[root.0 as usize].uses += 1;
            BlockId(root.0)
        };
        let switch = Switch { targets: targets.iter().map(|&label| block(label)).collect(), default: block(default) };
        self.switches.push(switch);
        self.stack.pop();
        self.end(Op::Switch { table: SwitchId::from_index(self.switches.len() - 1) });
    }

    /// Ends the block by an instruction that has taken its operands.
    pub fn end(&mut self, op: Op) {
        if !self.open {
            return;
        }
        debug_assert!(self.stack.is_empty(), "operands are left at {op:?}");
        self.ops.push(op);
        self.open = false;
        self.stack.clear();
    }

    /// Ends the block by an instruction that takes `pops` operands.
    pub fn end_with(&mut self, op: Op, pops: usize) {
        if self.open {
            self.stack.truncate(self.stack.len().saturating_sub(pops));
            self.end(op);
        }
    }

    // The end

    /// The code, its labels resolved.
    pub fn finish(mut self) -> Code {
        debug_assert!(!self.open);
        for at in 0..self.blocks.len() {
            let end = self.blocks.get(at + 1).map_or(self.ops.len(), |&next| next as usize);
            let block = |label: BlockId| self.block(label);
            let op = match self.ops[end - 1] {
                Op::Jump { target } => Op::Jump { target: block(target) },
                Op::Branch { then, other } => Op::Branch { then: block(then), other: block(other) },
                op => op,
            };
            self.ops[end - 1] = op;
        }
        let mut switches = std::mem::take(&mut self.switches);
        for switch in &mut switches {
            switch.default = self.block(switch.default);
            switch.targets.iter_mut().for_each(|target| *target = self.block(*target));
        }
        while self.places.last().is_some_and(|last| last.0 as usize >= self.ops.len()) {
            self.places.pop();
        }
        Code {
            locals: self.locals.split_off(self.params),
            ops: self.ops,
            blocks: self.blocks,
            switches,
            places: self.places,
        }
    }

    /// The block that a label, which stands in for a block while the code is built, came to stand for.
    fn block(&self, label: BlockId) -> BlockId {
        match self.labels[self.root(Label(label.0)).0 as usize].target {
            Target::Block(block) => BlockId(block),
            Target::Unplaced | Target::Same(_) => unreachable!("a jump to a label that was never placed"),
        }
    }
}
