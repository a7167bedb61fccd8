//! Values that cross between host and program as they are.

use pvm_bytecode::{HeapType, RefType, ValueType};
use pvm_runtime::host::{HostArguments, HostValue};

/// A type that both sides have: `i64` is `int`, `f64` is `float`, `bool`, `char`, `String` is `string`, `()`.
///
/// Which types these are is for pvm to say: more will come, and how a value crosses is no part of the public face.
pub trait Value: Sized + 'static {
    /// What Nido calls it: a text made when asked for, since that of a compound type is made of those of its parts.
    fn name() -> String;

    /// How bytecode stores it; none for nothing.
    #[doc(hidden)]
    const TYPE: Option<ValueType>;

    #[doc(hidden)]
    fn give(self) -> HostValue;

    /// The value again; none if it is one of another type, which a program whose signature was checked never gives.
    #[doc(hidden)]
    fn take(value: HostValue) -> Option<Self>;
}

/// A parameter of a host function: a [`Value`], or `&str`, which borrows the program's own string during the call.
pub trait Parameter {
    /// What Nido calls it.
    fn name() -> String;

    /// How bytecode stores it.
    #[doc(hidden)]
    const TYPE: ValueType;
    type Value<'a>;

    /// The argument at a position; none if it is one of another type, which linking has ruled out.
    #[doc(hidden)]
    fn read<'a>(arguments: &'a HostArguments<'_>, index: usize) -> Option<Self::Value<'a>>;
}

const STRING: ValueType = ValueType::Ref(RefType::to(HeapType::String));

impl Value for i64 {
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn name() -> String {
        "int".to_owned()
    }

    fn give(self) -> HostValue {
        HostValue::Int(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::Int(value) = value { Some(value) } else { None }
    }
}

impl Value for f64 {
    const TYPE: Option<ValueType> = Some(ValueType::F64);

    fn name() -> String {
        "float".to_owned()
    }

    fn give(self) -> HostValue {
        HostValue::Float(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::Float(value) = value { Some(value) } else { None }
    }
}

impl Value for bool {
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn name() -> String {
        "bool".to_owned()
    }

    fn give(self) -> HostValue {
        HostValue::Int(self.into())
    }

    fn take(value: HostValue) -> Option<Self> {
        i64::take(value).map(|value| value != 0)
    }
}

impl Value for char {
    const TYPE: Option<ValueType> = Some(ValueType::I64);

    fn name() -> String {
        "char".to_owned()
    }

    fn give(self) -> HostValue {
        HostValue::Int(u32::from(self).into())
    }

    fn take(value: HostValue) -> Option<Self> {
        Self::from_u32(u32::try_from(i64::take(value)?).ok()?)
    }
}

impl Value for String {
    const TYPE: Option<ValueType> = Some(STRING);

    fn name() -> String {
        "string".to_owned()
    }

    fn give(self) -> HostValue {
        HostValue::String(self)
    }

    fn take(value: HostValue) -> Option<Self> {
        if let HostValue::String(value) = value { Some(value) } else { None }
    }
}

impl Value for () {
    const TYPE: Option<ValueType> = None;

    fn name() -> String {
        "()".to_owned()
    }

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
            const TYPE: ValueType = $stored;
            type Value<'a> = Self;

            fn name() -> String {
                <Self as Value>::name()
            }

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
    const TYPE: ValueType = STRING;
    type Value<'a> = &'a str;

    fn name() -> String {
        <String as Value>::name()
    }

    fn read<'a>(arguments: &'a HostArguments<'_>, index: usize) -> Option<Self::Value<'a>> {
        arguments.string(index)
    }
}
