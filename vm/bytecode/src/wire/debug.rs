//! Debug information: names made of words that are written once, and lists that go as far as they say something.

use self::lines::{LEAST_LINE, START, read_line, write_line};
use self::words::{WordReader, WordWriter};
use super::Wire;
use crate::leb::write_unsigned;
use crate::read::{Problem, Read, Reader};
use crate::{Debug, FunctionDebug, Module, TypeDebug};

mod lines;
mod words;

impl Debug {
    /// What the section holds; nothing if it is left out.
    pub(crate) fn contents(&self) -> Vec<u8> {
        let mut writer = WordWriter::default();
        write_list(&mut writer, &self.files);
        write_trimmed(&mut writer, &self.functions);
        write_trimmed(&mut writer, &self.types);
        write_trimmed(&mut writer, &self.globals);
        if writer.out == EMPTY { Vec::new() } else { writer.out }
    }
}

/// Four lists without entries.
const EMPTY: [u8; 4] = [0; 4];

impl Reader<'_> {
    /// Reads the section, which must fit the module.
    pub(crate) fn debug(&mut self, module: &Module) -> Read<Debug> {
        let mut reader = WordReader::new(self);
        let debug = Debug {
            files: read_list(&mut reader)?,
            functions: read_trimmed(&mut reader)?,
            types: read_trimmed(&mut reader)?,
            globals: read_trimmed(&mut reader)?,
        };
        if debug == Debug::default() {
            return self.fail(Problem::Empty);
        }
        match debug.misfit(module) {
            Some(_) => self.fail(Problem::Debug),
            None => Ok(debug),
        }
    }
}

/// What has a format in which names are made of words.
trait Named: Default + PartialEq {
    /// The fewest bytes that it takes.
    const LEAST: usize = 1;

    fn write<'module>(&'module self, writer: &mut WordWriter<'module>);
    fn read(reader: &mut WordReader) -> Read<Self>;
}

fn write_list<'module, T: Named>(writer: &mut WordWriter<'module>, entries: &'module [T]) {
    write_unsigned(&mut writer.out, entries.len() as u64);
    entries.iter().for_each(|entry| entry.write(writer));
}

fn read_list<T: Named>(reader: &mut WordReader) -> Read<Vec<T>> {
    let length = reader.from.length(T::LEAST)?;
    let mut entries = Vec::with_capacity(length);
    for _ in 0..length {
        entries.push(T::read(reader)?);
    }
    Ok(entries)
}

/// Writes a list up to the last entry that says something.
fn write_trimmed<'module, T: Named>(writer: &mut WordWriter<'module>, entries: &'module [T]) {
    let silent = T::default();
    let length = entries.iter().rposition(|entry| *entry != silent).map_or(0, |last| last + 1);
    write_list(writer, &entries[..length]);
}

/// Reads a list whose last entry says something.
fn read_trimmed<T: Named>(reader: &mut WordReader) -> Read<Vec<T>> {
    let entries: Vec<T> = read_list(reader)?;
    match entries.last() {
        Some(last) if *last == T::default() => reader.from.fail(Problem::EmptyTail),
        _ => Ok(entries),
    }
}

impl Named for Box<str> {
    fn write<'module>(&'module self, writer: &mut WordWriter<'module>) {
        writer.name(self);
    }

    fn read(reader: &mut WordReader) -> Read<Self> {
        reader.name()
    }
}

impl Named for FunctionDebug {
    const LEAST: usize = 4;

    fn write<'module>(&'module self, writer: &mut WordWriter<'module>) {
        writer.name(&self.name);
        self.file.write(&mut writer.out);
        write_trimmed(writer, &self.locals);
        write_unsigned(&mut writer.out, self.lines.len() as u64);
        let mut last = START;
        for line in &self.lines {
            write_line(&mut writer.out, last, *line);
            last = *line;
        }
    }

    fn read(reader: &mut WordReader) -> Read<Self> {
        let (name, file, locals) = (reader.name()?, Wire::read(reader.from)?, read_trimmed(reader)?);
        let length = reader.from.length(LEAST_LINE)?;
        let mut lines = Vec::with_capacity(length);
        let mut last = START;
        for _ in 0..length {
            last = read_line(reader.from, last)?;
            lines.push(last);
        }
        Ok(Self { name, file, lines, locals })
    }
}

impl Named for TypeDebug {
    const LEAST: usize = 2;

    fn write<'module>(&'module self, writer: &mut WordWriter<'module>) {
        writer.name(&self.name);
        write_trimmed(writer, &self.fields);
    }

    fn read(reader: &mut WordReader) -> Read<Self> {
        Ok(Self { name: reader.name()?, fields: read_trimmed(reader)? })
    }
}
