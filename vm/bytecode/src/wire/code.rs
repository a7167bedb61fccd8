//! Code. An instruction is its opcode and its operands; the most frequent ones have one byte with the operand in it.
//! Blocks end where terminators stand, so they are not written; a jump's target counts from the next block.

use super::Wire;
use crate::leb::write_unsigned;
use crate::op::TABLE;
use crate::read::{Read, Reader};
use crate::{BlockId, Function, LocalId, Op, Signature};

mod read;
mod write;

use read::CodeReader;
use write::CodeWriter;

/// The opcodes that hold an operand: the first, how many, and the operand of the first.
pub(crate) struct Short {
    pub mnemonic: &'static str,
    pub code: u8,
    pub count: u8,
    pub first: i64,
}

const LOCAL_GET: Short = Short { mnemonic: "local.get", code: 0x90, count: 40, first: 0 };
const LOCAL_SET: Short = Short { mnemonic: "local.set", code: 0xb8, count: 40, first: 0 };
const I64_CONST: Short = Short { mnemonic: "i64.const", code: 0xe0, count: 32, first: -1 };

/// A branch of which one target is the next block names the other only. The first opcode is for when the next block is
/// the first target.
pub(crate) const BRANCH_OR_NEXT: u8 = 0x89;
pub(crate) const BRANCH_TO_NEXT: u8 = 0x8a;

/// All forms of one byte, by opcode.
pub(crate) const SHORT_FORMS: [Short; 3] = [LOCAL_GET, LOCAL_SET, I64_CONST];

impl Short {
    /// The opcode for this operand, if there is one.
    #[inline(always)]
    fn code(&self, operand: i64) -> Option<u8> {
        let place = operand.wrapping_sub(self.first) as u64;
        (place < u64::from(self.count)).then(|| self.code + place as u8)
    }

    /// The operand of this opcode, if it is one of them.
    #[inline(always)]
    fn operand(&self, code: u8) -> Option<i64> {
        let place = code.wrapping_sub(self.code);
        (place < self.count).then(|| self.first + i64::from(place))
    }
}

/// The one byte of an instruction that has such a form.
#[inline(always)]
fn short_code(op: Op) -> Option<u8> {
    match op {
        Op::LocalGet { local } => LOCAL_GET.code(i64::from(local.0)),
        Op::LocalSet { local } => LOCAL_SET.code(i64::from(local.0)),
        Op::I64Const { value } => I64_CONST.code(value),
        _ => None,
    }
}

/// The opcode of a branch in this block that has the next block among its targets, and the other target.
#[inline(always)]
fn short_branch(op: Op, block: u32) -> Option<(u8, BlockId)> {
    match op {
        Op::Branch { then, other } if then.0 == block + 1 => Some((BRANCH_OR_NEXT, other)),
        Op::Branch { then, other } if other.0 == block + 1 => Some((BRANCH_TO_NEXT, then)),
        _ => None,
    }
}

/// The instruction that one byte stands for, if it is such a form.
#[inline(always)]
fn short_op(code: u8) -> Option<Op> {
    if let Some(local) = LOCAL_GET.operand(code) {
        return Some(Op::LocalGet { local: LocalId(local as u32) });
    }
    if let Some(local) = LOCAL_SET.operand(code) {
        return Some(Op::LocalSet { local: LocalId(local as u32) });
    }
    I64_CONST.operand(code).map(|value| Op::I64Const { value })
}

/// Signature, types of locals, number of instructions, instructions.
impl Wire for Function {
    const LEAST: usize = Signature::LEAST + 2;

    fn write(&self, out: &mut Vec<u8>) {
        self.signature.write(out);
        self.locals.write(out);
        write_unsigned(out, self.ops.len() as u64);
        let mut writer = CodeWriter { out, function: self, block: 0 };
        for op in &self.ops {
            writer.op(*op);
        }
    }

    fn read(from: &mut Reader) -> Read<Self> {
        let (signature, locals) = (Wire::read(from)?, Wire::read(from)?);
        let length = from.length(1)?;
        let mut code = CodeReader { from, ops: Vec::with_capacity(length), block: 0, switches: Vec::new() };
        for _ in 0..length {
            code.op()?;
        }
        let CodeReader { ops, block, switches, .. } = code;
        let blocks = starts(&ops, block as usize);
        Ok(Self { signature, locals, ops, blocks, switches })
    }
}

/// Where blocks start: at the beginning and after each of so many terminators.
fn starts(ops: &[Op], terminators: usize) -> Vec<u32> {
    let mut starts = Vec::with_capacity(terminators + 1);
    let mut next = 0;
    while next < ops.len() {
        starts.push(next as u32);
        let length = ops[next..].iter().position(|op| op.is_terminator());
        next = length.map_or(ops.len(), |length| next + length + 1);
    }
    starts
}

// The table and the short forms share the opcodes.
const _: () = {
    let mut row = 0;
    while row < TABLE.len() {
        assert!(TABLE[row].code < BRANCH_OR_NEXT, "an opcode is taken by a short form");
        row += 1;
    }
};
