//! Types of values, of references, of storage and of heap objects.

use crate::{FunctionId, TypeId};

/// The type of a value on the operand stack, in a local or in a global.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueType {
    /// A 64-bit two's complement integer; truth values and characters are integers too.
    I64,
    /// An IEEE 754 double.
    F64,
    Ref(RefType),
}

/// A reference to an object on the heap.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct RefType {
    pub nullable: bool,
    pub heap: HeapType,
}

impl RefType {
    pub const fn to(heap: HeapType) -> Self {
        Self { nullable: false, heap }
    }

    pub const fn or_null(heap: HeapType) -> Self {
        Self { nullable: true, heap }
    }
}

/// What a reference refers to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum HeapType {
    /// Any object: the top of the subtype order.
    Any,
    /// An immutable UTF-8 string.
    String,
    /// An array of bytes, which system and library calls exchange: the same type as every module's `array u8`.
    Bytes,
    /// An array of nullable strings, likewise: the same type as every module's `array (ref null string)`.
    Strings,
    /// A type that the module declares.
    Type(TypeId),
}

/// How a field or an element is stored. Narrow integers widen to `i64` when read and wrap when written; `f32` widens
/// to `f64` and rounds to nearest.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Storage {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    F32,
    F64,
    Ref(RefType),
}

impl Storage {
    /// The type of the value that a read gives and a write takes.
    pub const fn value(self) -> ValueType {
        match self {
            Self::F32 | Self::F64 => ValueType::F64,
            Self::Ref(reference) => ValueType::Ref(reference),
            _ => ValueType::I64,
        }
    }

    /// Whether a read gives all of what was written.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::I64 | Self::F64 | Self::Ref(_))
    }

    /// Bytes that it takes on the heap: a reference takes four.
    #[inline]
    pub const fn size(self) -> u32 {
        match self {
            Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 | Self::Ref(_) => 4,
            Self::I64 | Self::F64 => 8,
        }
    }
}

/// A field of a struct, a variant or a closure.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    pub storage: Storage,
    /// Whether `struct.set` may write it after construction.
    pub mutable: bool,
}

/// What a function takes and gives.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Signature {
    pub params: Vec<ValueType>,
    pub result: Option<ValueType>,
}

/// A heap type of the module.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    /// An object with fields. Tuples, cells of captured variables and boxed scalars are structs too.
    Struct { fields: Vec<Field> },
    /// A closed sum; its variants are its only subtypes. `variants` lists them by tag.
    Enum { variants: Vec<TypeId> },
    /// A variant of an enum: a struct that knows its tag.
    Variant { of: TypeId, tag: u32, fields: Vec<Field> },
    /// An array of one kind of element.
    Array { element: Storage },
    /// A function value: whatever can be called with this signature.
    Function { signature: Signature },
    /// A closure: a function together with what it captured. It is a subtype of `of`, a `Function` type; `function`
    /// takes the closure itself as its first parameter and then the parameters of `of`.
    Closure { of: TypeId, function: FunctionId, fields: Vec<Field> },
    /// A set of methods; each signature leaves the receiver out. Types become subtypes by an [`Implementation`].
    Interface { methods: Vec<Signature> },
}

/// "Objects of type `ty` are subtypes of `interface`": `methods[i]` is the function for method `i`; its first parameter
/// is a non-null reference to `ty` or a supertype of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Implementation {
    /// A string, struct, enum, array or function type. An enum stands for all its variants, a function type for all its
    /// closures; these can't be named alone, so that there is never a choice of methods.
    pub ty: HeapType,
    pub interface: TypeId,
    pub methods: Vec<FunctionId>,
}

impl Type {
    /// How many fields or methods it has.
    pub fn members(&self) -> usize {
        match self {
            Self::Struct { fields } | Self::Variant { fields, .. } | Self::Closure { fields, .. } => fields.len(),
            Self::Interface { methods } => methods.len(),
            Self::Enum { .. } | Self::Array { .. } | Self::Function { .. } => 0,
        }
    }
}
