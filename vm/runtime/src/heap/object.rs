//! An object in memory: a header of eight bytes, then fields or elements in their natural size, padded to eight bytes.
//! The header's first word is the type with the collector's bit, the second the length of an array or a string.

use crate::cage::{ALIGNMENT, Base, Ref};

/// Bytes of the header.
pub const HEADER: u32 = 8;

/// Set in the first word of an object that has been moved; its second word says where to.
const FORWARDED: u32 = 1 << 31;

/// The number of a type at run time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ShapeId(pub u32);

impl ShapeId {
    /// Immutable UTF-8; the length counts bytes.
    pub const STRING: Self = Self(0);
    /// An array of `u8`.
    pub const BYTES: Self = Self(1);
    /// An array of nullable strings.
    pub const STRINGS: Self = Self(2);
    /// The first type of the module.
    pub const FIRST: u32 = 3;

    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// `bytes` rounded up to what an object takes.
pub const fn padded(bytes: u64) -> u64 {
    bytes.next_multiple_of(ALIGNMENT as u64)
}

/// What a header says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Header {
    /// Of what shape the object is, and its length.
    Own(ShapeId, u32),
    /// Where it has been moved to.
    Moved(Ref),
}

/// Access to headers. Each needs a reference to an object of the cage, of this base.
impl Base {
    /// # Safety
    /// The reference must be to an object of this cage.
    #[inline(always)]
    pub unsafe fn shape(self, object: Ref) -> ShapeId {
        // SAFETY: the header lies in the cage.
        ShapeId(unsafe { self.read(object.0) })
    }

    /// The length of an array or string.
    ///
    /// # Safety
    /// The reference must be to an object of this cage.
    #[inline(always)]
    pub unsafe fn length(self, object: Ref) -> u32 {
        // SAFETY: the header lies in the cage.
        unsafe { self.read(object.0 + 4) }
    }

    /// # Safety
    /// The eight bytes at the reference must be part of this cage, and free.
    #[inline(always)]
    pub unsafe fn write_header(self, object: Ref, shape: ShapeId, length: u32) {
        // SAFETY: the caller's.
        unsafe { self.write(object.0, u64::from(length) << 32 | u64::from(shape.0)) }
    }

    /// What the header of an object says, whether it has been moved or not.
    ///
    /// # Safety
    /// The reference must be to an object of this cage, moved or not.
    #[inline(always)]
    pub(super) unsafe fn header(self, object: Ref) -> Header {
        // SAFETY: the header lies in the cage.
        let header: u64 = unsafe { self.read(object.0) };
        let upper = (header >> 32) as u32;
        match header as u32 & FORWARDED {
            0 => Header::Own(ShapeId(header as u32), upper),
            _ => Header::Moved(Ref(upper)),
        }
    }

    /// Where an object has been moved to.
    ///
    /// # Safety
    /// The reference must be to an object of this cage, moved or not.
    #[inline(always)]
    pub(super) unsafe fn forwarded(self, object: Ref) -> Option<Ref> {
        // SAFETY: the caller's.
        match unsafe { self.header(object) } {
            Header::Moved(to) => Some(to),
            Header::Own(..) => None,
        }
    }

    /// # Safety
    /// The reference must be to an object of this cage whose contents have been copied.
    #[inline(always)]
    pub(super) unsafe fn forward(self, object: Ref, to: Ref) {
        // SAFETY: the header lies in the cage.
        unsafe { self.write(object.0, u64::from(to.0) << 32 | u64::from(FORWARDED)) }
    }

    /// The text of a string.
    ///
    /// # Safety
    /// The reference must be to a string of this cage, which must not move or be freed while the text is used.
    #[inline(always)]
    pub unsafe fn string<'a>(self, string: Ref) -> &'a str {
        // SAFETY: a string holds `length` bytes of UTF-8, which whoever made it has checked.
        unsafe { std::str::from_utf8_unchecked(self.slice(string.0 + HEADER, self.length(string))) }
    }

    /// The elements of an array of bytes.
    ///
    /// # Safety
    /// The reference must be to an array of bytes of this cage, which must not move, be freed or written while they are
    /// used.
    #[inline(always)]
    pub unsafe fn bytes<'a>(self, array: Ref) -> &'a [u8] {
        // SAFETY: the array holds `length` bytes.
        unsafe { self.slice(array.0 + HEADER, self.length(array)) }
    }

    /// The elements of an array of bytes, to be written.
    ///
    /// # Safety
    /// As for `bytes`, and nobody else may use them.
    #[inline(always)]
    pub unsafe fn bytes_mut<'a>(self, array: Ref) -> &'a mut [u8] {
        // SAFETY: the array holds `length` bytes.
        unsafe { self.slice_mut(array.0 + HEADER, self.length(array)) }
    }
}
