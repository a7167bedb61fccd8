//! The instruction set: one table, from which the encoder, decoder, verifier, text form and reference page are driven.
//!
//! A row reads: opcode, name, mnemonic, operands, what it pops (last is on top), what it pushes, what kind it is, and
//! one line of documentation. To add an instruction, add a row; the compiler's errors lead through the rest.

use crate::operand::{Operand, Sink, Source, Visitor};
pub use crate::slot::{Flow, Slot};
use crate::{
    BlockId, ConstId, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, SwitchId, SysId,
    TrapKind, TypeId,
};

/// Calls `$consumer!` with every row of the table.
#[macro_export]
macro_rules! instructions {
    ($consumer:ident) => { $consumer! {
        0x01 I64Const      "i64.const"       { value: i64 }                      []                       -> [I64]        Next     "An integer.";
        0x02 F64Const      "f64.const"       { bits: u64 }                       []                       -> [F64]        Next     "A float, given by its bits.";
        0x03 StringConst   "string.const"    { constant: ConstId }               []                       -> [String]     Next     "A string of the constants section.";
        0x04 RefNull       "ref.null"        { heap: HeapType }                  []                       -> [Null]       Next     "The null of a heap type.";
        0x05 Drop          "drop"            {}                                  [Any]                    -> []           Next     "Discards a value.";

        0x08 LocalGet      "local.get"       { local: LocalId }                  []                       -> [Local]      Next     "Reads a local, which must have been assigned on every path to here.";
        0x09 LocalSet      "local.set"       { local: LocalId }                  [Local]                  -> []           Next     "Writes a local.";
        0x0a LocalTee      "local.tee"       { local: LocalId }                  [Local]                  -> [Local]      Next     "Writes a local and keeps the value.";
        0x0b GlobalGet     "global.get"      { global: GlobalId }                []                       -> [Global]     Next     "Reads a global.";
        0x0c GlobalSet     "global.set"      { global: GlobalId }                [Global]                 -> []           Next     "Writes a mutable global; the start function may write any.";

        0x10 I64Add        "i64.add"         {}                                  [I64 I64]                -> [I64]        Next     "Sum, wrapping.";
        0x11 I64Sub        "i64.sub"         {}                                  [I64 I64]                -> [I64]        Next     "Difference, wrapping.";
        0x12 I64Mul        "i64.mul"         {}                                  [I64 I64]                -> [I64]        Next     "Product, wrapping.";
        0x13 I64Div        "i64.div"         {}                                  [I64 I64]                -> [I64]        Trap     "Quotient, rounded towards zero; wraps; traps when the divisor is zero.";
        0x14 I64Rem        "i64.rem"         {}                                  [I64 I64]                -> [I64]        Trap     "Remainder, with the sign of the dividend; traps when the divisor is zero.";
        0x15 I64And        "i64.and"         {}                                  [I64 I64]                -> [I64]        Next     "Bitwise and.";
        0x16 I64Or         "i64.or"          {}                                  [I64 I64]                -> [I64]        Next     "Bitwise or.";
        0x17 I64Xor        "i64.xor"         {}                                  [I64 I64]                -> [I64]        Next     "Bitwise exclusive or.";
        0x18 I64Shl        "i64.shl"         {}                                  [I64 I64]                -> [I64]        Next     "Left shift by the count modulo 64.";
        0x19 I64ShrS       "i64.shr_s"       {}                                  [I64 I64]                -> [I64]        Next     "Right shift by the count modulo 64, filling with the sign.";
        0x1a I64ShrU       "i64.shr_u"       {}                                  [I64 I64]                -> [I64]        Next     "Right shift by the count modulo 64, filling with zeros.";
        0x1b I64Neg        "i64.neg"         {}                                  [I64]                    -> [I64]        Next     "Negation, wrapping.";
        0x1c I64Not        "i64.not"         {}                                  [I64]                    -> [I64]        Next     "Bitwise complement.";
        0x1d I64MulHighU   "i64.mul_high_u"  {}                                  [I64 I64]                -> [I64]        Next     "The upper 64 bits of the unsigned 128-bit product.";
        0x1e I64Clz        "i64.clz"         {}                                  [I64]                    -> [I64]        Next     "How many zero bits stand before the highest one.";
        0x1f I64Ctz        "i64.ctz"         {}                                  [I64]                    -> [I64]        Next     "How many zero bits stand after the lowest one.";
        0x20 I64Popcnt     "i64.popcnt"      {}                                  [I64]                    -> [I64]        Next     "How many bits are one.";
        0x21 I64Narrow8S   "i64.narrow8_s"   {}                                  [I64]                    -> [I64]        Next     "The low 8 bits, sign-extended.";
        0x22 I64Narrow16S  "i64.narrow16_s"  {}                                  [I64]                    -> [I64]        Next     "The low 16 bits, sign-extended.";
        0x23 I64Narrow32S  "i64.narrow32_s"  {}                                  [I64]                    -> [I64]        Next     "The low 32 bits, sign-extended.";

        0x28 I64Eqz        "i64.eqz"         {}                                  [I64]                    -> [I64]        Next     "1 for zero, else 0: logical not.";
        0x29 I64Eq         "i64.eq"          {}                                  [I64 I64]                -> [I64]        Next     "1 if equal, else 0.";
        0x2a I64Ne         "i64.ne"          {}                                  [I64 I64]                -> [I64]        Next     "1 if different, else 0.";
        0x2b I64LtS        "i64.lt_s"        {}                                  [I64 I64]                -> [I64]        Next     "1 if less, signed, else 0.";
        0x2c I64LeS        "i64.le_s"        {}                                  [I64 I64]                -> [I64]        Next     "1 if less or equal, signed, else 0.";
        0x2d I64GtS        "i64.gt_s"        {}                                  [I64 I64]                -> [I64]        Next     "1 if greater, signed, else 0.";
        0x2e I64GeS        "i64.ge_s"        {}                                  [I64 I64]                -> [I64]        Next     "1 if greater or equal, signed, else 0.";
        0x2f I64LtU        "i64.lt_u"        {}                                  [I64 I64]                -> [I64]        Next     "1 if less, unsigned, else 0.";

        0x30 F64Add        "f64.add"         {}                                  [F64 F64]                -> [F64]        Next     "Sum.";
        0x31 F64Sub        "f64.sub"         {}                                  [F64 F64]                -> [F64]        Next     "Difference.";
        0x32 F64Mul        "f64.mul"         {}                                  [F64 F64]                -> [F64]        Next     "Product.";
        0x33 F64Div        "f64.div"         {}                                  [F64 F64]                -> [F64]        Next     "Quotient.";
        0x34 F64Neg        "f64.neg"         {}                                  [F64]                    -> [F64]        Next     "Negation: flips the sign bit.";
        0x35 F64Abs        "f64.abs"         {}                                  [F64]                    -> [F64]        Next     "Absolute value: clears the sign bit.";
        0x36 F64Sqrt       "f64.sqrt"        {}                                  [F64]                    -> [F64]        Next     "Square root.";
        0x37 F64Floor      "f64.floor"       {}                                  [F64]                    -> [F64]        Next     "Rounds towards negative infinity.";
        0x38 F64Ceil       "f64.ceil"        {}                                  [F64]                    -> [F64]        Next     "Rounds towards positive infinity.";
        0x39 F64Trunc      "f64.trunc"       {}                                  [F64]                    -> [F64]        Next     "Rounds towards zero.";
        0x3a F64Nearest    "f64.nearest"     {}                                  [F64]                    -> [F64]        Next     "Rounds to the nearest integer, ties to even.";
        0x3b F64Min        "f64.min"         {}                                  [F64 F64]                -> [F64]        Next     "The smaller; NaN if either is; -0 is smaller than 0.";
        0x3c F64Max        "f64.max"         {}                                  [F64 F64]                -> [F64]        Next     "The larger; NaN if either is.";
        0x3d F64Copysign   "f64.copysign"    {}                                  [F64 F64]                -> [F64]        Next     "The first with the sign of the second, which is positive for NaN.";
        0x3e F64RoundF32   "f64.round_f32"   {}                                  [F64]                    -> [F64]        Next     "Rounds to the nearest single-precision value.";

        0x40 F64Eq         "f64.eq"          {}                                  [F64 F64]                -> [I64]        Next     "1 if equal, else 0; NaN equals nothing.";
        0x41 F64Ne         "f64.ne"          {}                                  [F64 F64]                -> [I64]        Next     "1 if not equal, else 0.";
        0x42 F64Lt         "f64.lt"          {}                                  [F64 F64]                -> [I64]        Next     "1 if less, else 0.";
        0x43 F64Le         "f64.le"          {}                                  [F64 F64]                -> [I64]        Next     "1 if less or equal, else 0.";
        0x44 F64Gt         "f64.gt"          {}                                  [F64 F64]                -> [I64]        Next     "1 if greater, else 0.";
        0x45 F64Ge         "f64.ge"          {}                                  [F64 F64]                -> [I64]        Next     "1 if greater or equal, else 0.";

        0x48 F64FromI64    "f64.from_i64"    {}                                  [I64]                    -> [F64]        Next     "The nearest float.";
        0x49 I64FromF64    "i64.from_f64"    {}                                  [F64]                    -> [I64]        Next     "Rounds towards zero and saturates; NaN gives 0.";
        0x4a F64FromBits   "f64.from_bits"   {}                                  [I64]                    -> [F64]        Next     "The float with these bits.";
        0x4b F64ToBits     "f64.to_bits"     {}                                  [F64]                    -> [I64]        Next     "The bits of a float; those of the canonical NaN for every NaN.";

        0x50 RefIsNull     "ref.is_null"     {}                                  [AnyOrNull]              -> [I64]        Next     "1 for null, else 0.";
        0x51 RefEq         "ref.eq"          {}                                  [AnyOrNull AnyOrNull]    -> [I64]        Next     "1 if both are null or the same object, else 0.";
        0x52 RefNonNull    "ref.non_null"    { trap: TrapKind }                  [AnyOrNull]              -> [NonNull]    Trap     "The reference; traps in the given way when it is null.";
        0x53 RefTest       "ref.test"        { heap: HeapType }                  [AnyOrNull]              -> [I64]        Next     "1 if it is an object of the heap type, else 0; 0 for null.";
        0x54 RefCast       "ref.cast"        { heap: HeapType }                  [AnyOrNull]              -> [Object]     Trap     "The reference as one of the heap type; traps when it is none or null.";

        0x58 StructNew     "struct.new"      { ty: TypeId }                      [Fields]                 -> [Object]     Allocate "Makes a struct, variant or closure with these fields (what a closure captured).";
        0x59 StructGet     "struct.get"      { ty: TypeId, field: FieldId }      [Object]                 -> [Field]      Next     "Reads a field of a struct, variant or closure.";
        0x5a StructSet     "struct.set"      { ty: TypeId, field: FieldId }      [Object Field]           -> []           Next     "Writes a mutable field.";
        0x5b EnumTag       "enum.tag"        { ty: TypeId }                      [Enum]                   -> [I64]        Next     "Which variant of the enum it is.";

        0x60 ArrayNew      "array.new"       { ty: TypeId }                      [I64 Element]            -> [Array]      Allocate "Makes an array of a length, every element the value; traps when the length is negative or too large.";
        0x61 ArrayDefault  "array.default"   { ty: TypeId }                      [I64]                    -> [Zeroed]     Allocate "Makes an array of zeros or nulls; the element must not be a non-null reference.";
        0x62 ArrayOf       "array.of"        { ty: TypeId, count: u32 }          [Elements]               -> [Array]      Allocate "Makes an array of the values.";
        0x63 ArrayGet      "array.get"       { ty: TypeId }                      [Array I64]              -> [Element]    Trap     "Reads an element; traps when the index is out of range.";
        0x64 ArraySet      "array.set"       { ty: TypeId }                      [Array I64 Element]      -> []           Trap     "Writes an element; traps when the index is out of range.";
        0x65 ArrayLen      "array.len"       {}                                  [AnyArray]               -> [I64]        Next     "How many elements it has.";
        0x66 ArrayCopy     "array.copy"      { ty: TypeId }                      [Array I64 Array I64 I64] -> []          Trap     "Copies to array, at index, from array, at index, this many elements; they may overlap; traps before any is written when out of range.";
        0x67 ArrayFill     "array.fill"      { ty: TypeId }                      [Array I64 I64 Element] -> []           Trap     "Fills array, from index, this many elements, with the value; traps before any is written when out of range.";

        0x6c StringLen     "string.len"      {}                                  [String]                 -> [I64]        Next     "How many bytes it has.";
        0x6d StringByte    "string.byte"     {}                                  [String I64]             -> [I64]        Trap     "The byte at an index; traps when out of range.";
        0x6e StringEq      "string.eq"       {}                                  [String String]          -> [I64]        Next     "1 if both have the same bytes, else 0.";

        0x70 Call          "call"            { function: FunctionId }            [Params]                 -> [Result]     Call     "Calls a function.";
        0x71 CallImport    "call.import"     { import: ImportId }                [Params]                 -> [Result]     Call     "Calls a function of the host.";
        0x72 CallValue     "call.value"      { ty: TypeId }                      [Function Params]        -> [Result]     Call     "Calls a function value of a function type.";
        0x73 CallMethod    "call.method"     { ty: TypeId, method: MethodId }    [Interface Params]       -> [Result]     Call     "Calls a method of an interface on what implements it.";
        0x74 CallLib       "lib"             { call: LibId }                     [Params]                 -> [Result]     Call     "A library call: pure work that the machine does natively.";
        0x75 CallRecover   "call.recover"    { ty: TypeId }                      [Function]               -> [Trap]       Call     "Calls a function value that takes and gives nothing; null when it returns, and when it traps a string: the trap's number, a newline, its message, a newline, its backtrace.";
        0x76 CallSys       "sys"             { call: SysId }                     [Params]                 -> [Result]     Call     "A system call: the one privileged instruction.";

        0x80 Jump          "jump"            { target: BlockId }                 []                       -> []           End      "Goes to a block.";
        0x81 Branch        "branch"          { then: BlockId, other: BlockId }   [I64]                    -> []           End      "Goes to the first block unless zero, else to the second.";
        0x82 Switch        "switch"          { table: SwitchId }                 [I64]                    -> []           End      "Goes to the block at that place of the table, else to its default.";
        0x83 Return        "return"          {}                                  [OwnResult]              -> []           End      "Returns from the function.";
        0x84 TailCall      "tail.call"       { function: FunctionId }            [Params]                 -> []           End      "Calls a function in place of this one; the results must agree.";
        0x85 TailCallValue "tail.call.value" { ty: TypeId }                      [Function Params]        -> []           End      "Calls a function value in place of this function.";
        0x86 TailCallMethod "tail.call.method" { ty: TypeId, method: MethodId }  [Interface Params]       -> []           End      "Calls a method in place of this function.";
        0x87 Panic         "panic"           { trap: TrapKind }                  [String]                 -> []           End      "Traps with a message.";
        0x88 Unreachable   "unreachable"     {}                                  []                       -> []           End      "Traps: the compiler has shown that this is never reached.";
    } };
}

