//! Strings made from others: repeated, replaced, padded, trimmed, in another case.
#![forbid(unsafe_code)]

use super::search::find;
use super::text::part;
use super::{check, work};
use crate::call::{Call, Put};
use crate::trap::Trap;

/// Short texts are repeated to about this many bytes before they are copied.
const CHUNK: usize = 4096;

/// A text so many times, as few large pieces.
#[derive(Clone, Copy)]
struct Repeated<'a> {
    /// The text some times.
    chunk: &'a [u8],
    /// The length of the whole, a multiple of the text's.
    length: usize,
}

impl Repeated<'_> {
    fn put(self, put: &mut Put<'_>) {
        let mut rest = self.length;
        while rest > 0 {
            let piece = self.chunk.get(..rest).unwrap_or(self.chunk);
            put(piece);
            rest -= piece.len();
        }
    }
}

pub fn string_repeat<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let unit = call.string(0).len();
    let length = check::length(call.int(1), unit)?;
    work(call, length)?;
    if length == unit {
        return Ok(call.reference(0));
    }
    if unit > CHUNK {
        return call.new_string(|call, put| (0..length / unit).for_each(|_| put(call.string(0).as_bytes())));
    }
    let times = (CHUNK.min(length) / unit.max(1)).max(1);
    let chunk = call.string(0).repeat(times);
    call.new_string(|_, put| Repeated { chunk: chunk.as_bytes(), length }.put(put))
}

pub fn string_pad<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (text, fill) = (call.string(0), check::character(call.int(2))?);
    let length = text.len();
    let missing = call.int(1).saturating_sub(i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
    let align = check::within(call.int(3), 0..=2, "alignment")?;
    if missing <= 0 {
        return Ok(call.reference(0));
    }
    let unit = fill.len_utf8();
    let total = check::length(missing, unit)?;
    work(call, total.saturating_add(length))?;
    let before = match align {
        0 => 0,
        1 => total,
        _ => total / unit / 2 * unit,
    };
    // Characters of any length fill it.
    let mut chunk = [0; 48];
    for place in chunk.chunks_exact_mut(unit) {
        fill.encode_utf8(place);
    }
    let filling = |length| Repeated { chunk: &chunk, length };
    call.new_string(|call, put| {
        filling(before).put(put);
        put(call.string(0).as_bytes());
        filling(total - before).put(put);
    })
}

pub fn string_replace<C: Call>(call: &mut C) -> Result<u64, Trap> {
    work(call, call.string(0).len())?;
    let first = next_match(call.string(0), call.string(1), 0);
    if first.is_none() {
        return Ok(call.reference(0));
    }
    call.new_string(|call, put| {
        let (text, needle) = (call.string(0), call.string(1));
        let (mut at, mut next) = (0, first);
        while let Some(found) = next {
            put(text.as_bytes().get(at..found).unwrap_or_default());
            put(call.string(2).as_bytes());
            at = found + needle.len();
            next = next_match(text, needle, after_match(text, needle, found));
        }
        put(text.as_bytes().get(at..).unwrap_or_default());
    })
}

/// Where the next occurrence starts, at or after `from`. An empty text stands before every character and at the end.
fn next_match(text: &str, needle: &str, from: usize) -> Option<usize> {
    find(text.as_bytes().get(from..)?, needle.as_bytes()).map(|found| found + from)
}

/// Where to look on after an occurrence: behind it, or behind the next character if it is empty.
fn after_match(text: &str, needle: &str, found: usize) -> usize {
    let next = text.get(found..).and_then(|rest| rest.chars().next());
    found + if needle.is_empty() { next.map_or(1, char::len_utf8) } else { needle.len() }
}

pub fn string_trim<C: Call>(call: &mut C) -> Result<u64, Trap> {
    trim(call, true, true)
}

pub fn string_trim_start<C: Call>(call: &mut C) -> Result<u64, Trap> {
    trim(call, true, false)
}

pub fn string_trim_end<C: Call>(call: &mut C) -> Result<u64, Trap> {
    trim(call, false, true)
}

fn trim<C: Call>(call: &mut C, start: bool, end: bool) -> Result<u64, Trap> {
    let text = call.string(0);
    let to = if end { text.trim_end().len() } else { text.len() };
    let from = if start { to - text.get(..to).unwrap_or_default().trim_start().len() } else { 0 };
    part(call, from..to)
}

pub fn string_to_lower<C: Call>(call: &mut C) -> Result<u64, Trap> {
    in_case(call, |byte| byte.to_ascii_lowercase(), str::to_lowercase)
}

pub fn string_to_upper<C: Call>(call: &mut C) -> Result<u64, Trap> {
    in_case(call, |byte| byte.to_ascii_uppercase(), str::to_uppercase)
}

/// The first argument in another case: if it is ASCII, byte by byte.
fn in_case<C: Call>(call: &mut C, ascii: fn(u8) -> u8, any: fn(&str) -> String) -> Result<u64, Trap> {
    let length = call.string(0).len();
    work(call, length)?;
    if call.string(0).is_ascii() {
        if call.string(0).bytes().all(|byte| ascii(byte) == byte) {
            return Ok(call.reference(0));
        }
        return call.new_string(|call, put| {
            for piece in call.string(0).as_bytes().chunks(64) {
                let mut changed = [0; 64];
                changed.iter_mut().zip(piece).for_each(|(to, from)| *to = ascii(*from));
                put(changed.get(..piece.len()).unwrap_or_default());
            }
        });
    }
    // No case mapping of Unicode makes a text more than three times as long.
    call.reserve(length.saturating_mul(3))?;
    let changed = any(call.string(0));
    if changed == call.string(0) { Ok(call.reference(0)) } else { call.new_text(&changed) }
}
