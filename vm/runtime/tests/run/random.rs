//! Random programs give the same in register code as when their bytecode is executed literally, operand by operand.
//! Their functions have numbers, boxes, locals that change while their old values wait as operands, calls whose arguments
//! contain calls, short functions that may trap, and branches that only go forward, so that they end.

use crate::script::{Mode, Script};
use proptest::prelude::*;
use pvm_bytecode::eval::{Value, fold};
use pvm_bytecode::op::{Row, Slot, TABLE};
use pvm_bytecode::{BlockId, FunctionId, Module, Op, text};
use pvm_runtime::{Ended, HostValue};
use std::fmt::Write;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn register_code_means_what_the_bytecode_means(seed in any::<u64>()) {
        let program = Generator::new(seed).program();
        let module = text::parse(&program).unwrap_or_else(|error| panic!("{error}\n{program}"));
        for mode in Mode::ALL {
            let script = Script::in_mode(&program, mode);
            for function in 0..FUNCTIONS {
                for arguments in [[0, 0], [1, -1], [seed as i64, 7]] {
                    let found = script.call(&format!("f{function}"), &arguments.map(HostValue::Int));
                    let values = arguments.map(|value| Datum::Number(Value::I64(value)));
                    let expected = execute(&module, FunctionId(function), &values);
                    match (&found, &expected) {
                        (Ok(HostValue::Int(found)), Some(Datum::Number(Value::I64(expected)))) if found == expected => {}
                        (Err(Ended::Trap(_)), None) => {}
                        _ => panic!("f{function} of {arguments:?}: {found:?}, expected {expected:?}, in\n{program}"),
                    }
                }
            }
        }
    }
}

const FUNCTIONS: u32 = 4;
/// Short functions that all others may call: they stand in place of their calls.
const LEAVES: u32 = 4;
const BLOCKS: u32 = 4;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ty {
    Int,
    Float,
    Box,
}

impl Ty {
    fn word(self) -> &'static str {
        match self {
            Self::Int => "i64",
            Self::Float => "f64",
            Self::Box => "ref $box",
        }
    }

    fn of(slot: Slot) -> Option<Self> {
        match slot {
            Slot::I64 => Some(Self::Int),
            Slot::F64 => Some(Self::Float),
            _ => None,
        }
    }
}

/// Parameters first.
const LOCALS: [Ty; 7] = [Ty::Int, Ty::Int, Ty::Int, Ty::Float, Ty::Float, Ty::Box, Ty::Box];

struct Generator {
    state: u64,
    text: String,
    stack: Vec<Ty>,
    rows: Vec<&'static Row>,
}

impl Generator {
    fn new(seed: u64) -> Self {
        let number = |slot: &Slot| Ty::of(*slot).is_some();
        let pure = |row: &&Row| !row.pops.is_empty() && row.pops.iter().chain(row.pushes).all(number);
        let rows = TABLE.iter().filter(pure).filter(|row| row.pushes.len() == 1).collect();
        Self { state: seed | 1, text: String::new(), stack: Vec::new(), rows }
    }

