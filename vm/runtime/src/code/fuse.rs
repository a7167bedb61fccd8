//! Which instructions become one: the register forms of the pure instructions with constant operands, and the branches
//! that absorb a comparison. Everything here is a table.

use super::rop::Rop;
use super::translate::Value;
use pvm_bytecode::{LibId, Op, libcall};

/// The register forms of a pure instruction of the bytecode.
pub enum Forms {
    Unary(Rop),
    Binary(Binary),
}

/// The forms of an instruction with two operands.
#[derive(Clone, Copy)]
pub struct Binary {
    pub slots: Rop,
    /// Whether `slots` takes the operands the other way round.
    pub reversed: bool,
    /// With a constant on the right, on the left.
    pub right: Option<Rop>,
    pub left: Option<Rop>,
}

const fn binary(slots: Rop) -> Forms {
    Forms::Binary(Binary { slots, reversed: false, right: None, left: None })
}

const fn reversed(slots: Rop) -> Forms {
    Forms::Binary(Binary { slots, reversed: true, right: None, left: None })
}

const fn right(slots: Rop, right: Rop) -> Forms {
    Forms::Binary(Binary { slots, reversed: false, right: Some(right), left: None })
}

const fn both(slots: Rop, right: Rop, left: Rop) -> Forms {
    Forms::Binary(Binary { slots, reversed: false, right: Some(right), left: Some(left) })
}

const fn reversed_both(slots: Rop, right: Rop, left: Rop) -> Forms {
    Forms::Binary(Binary { slots, reversed: true, right: Some(right), left: Some(left) })
}

/// The register forms of an instruction that takes and gives numbers, or compares references.
pub fn forms(op: Op) -> Option<Forms> {
    use Forms::Unary;
    Some(match op {
        Op::I64Add {} => both(Rop::I64Add, Rop::I64AddImm, Rop::I64AddImm),
        Op::I64Sub {} => right(Rop::I64Sub, Rop::I64SubImm),
        Op::I64Mul {} => both(Rop::I64Mul, Rop::I64MulImm, Rop::I64MulImm),
        Op::I64Div {} => right(Rop::I64Div, Rop::I64DivImm),
        Op::I64Rem {} => right(Rop::I64Rem, Rop::I64RemImm),
        Op::I64And {} => both(Rop::I64And, Rop::I64AndImm, Rop::I64AndImm),
        Op::I64Or {} => both(Rop::I64Or, Rop::I64OrImm, Rop::I64OrImm),
        Op::I64Xor {} => both(Rop::I64Xor, Rop::I64XorImm, Rop::I64XorImm),
        Op::I64Shl {} => right(Rop::I64Shl, Rop::I64ShlImm),
        Op::I64ShrS {} => right(Rop::I64ShrS, Rop::I64ShrSImm),
        Op::I64ShrU {} => right(Rop::I64ShrU, Rop::I64ShrUImm),
        Op::I64MulHighU {} => binary(Rop::I64MulHighU),
        Op::I64Neg {} => Unary(Rop::I64Neg),
        Op::I64Not {} => Unary(Rop::I64Not),
        Op::I64Clz {} => Unary(Rop::I64Clz),
        Op::I64Ctz {} => Unary(Rop::I64Ctz),
        Op::I64Popcnt {} => Unary(Rop::I64Popcnt),
        Op::I64Narrow8S {} => Unary(Rop::I64Narrow8S),
        Op::I64Narrow16S {} => Unary(Rop::I64Narrow16S),
        Op::I64Narrow32S {} => Unary(Rop::I64Narrow32S),
        Op::I64Eq {} | Op::RefEq {} => both(Rop::I64Eq, Rop::I64EqImm, Rop::I64EqImm),
        Op::I64Ne {} => both(Rop::I64Ne, Rop::I64NeImm, Rop::I64NeImm),
        Op::I64LtS {} => both(Rop::I64LtS, Rop::I64LtSImm, Rop::I64GtSImm),
        Op::I64LeS {} => both(Rop::I64LeS, Rop::I64LeSImm, Rop::I64GeSImm),
        Op::I64GtS {} => reversed_both(Rop::I64LtS, Rop::I64GtSImm, Rop::I64LtSImm),
        Op::I64GeS {} => reversed_both(Rop::I64LeS, Rop::I64GeSImm, Rop::I64LeSImm),
        Op::I64LtU {} => right(Rop::I64LtU, Rop::I64LtUImm),
        Op::F64Add {} => both(Rop::F64Add, Rop::F64AddImm, Rop::F64AddImm),
        Op::F64Sub {} => both(Rop::F64Sub, Rop::F64SubImm, Rop::F64SubFromImm),
        Op::F64Mul {} => both(Rop::F64Mul, Rop::F64MulImm, Rop::F64MulImm),
        Op::F64Div {} => both(Rop::F64Div, Rop::F64DivImm, Rop::F64DivFromImm),
        Op::F64Min {} => binary(Rop::F64Min),
        Op::F64Max {} => binary(Rop::F64Max),
        Op::F64Copysign {} => binary(Rop::F64Copysign),
        Op::F64Neg {} => Unary(Rop::F64Neg),
        Op::F64Abs {} => Unary(Rop::F64Abs),
        Op::F64Sqrt {} => Unary(Rop::F64Sqrt),
        Op::F64Floor {} => Unary(Rop::F64Floor),
        Op::F64Ceil {} => Unary(Rop::F64Ceil),
        Op::F64Trunc {} => Unary(Rop::F64Trunc),
        Op::F64Nearest {} => Unary(Rop::F64Nearest),
        Op::F64RoundF32 {} => Unary(Rop::F64RoundF32),
        Op::F64Eq {} => binary(Rop::F64Eq),
        Op::F64Ne {} => binary(Rop::F64Ne),
        Op::F64Lt {} => binary(Rop::F64Lt),
        Op::F64Le {} => binary(Rop::F64Le),
        Op::F64Gt {} => reversed(Rop::F64Lt),
        Op::F64Ge {} => reversed(Rop::F64Le),
        Op::F64FromI64 {} => Unary(Rop::F64FromI64),
        Op::I64FromF64 {} => Unary(Rop::I64FromF64),
        Op::F64ToBits {} => Unary(Rop::F64ToBits),
        _ => return None,
    })
}

