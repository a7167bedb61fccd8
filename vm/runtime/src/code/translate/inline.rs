//! Puts leaves, and what is common in a few library calls, in place of their calls. The instructions take the position of
//! the call. Where they can't go on, a *retreat* at the end of the function makes the call that they stand for and goes on
//! behind it; so traps and their backtraces are those of the callee, and nobody can tell that it was not called in the
//! first place.

use super::Translator;
use super::leaf;
use super::stack::Value;
use crate::code::instruction::{Class, Instruction, Operand, Retreat, Slot};
use crate::code::rop::Rop;
use crate::code::{fuse, path_cost};
use pvm_bytecode::{BlockId, Flow, Function, FunctionId, LibId, LocalId, Op, libcall};

/// A call that something stands in place of, to be made where that can't go on.
pub struct Deferred {
    rop: Rop,
    callee: u32,
    arguments: Vec<Value>,
    /// The position of the call.
    op: u32,
    /// The instruction of the leaf that makes its result, and where that goes.
    producer: Option<u32>,
    /// The fuel that the leaf has taken when it can't go on.
    taken: i32,
    /// The retreat from within the leaf, the one before any fuel is taken, and what comes behind the leaf.
    from_within: u32,
    from_start: u32,
    behind: u32,
}

/// A leaf that is being put in place of a call.
#[derive(Clone, Copy)]
struct Site<'m> {
    function: &'m Function,
    arguments: &'m [Value],
    /// Where it goes when it can't go on.
    retreat: Operand,
}

impl Translator<'_, '_> {
    /// Puts the callee in place of its call, if it is a leaf.
    pub fn inline(&mut self, callee: FunctionId) -> bool {
        let function = self.module.function(callee);
        let Some(path) = leaf::path(function) else { return false };
        let ops = || path.iter().flat_map(|block| &function.ops[function.block(*block)]);
        let may_retreat =
            self.metered || ops().any(|op| op.row().flow == Flow::Trap || matches!(op, Op::Branch { .. }));
        let arguments = self.hold(function.signature.params.len());
        let (call, start) = (self.op, self.instructions.len());
        let from_within = if may_retreat { self.label() } else { 0 };
        let from_start = if self.metered { self.label() } else { from_within };
        let taken = if self.metered { path_cost(function, &path) } else { 0 };
        if self.metered {
            self.emit(Rop::FuelElse, [Operand::None, Operand::Int(taken), Operand::Label(from_start)]);
        }
        let site = Site { function, arguments: &arguments, retreat: Operand::Label(from_within) };
        path.windows(2).for_each(|pair| self.leaf_block(site, pair[0], Some(pair[1])));
        self.leaf_block(site, path[path.len() - 1], None);
        self.op = call;
        self.instructions[start..].iter_mut().for_each(|instruction| instruction.op = call);
        self.make_list_access(start + usize::from(self.metered));
        let producer =
            function.signature.result.and_then(|ty| self.settle_result(ty.into(), start as u32, may_retreat));
        for slot in std::mem::take(&mut self.held) {
            self.release(slot);
        }
        if may_retreat {
            let callee = callee.0;
            let deferred = Deferred {
                rop: Rop::Call,
                callee,
                arguments,
                op: call,
                producer,
                taken,
                from_within,
                from_start,
                behind: 0,
            };
            self.defer(deferred, start as u32);
        }
        true
    }

    /// Puts an instruction in place of a library call, if one does what is common in it.
    pub fn inline_library(&mut self, call: LibId) -> bool {
        let Some(rop) = fuse::of_library(call) else { return false };
        let arguments = self.hold(libcall::TABLE[call.index()].params.len());
        let slots: Vec<_> = arguments.iter().map(|argument| self.slot(*argument)).collect();
        let [bytes, hash, after, ref new @ ..] = slots[..] else { return false };
        for slot in std::mem::take(&mut self.held).into_iter().chain(self.made_for_constants(&arguments, &slots)) {
            self.release(slot);
        }
        let from_within = self.label();
        self.emit_result(Class::Scalar, rop, bytes, Operand::Two(hash, after));
        let producer = self.last;
        self.instructions[producer as usize].beside = new.first().map_or(Operand::None, |slot| (*slot).into());
        let (op, callee) = (self.op, call.0);
        let deferred = Deferred {
            rop: Rop::CallLib,
            callee,
            arguments,
            op,
            producer: Some(producer),
            taken: 0,
            from_within,
            from_start: from_within,
            behind: 0,
        };
        self.defer(deferred, producer);
        true
    }

    /// The temporaries that constants among the arguments were put in.
    fn made_for_constants(&self, arguments: &[Value], slots: &[Slot]) -> Vec<Slot> {
        let constants = arguments.iter().zip(slots).filter(|(argument, _)| argument.bits().is_some());
        constants.map(|(_, slot)| *slot).collect()
    }

