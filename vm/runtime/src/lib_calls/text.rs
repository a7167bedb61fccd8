//! Strings as sequences of bytes and characters: joining, cutting, comparing, converting.
#![forbid(unsafe_code)]

use super::{check, work};
use crate::call::{self, Call, NULL};
use crate::trap::Trap;
use pvm_bytecode::TrapKind;
use std::borrow::Cow;
use std::ops::Range;

pub fn string_concat<C: Call>(call: &mut C) -> Result<u64, Trap> {
    concat::<C, 2>(call)
}

pub fn string_concat3<C: Call>(call: &mut C) -> Result<u64, Trap> {
    concat::<C, 3>(call)
}

pub fn string_concat4<C: Call>(call: &mut C) -> Result<u64, Trap> {
    concat::<C, 4>(call)
}

/// All of `N` arguments. If only one is not empty, it is the result.
fn concat<C: Call, const N: usize>(call: &mut C) -> Result<u64, Trap> {
    let lengths: [usize; N] = std::array::from_fn(|index| call.string(index).len());
    let mut filled = (0..N).filter(|&index| lengths.get(index) != Some(&0));
    if let (only, None) = (filled.next().unwrap_or(0), filled.next()) {
        return Ok(call.reference(only));
    }
    work(call, lengths.iter().fold(0, |sum, length| sum.saturating_add(*length)))?;
    call.new_string(|call, put| (0..N).for_each(|index| put(call.string(index).as_bytes())))
}

pub fn string_join<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let count = check::window(0, call.int(1), call.strings_len(0))?.end;
    let mut length = 0usize;
    for index in 0..count {
        match call.element(0, index) {
            Some(part) => length = length.saturating_add(part.len()),
            None => {
                return Err(Trap::new(TrapKind::NullUnwrap, format!("string {index} of {count} to be joined is null")));
            }
        }
    }
    work(call, length.saturating_add(count.saturating_mul(16)))?;
    call.new_string(|call, put| (0..count).for_each(|index| put(call.element(0, index).unwrap_or_default().as_bytes())))
}

pub fn string_compare<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(0).len().min(call.string(1).len()))?;
    call::int(call.string(0).cmp(call.string(1)) as i64)
}

pub fn string_slice<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = call.string(0);
    let range = check::range(call.int(1), call.int(2), text.len())?;
    for at in [range.start, range.end] {
        if !text.is_char_boundary(at) {
            return Err(check::inside_character(at));
        }
    }
    part(call, range)
}

/// A part of the first argument, which is a string: itself if it is the whole.
pub fn part<C: Call>(call: &mut C, range: Range<usize>) -> Result<u64, Trap> {
    if range == (0..call.string(0).len()) {
        return Ok(call.reference(0));
    }
    work(call, range.len())?;
    call.new_string(|call, put| put(call.string(0).as_bytes().get(range.clone()).unwrap_or_default()))
}

pub fn string_to_bytes<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let length = call.string(0).len();
    work(call, length)?;
    call.new_bytes(|call, put| put(call.string(0).as_bytes()))
}

pub fn string_from_bytes<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    work(call, range.len())?;
    match std::str::from_utf8(call.bytes(0).get(range.clone()).unwrap_or_default()) {
        Ok(_) => text_of_bytes(call, range),
        Err(_) => Ok(NULL),
    }
}

/// A string of a part of the first argument, which is an array of bytes; the caller has seen that it is UTF-8.
fn text_of_bytes<C: Call>(call: &mut C, range: Range<usize>) -> Result<u64, Trap> {
    call.new_string(|call, put| put(call.bytes(0).get(range.clone()).unwrap_or_default()))
}

pub fn string_from_bytes_lossy<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let range = check::range(call.int(1), call.int(2), call.bytes(0).len())?;
    work(call, range.len())?;
    // The replacement character takes three bytes and may stand for one.
    call.reserve(range.len().saturating_mul(3))?;
    match String::from_utf8_lossy(call.bytes(0).get(range.clone()).unwrap_or_default()) {
        Cow::Borrowed(_) => text_of_bytes(call, range),
        Cow::Owned(text) => call.new_text(&text),
    }
}

pub fn string_from_char<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let character = check::character(call.int(0))?;
    call.new_text(character.encode_utf8(&mut [0; 4]))
}

pub fn string_char_at<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (text, at) = (call.string(0), call.int(1));
    let index = check::range(at, at.saturating_add(1), text.len())?.start;
    let character = text.get(index..).and_then(|rest| rest.chars().next());
    character.map(u64::from).ok_or_else(|| check::inside_character(index))
}

pub fn string_char_before<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (text, end) = (call.string(0), call.int(1));
    let index = check::range(end.saturating_sub(1), end, text.len())?.end;
    let character = text.get(..index).and_then(|start| start.chars().next_back());
    character.map(u64::from).ok_or_else(|| check::inside_character(index))
}

pub fn string_char_count<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(0).len())?;
    call::index(call.string(0).chars().count())
}

pub fn string_is_boundary<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let index = usize::try_from(call.int(1));
    call::truth(index.is_ok_and(|index| call.string(0).is_char_boundary(index)))
}
