//! Properties of characters, by Unicode.
#![forbid(unsafe_code)]

use super::check;
use crate::call::{self, Call};
use crate::trap::Trap;

macro_rules! properties {
    ($($name:ident: $property:path,)*) => {$(
        pub fn $name<C: Call>(call: &mut C) -> Result<u64, Trap> {
            call::truth($property(check::character(call.int(0))?))
        }
    )*};
}

properties! {
    char_is_alphabetic: char::is_alphabetic,
    char_is_numeric: char::is_numeric,
    char_is_alphanumeric: char::is_alphanumeric,
    char_is_whitespace: char::is_whitespace,
    char_is_upper: char::is_uppercase,
    char_is_lower: char::is_lowercase,
    char_is_control: char::is_control,
}

pub fn char_to_upper<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let character = check::character(call.int(0))?;
    Ok(single(character.to_uppercase()).unwrap_or(character).into())
}

pub fn char_to_lower<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let character = check::character(call.int(0))?;
    Ok(single(character.to_lowercase()).unwrap_or(character).into())
}

/// The only character of a mapping.
fn single(mut mapping: impl Iterator<Item = char>) -> Option<char> {
    let first = mapping.next();
    if mapping.next().is_none() { first } else { None }
}
