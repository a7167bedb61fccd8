//! From the stack bytecode of one function to register code, in one linear pass. Pushes and pops vanish: locals and
//! temporaries are slots of the frame, constants and locals become operands of whoever pops them.
//!
//! Relies on the verifier: the operand stack is empty at every block boundary and all types agree.

mod branches;
mod calls;
mod inline;
pub mod leaf;
mod memory;
mod nulls;
pub mod pending;
mod stack;

use super::fuel::block_costs;
use super::fuse::{self, Forms};
use super::instruction::{Class, Instruction, Listing, Operand, Retreat, Slot};
use super::rop::Rop;
use crate::heap::Shapes;
use crate::methods::Methods;
use inline::Deferred;
use pvm_bytecode::{BlockId, Function, FunctionId, Module, Op};
use stack::Temporaries;
pub use stack::Value;

/// What translation knows beside the function.
#[derive(Clone, Copy)]
pub struct Context<'module> {
    pub module: &'module Module,
    pub shapes: &'module Shapes,
    pub methods: &'module Methods,
}

/// Translates a function of a verified module. `metered` is whether the code counts fuel.
pub fn translate(context: Context, function: FunctionId, metered: bool) -> Listing {
    translate_noting(context, function, metered, None)
}

/// The same, for who wants to know where operands wait.
pub fn translate_noting(
    context: Context,
    function: FunctionId,
    metered: bool,
    pending: Option<&mut pending::Noted>,
) -> Listing {
    let Context { module, shapes, methods } = context;
    let function = module.function(function);
    let locals = function.signature.params.iter().chain(&function.locals);
    let local_classes: Vec<_> = locals.map(|ty| Class::from(*ty)).collect();
    let mut translator = Translator {
        module,
        shapes,
        methods,
        function,
        metered,
        costs: if metered { block_costs(function) } else { Vec::new() },
        newest: vec![0; local_classes.len()],
        local_classes,
        instructions: Vec::with_capacity(function.ops.len()),
        stack: Vec::new(),
        scalars: Temporaries::default(),
        references: Temporaries::default(),
        op: 0,
        block: BlockId(0),
        last: 0,
        last_call: 0,
        last_safepoint: 0,
        fence: 0,
        non_null_local: None,
        held: Vec::new(),
        arguments: 0,
        labels: Vec::new(),
        retreats: Vec::new(),
        deferred: Vec::new(),
        pending,
    };
    translator.emit(Rop::Enter, [Operand::None; 3]);
    let non_null = nulls::locals_not_null(function);
    let mut blocks = Vec::with_capacity(function.blocks.len());
    for block in (0..function.blocks.len()).map(BlockId::from_index) {
        blocks.push(translator.instructions.len() as u32);
        translator.block = block;
        translator.fence = translator.instructions.len() as u32;
        translator.non_null_local = non_null[block.index()];
        translator.block(block);
    }
    translator.make_deferred_calls();
    Listing {
        blocks,
        labels: translator.labels,
        retreats: translator.retreats,
        scalars: translator.scalars.made,
        references: translator.references.made,
        arguments: translator.arguments,
        instructions: translator.instructions,
    }
}

struct Translator<'module, 'noted> {
    module: &'module Module,
    shapes: &'module Shapes,
    methods: &'module Methods,
    function: &'module Function,
    metered: bool,
    /// By block, if fuel is counted.
    costs: Vec<i32>,
    local_classes: Vec<Class>,
    instructions: Vec<Instruction>,
    stack: Vec<Value>,
    /// By local: the place, plus one, of its newest value in the stack; 0 when there is none.
    newest: Vec<u32>,
    scalars: Temporaries,
    references: Temporaries,
    /// The position that emitted instructions get.
    op: u32,
    /// The block that is being laid out.
    block: BlockId,
    /// The index of the last instruction, not counting the rows that only belong to one.
    last: u32,
    /// The index of the last instruction that uses the slots of arguments.
    last_call: u32,
    /// The index of the last instruction that may collect: slots of arguments are no roots.
    last_safepoint: u32,
    /// Instructions before this index stay as they are: behind them a retreat goes on.
    fence: u32,
    /// A reference that the branch to this block has found not to be null.
    non_null_local: Option<u32>,
    /// Temporaries that are arguments of the leaf which is being put in place of its call.
    held: Vec<Slot>,
    arguments: u32,
    /// By label, the instruction that it stands before; set when that is known.
    labels: Vec<u32>,
    retreats: Vec<Retreat>,
    deferred: Vec<Deferred>,
    pending: Option<&'noted mut pending::Noted>,
}

impl Translator<'_, '_> {
    /// Translates a block, which need not be the one that is laid out.
    fn block(&mut self, block: BlockId) {
        let range = self.function.block(block);
        self.op = range.start as u32;
        if let Some(cost) = self.costs.get(block.index()).copied().filter(|cost| *cost > 0) {
            self.emit(Rop::Fuel, [Operand::None, Operand::None, Operand::Int(cost)]);
        }
        for index in range {
            self.op = index as u32;
            self.note_pending();
            self.instruction(self.function.ops[index]);
        }
    }