/// What an addition or subtraction becomes that takes the product of a multiplication on the right, or on the left.
pub fn with_product(sum: Rop, product: Rop) -> [Option<Rop>; 2] {
    match (sum, product) {
        (Rop::I64Add, Rop::I64Mul) => [Some(Rop::I64MulAdd); 2],
        (Rop::F64Add, Rop::F64Mul) => [Some(Rop::F64MulAdd); 2],
        (Rop::F64Sub, Rop::F64Mul) => [Some(Rop::F64MulSub), Some(Rop::F64MulSubFrom)],
        _ => [None; 2],
    }
}

/// The read or write of an element of an array that has just been read from a field.
pub fn of_field_array(element: Rop) -> Option<Rop> {
    Some(match element {
        Rop::ArrayGetI8 => Rop::FieldArrayGetI8,
        Rop::ArrayGetU8 => Rop::FieldArrayGetU8,
        Rop::ArrayGetI32 => Rop::FieldArrayGetI32,
        Rop::ArrayGetU32 => Rop::FieldArrayGetU32,
        Rop::ArrayGet64 => Rop::FieldArrayGet64,
        Rop::ArraySet8 => Rop::FieldArraySet8,
        Rop::ArraySet32 => Rop::FieldArraySet32,
        Rop::ArraySet64 => Rop::FieldArraySet64,
        Rop::ArraySetRef => Rop::FieldArraySetRef,
        _ => return None,
    })
}

/// The same after a comparison of the index with a length in another field.
pub fn of_list(element: Rop) -> Option<Rop> {
    Some(match element {
        Rop::FieldArrayGetI8 => Rop::ListGetI8,
        Rop::FieldArrayGetU8 => Rop::ListGetU8,
        Rop::FieldArrayGetI32 => Rop::ListGetI32,
        Rop::FieldArrayGetU32 => Rop::ListGetU32,
        Rop::FieldArrayGet64 => Rop::ListGet64,
        Rop::FieldArrayGetNonNull => Rop::ListGetNonNull,
        Rop::FieldArraySet8 => Rop::ListSet8,
        Rop::FieldArraySet32 => Rop::ListSet32,
        Rop::FieldArraySet64 => Rop::ListSet64,
        Rop::FieldArraySetRef => Rop::ListSetRef,
        _ => return None,
    })
}

/// The instruction that does what is common in a library call.
pub fn of_library(call: LibId) -> Option<Rop> {
    match libcall::TABLE[call.index()].name {
        "table_find" => Some(Rop::TableFind),
        "table_place" => Some(Rop::TablePlace),
        _ => None,
    }
}

/// A read of a reference that traps when it is null.
pub fn non_null(read: Rop) -> Option<Rop> {
    Some(match read {
        Rop::GetU32 => Rop::GetNonNull,
        Rop::ArrayGetU32 => Rop::ArrayGetNonNull,
        Rop::FieldArrayGetU32 => Rop::FieldArrayGetNonNull,
        _ => return None,
    })
}

