//! Looking for something in a string.
#![forbid(unsafe_code)]

use super::{check, work};
use crate::call::{self, Call};
use crate::trap::Trap;
use memchr::memmem;
use std::ops::Range;

/// A byte index, or -1.
fn place(found: Option<usize>) -> Result<u64, Trap> {
    found.map_or(call::int(-1), call::index)
}

/// Where a part is first. To look for a single byte needs no preparation.
pub fn find(whole: &[u8], part: &[u8]) -> Option<usize> {
    match *part {
        [byte] => memchr::memchr(byte, whole),
        _ => memmem::find(whole, part),
    }
}

pub fn string_find<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let from = check::position(call.int(2), call.string(0).len())?;
    work(call, call.string(0).len() - from)?;
    let (text, needle) = (call.string(0), call.string(1));
    if needle.is_empty() {
        return call::index(text.ceil_char_boundary(from));
    }
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    place(find(rest, needle.as_bytes()).map(|found| found + from))
}

pub fn string_rfind<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let end = check::position(call.int(2), call.string(0).len())?;
    work(call, end)?;
    let (text, needle) = (call.string(0), call.string(1));
    if needle.is_empty() {
        return call::index(text.floor_char_boundary(end));
    }
    place(memmem::rfind(text.as_bytes().get(..end).unwrap_or_default(), needle.as_bytes()))
}

pub fn string_find_any<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let from = check::position(call.int(2), call.string(0).len())?;
    work(call, call.string(0).len() - from + call.string(1).len())?;
    let rest = call.string(0).as_bytes().get(from..).unwrap_or_default();
    let found = match *call.string(1).as_bytes() {
        [a] if a.is_ascii() => memchr::memchr(a, rest),
        [a, b] if [a, b].is_ascii() => memchr::memchr2(a, b, rest),
        [a, b, c] if [a, b, c].is_ascii() => memchr::memchr3(a, b, c, rest),
        ref set => {
            let wanted = set.iter().filter(|byte| byte.is_ascii()).fold(0u128, |bits, byte| bits | 1 << byte);
            rest.iter().position(|byte| byte.is_ascii() && wanted >> byte & 1 == 1)
        }
    };
    place(found.map(|found| found + from))
}

pub fn string_count<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(0).len())?;
    let (text, needle) = (call.string(0), call.string(1));
    call::index(match needle {
        "" => text.chars().count() + 1,
        _ => memmem::find_iter(text.as_bytes(), needle.as_bytes()).count(),
    })
}

pub fn string_starts_with<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(1).len())?;
    call::truth(call.string(0).starts_with(call.string(1)))
}

pub fn string_ends_with<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(1).len())?;
    call::truth(call.string(0).ends_with(call.string(1)))
}

pub fn string_has_at<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let at = check::position(call.int(1), call.string(0).len())?;
    work(call, call.string(2).len())?;
    let rest = call.string(0).as_bytes().get(at..).unwrap_or_default();
    call::truth(rest.starts_with(call.string(2).as_bytes()))
}

pub fn string_find_json<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = call.string(0).as_bytes();
    let from = check::position(call.int(1), text.len())?;
    let rest = text.get(from..).unwrap_or_default();
    let plain = rest.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ').unwrap_or(rest.len());
    work(call, plain)?;
    call::index(from + plain)
}

pub fn string_next_word<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = call.string(0);
    let from = check::position(call.int(1), text.len())?;
    let Some(word) = next_word(text, from) else { return call::int(-1) };
    work(call, word.end - from)?;
    Ok((word.start as u64) << 32 | word.end as u64)
}

/// The next run of characters other than white space.
pub fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        match space_at(text, bytes, start)? {
            0 => break,
            width => start += width,
        }
    }
    let mut end = start + 1;
    while let Some(0) = space_at(text, bytes, end) {
        end += 1;
    }
    Some(start..end)
}

/// How many bytes of white space start at an index: 0 if something else does, none at the end. Inside a character there
/// is something else.
fn space_at(text: &str, bytes: &[u8], at: usize) -> Option<usize> {
    match *bytes.get(at)? {
        b'\t'..=b'\r' | b' ' => Some(1),
        // All other white space of Unicode starts with one of these bytes.
        0xc2 | 0xe1..=0xe3 => {
            let character = text.get(at..).and_then(|rest| rest.chars().next());
            Some(character.filter(|character| character.is_whitespace()).map_or(0, char::len_utf8))
        }
        _ => Some(0),
    }
}
