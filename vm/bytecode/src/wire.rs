//! The format of each thing that a module is made of: how it is written stands beside how it is read.

use crate::leb::write_unsigned;
use crate::read::{Problem, Read, Reader};
use crate::{
    ConstId, Custom, Export, FieldId, FunctionId, Global, GlobalId, HeapType, Implementation, Import, ImportId, LibId,
    LocalId, MethodId, Signature, SysId, TypeId, ValueType,
};

mod code;
mod debug;
mod ty;

pub(crate) use code::SHORT_FORMS;

/// What has a format.
pub(crate) trait Wire: Sized {
    /// The fewest bytes that a value takes: with it a list's length is checked before memory is allocated.
    const LEAST: usize = 1;

    fn write(&self, out: &mut Vec<u8>);
    fn read(from: &mut Reader) -> Read<Self>;
}

/// Writes the number of entries and the entries.
pub(crate) fn write_list<T: Wire>(out: &mut Vec<u8>, entries: &[T]) {
    write_unsigned(out, entries.len() as u64);
    for entry in entries {
        entry.write(out);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_list(out, self);
    }

    fn read(from: &mut Reader) -> Read<Self> {
        from.list()
    }
}

impl Wire for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, u64::from(*self));
    }

    #[inline]
    fn read(from: &mut Reader) -> Read<Self> {
        from.number()
    }
}

impl Wire for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader) -> Read<Self> {
        match from.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => from.fail(Problem::Unknown { what: "truth value", number: u64::from(other) }),
        }
    }
}

/// A text is its length in bytes and its bytes.
impl Wire for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        write_unsigned(out, self.len() as u64);
        out.extend(self.as_bytes());
    }

    fn read(from: &mut Reader) -> Read<Self> {
        let length = from.length(1)?;
        let start = from.offset();
        match std::str::from_utf8(from.take(length)?) {
            Ok(text) => Ok(text.into()),
            Err(error) => from.fail_at(start + error.valid_up_to(), Problem::Utf8),
        }
    }
}

/// Indices are numbers.
macro_rules! ids {
    ($($id:ident)*) => {$(
        impl Wire for $id {
            #[inline]
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }

            #[inline]
            fn read(from: &mut Reader) -> Read<Self> {
                from.number().map(Self)
            }
        }
    )*};
}

ids! { TypeId FunctionId ConstId LocalId GlobalId FieldId MethodId ImportId LibId SysId }

/// Records are their members, one after the other.
macro_rules! records {
    ($($record:ident { $($member:ident: $ty:ty),* })*) => {$(
        impl Wire for $record {
            const LEAST: usize = 0 $(+ <$ty as Wire>::LEAST)*;

            fn write(&self, out: &mut Vec<u8>) {
                $(self.$member.write(out);)*
            }

            fn read(from: &mut Reader) -> Read<Self> {
                Ok(Self { $($member: Wire::read(from)?),* })
            }
        }
    )*};
}

records! {
    Implementation { ty: HeapType, interface: TypeId, methods: Vec<FunctionId> }
    Import { name: Box<str>, signature: Signature, declared: Box<str> }
    Global { ty: ValueType, mutable: bool }
    Export { name: Box<str>, function: FunctionId, declared: Box<str> }
    Signature { params: Vec<ValueType>, result: Option<ValueType> }
}

/// Custom sections are a name and a number of bytes.
impl Wire for Custom {
    const LEAST: usize = 2;

    fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        write_unsigned(out, self.bytes.len() as u64);
        out.extend(&self.bytes);
    }

    fn read(from: &mut Reader) -> Read<Self> {
        let name = Wire::read(from)?;
        let length = from.length(1)?;
        Ok(Self { name, bytes: from.take(length)?.to_vec() })
    }
}
