//! Strings as literals of Nido and of JSON.
#![forbid(unsafe_code)]

use super::work;
use crate::call::Call;
use crate::trap::Trap;

pub fn string_quote<C: Call>(call: &mut C) -> Result<u64, Trap> {
    quote(call, nido_escape)
}

pub fn string_quote_json<C: Call>(call: &mut C) -> Result<u64, Trap> {
    quote(call, json_escape)
}

/// What stands for a byte that can't stand for itself; all of them are ASCII.
type Escape = fn(u8) -> Option<&'static str>;

fn quote<C: Call>(call: &mut C, escape: Escape) -> Result<u64, Trap> {
    work(call, call.string(0).len())?;
    call.new_string(|call, put| {
        put(b"\"");
        let mut rest = call.string(0).as_bytes();
        while !rest.is_empty() {
            let plain = rest.iter().position(|&byte| escape(byte).is_some()).unwrap_or(rest.len());
            let (run, special) = rest.split_at(plain);
            put(run);
            rest = special;
            if let Some((&byte, behind)) = special.split_first() {
                put(escape(byte).unwrap_or_default().as_bytes());
                rest = behind;
            }
        }
        put(b"\"");
    })
}

fn nido_escape(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'{' => "\\{",
        b'}' => "\\}",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0 => "\\0",
        0x7f => "\\x7f",
        0x01..=0x1f => hexadecimal(
            "\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09\\x0a\\x0b\\x0c\\x0d\\x0e\\x0f\
             \\x10\\x11\\x12\\x13\\x14\\x15\\x16\\x17\\x18\\x19\\x1a\\x1b\\x1c\\x1d\\x1e\\x1f",
            byte,
        ),
        _ => return None,
    })
}

/// RFC 8259, section 7.
fn json_escape(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'\n' => "\\n",
        b'\r' => "\\r",
        b'\t' => "\\t",
        0x08 => "\\b",
        0x0c => "\\f",
        0x00..=0x1f => hexadecimal(
            "\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\
             \\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u000e\\u000f\
             \\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017\
             \\u0018\\u0019\\u001a\\u001b\\u001c\\u001d\\u001e\\u001f",
            byte,
        ),
        _ => return None,
    })
}

/// The escape of a control character in a text that lists those of all 32.
fn hexadecimal(all: &'static str, byte: u8) -> &'static str {
    let width = all.len() / 32;
    let start = usize::from(byte) * width;
    all.get(start..start + width).unwrap_or_default()
}
