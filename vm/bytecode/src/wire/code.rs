//! Code. An instruction is its opcode and its operands; the most frequent ones have one byte with the operand in it.
//! Blocks end where terminators stand, so they are not written; a jump's target counts from the next block.

use super::Wire;
use crate::leb::{write_signed, write_unsigned};
use crate::op::TABLE;
use crate::operand::{Operand, Sink, Source};
use crate::read::{Problem, Read, ReadError, Reader};
use crate::{
    BlockId, ConstId, FieldId, Function, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, Op,
    Signature, Switch, SwitchId, SysId, TrapKind, TypeId,
};

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

/// All of them, by opcode.
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
        let mut writer = Writer { out, function: self, block: 0 };
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

struct Writer<'out> {
    out: &'out mut Vec<u8>,
    function: &'out Function,
    /// The block that is written.
    block: u32,
}

impl Writer<'_> {
    fn op(&mut self, op: Op) {
        match short_code(op) {
            Some(code) => self.out.push(code),
            None => {
                self.out.push(op.code());
                match op.give(self) {
                    Ok(()) => {}
                    Err(never) => match never {},
                }
            }
        }
        self.block += u32::from(op.is_terminator());
    }
}

/// Writes each operand by its type.
macro_rules! plain {
    ($($method:ident: $ty:ty)*) => {$(
        fn $method(&mut self, operand: $ty) -> Result<(), Self::Error> {
            operand.write(self.out);
            Ok(())
        }
    )*};
}

impl Sink for Writer<'_> {
    type Error = std::convert::Infallible;

    plain! {
        count: u32
        heap: HeapType
        ty: TypeId
        field: FieldId
        method: MethodId
        constant: ConstId
        local: LocalId
        global: GlobalId
        function: FunctionId
        import: ImportId
        library_call: LibId
        system_call: SysId
    }

    fn integer(&mut self, integer: i64) -> Result<(), Self::Error> {
        write_signed(self.out, integer);
        Ok(())
    }

    /// Most floats in programs have few significant bits, and these come first this way.
    fn float(&mut self, bits: u64) -> Result<(), Self::Error> {
        write_unsigned(self.out, bits.swap_bytes());
        Ok(())
    }

    fn trap(&mut self, trap: TrapKind) -> Result<(), Self::Error> {
        self.out.push(trap as u8);
        Ok(())
    }

    fn block(&mut self, block: BlockId) -> Result<(), Self::Error> {
        write_signed(self.out, i64::from(block.0) - i64::from(self.block) - 1);
        Ok(())
    }

    fn switch(&mut self, switch: SwitchId) -> Result<(), Self::Error> {
        let Some(Switch { targets, default }) = self.function.switches.get(switch.index()) else {
            return self.switch_of(&[], BlockId(self.block));
        };
        self.switch_of(targets, *default)
    }
}

impl Writer<'_> {
    fn switch_of(&mut self, targets: &[BlockId], default: BlockId) -> Result<(), std::convert::Infallible> {
        write_unsigned(self.out, targets.len() as u64);
        targets.iter().try_for_each(|target| self.block(*target))?;
        self.block(default)
    }
}

struct CodeReader<'reader, 'bytes> {
    from: &'reader mut Reader<'bytes>,
    ops: Vec<Op>,
    /// The block that is read.
    block: u32,
    switches: Vec<Switch>,
}

impl CodeReader<'_, '_> {
    #[inline(always)]
    fn op(&mut self) -> Read<()> {
        let start = self.from.offset();
        let code = self.from.byte()?;
        match short_op(code) {
            Some(op) => self.ops.push(op),
            None => self.long_op(start, code)?,
        }
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, start: usize, op: Op) -> Read<()> {
        if short_code(op).is_some() {
            return self.from.fail_at(start, Problem::ShortForm);
        }
        self.block += u32::from(op.is_terminator());
        self.ops.push(op);
        Ok(())
    }
}

/// One arm for each row, which stores its instruction itself: copying one whose kind is not known costs a stall of the
/// processor, as much as all else that decoding does.
macro_rules! decode {
    ($($code:literal $name:ident $mnemonic:literal { $($operand:ident: $ty:ty),* } $pops:tt -> $pushes:tt $flow:ident $doc:literal;)*) => {
        impl CodeReader<'_, '_> {
            /// Reads the operands of the opcode that stood at `start`.
            #[inline(always)]
            fn long_op(&mut self, start: usize, code: u8) -> Read<()> {
                match code {
                    $($code => {
                        let op = Op::$name { $($operand: <$ty as Operand>::take(self)?),* };
                        self.push(start, op)
                    })*
                    _ => self.from.fail_at(start, Problem::Unknown { what: "instruction", number: u64::from(code) }),
                }
            }
        }
    };
}

crate::instructions!(decode);

/// Reads each operand by its type.
macro_rules! plain_read {
    ($($method:ident: $ty:ty)*) => {$(
        #[inline(always)]
        fn $method(&mut self) -> Read<$ty> {
            Wire::read(self.from)
        }
    )*};
}

impl Source for CodeReader<'_, '_> {
    type Error = Box<ReadError>;

    plain_read! {
        count: u32
        heap: HeapType
        ty: TypeId
        field: FieldId
        method: MethodId
        constant: ConstId
        local: LocalId
        global: GlobalId
        function: FunctionId
        import: ImportId
        library_call: LibId
        system_call: SysId
    }

    fn integer(&mut self) -> Read<i64> {
        self.from.signed()
    }

    fn float(&mut self) -> Read<u64> {
        self.from.unsigned().map(u64::swap_bytes)
    }

    fn trap(&mut self) -> Read<TrapKind> {
        let start = self.from.offset();
        let code = self.from.byte()?;
        match TrapKind::from_code(code) {
            Some(trap) => Ok(trap),
            None => self.from.fail_at(start, Problem::Unknown { what: "trap", number: u64::from(code) }),
        }
    }

    fn block(&mut self) -> Read<BlockId> {
        let start = self.from.offset();
        let target = self.from.signed()?.checked_add(i64::from(self.block) + 1);
        match target.map(u32::try_from) {
            Some(Ok(target)) => Ok(BlockId(target)),
            _ => self.from.fail_at(start, Problem::Target),
        }
    }

    fn switch(&mut self) -> Read<SwitchId> {
        let length = self.from.length(1)?;
        let mut targets = Vec::with_capacity(length);
        for _ in 0..length {
            targets.push(self.block()?);
        }
        let default = self.block()?;
        self.switches.push(Switch { targets, default });
        Ok(SwitchId::from_index(self.switches.len() - 1))
    }
}

const _: () = {
    let mut row = 0;
    while row < TABLE.len() {
        assert!(TABLE[row].code < LOCAL_GET.code, "an opcode is taken by a short form");
        row += 1;
    }
};
