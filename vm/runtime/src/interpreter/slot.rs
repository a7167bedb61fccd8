//! What a slot of 64 bits can hold.

use crate::cage::Ref;

/// A value as a slot holds it. The verifier has settled which slot holds what.
pub trait SlotValue: Copy {
    fn from_bits(bits: u64) -> Self;
    fn to_bits(self) -> u64;
}

impl SlotValue for u64 {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        bits
    }

    #[inline(always)]
    fn to_bits(self) -> u64 {
        self
    }
}

impl SlotValue for i64 {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        bits as i64
    }

    #[inline(always)]
    fn to_bits(self) -> u64 {
        self as u64
    }
}

impl SlotValue for f64 {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        Self::from_bits(bits)
    }

    #[inline(always)]
    fn to_bits(self) -> u64 {
        self.to_bits()
    }
}

/// A truth value is 1 or 0.
impl SlotValue for bool {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        bits != 0
    }

    #[inline(always)]
    fn to_bits(self) -> u64 {
        self.into()
    }
}

/// A reference fills the lower half.
impl SlotValue for Ref {
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        Self(bits as u32)
    }

    #[inline(always)]
    fn to_bits(self) -> u64 {
        self.0.into()
    }
}