macro_rules! define {
    ($($code:literal $name:ident $mnemonic:literal { $($operand:ident: $ty:ty),* } [$($pop:ident)*] -> [$($push:ident)*] $flow:ident $doc:literal;)*) => {
        /// An instruction with its operands.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Op { $(#[doc = $doc] $name { $($operand: $ty),* } = $code,)* }

        /// Every instruction, ascending by opcode.
        pub static TABLE: &[Row] = &[$(Row {
            code: $code,
            name: stringify!($name),
            mnemonic: $mnemonic,
            operands: &[$(OperandRow { name: stringify!($operand), kind: <$ty as Operand>::KIND }),*],
            pops: &[$(Slot::$pop),*],
            pushes: &[$(Slot::$push),*],
            flow: Flow::$flow,
            doc: $doc,
        }),*];

        impl Op {
            /// The byte that an instruction starts with.
            pub const fn code(self) -> u8 {
                match self { $(Self::$name { .. } => $code,)* }
            }

            /// The row of the table.
            pub fn row(self) -> &'static Row {
                const ROWS: [u8; 256] = rows(&[$($code),*]);
                &TABLE[usize::from(ROWS[usize::from(self.code())])]
            }

            /// Whether it ends its block.
            #[inline(always)]
            pub const fn is_terminator(self) -> bool {
                match self { $(Self::$name { .. } => matches!(Flow::$flow, Flow::End),)* }
            }

            /// Hands every operand to `sink`, in order.
            #[inline(always)]
            pub fn give<S: Sink>(self, sink: &mut S) -> Result<(), S::Error> {
                match self { $(Self::$name { $($operand),* } => { $($operand.give(sink)?;)* })* }
                Ok(())
            }

            /// The instruction of an opcode with operands from `source`, if there is an instruction of that opcode.
            pub fn take<S: Source>(code: u8, source: &mut S) -> Result<Option<Self>, S::Error> {
                Ok(Some(match code {
                    $($code => Self::$name { $($operand: Operand::take(source)?),* },)*
                    _ => return Ok(None),
                }))
            }

            /// Shows every operand to `visitor`, in order.
            #[inline(always)]
            pub fn visit<V: Visitor>(&mut self, visitor: &mut V) {
                match self { $(Self::$name { $($operand),* } => { $($operand.visit(visitor);)* })* }
            }
        }
    };
}

