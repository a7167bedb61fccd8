//! Strings taken apart. The parts are found twice, to count them and to make them, so that the host keeps no list of
//! them meanwhile.
#![forbid(unsafe_code)]

use super::search::{find, next_word};
use super::work;
use crate::call::{Call, Piece};
use crate::trap::Trap;
use memchr::{memchr, memchr_iter, memmem};
use std::ops::Range;

/// A part, and where to look for the next one.
type Step = (Range<usize>, usize);

/// Makes the array of the parts of the first argument: `count` of them, each found by `step` from where the one before
/// left off.
fn parts<C: Call>(call: &mut C, count: usize, step: impl Fn(&C, usize) -> Option<Step>) -> Result<u64, Trap> {
    work(call, call.string(0).len().saturating_add(count.saturating_mul(64)))?;
    let mut at = 0;
    call.new_strings(count, |call| {
        let (part, next) = step(call, at).unwrap_or((at..at, at));
        at = next;
        Piece::Part(part)
    })
}

pub fn string_split<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (text, separator) = (call.string(0), call.string(1));
    if separator.is_empty() {
        let count = text.chars().count();
        return parts(call, count, |call, at| {
            let end = at + call.string(0).get(at..)?.chars().next()?.len_utf8();
            Some((at..end, end))
        });
    }
    let count = memmem::find_iter(text.as_bytes(), separator.as_bytes()).count() + 1;
    parts(call, count, |call, at| {
        let (text, separator) = (call.string(0).as_bytes(), call.string(1).as_bytes());
        let found = find(text.get(at..)?, separator).map(|found| at + found);
        Some(found.map_or((at..text.len(), text.len()), |found| (at..found, found + separator.len())))
    })
}

pub fn string_words<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = call.string(0);
    let words = std::iter::successors(next_word(text, 0), |word| next_word(text, word.end));
    let count = words.count();
    parts(call, count, |call, at| next_word(call.string(0), at).map(|word| (word.clone(), word.end)))
}

pub fn string_lines<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = call.string(0).as_bytes();
    let last = usize::from(text.last().is_some_and(|&byte| byte != b'\n'));
    let count = memchr_iter(b'\n', text).count() + last;
    parts(call, count, |call, at| {
        let rest = call.string(0).as_bytes().get(at..)?;
        let (line, next) = match memchr(b'\n', rest) {
            Some(end) => (rest.get(..end)?, at + end + 1),
            None => (rest, at + rest.len()),
        };
        // A carriage return belongs to the line end only if a line feed follows it.
        let line = if line.len() < rest.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { line };
        Some((at..at + line.len(), next))
    })
}
