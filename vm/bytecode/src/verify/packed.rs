//! The type of a value in one word, since the verifier does little else than to copy types and to compare them.

use crate::{HeapType, RefType, TypeId, ValueType};

/// Equal exactly when the types are. From the lowest bit: 32 bits of the index of a declared type, 3 bits for the kind
/// of heap type, 1 bit for nullable, 2 bits for the kind of value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Packed(u64);

const HEAP: u32 = 32;
const NULLABLE: u32 = 35;
const KIND: u32 = 36;

const I64: u64 = 0;
const F64: u64 = 1;
const REF: u64 = 2;

const ANY: u64 = 0;
const STRING: u64 = 1;
const BYTES: u64 = 2;
const STRINGS: u64 = 3;
const TYPE: u64 = 4;

impl Packed {
    #[inline(always)]
    pub const fn of(ty: ValueType) -> Self {
        match ty {
            ValueType::I64 => Self(I64 << KIND),
            ValueType::F64 => Self(F64 << KIND),
            ValueType::Ref(reference) => Self::reference(reference),
        }
    }

    #[inline(always)]
    pub const fn reference(reference: RefType) -> Self {
        let (kind, id) = match reference.heap {
            HeapType::Any => (ANY, 0),
            HeapType::String => (STRING, 0),
            HeapType::Bytes => (BYTES, 0),
            HeapType::Strings => (STRINGS, 0),
            HeapType::Type(id) => (TYPE, id.0),
        };
        Self(REF << KIND | (reference.nullable as u64) << NULLABLE | kind << HEAP | id as u64)
    }

    pub const fn unpack(self) -> ValueType {
        let heap = match self.0 >> HEAP & 7 {
            ANY => HeapType::Any,
            STRING => HeapType::String,
            BYTES => HeapType::Bytes,
            STRINGS => HeapType::Strings,
            _ => HeapType::Type(TypeId(self.0 as u32)),
        };
        match self.0 >> KIND {
            I64 => ValueType::I64,
            F64 => ValueType::F64,
            _ => ValueType::Ref(RefType { nullable: self.0 >> NULLABLE & 1 == 1, heap }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_come_back() {
        let declared = [0, 1, u32::MAX].map(|id| HeapType::Type(TypeId(id)));
        let heaps = [HeapType::Any, HeapType::String, HeapType::Bytes, HeapType::Strings].into_iter().chain(declared);
        let references = heaps.flat_map(|heap| [RefType::to(heap), RefType::or_null(heap)]).map(ValueType::Ref);
        for ty in references.chain([ValueType::I64, ValueType::F64]) {
            assert_eq!(Packed::of(ty).unpack(), ty);
        }
    }
}
