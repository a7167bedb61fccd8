//! Debug information. Its lists go as far as they say something; lines are differences from the entry before.

use super::{Wire, write_list};
use crate::leb::{write_signed, write_unsigned};
use crate::read::{Problem, Read, Reader};
use crate::{Debug, FunctionDebug, Line, Module, TypeDebug};

impl Debug {
    /// What the section holds; nothing if it is left out.
    pub(crate) fn contents(&self) -> Vec<u8> {
        let mut out = Vec::new();
        write_list(&mut out, &self.files);
        write_trimmed(&mut out, &self.functions);
        write_trimmed(&mut out, &self.types);
        write_trimmed(&mut out, &self.globals);
        if out == EMPTY {
            out.clear();
        }
        out
    }
}

/// Four lists without entries.
const EMPTY: [u8; 4] = [0; 4];

impl Reader<'_> {
    /// Reads the section, which must fit the module.
    pub(crate) fn debug(&mut self, module: &Module) -> Read<Debug> {
        let debug =
            Debug { files: self.list()?, functions: self.trimmed()?, types: self.trimmed()?, globals: self.trimmed()? };
        if debug == Debug::default() {
            return self.fail(Problem::Empty);
        }
        match debug.misfit(module) {
            Some(_) => self.fail(Problem::Debug),
            None => Ok(debug),
        }
    }

    /// Reads a list whose last entry says something.
    fn trimmed<T: Wire + Default + PartialEq>(&mut self) -> Read<Vec<T>> {
        let entries: Vec<T> = self.list()?;
        match entries.last() {
            Some(last) if *last == T::default() => self.fail(Problem::EmptyTail),
            _ => Ok(entries),
        }
    }
}

/// Writes a list up to the last entry that says something.
fn write_trimmed<T: Wire + Default + PartialEq>(out: &mut Vec<u8>, entries: &[T]) {
    let silent = T::default();
    let length = entries.iter().rposition(|entry| *entry != silent).map_or(0, |last| last + 1);
    write_list(out, &entries[..length]);
}

impl Wire for FunctionDebug {
    const LEAST: usize = 4;

    fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        self.file.write(out);
        write_trimmed(out, &self.locals);
        write_unsigned(out, self.lines.len() as u64);
        let mut last = START;
        for line in &self.lines {
            write_line(out, last, *line);
            last = *line;
        }
    }

    fn read(from: &mut Reader) -> Read<Self> {
        let (name, file, locals) = (Wire::read(from)?, Wire::read(from)?, from.trimmed()?);
        let length = from.length(LEAST_LINE)?;
        let mut lines = Vec::with_capacity(length);
        let mut last = START;
        for _ in 0..length {
            last = read_line(from, last)?;
            lines.push(last);
        }
        Ok(Self { name, file, lines, locals })
    }
}

/// What the first line is a difference from: as if it stood before the first instruction.
const START: Line = Line { op: u32::MAX, line: 0, column: 0 };

/// A line takes at least the byte of its differences and one for its column.
const LEAST_LINE: usize = 2;

/// What half a byte can say of the next line: how many instructions lie between, and how far the source line is, from
/// two back to twelve ahead. This value says that the difference does not fit and follows as a number.
const ESCAPE: u64 = 15;
const BACK: i64 = 2;

fn write_line(out: &mut Vec<u8>, last: Line, next: Line) {
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

fn read_line(from: &mut Reader, last: Line) -> Read<Line> {
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

impl Wire for TypeDebug {
    const LEAST: usize = 2;

    fn write(&self, out: &mut Vec<u8>) {
        self.name.write(out);
        write_trimmed(out, &self.fields);
    }

    fn read(from: &mut Reader) -> Read<Self> {
        Ok(Self { name: Wire::read(from)?, fields: from.trimmed()? })
    }
}
