//! Which instructions read and write which storage: a table.

use super::rop::Rop;
use pvm_bytecode::Storage;

/// How the 64 bits of a slot become a field or an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i32)]
pub enum Width {
    Bits8,
    Bits16,
    Bits32,
    Bits64,
    /// A float, rounded.
    Single,
    /// A reference: the collector wants to know of it.
    Reference,
}

impl Width {
    const ALL: [Self; 6] = [Self::Bits8, Self::Bits16, Self::Bits32, Self::Bits64, Self::Single, Self::Reference];

    pub fn of(storage: Storage) -> Self {
        match storage {
            Storage::I8 | Storage::U8 => Self::Bits8,
            Storage::I16 | Storage::U16 => Self::Bits16,
            Storage::I32 | Storage::U32 => Self::Bits32,
            Storage::I64 | Storage::F64 => Self::Bits64,
            Storage::F32 => Self::Single,
            Storage::Ref(_) => Self::Reference,
        }
    }

    /// The width that an operand names.
    pub fn from_operand(operand: i32) -> Self {
        Self::ALL[operand as usize]
    }

    /// Bytes that it takes.
    pub fn size(self) -> u32 {
        match self {
            Self::Bits8 => 1,
            Self::Bits16 => 2,
            Self::Bits32 | Self::Single | Self::Reference => 4,
            Self::Bits64 => 8,
        }
    }
}

/// The reads of one storage.
pub struct Reads {
    pub field: Rop,
    /// After a cast of the object.
    pub cast_field: Rop,
    pub element: Rop,
}

pub fn reads(storage: Storage) -> Reads {
    let (field, cast_field, element) = match storage {
        Storage::I8 => (Rop::GetI8, Rop::CastGetI8, Rop::ArrayGetI8),
        Storage::U8 => (Rop::GetU8, Rop::CastGetU8, Rop::ArrayGetU8),
        Storage::I16 => (Rop::GetI16, Rop::CastGetI16, Rop::ArrayGetI16),
        Storage::U16 => (Rop::GetU16, Rop::CastGetU16, Rop::ArrayGetU16),
        Storage::I32 => (Rop::GetI32, Rop::CastGetI32, Rop::ArrayGetI32),
        Storage::U32 | Storage::Ref(_) => (Rop::GetU32, Rop::CastGetU32, Rop::ArrayGetU32),
        Storage::I64 | Storage::F64 => (Rop::Get64, Rop::CastGet64, Rop::ArrayGet64),
        Storage::F32 => (Rop::GetF32, Rop::CastGetF32, Rop::ArrayGetF32),
    };
    Reads { field, cast_field, element }
}

/// The writes of one storage: to a field, to an element.
pub fn writes(storage: Storage) -> (Rop, Rop) {
    match Width::of(storage) {
        Width::Bits8 => (Rop::Set8, Rop::ArraySet8),
        Width::Bits16 => (Rop::Set16, Rop::ArraySet16),
        Width::Bits32 => (Rop::Set32, Rop::ArraySet32),
        Width::Bits64 => (Rop::Set64, Rop::ArraySet64),
        Width::Single => (Rop::SetF32, Rop::ArraySetF32),
        Width::Reference => (Rop::SetRef, Rop::ArraySetRef),
    }
}
