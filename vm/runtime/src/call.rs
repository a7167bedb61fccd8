//! What a library or system call sees of its guest: the arguments where they lie, and the making of a result. The
//! machine implements it over its heap; nothing here knows how.
#![forbid(unsafe_code)]

use crate::trap::Trap;
use std::ops::Range;

#[cfg(test)]
pub(crate) mod fake;

/// Takes the bytes of what is being put together, piece by piece.
pub type Put<'a> = dyn FnMut(&[u8]) + 'a;

/// What a string of an array is a copy of: said by its place, since an argument may be moved before it is copied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// A range of the bytes of the first argument, which is a string.
    Part(Range<usize>),
    /// Text of the host's.
    Text(&'a str),
}

/// The numbers that `memory_info` gives.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct MemoryInfo {
    /// Bytes in use.
    pub used: u64,
    pub limit: u64,
    /// How many collections there were.
    pub collections: u64,
}

/// Access to arguments by position, and to results. The verifier has checked positions and types, so an implementation
/// may panic where they are wrong: it is a fault of ours. A result is the 64 bits of a slot: an integer, the bits of a
/// float, or a reference.
pub trait Call {
    /// An argument that is a reference, as the result. Read after anything that may collect.
    fn reference(&self, index: usize) -> u64;

    fn int(&self, index: usize) -> i64;
    fn float(&self, index: usize) -> f64;
    fn string(&self, index: usize) -> &str;
    fn bytes(&self, index: usize) -> &[u8];
    fn bytes_mut(&mut self, index: usize) -> &mut [u8];

    /// The byte array at the first position, to be written, together with the string at the second.
    fn bytes_mut_and_string(&mut self, bytes: usize, string: usize) -> (&mut [u8], &str);

    /// How many elements the array of strings has.
    fn strings_len(&self, index: usize) -> usize;

    /// An element of an array of strings; none when it is null or out of range.
    fn element(&self, index: usize, element: usize) -> Option<&str>;

    /// Makes a string of the pieces that `write` puts, which together are UTF-8. It is called twice, first to measure, and
    /// puts the same each time. May collect in between.
    fn new_string(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap>;

    /// Makes a byte array in the same way.
    fn new_bytes(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap>;

    /// Makes a string of text of the host's. May collect.
    fn new_text(&mut self, text: &str) -> Result<u64, Trap> {
        self.new_string(|_, put| put(text.as_bytes()))
    }

    /// Makes an array of strings, each of one piece. May collect.
    fn new_strings<'a>(&mut self, count: usize, next: impl FnMut(&Self) -> Piece<'a>) -> Result<u64, Trap>;

    /// Takes fuel beyond what the call's row says, for work that grows with its arguments.
    fn spend(&mut self, fuel: u64) -> Result<(), Trap>;

    /// Makes sure that a buffer of so many bytes, which the host holds during the call, fits the guest's memory limit.
    fn reserve(&mut self, bytes: usize) -> Result<(), Trap>;

    /// Looks whether the guest has been stopped or its time is over.
    fn poll(&self) -> Result<(), Trap>;

    fn memory(&self) -> MemoryInfo;

    /// Collects all garbage.
    fn collect(&mut self) -> Result<(), Trap>;
}

/// The longest string or byte array that there can be, in bytes.
pub const LONGEST: usize = u32::MAX as usize;

/// The null reference as a result.
pub const NULL: u64 = 0;

/// An integer as a result.
pub fn int(value: i64) -> Result<u64, Trap> {
    Ok(value as u64)
}

/// A length, an index or a count as a result; all are far below 2 to the 63rd.
pub fn index(value: usize) -> Result<u64, Trap> {
    Ok(value as u64)
}

/// A truth value as a result.
pub fn truth(value: bool) -> Result<u64, Trap> {
    Ok(value.into())
}

/// A float as a result. All NaNs are the same one, so that results are equal on every processor.
pub fn float(value: f64) -> Result<u64, Trap> {
    Ok(if value.is_nan() { f64::NAN.abs().to_bits() } else { value.to_bits() })
}

/// The result of a call that has none.
pub const NOTHING: Result<u64, Trap> = Ok(0);
