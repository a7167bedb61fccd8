//! Arguments that may be wrong: each check gives what was asked for or the trap that says what was found.
#![forbid(unsafe_code)]

use crate::call::LONGEST;
use crate::trap::Trap;
use pvm_bytecode::TrapKind;
use std::ops::Range;

/// A position in something of `length`, at most its end.
pub fn position(at: i64, length: usize) -> Result<usize, Trap> {
    let position = usize::try_from(at).ok().filter(|&at| at <= length);
    position.ok_or_else(|| Trap::new(TrapKind::Index, format!("index {at} is not within 0..={length}")))
}

/// The range from an index up to another in something of `length`.
pub fn range(from: i64, to: i64, length: usize) -> Result<Range<usize>, Trap> {
    let range = usize::try_from(from).ok().zip(usize::try_from(to).ok()).map(|(from, to)| from..to);
    let range = range.filter(|range| range.start <= range.end && range.end <= length);
    range.ok_or_else(|| Trap::new(TrapKind::Index, format!("range {from}..{to} is not within 0..{length}")))
}

/// The range of `count` from an index in something of `length`.
pub fn window(from: i64, count: i64, length: usize) -> Result<Range<usize>, Trap> {
    let window = usize::try_from(from).ok().zip(usize::try_from(count).ok());
    let window = window.and_then(|(from, count)| Some(from..from.checked_add(count)?));
    let window = window.filter(|range| range.end <= length);
    window.ok_or_else(|| Trap::new(TrapKind::Index, format!("{count} from index {from} on are not within 0..{length}")))
}

/// A number from a small range, such as a radix or a precision.
pub fn within(value: i64, allowed: std::ops::RangeInclusive<u32>, what: &str) -> Result<u32, Trap> {
    let found = u32::try_from(value).ok().filter(|value| allowed.contains(value));
    found.ok_or_else(|| {
        let (least, most) = (allowed.start(), allowed.end());
        Trap::new(TrapKind::Index, format!("the {what} is {value} and must be from {least} to {most}"))
    })
}

/// A Unicode scalar value.
pub fn character(value: i64) -> Result<char, Trap> {
    let found = u32::try_from(value).ok().and_then(char::from_u32);
    found.ok_or_else(|| Trap::new(TrapKind::Utf8, format!("{value} is not a character")))
}

/// The length of `count` times `unit` bytes, if there can be a string of that.
pub fn length(count: i64, unit: usize) -> Result<usize, Trap> {
    let length = usize::try_from(count).ok().and_then(|count| count.checked_mul(unit));
    let length = length.filter(|&length| length <= LONGEST);
    length.ok_or_else(|| {
        Trap::new(TrapKind::ArrayLength, format!("{count} times {unit} bytes are no length of a string"))
    })
}

/// The trap for an index that doesn't lie between two characters.
pub fn inside_character(at: usize) -> Trap {
    Trap::new(TrapKind::Utf8, format!("byte index {at} is inside a character"))
}
