//! The encoder: a module as bytes, in the one form that it has.

use crate::leb::write_unsigned;
use crate::section::END;
use crate::wire::Wire;
use crate::{Module, Section};

/// What every file starts with. No text file does.
pub const MAGIC: [u8; 4] = *b"\0pvm";

/// The version of the format that this crate writes, and the newest that it reads.
pub const VERSION: u32 = 1;

/// How many bytes stand before the first section: the mark and the version, which takes one.
pub(crate) const HEADER: usize = MAGIC.len() + 1;

/// The bytes of a module.
///
/// Blocks are not written, since terminators end them, and neither are numbers of jump tables, since each is used once;
/// so a module that says otherwise, which verification refuses, comes back as its code says.
pub fn write(module: &Module) -> Vec<u8> {
    let mut out = write_sections(module, |_| true);
    out.push(END);
    out
}

/// The header and some sections of a module.
pub(crate) fn write_sections(module: &Module, wanted: impl Fn(Section) -> bool) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    write_unsigned(&mut out, u64::from(VERSION));
    for section in Section::ALL.into_iter().filter(|section| wanted(*section)) {
        let contents = contents(module, section);
        if !contents.is_empty() {
            out.push(section as u8);
            write_unsigned(&mut out, contents.len() as u64);
            out.extend(contents);
        }
    }
    out
}

/// What a section holds; nothing if it is left out.
fn contents(module: &Module, section: Section) -> Vec<u8> {
    match section {
        Section::Types => list(&module.types),
        Section::Implementations => list(&module.implementations),
        Section::Imports => list(&module.imports),
        Section::Functions => list(&module.functions),
        Section::Globals => list(&module.globals),
        Section::Constants => list(&module.constants),
        Section::Exports => list(&module.exports),
        Section::Start => list(module.start.as_slice()),
        Section::SystemCalls => list(&module.system_calls),
        Section::Debug => module.debug.contents(),
        Section::Custom => list(&module.custom),
    }
}

/// A number of entries and the entries.
fn list<T: Wire>(entries: &[T]) -> Vec<u8> {
    let mut out = Vec::new();
    if !entries.is_empty() {
        crate::wire::write_list(&mut out, entries);
    }
    out
}
