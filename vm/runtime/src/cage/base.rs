//! Reading and writing at offsets of a cage.

/// Types of which every pattern of bits is a value, so that memory of a guest may be read as them.
///
/// # Safety
/// Only for types without padding or invalid values.
pub unsafe trait Plain: Copy {}

macro_rules! plain {
    ($($ty:ty)*) => {$(
        // SAFETY: numbers have no padding and no invalid values.
        unsafe impl Plain for $ty {}
    )*};
}

plain!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);

// SAFETY: a transparent wrapper of a number.
unsafe impl Plain for super::Ref {}
// SAFETY: two integers.
unsafe impl Plain for [u64; 2] {}

/// The start of a cage. It is valid as long as the cage is; who keeps one keeps the cage too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(transparent)]
pub struct Base(pub(super) *mut u8);

impl Base {
    /// The address of an offset.
    ///
    /// # Safety
    /// The offset must lie in the cage, or at its end.
    #[inline(always)]
    pub unsafe fn at(self, offset: u32) -> *mut u8 {
        // SAFETY: the caller's.
        unsafe { self.0.add(offset as usize) }
    }

    /// # Safety
    /// So many bytes at the offset must lie in the cage, and nobody else may write them meanwhile.
    #[inline(always)]
    pub unsafe fn read<T: Plain>(self, offset: u32) -> T {
        // SAFETY: the caller's; the type has no invalid values, and alignment isn't needed.
        unsafe { self.at(offset).cast::<T>().read_unaligned() }
    }

    /// # Safety
    /// So many bytes at the offset must lie in the cage, and nobody else may use them meanwhile.
    #[inline(always)]
    pub unsafe fn write<T: Plain>(self, offset: u32, value: T) {
        // SAFETY: the caller's; alignment isn't needed.
        unsafe { self.at(offset).cast::<T>().write_unaligned(value) }
    }

    /// # Safety
    /// The range must lie in the cage, and nobody may write it while the slice lives.
    #[inline(always)]
    pub unsafe fn slice<'a>(self, offset: u32, length: u32) -> &'a [u8] {
        // SAFETY: the caller's.
        unsafe { std::slice::from_raw_parts(self.at(offset), length as usize) }
    }

    /// # Safety
    /// The range must lie in the cage, and nobody else may use it while the slice lives.
    #[inline(always)]
    pub unsafe fn slice_mut<'a>(self, offset: u32, length: u32) -> &'a mut [u8] {
        // SAFETY: the caller's.
        unsafe { std::slice::from_raw_parts_mut(self.at(offset), length as usize) }
    }

    /// Has the memory at an offset come into the cache, where the processor can be asked to. Any offset will do.
    #[inline(always)]
    pub fn prefetch(self, offset: u32) {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            // SAFETY: a prefetch of any address does nothing that can be observed.
            unsafe { _mm_prefetch::<_MM_HINT_T0>(self.0.wrapping_add(offset as usize).cast()) }
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = offset;
    }

    /// Copies bytes; the ranges may overlap.
    ///
    /// # Safety
    /// Both ranges must lie in the cage, and nobody else may use them meanwhile.
    #[inline(always)]
    pub unsafe fn copy(self, from: u32, to: u32, length: u32) {
        // SAFETY: the caller's.
        unsafe { std::ptr::copy(self.at(from), self.at(to), length as usize) }
    }

    /// Copies an object: eight bytes or a multiple of them. Up to eight bytes after the copy become anything.
    ///
    /// # Safety
    /// Both ranges and eight bytes more must lie in the cage, must not overlap, and nobody else may use them meanwhile.
    #[inline(always)]
    pub unsafe fn copy_object(self, from: u32, to: u32, length: u32) {
        // Most objects are small, and then a call would take longer than the copy.
        // SAFETY: the caller's.
        unsafe {
            let copy = |at: u32| self.write(to + at, self.read::<[u64; 2]>(from + at));
            self.write(to, self.read::<u64>(from));
            self.write(to + 8, self.read::<u64>(from + 8));
            if length > 64 {
                self.at(to + 16).copy_from_nonoverlapping(self.at(from + 16), length as usize - 16);
            } else if length > 16 {
                // The last two may overlap.
                copy(length - 16);
                if length > 32 {
                    copy(16);
                }
                if length > 48 {
                    copy(32);
                }
            }
        }
    }
}
