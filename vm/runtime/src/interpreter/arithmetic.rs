//! Handlers of numbers, copies and constants. What a number instruction means is in `pvm_bytecode::eval`.

use super::dispatch::{At, Step, handlers};
use super::slot::SlotValue;
use super::trap;
use pvm_bytecode::eval;

impl At {
    #[inline(always)]
    unsafe fn unary<A: SlotValue, R: SlotValue>(self, meaning: impl Fn(A) -> R) -> Step {
        // SAFETY: what `At` says.
        unsafe { self.give(meaning(self.b())) }
    }

    #[inline(always)]
    unsafe fn binary<A: SlotValue, B: SlotValue, R: SlotValue>(self, meaning: impl Fn(A, B) -> R) -> Step {
        // SAFETY: what `At` says.
        unsafe { self.give(meaning(self.b(), self.c())) }
    }

    /// Of `b` and the product of the two slots that `c` names.
    #[inline(always)]
    unsafe fn with_product<T: SlotValue>(self, product: impl Fn(T, T) -> T, meaning: impl Fn(T, T) -> T) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let (left, right) = self.two();
            self.give(meaning(self.b(), product(left, right)))
        }
    }

    #[inline(always)]
    unsafe fn binary_imm<R: SlotValue>(self, meaning: impl Fn(i64, i64) -> R) -> Step {
        // SAFETY: what `At` says.
        unsafe { self.give(meaning(self.b(), self.immediate())) }
    }

    /// With the float of the second word on the right.
    #[inline(always)]
    unsafe fn binary_float(self, meaning: impl Fn(f64, f64) -> f64) -> Step {
        // SAFETY: what `At` says.
        unsafe { self.give_wide(meaning(self.b(), f64::from_bits(self.wide()))) }
    }

    /// Gives the result of a division, or traps when there is none.
    #[inline(always)]
    unsafe fn quotient(self, result: Option<i64>) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            match result {
                Some(result) => self.give(result),
                None => trap::division_by_zero(self.pc, self.frame, self.base, self.state),
            }
        }
    }
}