/// The row of an instruction: all that is known of it but its meaning.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub code: u8,
    pub name: &'static str,
    pub mnemonic: &'static str,
    pub operands: &'static [OperandRow],
    pub pops: &'static [Slot],
    pub pushes: &'static [Slot],
    pub flow: Flow,
    pub doc: &'static str,
}

/// An operand of an instruction.
#[derive(Clone, Copy, Debug)]
pub struct OperandRow {
    pub name: &'static str,
    /// What kind of operand it is, in words.
    pub kind: &'static str,
}

instructions!(define);

// Modules hold millions of these.
const _: () = assert!(size_of::<Op>() == 16);

/// For each opcode its place in the table; 0 where there is none.
const fn rows(codes: &[u8]) -> [u8; 256] {
    let mut rows = [0; 256];
    let mut row = 0;
    while row < codes.len() {
        rows[codes[row] as usize] = row as u8;
        row += 1;
    }
    rows
}

impl Row {
    /// The instruction with this mnemonic.
    pub fn find(mnemonic: &str) -> Option<&'static Self> {
        TABLE.iter().find(|row| row.mnemonic == mnemonic)
    }

    /// Whether it ends its block.
    pub fn is_terminator(&self) -> bool {
        self.flow == Flow::End
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_trap_says_so() {
        for row in TABLE.iter().filter(|row| matches!(row.flow, Flow::Next | Flow::Trap)) {
            assert_eq!(row.flow == Flow::Trap, row.doc.contains("traps"), "{}", row.mnemonic);
        }
    }

    #[test]
    fn opcodes_ascend_and_names_are_unique() {
        assert!(TABLE.is_sorted_by(|a, b| a.code < b.code));
        for row in TABLE {
            assert_eq!(Row::find(row.mnemonic).unwrap().code, row.code);
        }
    }
}
