//! The library calls: pure work done natively. Each handler has the name of its row in `pvm_bytecode::libcall`, takes
//! its arguments from a [`Call`] and gives its result; whatever the arguments are, it ends in a result or a trap.
#![forbid(unsafe_code)]

mod bytes;
mod characters;
mod check;
mod edit;
mod floats;
pub mod hash;
mod integers;
mod math;
mod quote;
mod search;
mod split;
pub mod table;
mod text;

#[cfg(test)]
mod tests;

use crate::call::Call;
use crate::sys::Errno;
use crate::trap::Trap;
use bytes::*;
use characters::*;
use edit::*;
use floats::*;
pub use hash::hash;
use hash::*;
use integers::*;
use math::*;
use pvm_bytecode::LibId;
use quote::*;
use search::*;
use split::*;
use table::*;
use text::*;

/// Carries out one call.
pub type Handler<C> = fn(&mut C) -> Result<u64, Trap>;

macro_rules! handlers {
    ($($name:ident)*) => {
        /// The handler of a call, if there is one with this number. Static for each kind of [`Call`], so that a caller
        /// can look it up once and keep it.
        pub fn handler<C: Call>(id: LibId) -> Option<Handler<C>> {
            let handlers: &[Handler<C>] = &[$($name),*];
            handlers.get(id.index()).copied()
        }

        /// The names of the calls that have a handler, in order.
        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

handlers! {
    string_concat string_compare int_to_string float_to_string string_join string_to_bytes string_concat3
    string_concat4 string_slice string_find string_rfind string_find_any string_count string_starts_with
    string_ends_with string_has_at string_hash string_hash_slice string_repeat string_replace string_to_lower
    string_to_upper string_trim string_trim_start string_trim_end string_pad string_split string_words
    string_lines string_next_word string_char_at string_char_before string_char_count string_is_boundary
    string_from_char string_from_bytes string_from_bytes_lossy string_quote string_quote_json string_find_json
    bytes_copy_string bytes_compare bytes_equal bytes_equal_string bytes_find_byte bytes_find bytes_hash
    bytes_utf8_end bytes_put_char bytes_put_int bytes_int_le bytes_int_be bytes_put_int_le bytes_put_int_be
    char_is_alphabetic char_is_numeric char_is_alphanumeric char_is_whitespace char_is_upper char_is_lower
    char_is_control char_to_upper char_to_lower int_to_radix int_to_radix_unsigned int_parse int_is_valid
    float_parse float_is_valid float_to_fixed float_to_exponent math_sin math_cos math_tan math_asin math_acos
    math_atan math_sinh math_cosh math_tanh math_asinh math_acosh math_atanh math_exp math_exp2 math_expm1
    math_ln math_log2 math_log10 math_log1p math_cbrt math_atan2 math_pow math_hypot math_fmod math_fma
    error_name error_text table_find table_place table_remove table_spread
}

/// Fuel for work that grows with the bytes it looks at: what a row costs covers the first few.
fn work<C: Call>(call: &mut C, bytes: usize) -> Result<(), Trap> {
    match bytes / 64 {
        0 => Ok(()),
        fuel => call.spend(fuel as u64),
    }
}

fn error_name<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let name = Errno::from_number(call.int(0)).map_or("EUNKNOWN", Errno::name);
    call.new_text(name)
}

fn error_text<C: Call>(call: &mut C) -> Result<u64, Trap> {
    let text = Errno::from_number(call.int(0)).map_or("unknown error", Errno::text);
    call.new_text(text)
}