handlers! {
    copy => |at| at.unary(|value: u64| value);
    copy_pair => |at| {
        let (first, second): (u64, u64) = (at.b(), at.c());
        at.write(usize::from(at.word().a) + 1, second);
        at.give(first)
    };
    constant => |at| at.give(at.immediate());
    constant_wide => |at| at.give_wide(at.wide());

    i64_add => |at| at.binary(eval::i64_add);
    i64_add_imm => |at| at.binary_imm(eval::i64_add);
    i64_sub => |at| at.binary(eval::i64_sub);
    i64_sub_imm => |at| at.binary_imm(eval::i64_sub);
    i64_mul => |at| at.binary(eval::i64_mul);
    i64_mul_imm => |at| at.binary_imm(eval::i64_mul);
    i64_mul_add => |at| at.with_product(eval::i64_mul, eval::i64_add);
    i64_div => |at| at.quotient(eval::i64_div(at.b(), at.c()));
    i64_div_imm => |at| at.quotient(eval::i64_div(at.b(), at.immediate()));
    i64_rem => |at| at.quotient(eval::i64_rem(at.b(), at.c()));
    i64_rem_imm => |at| at.quotient(eval::i64_rem(at.b(), at.immediate()));
    i64_and => |at| at.binary(eval::i64_and);
    i64_and_imm => |at| at.binary_imm(eval::i64_and);
    i64_or => |at| at.binary(eval::i64_or);
    i64_or_imm => |at| at.binary_imm(eval::i64_or);
    i64_xor => |at| at.binary(eval::i64_xor);
    i64_xor_imm => |at| at.binary_imm(eval::i64_xor);
    i64_shl => |at| at.binary(eval::i64_shl);
    i64_shl_imm => |at| at.binary_imm(eval::i64_shl);
    i64_shr_s => |at| at.binary(eval::i64_shr_s);
    i64_shr_s_imm => |at| at.binary_imm(eval::i64_shr_s);
    i64_shr_u => |at| at.binary(eval::i64_shr_u);
    i64_shr_u_imm => |at| at.binary_imm(eval::i64_shr_u);
    i64_mul_high_u => |at| at.binary(eval::i64_mul_high_u);
    i64_neg => |at| at.unary(eval::i64_neg);
    i64_not => |at| at.unary(eval::i64_not);
    i64_clz => |at| at.unary(eval::i64_clz);
    i64_ctz => |at| at.unary(eval::i64_ctz);
    i64_popcnt => |at| at.unary(eval::i64_popcnt);
    i64_narrow8_s => |at| at.unary(eval::i64_narrow8_s);
    i64_narrow16_s => |at| at.unary(eval::i64_narrow16_s);
    i64_narrow32_s => |at| at.unary(eval::i64_narrow32_s);
    i64_eq => |at| at.binary(eval::i64_eq);
    i64_eq_imm => |at| at.binary_imm(eval::i64_eq);
    i64_ne => |at| at.binary(eval::i64_ne);
    i64_ne_imm => |at| at.binary_imm(eval::i64_ne);
    i64_lt_s => |at| at.binary(eval::i64_lt_s);
    i64_lt_s_imm => |at| at.binary_imm(eval::i64_lt_s);
    i64_le_s => |at| at.binary(eval::i64_le_s);
    i64_le_s_imm => |at| at.binary_imm(eval::i64_le_s);
    i64_gt_s_imm => |at| at.binary_imm(eval::i64_gt_s);
    i64_ge_s_imm => |at| at.binary_imm(eval::i64_ge_s);
    i64_lt_u => |at| at.binary(eval::i64_lt_u);
    i64_lt_u_imm => |at| at.binary_imm(eval::i64_lt_u);

    f64_add => |at| at.binary(eval::f64_add);
    f64_add_imm => |at| at.binary_float(eval::f64_add);
    f64_sub => |at| at.binary(eval::f64_sub);
    f64_sub_imm => |at| at.binary_float(eval::f64_sub);
    f64_sub_from_imm => |at| at.binary_float(|right, left| eval::f64_sub(left, right));
    f64_mul => |at| at.binary(eval::f64_mul);
    f64_mul_imm => |at| at.binary_float(eval::f64_mul);
    // A product that is no number makes the result canonical, so it need not be itself.
    f64_mul_add => |at| at.with_product(|a: f64, b| a * b, eval::f64_add);
    f64_mul_sub => |at| at.with_product(|a: f64, b| a * b, eval::f64_sub);
    f64_mul_sub_from => |at| at.with_product(|a: f64, b| a * b, |sum, product| eval::f64_sub(product, sum));
    f64_div => |at| at.binary(eval::f64_div);
    f64_div_imm => |at| at.binary_float(eval::f64_div);
    f64_div_from_imm => |at| at.binary_float(|right, left| eval::f64_div(left, right));
    f64_neg => |at| at.unary(eval::f64_neg);
    f64_abs => |at| at.unary(eval::f64_abs);
    f64_sqrt => |at| at.unary(eval::f64_sqrt);
    f64_floor => |at| at.unary(eval::f64_floor);
    f64_ceil => |at| at.unary(eval::f64_ceil);
    f64_trunc => |at| at.unary(eval::f64_trunc);
    f64_nearest => |at| at.unary(eval::f64_nearest);
    f64_min => |at| at.binary(eval::f64_min);
    f64_max => |at| at.binary(eval::f64_max);
    f64_copysign => |at| at.binary(eval::f64_copysign);
    f64_round_f32 => |at| at.unary(eval::f64_round_f32);
    f64_eq => |at| at.binary(eval::f64_eq);
    f64_ne => |at| at.binary(eval::f64_ne);
    f64_lt => |at| at.binary(eval::f64_lt);
    f64_le => |at| at.binary(eval::f64_le);
    f64_from_i64 => |at| at.unary(eval::f64_from_i64);
    i64_from_f64 => |at| at.unary(eval::i64_from_f64);
    f64_to_bits => |at| at.unary(eval::f64_to_bits);
}
