//! What the operands of an instruction may name. Each is noted in [`Named`], by which the stack effect of the
//! instruction is then resolved.

use super::code::Code;
use super::{Checked, Found, fail, index};
use crate::error::Rule;
use crate::operand::Sink;
use crate::{
    BlockId, ConstId, Field, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, SwitchId,
    SysId, TrapKind, Type, TypeId, libcall, syscall,
};

/// What the operands of one instruction name. A member that the instruction has no operand for is left from another
/// instruction and means nothing.
pub(super) struct Named<'module> {
    pub heap: HeapType,
    pub field: Option<&'module Field>,
    pub count: u32,
    pub local: usize,
    pub global: GlobalId,
}

impl Default for Named<'_> {
    fn default() -> Self {
        Self { heap: HeapType::Any, field: None, count: 0, local: 0, global: GlobalId(0) }
    }
}

impl Sink for Code<'_> {
    type Error = Found;

    #[inline(always)]
    fn integer(&mut self, _: i64) -> Checked {
        Ok(())
    }

    #[inline(always)]
    fn float(&mut self, _: u64) -> Checked {
        Ok(())
    }

    #[inline(always)]
    fn count(&mut self, count: u32) -> Checked {
        self.named.count = count;
        Ok(())
    }

    #[inline(always)]
    fn heap(&mut self, heap: HeapType) -> Checked {
        self.named.heap = heap;
        self.context.heap(heap)
    }

    #[inline(always)]
    fn ty(&mut self, ty: TypeId) -> Checked {
        self.heap(HeapType::Type(ty))
    }

    #[inline(always)]
    fn field(&mut self, field: FieldId) -> Checked {
        let fields = self.fields()?;
        self.named.field = fields.get(field.index());
        index(field.index(), fields.len(), "field")
    }

    #[inline(always)]
    fn method(&mut self, method: MethodId) -> Checked {
        match self.named_type() {
            Some(Type::Interface { methods }) => index(method.index(), methods.len(), "method"),
            _ => self.is_not("an interface"),
        }
    }

    #[inline(always)]
    fn constant(&mut self, constant: ConstId) -> Checked {
        index(constant.index(), self.context.module.constants.len(), "constant")
    }

    #[inline(always)]
    fn local(&mut self, local: LocalId) -> Checked {
        self.named.local = local.index();
        index(local.index(), self.locals.len(), "local")
    }

    #[inline(always)]
    fn global(&mut self, global: GlobalId) -> Checked {
        self.named.global = global;
        index(global.index(), self.context.module.globals.len(), "global")
    }

    #[inline(always)]
    fn function(&mut self, function: FunctionId) -> Checked {
        index(function.index(), self.context.module.functions.len(), "function")
    }

    #[inline(always)]
    fn import(&mut self, import: ImportId) -> Checked {
        index(import.index(), self.context.module.imports.len(), "import")
    }

    #[inline(always)]
    fn library_call(&mut self, call: LibId) -> Checked {
        index(call.index(), libcall::TABLE.len(), "library call")
    }

    #[inline(always)]
    fn system_call(&mut self, call: SysId) -> Checked {
        match self.used_calls.get_mut(call.index()) {
            Some(used) => {
                *used = true;
                Ok(())
            }
            None => index(call.index(), syscall::TABLE.len(), "system call"),
        }
    }

    #[inline(always)]
    fn trap(&mut self, trap: TrapKind) -> Checked {
        match trap.recoverable() {
            true => Ok(()),
            false => fail(Rule::TrapKind, format!("\"{}\" is for the machine to say", trap.text())),
        }
    }

    #[inline(always)]
    fn block(&mut self, block: BlockId) -> Checked {
        index(block.index(), self.function.blocks.len(), "block")
    }

    fn switch(&mut self, switch: SwitchId) -> Checked {
        index(switch.index(), self.function.switches.len(), "jump table")?;
        if switch.index() != self.next_switch {
            let text = format!("it uses jump table {}, the next is {}", switch.0, self.next_switch);
            return fail(Rule::SwitchTable, text);
        }
        self.next_switch += 1;
        let table = self.function.switch(switch);
        table.targets.iter().chain([&table.default]).try_for_each(|target| self.block(*target))
    }
}

impl<'module> Code<'module> {
    /// The type that an operand names.
    #[inline(always)]
    pub(super) fn named_type(&self) -> Option<&'module Type> {
        match self.named.heap {
            HeapType::Type(id) => self.context.module.types.get(id.index()),
            _ => None,
        }
    }

    /// The fields of the type that an operand names.
    #[inline(always)]
    pub(super) fn fields(&self) -> Checked<&'module [Field]> {
        match self.named_type() {
            Some(Type::Struct { fields } | Type::Variant { fields, .. } | Type::Closure { fields, .. }) => Ok(fields),
            _ => self.is_not("a struct, variant or closure"),
        }
    }

    /// The type that an operand names is of another kind.
    #[cold]
    #[inline(never)]
    pub(super) fn is_not<T>(&self, kind: &str) -> Checked<T> {
        fail(Rule::TypeKind, format!("type {} is not {kind}", self.context.names().heap(self.named.heap)))
    }
}
