//! What the pure instructions mean: one small function for each, named after the instruction. The compiler's constant
//! folder, the interpreter and the tests share them, so that a result never depends on who computed it or on which
//! processor.
//!
//! Processors differ in the sign and payload of the NaN that an operation gives. So nothing in a program can tell one NaN
//! from another: where the bits of a float or its sign are asked for, every NaN is [`NAN`], and so it is where a float
//! leaves the machine. Operations themselves need not care.

use crate::Op;

/// The NaN that is seen for all: positive, quiet, without payload.
pub const NAN: f64 = f64::from_bits(0x7ff8_0000_0000_0000);

/// A number as instructions take and give it. Two values are equal when their bits are, so `0.0` and `-0.0` differ.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    I64(i64),
    F64(f64),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::I64(left), Self::I64(right)) => left == right,
            (Self::F64(left), Self::F64(right)) => left.to_bits() == right.to_bits(),
            _ => false,
        }
    }
}

impl Eq for Value {}

/// The float itself, or [`NAN`] for any NaN. The test is on the bits: an optimiser may take a NaN for any other, and drop a
/// comparison of floats.
#[inline(always)]
pub fn canonical(value: f64) -> f64 {
    const SIGN_OUT: u32 = 1;
    if value.to_bits() << SIGN_OUT > f64::INFINITY.to_bits() << SIGN_OUT { NAN } else { value }
}

/// What an `f32` field or element holds after this value was stored in it.
#[inline(always)]
pub fn f32_store(value: f64) -> f32 {
    if value.is_nan() { f32::from_bits(0x7fc0_0000) } else { value as f32 }
}

/// Defines the function of each instruction and [`fold`] over all of them.
macro_rules! meanings {
    ($($op:ident $name:ident($($parameter:ident: $ty:ident),+) -> $result:ty = $body:expr;)*) => {
        $(
            #[doc = concat!("See [`Op::", stringify!($op), "`].")]
            #[inline(always)]
            pub fn $name($($parameter: $ty),+) -> $result {
                $body
            }
        )*

        /// The result of a pure instruction on these operands, the last of which was on top of the stack. `None` when
        /// the instruction is not pure, when it would trap, and when the operands are not what it takes.
        pub fn fold(op: Op, operands: &[Value]) -> Option<Value> {
            match (op, operands) {
                (Op::I64Const { value }, []) => Some(Value::I64(value)),
                (Op::F64Const { bits }, []) => Some(Value::F64(f64::from_bits(bits))),
                $((Op::$op {}, [$(meanings!(@pattern $ty $parameter)),+]) => $name($(*$parameter),+).value(),)*
                _ => None,
            }
        }
    };
    (@pattern i64 $parameter:ident) => { Value::I64($parameter) };
    (@pattern f64 $parameter:ident) => { Value::F64($parameter) };
}

