//! Reads instructions.

use super::{BRANCH_OR_NEXT, BRANCH_TO_NEXT, short_branch, short_code, short_op};
use crate::operand::{Operand, Source};
use crate::read::{Problem, Read, ReadError, Reader};
use crate::wire::Wire;
use crate::{
    BlockId, ConstId, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, Op, Switch,
    SwitchId, SysId, TrapKind, TypeId,
};

/// What instructions are read with and into.
pub(super) struct CodeReader<'reader, 'bytes> {
    pub from: &'reader mut Reader<'bytes>,
    pub ops: Vec<Op>,
    /// The block that is read.
    pub block: u32,
    pub switches: Vec<Switch>,
}

impl CodeReader<'_, '_> {
    #[inline(always)]
    pub fn op(&mut self) -> Read<()> {
        let start = self.from.offset();
        let code = self.from.byte()?;
        match (short_op(code), code) {
            (Some(op), _) => self.ops.push(op),
            (None, BRANCH_OR_NEXT | BRANCH_TO_NEXT) => self.branch(start, code)?,
            (None, _) => self.long_op(start, code)?,
        }
        Ok(())
    }

    fn branch(&mut self, start: usize, code: u8) -> Read<()> {
        let (next, target) = (BlockId(self.block + 1), self.block()?);
        let op = match code {
            BRANCH_OR_NEXT => Op::Branch { then: next, other: target },
            _ => Op::Branch { then: target, other: next },
        };
        if short_branch(op, self.block) != Some((code, target)) {
            return self.from.fail_at(start, Problem::ShortForm);
        }
        self.block += 1;
        self.ops.push(op);
        Ok(())
    }

    #[inline(always)]
    fn push(&mut self, start: usize, op: Op) -> Read<()> {
        if short_code(op).is_some() || short_branch(op, self.block).is_some() {
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
macro_rules! plain {
    ($($method:ident: $ty:ty)*) => {$(
        #[inline(always)]
        fn $method(&mut self) -> Read<$ty> {
            Wire::read(self.from)
        }
    )*};
}

impl Source for CodeReader<'_, '_> {
    type Error = Box<ReadError>;

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
