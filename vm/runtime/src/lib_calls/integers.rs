//! Integers as text.
#![forbid(unsafe_code)]

use super::check;
use crate::call::{self, Call};
use crate::trap::Trap;

/// The digits of all radixes up to 36.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

pub fn int_to_string<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let value = call.int(0);
    call.new_text(decimal(value, &mut [0; 20]))
}

pub fn int_to_radix<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (value, radix) = (call.int(0), check::within(call.int(1), 2..=36, "radix")?);
    call.new_text(digits(value < 0, value.unsigned_abs(), radix.into(), &mut [0; 65]))
}

pub fn int_to_radix_unsigned<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let (value, radix) = (call.int(0), check::within(call.int(1), 2..=36, "radix")?);
    call.new_text(digits(false, value as u64, radix.into(), &mut [0; 65]))
}

/// Decimal digits; twenty bytes have room for any integer and its sign.
pub fn decimal(value: i64, buffer: &mut [u8; 20]) -> &str {
    digits(value < 0, value.unsigned_abs(), 10, buffer)
}

/// Writes digits from the end of the buffer on, which must have room for them all.
#[inline]
fn digits(negative: bool, value: u64, radix: u64, buffer: &mut [u8]) -> &str {
    let mut rest = value;
    let mut start = buffer.len();
    loop {
        start -= 1;
        buffer[start] = DIGITS[(rest % radix) as usize];
        rest /= radix;
        if rest == 0 {
            break;
        }
    }
    if negative {
        start -= 1;
        buffer[start] = b'-';
    }
    std::str::from_utf8(&buffer[start..]).unwrap_or_default()
}

pub fn int_parse<C: Call>(call: &mut C) -> Result<u64, Trap> {
    call::int(parsed(call)?.unwrap_or(i64::MIN))
}

pub fn int_is_valid<C: Call>(call: &mut C) -> Result<u64, Trap> {
    call::truth(parsed(call)?.is_some())
}

fn parsed<C: Call>(call: &C) -> Result<Option<i64>, Trap> {
    let text = call.string(0);
    let range = check::range(call.int(1), call.int(2), text.len())?;
    let radix = check::within(call.int(3), 2..=36, "radix")?;
    Ok(text.get(range).and_then(|digits| i64::from_str_radix(digits, radix).ok()))
}
