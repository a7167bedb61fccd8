//! Floats as text.
#![forbid(unsafe_code)]

use super::check;
use crate::call::{self, Call};
use crate::trap::Trap;

/// The most digits behind the point that can be asked for: no float has more than 1074.
const MOST_DIGITS: u32 = 1000;

pub fn float_to_string<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = format!("{:?}", call.float(0));
    call.new_text(&text)
}

pub fn float_to_fixed<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let digits = check::within(call.int(1), 0..=MOST_DIGITS, "number of digits")?;
    let text = format!("{:.*}", digits as usize, call.float(0));
    call.new_text(&text)
}

pub fn float_to_exponent<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = match call.int(1) {
        -1 => format!("{:e}", call.float(0)),
        digits => {
            let digits = check::within(digits, 0..=MOST_DIGITS, "number of digits")?;
            format!("{:.*e}", digits as usize, call.float(0))
        }
    };
    call.new_text(&text)
}

pub fn float_parse<C: Call>(call: &mut C) -> Result<u64, Trap> {
    call::float(parsed(call)?.unwrap_or(f64::NAN))
}

pub fn float_is_valid<C: Call>(call: &mut C) -> Result<u64, Trap> {
    call::truth(parsed(call)?.is_some())
}

fn parsed<C: Call>(call: &mut C) -> Result<Option<f64>, Trap> {
    let range = check::range(call.int(1), call.int(2), call.string(0).len())?;
    super::work(call, range.len())?;
    Ok(call.string(0).get(range).and_then(|digits| digits.parse().ok()))
}
