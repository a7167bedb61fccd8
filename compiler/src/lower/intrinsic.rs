//! The functions of the library that are instructions (`extern "op"`). Those of numbers, strings and array lengths are
//! named by the mnemonic, `_` for the first `.`; the others stand in the table below.

use super::function::Body;
use crate::types::{Ty, TyKind};
use pvm_bytecode::op::Slot;
use pvm_bytecode::{HeapType, Op, RefType, Storage, TrapKind, Type, TypeId, ValueType};

/// What to emit for a call.
#[derive(Clone, Copy, Debug)]
pub enum Intrinsic {
    /// An instruction whose operands are the arguments.
    Plain(Op),
    Array(ArrayOp),
    /// The value under another type.
    Nothing,
    SameObject,
    Panic(TrapKind),
    Recover,
}

/// What is done with an array of `T`, the first type argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArrayOp {
    New,
    Default,
    Get,
    Set,
    Copy,
    Fill,
    Clear,
}

const TABLE: &[(&str, Intrinsic)] = &[
    ("array_new", Intrinsic::Array(ArrayOp::New)),
    ("array_default", Intrinsic::Array(ArrayOp::Default)),
    ("array_get", Intrinsic::Array(ArrayOp::Get)),
    ("array_set", Intrinsic::Array(ArrayOp::Set)),
    ("array_copy", Intrinsic::Array(ArrayOp::Copy)),
    ("array_fill", Intrinsic::Array(ArrayOp::Fill)),
    ("array_clear", Intrinsic::Array(ArrayOp::Clear)),
    ("int_from_char", Intrinsic::Nothing),
    ("char_from_int_unchecked", Intrinsic::Nothing),
    ("same_object", Intrinsic::SameObject),
    ("panic", Intrinsic::Panic(TrapKind::Panic)),
    ("panic_index", Intrinsic::Panic(TrapKind::Index)),
    ("recover_call", Intrinsic::Recover),
];

macro_rules! plain {
    ($($code:literal $name:ident $mnemonic:literal { $($operand:ident: $ty:ty),* } [$($pop:ident)*] -> [$($push:ident)*] $flow:ident $doc:literal;)*) => {
        /// The instructions without operands, by mnemonic.
        const PLAIN: &[(&str, Option<Op>)] = &[$(($mnemonic, plain!(@op $name $($operand)*))),*];
    };
    (@op $name:ident) => { Some(Op::$name {}) };
    (@op $name:ident $($operand:ident)+) => { None };
}

pvm_bytecode::instructions!(plain);

/// The intrinsic of this name.
pub fn find(name: &str) -> Option<Intrinsic> {
    let special = TABLE.iter().find(|row| row.0 == name).map(|row| row.1);
    special.or_else(|| {
        let mnemonic = name.replacen('_', ".", 1);
        let op = PLAIN.iter().find(|row| row.0 == mnemonic)?.1?;
        let row = op.row();
        let fits = |slot: &Slot| matches!(slot, Slot::I64 | Slot::F64 | Slot::String | Slot::AnyArray);
        (!row.pushes.is_empty() && row.pops.iter().chain(row.pushes).all(fits)).then_some(Intrinsic::Plain(op))
    })
}

impl Body<'_, '_> {
    /// Emits an intrinsic whose operands are on the stack; `arguments` are its type arguments.
    pub fn intrinsic(&mut self, intrinsic: Intrinsic, arguments: &[Ty]) {
        match intrinsic {
            Intrinsic::Plain(op) => {
                let row = op.row();
                let push = row.pushes.first().map(|slot| match slot {
                    Slot::F64 => ValueType::F64,
                    _ => ValueType::I64,
                });
                self.builder().op(op, row.pops.len(), push);
            }
            Intrinsic::Array(op) => self.array(op, arguments.first().copied().unwrap_or(Ty::UNIT)),
            Intrinsic::Nothing => {}
            Intrinsic::SameObject => {
                let op = match arguments.first().and_then(|&ty| self.lowering.value(ty)) {
                    Some(ValueType::I64) => Op::I64Eq {},
                    Some(ValueType::F64) => Op::F64Eq {},
                    Some(ValueType::Ref(_)) => Op::RefEq {},
                    None => return self.builder().integer(1),
                };
                self.builder().op(op, 2, Some(ValueType::I64));
            }
            Intrinsic::Panic(trap) => self.builder().end_with(Op::Panic { trap }, 1),
            Intrinsic::Recover => {
                let action = TyKind::Function(Box::default(), Ty::UNIT);
                let action = self.lowering.program.types.intern(action);
                let ty = self.lowering.declare(action);
                let report = ValueType::Ref(RefType::or_null(HeapType::String));
                self.builder().op(Op::CallRecover { ty }, 1, Some(report));
            }
        }
    }

    /// Emits what is done with an array of elements of a type, with the operands on the stack.
    pub fn array(&mut self, op: ArrayOp, element: Ty) {
        let ty = self.array_type(element);
        let array = Some(ValueType::Ref(RefType::to(HeapType::Type(ty))));
        let value = self.lowering.value(element);
        // Where the value is represented by nothing, an element is a zero that nobody looks at.
        if value.is_none() && matches!(op, ArrayOp::New | ArrayOp::Set | ArrayOp::Fill) {
            self.builder().integer(0);
        }
        let builder = self.builder();
        match op {
            ArrayOp::New => builder.op(Op::ArrayNew { ty }, 2, array),
            ArrayOp::Default => builder.op(Op::ArrayDefault { ty }, 1, array),
            ArrayOp::Set => builder.op(Op::ArraySet { ty }, 3, None),
            ArrayOp::Copy => builder.op(Op::ArrayCopy { ty }, 5, None),
            ArrayOp::Fill => builder.op(Op::ArrayFill { ty }, 4, None),
            ArrayOp::Clear => {
                self.zero(ty);
                self.builder().op(Op::ArrayFill { ty }, 4, None);
            }
            ArrayOp::Get => self.array_get(ty, value),
        }
    }

    fn array_get(&mut self, ty: TypeId, value: Option<ValueType>) {
        let builder = self.builder();
        match value {
            Some(ValueType::Ref(RefType { nullable: false, heap })) => {
                builder.op(Op::ArrayGet { ty }, 2, Some(ValueType::Ref(RefType::or_null(heap))));
                self.non_null(TrapKind::Uninitialised);
            }
            Some(value) => builder.op(Op::ArrayGet { ty }, 2, Some(value)),
            None => {
                builder.op(Op::ArrayGet { ty }, 2, Some(ValueType::I64));
                builder.drop();
            }
        }
    }

    /// Pushes what an element is that was never written.
    fn zero(&mut self, ty: TypeId) {
        let Type::Array { element } = *self.lowering.module.ty(ty) else { return };
        match element {
            Storage::Ref(reference) => {
                self.builder().op(Op::RefNull { heap: reference.heap }, 0, Some(ValueType::Ref(reference)));
            }
            Storage::F32 | Storage::F64 => self.builder().float(0.0),
            _ => self.builder().integer(0),
        }
    }

    /// The module's type of arrays of a type.
    pub fn array_type(&mut self, element: Ty) -> TypeId {
        let ty = self.lowering.program.types.intern(TyKind::Array(element));
        self.lowering.declare(ty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_mnemonics_or_in_the_table() {
        for name in ["i64_clz", "i64_mul_high_u", "f64_from_bits", "string_eq", "array_len", "array_copy", "panic"] {
            assert!(find(name).is_some(), "{name}");
        }
        for name in ["i64_const", "local_get", "drop", "return", "ref_is_null", "clz", ""] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
