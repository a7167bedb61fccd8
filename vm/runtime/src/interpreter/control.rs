//! Handlers of branches.

use super::dispatch::{At, Step, handlers};
use super::safepoint;
use super::slot::SlotValue;
use super::trap;
use pvm_bytecode::eval;

impl At {
    #[inline(always)]
    unsafe fn test<T: SlotValue>(self, meaning: impl Fn(T, T) -> bool) -> bool {
        // SAFETY: what `At` says.
        unsafe { meaning(self.a(), self.b()) }
    }

    /// With the operand `b` as a constant.
    #[inline(always)]
    unsafe fn test_imm(self, meaning: impl Fn(i64, i64) -> bool) -> bool {
        // SAFETY: what `At` says.
        unsafe { meaning(self.a(), (self.word().b as i16).into()) }
    }

    /// Goes where `c` says if the condition holds, else on by so many words.
    #[inline(always)]
    unsafe fn branch(self, condition: bool, words: usize) -> Step {
        // SAFETY: what `At` says.
        unsafe { if condition { self.jump() } else { self.skip(words) } }
    }

    /// The same for a branch back, which is a safepoint.
    #[inline(always)]
    unsafe fn branch_back(self, condition: bool, words: usize) -> Step {
        // SAFETY: what `At` says.
        unsafe { if condition { self.jump_back() } else { self.skip(words) } }
    }

    #[inline(always)]
    unsafe fn jump_back(self) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            if safepoint::is_wanted(self) {
                return safepoint::poll(self.pc, self.frame, self.base, self.state);
            }
            self.jump()
        }
    }
}

/// Defines the forms of a branch that go forward and back.
macro_rules! branches {
    ($($name:ident $back:ident, $words:literal: |$at:ident| $condition:expr;)*) => { handlers! {$(
        $name => |$at| $at.branch($condition, $words);
        $back => |$at| $at.branch_back($condition, $words);
    )*} };
}

branches! {
    if_eq loop_eq, 1: |at| at.test(eval::i64_eq);
    if_ne loop_ne, 1: |at| at.test(eval::i64_ne);
    if_lt_s loop_lt_s, 1: |at| at.test(eval::i64_lt_s);
    if_le_s loop_le_s, 1: |at| at.test(eval::i64_le_s);
    if_lt_u loop_lt_u, 1: |at| at.test(eval::i64_lt_u);
    if_le_u loop_le_u, 1: |at| at.test(|a: u64, b| a <= b);
    if_eq_imm loop_eq_imm, 1: |at| at.test_imm(eval::i64_eq);
    if_ne_imm loop_ne_imm, 1: |at| at.test_imm(eval::i64_ne);
    if_lt_s_imm loop_lt_s_imm, 1: |at| at.test_imm(eval::i64_lt_s);
    if_le_s_imm loop_le_s_imm, 1: |at| at.test_imm(eval::i64_le_s);
    if_gt_s_imm loop_gt_s_imm, 1: |at| at.test_imm(eval::i64_gt_s);
    if_ge_s_imm loop_ge_s_imm, 1: |at| at.test_imm(eval::i64_ge_s);
    if_lt_u_imm loop_lt_u_imm, 1: |at| at.test_imm(eval::i64_lt_u);
    if_ge_u_imm loop_ge_u_imm, 1: |at| at.test_imm(|a, b| !eval::i64_lt_u(a, b));
    if_f64_eq loop_f64_eq, 1: |at| at.test(eval::f64_eq);
    if_f64_ne loop_f64_ne, 1: |at| at.test(eval::f64_ne);
    if_f64_lt loop_f64_lt, 1: |at| at.test(eval::f64_lt);
    if_f64_not_lt loop_f64_not_lt, 1: |at| at.test(|a, b| !eval::f64_lt(a, b));
    if_f64_le loop_f64_le, 1: |at| at.test(eval::f64_le);
    if_f64_not_le loop_f64_not_le, 1: |at| at.test(|a, b| !eval::f64_le(a, b));
    if_exactly loop_exactly, 2: |at| at.is_exactly(at.a(), at.wide() as u32);
    if_not_exactly loop_not_exactly, 2: |at| !at.is_exactly(at.a(), at.wide() as u32);
}

impl At {
    /// Counts `a` up and goes back where it is less than the end.
    #[inline(always)]
    unsafe fn count(self, end: i64) -> Step {
        // SAFETY: what `At` says.
        unsafe {
            let next = eval::i64_add(self.a(), 1);
            self.write(self.word().a.into(), next);
            self.branch_back(next < end, 1)
        }
    }
}

handlers! {
    count_lt_s => |at| at.count(at.b());
    count_lt_s_imm => |at| at.count((at.word().b as i16).into());
    jump => |at| at.jump();
    jump_back => |at| at.jump_back();
    switch => |at| {
        let last = at.immediate() as u64 - 1;
        let row = at.b::<u64>().min(last);
        // The row is itself a jump, which polls if it goes back.
        at.skip(1 + row as usize)
    };
    panic => |at| trap::panic(at.pc, at.frame, at.base, at.state);
    unreachable => |at| trap::unreachable(at.pc, at.frame, at.base, at.state);
}
