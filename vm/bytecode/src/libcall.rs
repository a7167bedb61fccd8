//! The library calls: pure work that the machine does natively because it is hot or needs tables that it already has.
//! One table; numbers never change meaning, new calls get new numbers.
//!
//! Indices into strings are byte indices, "from an index up to another" leaves the second out, truth values are 1 and 0,
//! characters are Unicode scalar values. An index out of range traps, and so does what is no character.

use crate::{HeapType, LibId, RefType, ValueType};

const I: ValueType = ValueType::I64;
const F: ValueType = ValueType::F64;
const S: ValueType = ValueType::Ref(RefType::to(HeapType::String));
const B: ValueType = ValueType::Ref(RefType::to(HeapType::Bytes));
const N: ValueType = ValueType::Ref(RefType::or_null(HeapType::String));
const L: ValueType = ValueType::Ref(RefType::to(HeapType::Strings));

/// A row of [`TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct LibCall {
    /// Its place in [`TABLE`].
    pub number: u8,
    /// How `extern "lib"` and the text form name it.
    pub name: &'static str,
    pub params: &'static [ValueType],
    pub result: Option<ValueType>,
    /// Fuel beyond that of the instruction itself.
    pub cost: u32,
    pub doc: &'static str,
}

macro_rules! libcalls {
    ($($number:literal $name:ident ($($param:expr),*) $(-> $result:expr)?, $cost:literal, $doc:literal;)*) => {
        /// Every call, by number.
        pub static TABLE: &[LibCall] = &[$(LibCall {
            number: $number,
            name: stringify!($name),
            params: &[$($param),*],
            result: libcalls!(@result $($result)?),
            cost: $cost,
            doc: $doc,
        }),*];

        /// The numbers of the calls, by name.
        #[allow(non_upper_case_globals, reason = "named as the calls are")]
        pub mod number {
            use crate::LibId;

            $(#[doc = $doc] pub const $name: LibId = LibId($number);)*
        }
    };
    (@result) => { None };
    (@result $result:expr) => { Some($result) };
}

libcalls! {
    0 string_concat (S, S) -> S, 4, "Both strings, one after the other.";
    1 string_compare (S, S) -> I, 2, "-1, 0 or 1, by bytes, which is by code points.";
    2 int_to_string (I) -> S, 4, "Decimal digits, with a minus sign when negative.";
    3 float_to_string (F) -> S, 8, "The shortest digits that read back as the same float, always with a point or an exponent: 1.0, 1e21, NaN, inf, -inf.";
    4 string_join (L, I) -> S, 8, "The first so many strings of the array, one after the other; none may be null.";
    5 string_to_bytes (S) -> B, 4, "The bytes of a string.";
    6 string_concat3 (S, S, S) -> S, 5, "Three strings, one after the other.";
    7 string_concat4 (S, S, S, S) -> S, 6, "Four strings, one after the other.";
    8 string_slice (S, I, I) -> S, 4, "The bytes from an index up to another; traps when they are out of range or inside a character.";
    9 string_find (S, S, I) -> I, 4, "Where the second string first stands in the first at or after a byte index, or -1.";
    10 string_rfind (S, S, I) -> I, 4, "Where the second string last stands in the first, ending at or before a byte index, or -1.";
    11 string_find_any (S, S, I) -> I, 6, "Where any ASCII character of the second string first stands in the first at or after a byte index, or -1.";
    12 string_count (S, S) -> I, 6, "How often the second string stands in the first without overlapping; one more than the characters for an empty one.";
    13 string_starts_with (S, S) -> I, 2, "1 if the first string starts with the second.";
    14 string_ends_with (S, S) -> I, 2, "1 if the first string ends with the second.";
    15 string_has_at (S, I, S) -> I, 2, "1 if the second string stands in the first at a byte index.";
    16 string_hash (S) -> I, 3, "A 64-bit hash of the bytes: the same on every machine, not secret.";
    17 string_hash_slice (S, I, I) -> I, 3, "The hash of the bytes from an index up to another: that of the slice.";
    18 string_repeat (S, I) -> S, 6, "The string so many times; traps when the count is negative or the result too long.";
    19 string_replace (S, S, S) -> S, 10, "The first string with every occurrence of the second replaced by the third.";
    20 string_to_lower (S) -> S, 6, "In lower case, by Unicode, independent of language.";
    21 string_to_upper (S) -> S, 6, "In upper case, by Unicode, independent of language.";
    22 string_trim (S) -> S, 4, "Without white space at both ends.";
    23 string_trim_start (S) -> S, 4, "Without white space at the start.";
    24 string_trim_end (S) -> S, 4, "Without white space at the end.";
    25 string_pad (S, I, I, I) -> S, 6, "Filled to so many characters with a character: behind the string (0), before it (1) or around it (2).";
    26 string_split (S, S) -> L, 10, "The parts between the occurrences of the second string; the characters if it is empty.";
    27 string_words (S) -> L, 10, "The parts between runs of white space; no part is empty.";
    28 string_lines (S) -> L, 10, "The lines without their ends (a line feed, or a carriage return and a line feed); no empty line after a last line end.";
    29 string_next_word (S, I) -> I, 4, "The next run of characters other than white space at or after a byte index: its start times 2 to the 32nd plus its end, or -1.";
    30 string_char_at (S, I) -> I, 2, "The character at a byte index; traps when out of range or inside a character.";
    31 string_char_before (S, I) -> I, 2, "The character that ends at a byte index; traps when there is none or it is inside a character.";
    32 string_char_count (S) -> I, 4, "How many characters the string has.";
    33 string_is_boundary (S, I) -> I, 1, "1 if a character starts at the byte index, or the string ends there; 0 when out of range.";
    34 string_from_char (I) -> S, 3, "A character as a string.";
    35 string_from_bytes (B, I, I) -> N, 4, "The bytes from an index up to another as a string; null when they are not UTF-8.";
    36 string_from_bytes_lossy (B, I, I) -> S, 6, "The same with U+FFFD in place of what is not UTF-8.";
    37 string_quote (S) -> S, 8, "As a Nido literal: in quotes, with escapes.";
    38 string_quote_json (S) -> S, 8, "As a JSON string: in quotes, with escapes.";
    39 string_find_json (S, I) -> I, 3, "The byte index, at or after one, of the first quote, backslash or control character, or the length: where a plain run in a JSON string ends.";
    40 bytes_copy_string (B, I, S, I, I), 3, "Copies to an array, at an index, from a string, from an index, so many bytes.";
    41 bytes_compare (B, B) -> I, 2, "-1, 0 or 1, by unsigned bytes, a prefix before what it begins.";
    42 bytes_equal (B, B) -> I, 2, "1 if both hold the same bytes.";
    43 bytes_equal_string (B, I, I, S) -> I, 2, "1 if the bytes from an index up to another are those of the string.";
    44 bytes_find_byte (B, I, I, I) -> I, 3, "Where, from an index up to another, a byte first stands, or -1.";
    45 bytes_find (B, B, I) -> I, 4, "Where the second array's bytes first stand in the first at or after an index, or -1.";
    46 bytes_hash (B, I, I) -> I, 3, "The hash of the bytes from an index up to another, that of a string with the same bytes.";
    47 bytes_utf8_end (B, I, I) -> I, 4, "How far the bytes from an index up to another are whole UTF-8 characters: the index where that ends.";
    48 bytes_put_char (B, I, I) -> I, 2, "Writes a character at an index, as UTF-8; gives the index behind it.";
    49 bytes_put_int (B, I, I) -> I, 4, "Writes decimal digits at an index, with a minus sign when negative; gives the index behind them.";
    50 bytes_int_le (B, I, I) -> I, 2, "The integer of so many bytes (1 to 8), little endian, at an index; unsigned when there are fewer than 8.";
    51 bytes_int_be (B, I, I) -> I, 2, "The same, big endian.";
    52 bytes_put_int_le (B, I, I, I), 2, "Writes at an index, in so many bytes (1 to 8), little endian, the low bits of an integer: array, index, how many, integer.";
    53 bytes_put_int_be (B, I, I, I), 2, "The same, big endian.";
    54 char_is_alphabetic (I) -> I, 2, "1 for a letter of any script.";
    55 char_is_numeric (I) -> I, 2, "1 for a digit or other number of any script.";
    56 char_is_alphanumeric (I) -> I, 2, "1 for a letter, digit or other number of any script.";
    57 char_is_whitespace (I) -> I, 2, "1 for white space.";
    58 char_is_upper (I) -> I, 2, "1 for an upper-case letter.";
    59 char_is_lower (I) -> I, 2, "1 for a lower-case letter.";
    60 char_is_control (I) -> I, 2, "1 for a control character.";
    61 char_to_upper (I) -> I, 2, "Its upper-case form if that is one character, else itself.";
    62 char_to_lower (I) -> I, 2, "Its lower-case form if that is one character, else itself.";
    63 int_to_radix (I, I) -> S, 4, "Digits in a radix from 2 to 36, in lower case, with a minus sign when negative.";
    64 int_to_radix_unsigned (I, I) -> S, 4, "Digits in a radix from 2 to 36, in lower case, of the 64 bits as an unsigned integer.";
    65 int_parse (S, I, I, I) -> I, 4, "The integer that the bytes from an index up to another are in a radix from 2 to 36; the least integer when they are none, as `int_is_valid` tells.";
    66 int_is_valid (S, I, I, I) -> I, 4, "1 if the bytes from an index up to another are digits in the radix, perhaps after a sign, and in the range of an integer.";
    67 float_parse (S, I, I) -> F, 8, "The float nearest to the number that the bytes from an index up to another are; NaN when they are none, as `float_is_valid` tells.";
    68 float_is_valid (S, I, I) -> I, 8, "1 if the bytes from an index up to another are digits with perhaps a sign, a point and an exponent, or inf or nan.";
    69 float_to_fixed (F, I) -> S, 10, "With so many digits (0 to 1000) behind the point.";
    70 float_to_exponent (F, I) -> S, 10, "With one digit before the point, so many (0 to 1000; -1 for as few as needed) behind it, and an exponent.";
    71 math_sin (F) -> F, 8, "Sine of an angle in radians.";
    72 math_cos (F) -> F, 8, "Cosine of an angle in radians.";
    73 math_tan (F) -> F, 8, "Tangent of an angle in radians.";
    74 math_asin (F) -> F, 8, "Angle whose sine it is.";
    75 math_acos (F) -> F, 8, "Angle whose cosine it is.";
    76 math_atan (F) -> F, 8, "Angle whose tangent it is.";
    77 math_sinh (F) -> F, 8, "Hyperbolic sine.";
    78 math_cosh (F) -> F, 8, "Hyperbolic cosine.";
    79 math_tanh (F) -> F, 8, "Hyperbolic tangent.";
    80 math_asinh (F) -> F, 8, "Inverse of the hyperbolic sine.";
    81 math_acosh (F) -> F, 8, "Inverse of the hyperbolic cosine.";
    82 math_atanh (F) -> F, 8, "Inverse of the hyperbolic tangent.";
    83 math_exp (F) -> F, 8, "e to the power.";
    84 math_exp2 (F) -> F, 8, "2 to the power.";
    85 math_expm1 (F) -> F, 8, "e to the power, less 1, exact near 0.";
    86 math_ln (F) -> F, 8, "Natural logarithm.";
    87 math_log2 (F) -> F, 8, "Logarithm to base 2.";
    88 math_log10 (F) -> F, 8, "Logarithm to base 10.";
    89 math_log1p (F) -> F, 8, "Natural logarithm of 1 more, exact near 0.";
    90 math_cbrt (F) -> F, 8, "Cube root.";
    91 math_atan2 (F, F) -> F, 10, "Angle of the point whose y comes first and x second.";
    92 math_pow (F, F) -> F, 10, "The first to the power of the second.";
    93 math_hypot (F, F) -> F, 10, "Square root of the sum of the squares, without overflow between.";
    94 math_fmod (F, F) -> F, 10, "Remainder of the division rounded towards zero, with the sign of the dividend; exact.";
    95 math_fma (F, F, F) -> F, 10, "The product of the first two plus the third, rounded once.";
    96 error_name (I) -> S, 3, "The POSIX name of an error number, such as ENOENT.";
    97 error_text (I) -> S, 3, "What an error number means, such as \"no such file or directory\".";
    98 table_find (B, I, I) -> I, 3, "In the slots of a hash table (8 bytes each, at first zeros), for a hash, the first entry behind another one of that hash, or from the start behind -1; -1 when there is none.";
    99 table_place (B, I, I, I) -> I, 3, "The same; when there is none, the entry of the last number takes a free slot and is the result. Traps when no slot is free.";
    100 table_remove (B, I, I), 3, "Frees the slot of a hash and an entry, if there is one.";
    101 table_spread (B, B, B), 8, "Gives each entry in the second slots a free one in the first; each number becomes less by how many bytes before its place in the last array are not 0. Traps when no slot is free.";
}

/// The call's row, if there is one with this number.
pub fn get(id: LibId) -> Option<&'static LibCall> {
    TABLE.get(id.index())
}

/// The call with this name.
pub fn find(name: &str) -> Option<LibId> {
    TABLE.iter().position(|call| call.name == name).map(LibId::from_index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_numbers_under_names_of_their_own() {
        for (index, call) in TABLE.iter().enumerate() {
            assert_eq!(usize::from(call.number), index, "{} has the number of another row", call.name);
            assert_eq!(find(call.name), Some(LibId::from_index(index)), "two rows are called {}", call.name);
        }
        assert_eq!(find("bytes_copy_string"), Some(number::bytes_copy_string));
    }
}