    /// A number below `bound` (Marsaglia's xorshift, 2003).
    fn random(&mut self, bound: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 11) as usize % bound
    }

    fn program(mut self) -> String {
        self.text += "type $box struct { $value: i64 }\n";
        for function in 0..FUNCTIONS {
            let _ = writeln!(self.text, "export \"f{function}\" $f{function} as \"\"");
        }
        for function in 0..FUNCTIONS {
            self.function(function);
        }
        for leaf in 0..LEAVES {
            self.leaf(leaf);
        }
        self.text
    }

    fn function(&mut self, function: u32) {
        let _ = writeln!(self.text, "function $f{function} (i64, i64) -> i64 {{");
        for ty in &LOCALS[2..] {
            let _ = writeln!(self.text, "  local {}", ty.word());
        }
        for (local, ty) in LOCALS.into_iter().enumerate().skip(2) {
            self.constant(ty);
            self.pop_to(local);
        }
        for block in 0..BLOCKS {
            for _ in 0..12 {
                self.instruction(function);
            }
            self.leave_an_integer();
            let next = [block + 1, block + 1 + self.random((BLOCKS - block) as usize) as u32];
            let _ = writeln!(self.text, "  branch b{} b{}\nb{}:", next[0], next[1], block + 1);
            self.stack.clear();
        }
        self.leave_an_integer();
        self.text += "  return\n}\n";
        self.stack.clear();
    }

    /// A function that computes something of its parameters and may trap on the way.
    fn leaf(&mut self, leaf: u32) {
        let _ = writeln!(self.text, "function $g{leaf} (i64, i64) -> i64 {{");
        if self.random(2) == 0 {
            self.parameter();
            self.parameter();
            self.text += "  i64.lt_s\n  branch on dead\non:\n";
        }
        self.parameter();
        for _ in 0..self.random(5) {
            self.parameter();
            let op = ["add", "sub", "mul", "div", "rem", "xor", "lt_u"][self.random(7)];
            let _ = writeln!(self.text, "  i64.{op}");
        }
        self.text += "  return\n";
        if self.text.rfind("branch on dead") > self.text.rfind("function") {
            self.text += "dead:\n  unreachable\n";
        }
        self.text += "}\n";
    }

    /// Pushes a parameter of a leaf, or a constant.
    fn parameter(&mut self) {
        let choice = ["local.get 0", "local.get 1", "i64.const 3"][self.random(3)];
        let _ = writeln!(self.text, "  {choice}");
    }

    /// Makes one integer all that the stack holds.
    fn leave_an_integer(&mut self) {
        while self.stack.len() > 1 || self.stack.last().is_some_and(|ty| *ty != Ty::Int) {
            self.pop_anywhere();
        }
        self.want(Ty::Int);
    }

    fn instruction(&mut self, function: u32) {
        match self.random(10) {
            0 | 1 => {
                let ty = [Ty::Int, Ty::Float, Ty::Box][self.random(3)];
                self.constant(ty);
            }
            2..=4 => {
                let local = self.random(LOCALS.len());
                self.push(&format!("local.get {local}"), LOCALS[local]);
            }
            5 => self.pop_anywhere(),
            6 => {
                let local = self.random(LOCALS.len());
                self.want(LOCALS[local]);
                let _ = writeln!(self.text, "  local.tee {local}");
            }
            7 => self.argument(function, 0),
            8 if self.stack.last() == Some(&Ty::Box) => {
                self.pop_types(1);
                self.push("struct.get $box $value", Ty::Int);
            }
            8 => {
                self.want(Ty::Int);
                self.pop_types(1);
                self.push("struct.new $box", Ty::Box);
            }
            _ => self.pure(),
        }
    }

    /// Pushes an integer that takes some work: calls within calls, and locals that change on the way.
    fn argument(&mut self, function: u32, depth: u32) {
        match self.random(6) {
            0 | 1 if function > 0 && depth < 3 => {
                let callee = self.random(function as usize);
                self.argument(function, depth + 1);
                self.argument(function, depth + 1);
                self.pop_types(2);
                self.push(&format!("call $f{callee}"), Ty::Int);
            }
            2 if depth < 3 => {
                self.argument(function, depth + 1);
                self.argument(function, depth + 1);
                let leaf = self.random(LEAVES as usize);
                self.pop_types(2);
                self.push(&format!("call $g{leaf}"), Ty::Int);
            }
            3 => {
                self.argument(function, depth + 1);
                self.text += "  struct.new $box\n  struct.get $box $value\n";
            }
            4 => {
                self.operand(Ty::Int);
                let _ = writeln!(self.text, "  local.tee {}", self.state % 3);
            }
            _ => self.operand(Ty::Int),
        }
    }

    /// A pure instruction, after bringing what it wants on top.
    fn pure(&mut self) {
        let choice = self.random(self.rows.len());
        let row = self.rows[choice];
        let types: Vec<_> = row.pops.iter().filter_map(|slot| Ty::of(*slot)).collect();
        if !self.stack.ends_with(&types) {
            types.iter().for_each(|ty| self.operand(*ty));
        }
        self.pop_types(types.len());
        self.push(row.mnemonic, Ty::of(row.pushes[0]).unwrap_or(Ty::Int));
    }

    /// Pushes a value of the type: a constant or a local.
    fn operand(&mut self, ty: Ty) {
        let locals: Vec<_> = (0..LOCALS.len()).filter(|local| LOCALS[*local] == ty).collect();
        match self.random(3) {
            0 => self.constant(ty),
            _ => {
                let local = locals[self.random(locals.len())];
                self.push(&format!("local.get {local}"), ty);
            }
        }
    }

    fn constant(&mut self, ty: Ty) {
        let integer = [0, 1, -1, 2, 63, 255, 40_000, -3_000_000_000, i64::MAX][self.random(9)];
        let float = ["0.0", "-0.0", "1.5", "-2.5", "1e300", "inf", "nan"][self.random(7)];
        match ty {
            Ty::Int => self.push(&format!("i64.const {integer}"), ty),
            Ty::Float => self.push(&format!("f64.const {float}"), ty),
            Ty::Box => self.push(&format!("i64.const {integer}\n  struct.new $box"), ty),
        }
    }

    /// Makes sure that a value of the type is on top.
    fn want(&mut self, ty: Ty) {
        if self.stack.last() != Some(&ty) {
            self.operand(ty);
        }
    }

    fn pop_anywhere(&mut self) {
        let Some(ty) = self.stack.last().copied() else { return };
        let locals: Vec<_> = (0..LOCALS.len()).filter(|local| LOCALS[*local] == ty).collect();
        match self.random(4) {
            0 => {
                self.text += "  drop\n";
                self.stack.pop();
            }
            _ => {
                let local = locals[self.random(locals.len())];
                self.pop_to(local);
            }
        }
    }

    fn pop_to(&mut self, local: usize) {
        let _ = writeln!(self.text, "  local.set {local}");
        self.stack.pop();
    }

    fn push(&mut self, instruction: &str, ty: Ty) {
        let _ = writeln!(self.text, "  {instruction}");
        self.stack.push(ty);
    }

    fn pop_types(&mut self, count: usize) {
        self.stack.truncate(self.stack.len() - count);
    }
}