    /// Has a call made at the end that the instructions from `start` up to here stand in place of.
    fn defer(&mut self, deferred: Deferred, start: u32) {
        let end = self.instructions.len() as u32;
        let behind = self.label();
        self.labels[behind as usize] = end;
        self.retreats.push(Retreat { leaf: start..end, label: deferred.from_within });
        self.deferred.push(Deferred { behind, ..deferred });
        self.fence = end;
        self.last_call = self.last;
        self.last_safepoint = self.last;
    }

    /// Makes the calls that something stands in place of.
    pub fn make_deferred_calls(&mut self) {
        for deferred in std::mem::take(&mut self.deferred) {
            self.op = deferred.op;
            self.labels[deferred.from_within as usize] = self.instructions.len() as u32;
            if deferred.taken > 0 {
                self.emit(Rop::Fuel, [Operand::None, Operand::None, Operand::Int(-deferred.taken)]);
                self.labels[deferred.from_start as usize] = self.instructions.len() as u32;
            }
            for (number, argument) in deferred.arguments.iter().enumerate() {
                self.write(Slot::Argument(number as u32), *argument);
            }
            self.arguments = self.arguments.max(deferred.arguments.len() as u32);
            let result = deferred.producer.map_or(Operand::None, |index| self.instructions[index as usize].operands[0]);
            self.emit(deferred.rop, [result, Operand::Frame, Operand::Int(deferred.callee as i32)]);
            self.emit(Rop::Jump, [Operand::None, Operand::None, Operand::Label(deferred.behind)]);
        }
    }

    /// Pops the arguments of a leaf, which reads them as often as it likes.
    fn hold(&mut self, count: usize) -> Vec<Value> {
        let mut arguments: Vec<_> = (0..count).map(|_| self.pop()).collect();
        arguments.reverse();
        for argument in &mut arguments {
            if let Value::Temporary { slot, .. } = *argument {
                *argument = Value::Held { slot };
                self.held.push(slot);
            }
        }
        arguments
    }

    fn leaf_block(&mut self, site: Site, block: BlockId, next: Option<BlockId>) {
        for index in site.function.block(block) {
            self.op = index as u32;
            match site.function.ops[index] {
                Op::LocalGet { local } => match site.arguments[local.index()] {
                    Value::Local { local, .. } => self.push_local(LocalId(local)),
                    value => self.stack.push(value),
                },
                Op::Branch { then, .. } => self.branch_unless(next == Some(then), site.retreat),
                Op::Jump { .. } | Op::Return {} => {}
                op => self.instruction(op),
            }
        }
    }

    /// A leaf that compares an index with the length in one field of an object and then accesses an element of the array
    /// in another is one instruction.
    fn make_list_access(&mut self, start: usize) {
        let (length, compare, constant, access) = match self.instructions[start..] {
            [length, compare, access] => (length, compare, None, access),
            [length, compare, constant, access] => (length, compare, Some(constant), access),
            _ => return,
        };
        if constant.is_some_and(|constant| !matches!(constant.rop, Rop::Constant | Rop::ConstantWide)) {
            return;
        }
        let (Rop::Get64, Rop::IfLeU, Some(rop)) = (length.rop, compare.rop, fuse::of_list(access.rop)) else { return };
        let ([temporary, object, Operand::Int(length)], [compared, index, _]) = (length.operands, compare.operands)
        else {
            return;
        };
        let [a, b, Operand::SlotAt(c, offset)] = access.operands else { return };
        let (accessed, place) = if rop.writes() { (b, c.into()) } else { (a, b) };
        if compared != temporary || accessed != object || place != index {
            return;
        }
        let wide = u64::from(offset) << 32 | length as u64;
        let access = Instruction { rop, operands: [a, b, c.into()], wide, ..access };
        self.instructions.truncate(start);
        self.instructions.extend(constant.into_iter().chain([access]));
        self.last = self.instructions.len() as u32 - 1;
        if let Some(Value::Temporary { producer, .. }) = self.stack.last_mut()
            && rop.writes()
        {
            *producer = self.last;
        }
    }

    /// Sees that the result, which is on top of the stack, is a temporary of the leaf's own, so that a retreat can
    /// write it too. Gives the instruction that makes it.
    fn settle_result(&mut self, class: Class, start: u32, may_retreat: bool) -> Option<u32> {
        let value = self.pop();
        let (settled, producer) = match value {
            Value::Temporary { producer, .. } if producer >= start => (value, Some(producer)),
            Value::Int(_) | Value::Float(_) | Value::Null if !may_retreat => (value, None),
            value => {
                let slot = self.temporary(class);
                self.write(slot, value);
                (Value::Temporary { slot, producer: self.last }, Some(self.last))
            }
        };
        self.stack.push(settled);
        producer
    }
}
