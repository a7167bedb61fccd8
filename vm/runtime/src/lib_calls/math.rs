//! Mathematics by the `libm` crate, in software, so that results are equal on every processor.
#![forbid(unsafe_code)]

use crate::call::{self, Call};
use crate::trap::Trap;

macro_rules! functions {
    ($($name:ident ($($index:literal),*): $function:path,)*) => {$(
        pub fn $name<C: Call>(call: &mut C) -> Result<u64, Trap> {
            call::float($function($(call.float($index)),*))
        }
    )*};
}

functions! {
    math_sin(0): libm::sin,
    math_cos(0): libm::cos,
    math_tan(0): libm::tan,
    math_asin(0): libm::asin,
    math_acos(0): libm::acos,
    math_atan(0): libm::atan,
    math_sinh(0): libm::sinh,
    math_cosh(0): libm::cosh,
    math_tanh(0): libm::tanh,
    math_asinh(0): libm::asinh,
    math_acosh(0): libm::acosh,
    math_atanh(0): libm::atanh,
    math_exp(0): libm::exp,
    math_exp2(0): libm::exp2,
    math_expm1(0): libm::expm1,
    math_ln(0): libm::log,
    math_log2(0): libm::log2,
    math_log10(0): libm::log10,
    math_log1p(0): libm::log1p,
    math_cbrt(0): libm::cbrt,
    math_atan2(0, 1): libm::atan2,
    math_pow(0, 1): libm::pow,
    math_hypot(0, 1): libm::hypot,
    math_fmod(0, 1): libm::fmod,
    math_fma(0, 1, 2): libm::fma,
}
