//! Lines: each a difference from the one before.

use crate::Line;
use crate::leb::{write_signed, write_unsigned};
use crate::read::{Problem, Read, Reader};
use crate::wire::Wire;

/// What the first line is a difference from: as if it stood before the first instruction.
pub(super) const START: Line = Line { op: u32::MAX, line: 0, column: 0 };

/// A line takes at least the byte of its differences and one for its column.
pub(super) const LEAST_LINE: usize = 2;

/// What half a byte can say of the next line: how many instructions lie between, and how far the source line is, from
/// two back to twelve ahead. This value says that the difference does not fit and follows as a number.
const ESCAPE: u64 = 15;
const BACK: i64 = 2;

pub(super) fn write_line(out: &mut Vec<u8>, last: Line, next: Line) {
    let ops = u64::from(next.op.wrapping_sub(last.op).wrapping_sub(1));
    let lines = i64::from(next.line) - i64::from(last.line);
    out.push((ops.min(ESCAPE) << 4 | half(lines)) as u8);
    if ops >= ESCAPE {
        write_unsigned(out, ops - ESCAPE);
    }
    if half(lines) == ESCAPE {
        write_signed(out, lines);
    }
    write_unsigned(out, u64::from(next.column));
}

/// The difference of lines as half a byte.
fn half(lines: i64) -> u64 {
    u64::try_from(lines + BACK).map_or(ESCAPE, |half| half.min(ESCAPE))
}

pub(super) fn read_line(from: &mut Reader, last: Line) -> Read<Line> {
    let start = from.offset();
    let halves = u64::from(from.byte()?);
    let ops = match halves >> 4 {
        ESCAPE => from.unsigned()?.checked_add(ESCAPE),
        ops => Some(ops),
    };
    let lines = match halves & ESCAPE {
        ESCAPE => from.signed()?,
        half => half as i64 - BACK,
    };
    if halves & ESCAPE == ESCAPE && lines.checked_add(BACK).is_some() && half(lines) != ESCAPE {
        return from.fail_at(start, Problem::NotShortest);
    }
    let op = ops.and_then(|ops| ops.checked_add(u64::from(last.op.wrapping_add(1)))).map(u32::try_from);
    let line = i64::from(last.line).checked_add(lines).map(u32::try_from);
    match (op, line) {
        (Some(Ok(op)), Some(Ok(line))) => Ok(Line { op, line, column: Wire::read(from)? }),
        _ => from.fail_at(start, Problem::TooLarge),
    }
}
