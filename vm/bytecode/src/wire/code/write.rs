//! Writes instructions.

use std::convert::Infallible;

use super::{short_branch, short_code};
use crate::leb::{write_signed, write_unsigned};
use crate::operand::Sink;
use crate::wire::Wire;
use crate::{
    BlockId, ConstId, FieldId, Function, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, Op,
    Switch, SwitchId, SysId, TrapKind, TypeId,
};

/// What instructions are written with.
pub(super) struct CodeWriter<'out> {
    pub out: &'out mut Vec<u8>,
    pub function: &'out Function,
    /// The block that is written.
    pub block: u32,
}

impl CodeWriter<'_> {
    pub fn op(&mut self, op: Op) {
        let written = if let Some(code) = short_code(op) {
            self.out.push(code);
            Ok(())
        } else if let Some((code, target)) = short_branch(op, self.block) {
            self.out.push(code);
            self.block(target)
        } else {
            self.out.push(op.code());
            op.give(self)
        };
        match written {
            Ok(()) => {}
            Err(never) => match never {},
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

impl Sink for CodeWriter<'_> {
    type Error = Infallible;

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

impl CodeWriter<'_> {
    fn switch_of(&mut self, targets: &[BlockId], default: BlockId) -> Result<(), Infallible> {
        write_unsigned(self.out, targets.len() as u64);
        targets.iter().try_for_each(|target| self.block(*target))?;
        self.block(default)
    }
}
