//! The operands of instructions: one table of their types.
//!
//! Whoever treats operands by their type (encoder, printer, verifier) is a [`Sink`], whoever makes them (decoder,
//! assembler, test generator) a [`Source`]; who looks for some of them in place, perhaps to change them, is a
//! [`Visitor`]. [`crate::Op::give`], [`crate::Op::take`] and [`crate::Op::visit`] connect them to the instructions. An
//! instruction hands its operands over in order, so a `ty` comes before the `field` that it gives a
//! meaning to.

use crate::{
    BlockId, ConstId, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, SwitchId, SysId,
    TrapKind, TypeId,
};

macro_rules! operands {
    ($($ty:ty: $method:ident $kind:literal;)*) => {
        /// Takes operands.
        pub trait Sink {
            type Error;
            $(fn $method(&mut self, $method: $ty) -> Result<(), Self::Error>;)*
        }

        /// Makes operands.
        pub trait Source {
            type Error;
            $(fn $method(&mut self) -> Result<$ty, Self::Error>;)*
        }

        /// Sees operands where they stand, and may put others there. What it has no method for is left alone.
        pub trait Visitor {
            $(fn $method(&mut self, _: &mut $ty) {})*
        }

        /// The type of an operand.
        pub trait Operand: Sized {
            /// What it is, in words.
            const KIND: &'static str;

            /// Hands itself to the method of its type.
            fn give<S: Sink>(self, sink: &mut S) -> Result<(), S::Error>;

            /// Asks the method of its type for one.
            fn take<S: Source>(source: &mut S) -> Result<Self, S::Error>;

            /// Shows itself to the method of its type.
            fn visit<V: Visitor>(&mut self, visitor: &mut V);
        }

        $(impl Operand for $ty {
            const KIND: &'static str = $kind;

            #[inline(always)]
            fn give<S: Sink>(self, sink: &mut S) -> Result<(), S::Error> {
                sink.$method(self)
            }

            #[inline(always)]
            fn take<S: Source>(source: &mut S) -> Result<Self, S::Error> {
                source.$method()
            }

            #[inline(always)]
            fn visit<V: Visitor>(&mut self, visitor: &mut V) {
                visitor.$method(self);
            }
        })*
    };
}

operands! {
    i64: integer "integer";
    u64: float "float";
    u32: count "count";
    HeapType: heap "heap type";
    TypeId: ty "type";
    FieldId: field "field";
    MethodId: method "method";
    ConstId: constant "constant";
    LocalId: local "local";
    GlobalId: global "global";
    FunctionId: function "function";
    ImportId: import "import";
    LibId: library_call "library call";
    SysId: system_call "system call";
    TrapKind: trap "trap";
    BlockId: block "block";
    SwitchId: switch "jump table";
}
