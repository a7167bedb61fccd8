//! Values that cross between host and program as they are.

use pvm_bytecode::{HeapType, RefType, ValueType};
use pvm_runtime::host::{HostArguments, HostValue};

/// A type that both sides have: `i64` is `int`, `f64` is `float`, `bool`, `char`, `String` is `string`, `()`.
pub trait Value: Sized + 'static {
    /// What Nido calls it.
    const NAME: &'static str;
    /// How bytecode stores it; none for nothing.
    const TYPE: Option<ValueType>;

    fn give(self) -> HostValue;

    /// The value again; none if it is one of another type, which a program whose signature was checked never gives.
    fn take(value: HostValue) -> Option<Self>;
}

/// A parameter of a host function: a [`Value`], or `&str`, which borrows the program's own string during the call.
pub trait Parameter {
    /// What Nido calls it.
    const NAME: &'static str;
    /// How bytecode stores it.
    const TYPE: ValueType;
    type Value<'a>;

    /// The argument at a position; none if it is one of another type, which linking has ruled out.
    fn read<'a>(arguments: &'a HostArguments<'_>, index: usize) -> Option<Self::Value<'a>>;
}

const STRING: ValueType = ValueType::Ref(RefType::to(HeapType::String));

impl Value for i64 {
    const NAME: &'static str = "int";
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn give(self) -> HostValue {
        HostValue::Int(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::Int(value) = value { Some(value) } else { None }
    }
}

impl Value for f64 {
    const NAME: &'static str = "float";
    const TYPE: Option<ValueType> = Some(ValueType::F64);

    fn give(self) -> HostValue {
        HostValue::Float(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::Float(value) = value { Some(value) } else { None }
    }
}

impl Value for bool {
    const NAME: &'static str = "bool";
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn give(self) -> HostValue {
        HostValue::Int(self.into())
    }

    fn take(value: HostValue) -> Option<Self> {
        i64::take(value).map(|value| value != 0)
    }
}

impl Value for char {
    const NAME: &'static str = "char";
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn give(self) -> HostValue {
        HostValue::Int(u32::from(self).into())
    }

    fn take(value: HostValue) -> Option<Self> {
        Self::from_u32(u32::try_from(i64::take(value)?).ok()?)
    }
}

impl Value for String {
    const NAME: &'static str = "string";
    const TYPE: Option<ValueType> = Some(STRING);

    fn give(self) -> HostValue {
        HostValue::String(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::String(value) = value { Some(value) } else { None }
    }
}

impl Value for () {
    const NAME: &'static str = "()";
    const TYPE: Option<ValueType> = None;

    fn give(self) -> HostValue {
        HostValue::Nothing
    }

    fn take(value: HostValue) -> Option<Self> {
        (value == HostValue::Nothing).then_some(())
    }
}

macro_rules! parameters {
    ($($ty:ty, $stored:expr, $arguments:ident, $index:ident => $read:expr;)*) => {$(
        impl Parameter for $ty {
            const NAME: &'static str = <Self as Value>::NAME;
            const TYPE: ValueType = $stored;
            type Value<'a> = Self;

            fn read($arguments: &HostArguments<'_>, $index: usize) -> Option<Self> {
                $read
            }
        }
    )*};
}

parameters! {
    i64, ValueType::I64, arguments, index => arguments.int(index);
    f64, ValueType::F64, arguments, index => arguments.float(index);
    bool, ValueType::I64, arguments, index => arguments.int(index).map(|value| value != 0);
    char, ValueType::I64, arguments, index => Self::take(HostValue::Int(arguments.int(index)?));
    String, STRING, arguments, index => arguments.string(index).map(str::to_owned);
}

impl Parameter for &str {
    const NAME: &'static str = <String as Value>::NAME;
    const TYPE: ValueType = STRING;
    type Value<'a> = &'a str;

    fn read<'a>(arguments: &'a HostArguments<'_>, index: usize) -> Option<Self::Value<'a>> {
        arguments.string(index)
    }
}
