//! Functions of a program as a host calls them: looked up and checked once, called often.

use std::marker::PhantomData;

use pvm_bytecode::{FunctionId, ModuleHash};
use pvm_runtime::host::HostValue;

use crate::value::Value;

/// A function with the signature `S`, such as `fn(String, f64) -> i64`. It belongs to the program that it was looked up in.
pub struct Func<S> {
    pub(crate) function: FunctionId,
    /// The hash of the program, so that it is not used with another.
    pub(crate) program: ModuleHash,
    signature: PhantomData<fn() -> S>,
}

impl<S> Func<S> {
    pub(crate) fn new(function: FunctionId, program: ModuleHash) -> Self {
        Self { function, program, signature: PhantomData }
    }
}

/// A signature of up to eight parameters, each a [`Value`].
pub trait Signature {
    /// The arguments as a tuple.
    type Arguments;
    type Result: Value;

    /// As Nido writes it: `fn(string, float) -> int`.
    fn declared() -> String;

    /// The arguments in order.
    fn give(arguments: Self::Arguments) -> Vec<HostValue>;
}

macro_rules! signatures {
    ($($($name:ident)*;)*) => {$(
        impl<R: Value, $($name: Value),*> Signature for fn($($name),*) -> R {
            type Arguments = ($($name,)*);
            type Result = R;

            fn declared() -> String {
                declared(&[$($name::name()),*], &R::name())
            }

            #[allow(non_snake_case, clippy::unused_unit, reason = "type parameters name the values too; there may be none")]
            fn give(($($name,)*): Self::Arguments) -> Vec<HostValue> {
                vec![$($name.give()),*]
            }
        }
    )*};
}

signatures! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
}

/// A signature as Nido writes it; a function that gives nothing has no arrow.
pub(crate) fn declared(params: &[String], result: &str) -> String {
    let params = params.join(", ");
    if result == "()" { format!("fn({params})") } else { format!("fn({params}) -> {result}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_written_as_nido_does() {
        assert_eq!(<fn(String, f64, bool) -> i64>::declared(), "fn(string, float, bool) -> int");
        assert_eq!(<fn(char)>::declared(), "fn(char)");
        assert_eq!(<fn()>::declared(), "fn()");
    }
}
