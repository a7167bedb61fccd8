//! Byte arrays: copying text into them, comparing, searching, numbers in them.
#![forbid(unsafe_code)]

use super::integers::decimal;
use super::search::find;
use super::{check, work};
use crate::call::{self, Call, NOTHING};
use crate::trap::Trap;
use memchr::memchr;

pub fn bytes_copy_string<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let to = check::window(call.int(1), call.int(4), call.bytes(0).len())?;
    let from = check::window(call.int(3), call.int(4), call.string(2).len())?;
    work(call, from.len())?;
    let (bytes, text) = call.bytes_mut_and_string(0, 2);
    if let (Some(to), Some(from)) = (bytes.get_mut(to), text.as_bytes().get(from)) {
        to.copy_from_slice(from);
    }
    NOTHING
}

pub fn bytes_compare<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.bytes(0).len().min(call.bytes(1).len()))?;
    call::int(call.bytes(0).cmp(call.bytes(1)) as i64)
}

pub fn bytes_equal<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.bytes(0).len())?;
    call::truth(call.bytes(0) == call.bytes(1))
}

pub fn bytes_equal_string<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    work(call, range.len())?;
    call::truth(call.bytes(0).get(range) == Some(call.string(3).as_bytes()))
}

pub fn bytes_find_byte<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    let byte = check::within(call.int(3), 0..=255, "byte")?.to_le_bytes()[0];
    work(call, range.len())?;
    let found = memchr(byte, call.bytes(0).get(range.clone()).unwrap_or_default());
    found.map_or(call::int(-1), |found| call::index(range.start + found))
}

pub fn bytes_find<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let from = check::position(call.int(2), call.bytes(0).len())?;
    work(call, call.bytes(0).len() - from)?;
    let found = find(call.bytes(0).get(from..).unwrap_or_default(), call.bytes(1));
    found.map_or(call::int(-1), |found| call::index(from + found))
}

pub fn bytes_utf8_end<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    work(call, range.len())?;
    call::index(match std::str::from_utf8(call.bytes(0).get(range.clone()).unwrap_or_default()) {
        Ok(_) => range.end,
        Err(error) => range.start + error.valid_up_to(),
    })
}

pub fn bytes_put_char<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let character = check::character(call.int(2))?;
    put(call, character.encode_utf8(&mut [0; 4]))
}

pub fn bytes_put_int<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let value = call.int(2);
    put(call, decimal(value, &mut [0; 20]))
}

/// Writes a short text into the first argument at the index that is the second, and gives the index behind it.
fn put<C: Call>(call: &mut C, text: &str) -> Result<u64, Trap> {
    let length = i64::try_from(text.len()).unwrap_or(i64::MAX);
    let range = check::window(call.int(1), length, call.bytes(0).len())?;
    let end = range.end;
    if let Some(place) = call.bytes_mut(0).get_mut(range) {
        place.copy_from_slice(text.as_bytes());
    }
    call::index(end)
}

pub fn bytes_int_le<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let bytes = number(call)?;
    Ok(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

pub fn bytes_int_be<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let bytes = number(call)?;
    Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// The bytes of a number: of the first argument, at the second, as many as the third says.
fn number<C: Call>(call: &C) -> Result<&[u8], Trap> {
    let count = check::within(call.int(2), 1..=8, "size of a number in bytes")?;
    let range = check::window(call.int(1), count.into(), call.bytes(0).len())?;
    Ok(call.bytes(0).get(range).unwrap_or_default())
}

pub fn bytes_put_int_le<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let value = call.int(3).to_le_bytes();
    number_mut(call)?.iter_mut().zip(value).for_each(|(place, byte)| *place = byte);
    NOTHING
}

pub fn bytes_put_int_be<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let value = call.int(3).to_le_bytes();
    number_mut(call)?.iter_mut().rev().zip(value).for_each(|(place, byte)| *place = byte);
    NOTHING
}

fn number_mut<C: Call>(call: &mut C) -> Result<&mut [u8], Trap> {
    let count = check::within(call.int(2), 1..=8, "size of a number in bytes")?;
    let range = check::window(call.int(1), count.into(), call.bytes(0).len())?;
    Ok(call.bytes_mut(0).get_mut(range).unwrap_or_default())
}
