//! Strings made from others: repeated, replaced, padded, trimmed, in another case.
#![forbid(unsafe_code)]

use super::search::find;
use super::text::part;
use super::{check, work};
use crate::call::{Call, Piece, pieces};
use crate::trap::Trap;

/// Short texts are repeated to about this many bytes before they are copied.
const CHUNK: usize = 4096;

/// A text so many times, as few large pieces.
#[derive(Clone)]
struct Repeated {
    chunk: String,
    rest: usize,
}

impl Repeated {
    /// `count` times `unit`; the caller has checked the length of the whole.
    fn new(unit: &str, count: usize) -> Self {
        let length = unit.len().saturating_mul(count);
        let times = (CHUNK / unit.len().max(1)).clamp(1, count.max(1));
        Self { chunk: unit.repeat(times), rest: length }
    }

    /// The pieces, one after the other.
    fn pieces<'a>(&'a self) -> impl FnMut() -> Option<Piece<'a>> + Clone {
        let mut rest = self.rest;
        move || {
            let length = rest.min(self.chunk.len());
            rest -= length;
            // The chunk's length is a multiple of the unit's, and so is that of the rest.
            self.chunk.get(..length).filter(|piece| !piece.is_empty()).map(Piece::Text)
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
        let mut times = 0..length / unit;
        return call.new_string(move |_| times.next().map(|_| Piece::Part(0, 0..unit)));
    }
    let repeated = Repeated::new(call.string(0), length.checked_div(unit).unwrap_or(0));
    let mut next = repeated.pieces();
    call.new_string(move |_| next())
}

pub fn string_pad<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (text, fill) = (call.string(0), check::character(call.int(2))?);
    let length = text.len();
    let missing = call.int(1).saturating_sub(i64::try_from(text.chars().count()).unwrap_or(i64::MAX));
    let align = check::within(call.int(3), 0..=2, "alignment")?;
    if missing <= 0 {
        return Ok(call.reference(0));
    }
    let (total, unit) = (check::length(missing, fill.len_utf8())?, fill.len_utf8());
    work(call, total.saturating_add(length))?;
    let count = total / unit;
    let before = match align {
        0 => 0,
        1 => count,
        _ => count / 2,
    };
    let fill = fill.to_string();
    let (before, after) = (Repeated::new(&fill, before), Repeated::new(&fill, count - before));
    let (mut start, mut middle, mut end) = (before.pieces(), Some(0..length), after.pieces());
    call.new_string(move |_| start().or_else(|| middle.take().map(|all| Piece::Part(0, all))).or_else(&mut end))
}

pub fn string_replace<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (length, replacement) = (call.string(0).len(), call.string(2).len());
    work(call, length)?;
    let first = next_match(call.string(0), call.string(1), 0);
    if first.is_none() {
        return Ok(call.reference(0));
    }
    // Copied up to `at`; the next occurrence starts at `next`, and `replacing` is set when its turn has come.
    let (mut at, mut next, mut replacing) = (0, first, false);
    let mut ended = false;
    call.new_string(move |call: &C| {
        if let (true, Some(found)) = (replacing, next) {
            let (text, needle) = (call.string(0), call.string(1));
            at = found + needle.len();
            (next, replacing) = (next_match(text, needle, after_match(text, needle, found)), false);
            return Some(Piece::Part(2, 0..replacement));
        }
        match next {
            _ if ended => None,
            Some(found) => {
                replacing = true;
                Some(Piece::Part(0, at..found))
            }
            None => {
                ended = true;
                Some(Piece::Part(0, at..length))
            }
        }
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
    in_case(call, str::to_lowercase)
}

pub fn string_to_upper<C: Call>(call: &mut C) -> Result<u64, Trap> {
    in_case(call, str::to_uppercase)
}

fn in_case<C: Call>(call: &mut C, change: fn(&str) -> String) -> Result<u64, Trap> {
    let length = call.string(0).len();
    work(call, length)?;
    // No case mapping of Unicode makes a text more than three times as long.
    call.reserve(length.saturating_mul(3))?;
    let changed = change(call.string(0));
    if changed == call.string(0) { Ok(call.reference(0)) } else { call.new_string(pieces([Piece::Text(&changed)])) }
}