/// What an operand or local of the literal execution is.
#[derive(Clone, Debug)]
enum Datum {
    Number(Value),
    Box(Value),
}

/// Executes a function literally; none for a trap.
fn execute(module: &Module, id: FunctionId, arguments: &[Datum]) -> Option<Datum> {
    let function = module.function(id);
    let mut locals = arguments.to_vec();
    locals.resize(LOCALS.len(), Datum::Number(Value::I64(0)));
    let mut stack: Vec<Datum> = Vec::new();
    let mut index = 0;
    loop {
        let op = function.ops[index];
        index += 1;
        let block = |target: BlockId| function.block(target).start;
        match op {
            Op::LocalGet { local } => stack.push(locals[local.index()].clone()),
            Op::LocalSet { local } => locals[local.index()] = stack.pop()?,
            Op::LocalTee { local } => locals[local.index()] = stack.last()?.clone(),
            Op::Drop {} => stack.truncate(stack.len() - 1),
            Op::StructNew { .. } => {
                let value = number(stack.pop()?)?;
                stack.push(Datum::Box(value));
            }
            Op::StructGet { .. } => match stack.pop()? {
                Datum::Box(value) => stack.push(Datum::Number(value)),
                Datum::Number(_) => return None,
            },
            Op::Call { function } => {
                let arguments = stack.split_off(stack.len() - 2);
                stack.push(execute(module, function, &arguments)?);
            }
            Op::Branch { then, other } => {
                let taken = number(stack.pop()?)? != Value::I64(0);
                index = block(if taken { then } else { other });
            }
            Op::Return {} => return stack.pop(),
            _ => {
                let operands = stack.split_off(stack.len() - op.row().pops.len());
                let operands: Option<Vec<_>> = operands.into_iter().map(number).collect();
                stack.push(Datum::Number(fold(op, &operands?)?));
            }
        }
    }
}

fn number(datum: Datum) -> Option<Value> {
    match datum {
        Datum::Number(value) => Some(value),
        Datum::Box(_) => None,
    }
}