meanings! {
    I64Add i64_add(a: i64, b: i64) -> i64 = a.wrapping_add(b);
    I64Sub i64_sub(a: i64, b: i64) -> i64 = a.wrapping_sub(b);
    I64Mul i64_mul(a: i64, b: i64) -> i64 = a.wrapping_mul(b);
    I64Div i64_div(a: i64, b: i64) -> Option<i64> = if b == 0 { None } else { Some(a.wrapping_div(b)) };
    I64Rem i64_rem(a: i64, b: i64) -> Option<i64> = if b == 0 { None } else { Some(a.wrapping_rem(b)) };
    I64And i64_and(a: i64, b: i64) -> i64 = a & b;
    I64Or i64_or(a: i64, b: i64) -> i64 = a | b;
    I64Xor i64_xor(a: i64, b: i64) -> i64 = a ^ b;
    I64Shl i64_shl(a: i64, b: i64) -> i64 = a.wrapping_shl(b as u32);
    I64ShrS i64_shr_s(a: i64, b: i64) -> i64 = a.wrapping_shr(b as u32);
    I64ShrU i64_shr_u(a: i64, b: i64) -> i64 = (a as u64).wrapping_shr(b as u32) as i64;
    I64Neg i64_neg(a: i64) -> i64 = a.wrapping_neg();
    I64Not i64_not(a: i64) -> i64 = !a;
    I64MulHighU i64_mul_high_u(a: i64, b: i64) -> i64 = ((u128::from(a as u64) * u128::from(b as u64)) >> 64) as i64;
    I64Clz i64_clz(a: i64) -> i64 = i64::from(a.leading_zeros());
    I64Ctz i64_ctz(a: i64) -> i64 = i64::from(a.trailing_zeros());
    I64Popcnt i64_popcnt(a: i64) -> i64 = i64::from(a.count_ones());
    I64Narrow8S i64_narrow8_s(a: i64) -> i64 = i64::from(a as i8);
    I64Narrow16S i64_narrow16_s(a: i64) -> i64 = i64::from(a as i16);
    I64Narrow32S i64_narrow32_s(a: i64) -> i64 = i64::from(a as i32);

    I64Eqz i64_eqz(a: i64) -> bool = a == 0;
    I64Eq i64_eq(a: i64, b: i64) -> bool = a == b;
    I64Ne i64_ne(a: i64, b: i64) -> bool = a != b;
    I64LtS i64_lt_s(a: i64, b: i64) -> bool = a < b;
    I64LeS i64_le_s(a: i64, b: i64) -> bool = a <= b;
    I64GtS i64_gt_s(a: i64, b: i64) -> bool = a > b;
    I64GeS i64_ge_s(a: i64, b: i64) -> bool = a >= b;
    I64LtU i64_lt_u(a: i64, b: i64) -> bool = (a as u64) < (b as u64);

    F64Add f64_add(a: f64, b: f64) -> f64 = a + b;
    F64Sub f64_sub(a: f64, b: f64) -> f64 = a - b;
    F64Mul f64_mul(a: f64, b: f64) -> f64 = a * b;
    F64Div f64_div(a: f64, b: f64) -> f64 = a / b;
    F64Neg f64_neg(a: f64) -> f64 = -a;
    F64Abs f64_abs(a: f64) -> f64 = a.abs();
    F64Sqrt f64_sqrt(a: f64) -> f64 = a.sqrt();
    F64Floor f64_floor(a: f64) -> f64 = a.floor();
    F64Ceil f64_ceil(a: f64) -> f64 = a.ceil();
    F64Trunc f64_trunc(a: f64) -> f64 = a.trunc();
    F64Nearest f64_nearest(a: f64) -> f64 = a.round_ties_even();
    F64Min f64_min(a: f64, b: f64) -> f64 = least(a, b);
    F64Max f64_max(a: f64, b: f64) -> f64 = greatest(a, b);
    F64Copysign f64_copysign(a: f64, b: f64) -> f64 = a.copysign(canonical(b));
    F64RoundF32 f64_round_f32(a: f64) -> f64 = f64::from(f32_store(a));

    F64Eq f64_eq(a: f64, b: f64) -> bool = a == b;
    F64Ne f64_ne(a: f64, b: f64) -> bool = a != b;
    F64Lt f64_lt(a: f64, b: f64) -> bool = a < b;
    F64Le f64_le(a: f64, b: f64) -> bool = a <= b;
    F64Gt f64_gt(a: f64, b: f64) -> bool = a > b;
    F64Ge f64_ge(a: f64, b: f64) -> bool = a >= b;

    F64FromI64 f64_from_i64(a: i64) -> f64 = a as f64;
    I64FromF64 i64_from_f64(a: f64) -> i64 = a as i64;
    F64FromBits f64_from_bits(a: i64) -> f64 = f64::from_bits(a as u64);
    F64ToBits f64_to_bits(a: f64) -> i64 = canonical(a).to_bits() as i64;
}

/// Equal operands are the same number or the two zeros, whose signs the bitwise operations combine as IEEE 754-2019
/// `minimum` and `maximum` (section 9.6) want them.
#[inline(always)]
fn least(a: f64, b: f64) -> f64 {
    if a < b {
        a
    } else if b < a {
        b
    } else if a == b {
        f64::from_bits(a.to_bits() | b.to_bits())
    } else {
        NAN
    }
}

#[inline(always)]
fn greatest(a: f64, b: f64) -> f64 {
    if a > b {
        a
    } else if b > a {
        b
    } else if a == b {
        f64::from_bits(a.to_bits() & b.to_bits())
    } else {
        NAN
    }
}

/// What a meaning gives, as a value of the operand stack.
trait Meaning {
    fn value(self) -> Option<Value>;
}

impl Meaning for i64 {
    fn value(self) -> Option<Value> {
        Some(Value::I64(self))
    }
}

impl Meaning for f64 {
    fn value(self) -> Option<Value> {
        Some(Value::F64(canonical(self)))
    }
}

impl Meaning for bool {
    fn value(self) -> Option<Value> {
        Some(Value::I64(i64::from(self)))
    }
}

impl Meaning for Option<i64> {
    fn value(self) -> Option<Value> {
        self.map(Value::I64)
    }
}

#[cfg(test)]
mod tests;