/// Whether the form takes the value as its constant.
pub fn takes(form: Rop, value: Value) -> bool {
    match (form, value) {
        (Rop::I64DivImm | Rop::I64RemImm, Value::Int(0)) => false,
        (_, Value::Float(_)) => true,
        (_, value) => value.immediate().is_some(),
    }
}

/// A branch that absorbed a comparison.
#[derive(Clone, Copy)]
pub struct Condition {
    pub rop: Rop,
    /// Whether it compares its slots the other way round than the comparison did.
    pub reversed: bool,
}

const fn straight(rop: Rop) -> Condition {
    Condition { rop, reversed: false }
}

const fn swapped(rop: Rop) -> Condition {
    Condition { rop, reversed: true }
}

/// The branches taken when a comparison gives 1, and when it gives 0.
pub fn conditions(comparison: Rop) -> Option<(Condition, Condition)> {
    Some(match comparison {
        Rop::I64Eq => (straight(Rop::IfEq), straight(Rop::IfNe)),
        Rop::I64Ne => (straight(Rop::IfNe), straight(Rop::IfEq)),
        Rop::I64LtS => (straight(Rop::IfLtS), swapped(Rop::IfLeS)),
        Rop::I64LeS => (straight(Rop::IfLeS), swapped(Rop::IfLtS)),
        Rop::I64LtU => (straight(Rop::IfLtU), swapped(Rop::IfLeU)),
        Rop::I64EqImm => (straight(Rop::IfEqImm), straight(Rop::IfNeImm)),
        Rop::I64NeImm => (straight(Rop::IfNeImm), straight(Rop::IfEqImm)),
        Rop::I64LtSImm => (straight(Rop::IfLtSImm), straight(Rop::IfGeSImm)),
        Rop::I64LeSImm => (straight(Rop::IfLeSImm), straight(Rop::IfGtSImm)),
        Rop::I64GtSImm => (straight(Rop::IfGtSImm), straight(Rop::IfLeSImm)),
        Rop::I64GeSImm => (straight(Rop::IfGeSImm), straight(Rop::IfLtSImm)),
        Rop::I64LtUImm => (straight(Rop::IfLtUImm), straight(Rop::IfGeUImm)),
        Rop::F64Eq => (straight(Rop::IfF64Eq), straight(Rop::IfF64Ne)),
        Rop::F64Ne => (straight(Rop::IfF64Ne), straight(Rop::IfF64Eq)),
        Rop::F64Lt => (straight(Rop::IfF64Lt), straight(Rop::IfF64NotLt)),
        Rop::F64Le => (straight(Rop::IfF64Le), straight(Rop::IfF64NotLe)),
        Rop::IsExactly => (straight(Rop::IfExactly), straight(Rop::IfNotExactly)),
        _ => return None,
    })
}

/// The branch back that also counts its first operand up by one.
pub fn counting(branch: Rop) -> Option<Rop> {
    match branch {
        Rop::LoopLtS => Some(Rop::CountLtS),
        Rop::LoopLtSImm => Some(Rop::CountLtSImm),
        _ => None,
    }
}

macro_rules! loops {
    ($($branch:ident $looping:ident;)*) => {
        /// The form of a branch that goes back.
        pub fn going_back(branch: Rop) -> Rop {
            match branch {
                $(Rop::$branch => Rop::$looping,)*
                _ => unreachable!("{branch:?} is no branch that goes forward"),
            }
        }
    };
}

loops! {
    Jump JumpBack;
    IfEq LoopEq;
    IfNe LoopNe;
    IfLtS LoopLtS;
    IfLeS LoopLeS;
    IfLtU LoopLtU;
    IfLeU LoopLeU;
    IfEqImm LoopEqImm;
    IfNeImm LoopNeImm;
    IfLtSImm LoopLtSImm;
    IfLeSImm LoopLeSImm;
    IfGtSImm LoopGtSImm;
    IfGeSImm LoopGeSImm;
    IfLtUImm LoopLtUImm;
    IfGeUImm LoopGeUImm;
    IfF64Eq LoopF64Eq;
    IfF64Ne LoopF64Ne;
    IfF64Lt LoopF64Lt;
    IfF64NotLt LoopF64NotLt;
    IfF64Le LoopF64Le;
    IfF64NotLe LoopF64NotLe;
    IfExactly LoopExactly;
    IfNotExactly LoopNotExactly;
}
