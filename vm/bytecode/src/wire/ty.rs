//! Types. Value types and storages are single numbers, so that the usual ones take one byte: first those without a
//! reference, then every reference as twice its heap type, plus one when it is nullable.

use super::Wire;
use crate::leb::write_unsigned;
use crate::read::{Problem, Read, Reader};
use crate::{Field, HeapType, RefType, Storage, Type, TypeId, ValueType};

/// The storages without a reference, by number.
const PLAIN: [Storage; 9] = [
    Storage::I8,
    Storage::U8,
    Storage::I16,
    Storage::U16,
    Storage::I32,
    Storage::U32,
    Storage::I64,
    Storage::F32,
    Storage::F64,
];

/// The heap types that no module declares, by number; a declared type comes after them by its index.
const BUILT_IN: [HeapType; 4] = [HeapType::Any, HeapType::String, HeapType::Bytes, HeapType::Strings];

fn heap_number(heap: HeapType) -> u64 {
    match heap {
        HeapType::Any => 0,
        HeapType::String => 1,
        HeapType::Bytes => 2,
        HeapType::Strings => 3,
        HeapType::Type(id) => BUILT_IN.len() as u64 + u64::from(id.0),
    }
}

#[inline]
fn heap(number: u64) -> Option<HeapType> {
    match BUILT_IN.get(number as usize) {
        Some(heap) => Some(*heap),
        None => u32::try_from(number - BUILT_IN.len() as u64).ok().map(|id| HeapType::Type(TypeId(id))),
    }
}

fn reference_number(reference: RefType) -> u64 {
    heap_number(reference.heap) * 2 + u64::from(reference.nullable)
}

#[inline]
fn reference(number: u64) -> Option<RefType> {
    Some(RefType { nullable: number % 2 == 1, heap: heap(number / 2)? })
}

fn value_number(ty: ValueType) -> u64 {
    match ty {
        ValueType::I64 => 0,
        ValueType::F64 => 1,
        ValueType::Ref(reference) => 2 + reference_number(reference),
    }
}

#[inline]
fn value(number: u64) -> Option<ValueType> {
    match number {
        0 => Some(ValueType::I64),
        1 => Some(ValueType::F64),
        _ => reference(number - 2).map(ValueType::Ref),
    }
}

fn storage_number(storage: Storage) -> u64 {
    match storage {
        Storage::Ref(reference) => PLAIN.len() as u64 + reference_number(reference),
        plain => PLAIN.iter().position(|entry| *entry == plain).unwrap_or_default() as u64,
    }
}

fn storage(number: u64) -> Option<Storage> {
    match PLAIN.get(number as usize) {
        Some(plain) => Some(*plain),
        None => reference(number - PLAIN.len() as u64).map(Storage::Ref),
    }
}

impl Reader<'_> {
    /// Reads a number and makes something of it.
    #[inline]
    fn numbered<T>(&mut self, make: impl FnOnce(u64) -> Option<T>) -> Read<T> {
        let start = self.offset();
        let number = self.unsigned()?;
        make(number).map_or_else(|| self.fail_at(start, Problem::TooLarge), Ok)
    }
}

impl Wire for HeapType {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, heap_number(*self));
    }

    fn read(from: &mut Reader) -> Read<Self> {
        from.numbered(heap)
    }
}

impl Wire for ValueType {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, value_number(*self));
    }

    #[inline]
    fn read(from: &mut Reader) -> Read<Self> {
        from.numbered(value)
    }
}

/// A result: 0 for none, else one more than its type.
impl Wire for Option<ValueType> {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, self.map_or(0, |ty| 1 + value_number(ty)));
    }

    fn read(from: &mut Reader) -> Read<Self> {
        from.numbered(|number| match number {
            0 => Some(None),
            _ => value(number - 1).map(Some),
        })
    }
}

impl Wire for Storage {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, storage_number(*self));
    }

    fn read(from: &mut Reader) -> Read<Self> {
        from.numbered(storage)
    }
}

/// Twice the storage, plus one when the field is mutable.
impl Wire for Field {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, storage_number(self.storage) * 2 + u64::from(self.mutable));
    }

    fn read(from: &mut Reader) -> Read<Self> {
        from.numbered(|number| Some(Self { storage: storage(number / 2)?, mutable: number % 2 == 1 }))
    }
}

/// A number for the kind, then its members.
impl Wire for Type {
    const LEAST: usize = 2;

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Struct { fields } => {
                out.push(0);
                fields.write(out);
            }
            Self::Enum { variants } => {
                out.push(1);
                variants.write(out);
            }
            Self::Variant { of, tag, fields } => {
                out.push(2);
                of.write(out);
                tag.write(out);
                fields.write(out);
            }
            Self::Array { element } => {
                out.push(3);
                element.write(out);
            }
            Self::Function { signature } => {
                out.push(4);
                signature.write(out);
            }
            Self::Closure { of, function, fields } => {
                out.push(5);
                of.write(out);
                function.write(out);
                fields.write(out);
            }
            Self::Interface { methods } => {
                out.push(6);
                methods.write(out);
            }
        }
    }

    fn read(from: &mut Reader) -> Read<Self> {
        let start = from.offset();
        Ok(match from.byte()? {
            0 => Self::Struct { fields: Wire::read(from)? },
            1 => Self::Enum { variants: Wire::read(from)? },
            2 => Self::Variant { of: Wire::read(from)?, tag: Wire::read(from)?, fields: Wire::read(from)? },
            3 => Self::Array { element: Wire::read(from)? },
            4 => Self::Function { signature: Wire::read(from)? },
            5 => Self::Closure { of: Wire::read(from)?, function: Wire::read(from)?, fields: Wire::read(from)? },
            6 => Self::Interface { methods: Wire::read(from)? },
            kind => return from.fail_at(start, Problem::Unknown { what: "kind of type", number: u64::from(kind) }),
        })
    }
}