    fn instruction(&mut self, op: Op) {
        match op {
            Op::I64Const { value } => self.stack.push(Value::Int(value)),
            Op::F64Const { bits } => self.stack.push(Value::Float(bits)),
            Op::RefNull { .. } => self.stack.push(Value::Null),
            Op::StringConst { constant } => {
                self.emit_result(Class::Reference, Rop::StringConst, Operand::None, Operand::Int(constant.0 as i32));
                self.last_safepoint = self.last;
            }
            Op::Drop {} => {
                let value = self.pop();
                self.discard(value);
            }
            Op::LocalGet { local } => self.push_local(local),
            Op::LocalSet { local } => self.assign(local),
            Op::LocalTee { local } => {
                self.assign(local);
                self.push_local(local);
            }
            Op::GlobalGet { global } => {
                let class = Class::from(self.module.globals[global.index()].ty);
                self.emit_result(class, Rop::GlobalGet, Operand::None, Operand::Int(global.0 as i32));
            }
            Op::GlobalSet { global } => {
                let [value] = self.pop_slots();
                self.emit(Rop::GlobalSet, [Operand::None, value.into(), Operand::Int(global.0 as i32)]);
            }
            // A float and its bits are the same in a slot.
            Op::F64FromBits {} => {
                if let Some(Value::Int(bits)) = self.stack.last().copied() {
                    self.pop();
                    self.stack.push(Value::Float(bits as u64));
                }
            }
            Op::I64Eqz {} | Op::RefIsNull {} => {
                let [value] = self.pop_slots();
                self.emit_result(Class::Scalar, Rop::I64EqImm, value, Operand::Int(0));
            }
            _ => match fuse::forms(op) {
                Some(Forms::Unary(rop)) => {
                    let [value] = self.pop_slots();
                    self.emit_result(Class::Scalar, rop, value, Operand::None);
                }
                Some(Forms::Binary(forms)) => self.binary(forms),
                None => self.other(op),
            },
        }
    }

    /// An instruction that has no place among the pure ones.
    fn other(&mut self, op: Op) {
        match op {
            Op::Call { .. }
            | Op::CallImport { .. }
            | Op::CallValue { .. }
            | Op::CallMethod { .. }
            | Op::CallLib { .. }
            | Op::CallSys { .. }
            | Op::CallRecover { .. } => self.call(op),
            Op::TailCall { .. } | Op::TailCallValue { .. } | Op::TailCallMethod { .. } => self.tail_call(op),
            Op::Jump { .. }
            | Op::Branch { .. }
            | Op::Switch { .. }
            | Op::Return {}
            | Op::Panic { .. }
            | Op::Unreachable {} => self.terminator(op),
            _ => self.memory(op),
        }
    }

    fn binary(&mut self, forms: fuse::Binary) {
        let (right, left) = (self.pop(), self.pop());
        let immediate =
            |form: Option<Rop>, value: Value| form.filter(|rop| fuse::takes(*rop, value)).map(|rop| (rop, value));
        let (rop, slot, constant) = match (immediate(forms.right, right), immediate(forms.left, left)) {
            (Some((rop, constant)), _) => (rop, self.slot(left), constant),
            (None, Some((rop, constant))) => (rop, self.slot(right), constant),
            (None, None) => {
                if self.add_product(forms.slots, left, right) {
                    return;
                }
                let (left, right) = (self.slot(left), self.slot(right));
                self.release(left);
                self.release(right);
                let (b, c) = if forms.reversed { (right, left) } else { (left, right) };
                return self.emit_result(Class::Scalar, forms.slots, b, c);
            }
        };
        self.release(slot);
        match (constant, constant.immediate()) {
            (Value::Float(bits), _) => self.emit_wide_result(Class::Scalar, rop, slot.into(), Operand::None, bits),
            (_, immediate) => {
                let immediate = immediate.expect("fuse::takes has seen that it fits");
                self.emit_result(Class::Scalar, rop, slot, Operand::Int(immediate));
            }
        }
    }

    /// A label whose place is not known yet.
    fn label(&mut self) -> u32 {
        self.labels.push(0);
        self.labels.len() as u32 - 1
    }

    /// An addition or subtraction takes over the multiplication that made one of its operands, if that came just before.
    fn add_product(&mut self, sum: Rop, left: Value, right: Value) -> bool {
        let last = self.instructions[self.last as usize];
        let [on_right, on_left] = fuse::with_product(sum, last.rop);
        let [_, Operand::Slot(first), Operand::Slot(second)] = last.operands else { return false };
        let (rop, product, other) = match (on_right, on_left) {
            (Some(rop), _) if self.is_made_last(right) => (rop, right, left),
            (_, Some(rop)) if self.is_made_last(left) => (rop, left, right),
            _ => return false,
        };
        if other.bits().is_some() {
            return false;
        }
        self.instructions.truncate(self.last as usize);
        let other = self.slot(other);
        self.discard(product);
        self.release(other);
        self.emit_result(Class::Scalar, rop, other, Operand::Two(first, second));
        true
    }

    /// Whether the last instruction made the value.
    fn is_made_last(&self, value: Value) -> bool {
        matches!(value, Value::Temporary { producer, .. } if producer == self.last && producer >= self.fence)
    }

    /// The instruction that made the value on top of the stack, if it was the last one and stands for the instruction
    /// of the bytecode before the current one: then both may become one.
    fn last_made(&self, value: Value) -> Option<Instruction> {
        let last = self.instructions[self.last as usize];
        (self.is_made_last(value) && last.op + 1 == self.op).then_some(last)
    }
}
