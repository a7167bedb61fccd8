//! Source texts and places in them. A place is an offset into one space that all files of a compilation share, so that
//! a span is eight bytes and needs no file number.

use std::path::{Path, PathBuf};

/// A stretch of source text, in bytes of the shared space, the end excluded.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// From the start of `self` to the start of `other`.
    pub const fn to_start(self, other: Self) -> Self {
        Self { start: self.start, end: other.start }
    }

    /// From the start of `self` to the end of `other`.
    pub const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }
}

/// A file of a compilation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A source text under the name that messages call it by.
#[derive(Debug)]
pub struct File {
    pub path: PathBuf,
    pub text: String,
    /// Where the text starts in the shared space.
    pub base: u32,
    line_starts: Vec<u32>,
}

impl File {
    /// The whole text.
    pub fn span(&self) -> Span {
        Span::new(self.base, self.base + self.text.len() as u32)
    }

    /// Line and column of an offset in this text, both from 1; columns count characters.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line_starts.partition_point(|&start| start <= offset) - 1;
        let start = self.line_starts[line] as usize;
        let before = self.text.as_bytes().get(start..offset as usize).unwrap_or_default();
        // Every character has one byte that does not continue another.
        let characters = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        (line as u32 + 1, characters as u32 + 1)
    }
}

/// Every file of a compilation.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

/// All files together are larger than the 4 GiB that a place can name.
#[derive(Debug)]
pub struct TooLarge;

impl Sources {
    /// Takes in a text; files are told apart by their place, so one path may come twice.
    pub fn add(&mut self, path: &Path, text: String) -> Result<FileId, TooLarge> {
        let base = self.files.last().map_or(0, |last| last.base + last.text.len() as u32 + 1);
        let length = u32::try_from(text.len()).map_err(|_| TooLarge)?;
        base.checked_add(length).and_then(|end| end.checked_add(1)).ok_or(TooLarge)?;
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let line_starts = std::iter::once(0).chain(newlines.map(|at| at as u32 + 1)).collect();
        self.files.push(File { path: path.to_owned(), text, base, line_starts });
        Ok(FileId(self.files.len() as u32 - 1))
    }

    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The file that a place is in.
    pub fn file_at(&self, place: u32) -> FileId {
        FileId(self.files.partition_point(|file| file.base <= place) as u32 - 1)
    }

    /// File, line and column (from 1) where a span starts.
    pub fn locate(&self, span: Span) -> (FileId, u32, u32) {
        let id = self.file_at(span.start);
        let file = self.file(id);
        let (line, column) = file.line_column(span.start - file.base);
        (id, line, column)
    }

    /// Finds lines and columns of places in the file that a place is in. Places close to each other cost little.
    pub fn cursor(&self, place: u32) -> Cursor<'_> {
        let id = self.file_at(place);
        Cursor { id, file: self.file(id), line: 0, offset: 0, column: 1 }
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        let file = self.file(self.file_at(span.start));
        file.text.get((span.start - file.base) as usize..(span.end - file.base) as usize).unwrap_or_default()
    }
}

/// A place in a file, from which the next one is found.
#[derive(Debug)]
pub struct Cursor<'s> {
    id: FileId,
    file: &'s File,
    /// Counted from 0.
    line: usize,
    offset: u32,
    column: u32,
}

impl Cursor<'_> {
    pub fn file(&self) -> FileId {
        self.id
    }

    /// Whether a place is in the cursor's file.
    pub fn holds(&self, place: u32) -> bool {
        place.checked_sub(self.file.base).is_some_and(|offset| offset as usize <= self.file.text.len())
    }

    /// Line and column of a place in the cursor's file, both from 1. Even in a file of one line, the work is in the
    /// distance to the last place.
    pub fn locate(&mut self, place: u32) -> (u32, u32) {
        let offset = place.saturating_sub(self.file.base).min(self.file.text.len() as u32);
        let starts = &self.file.line_starts;
        let line_end = starts.get(self.line + 1).copied().unwrap_or(u32::MAX);
        if !(starts[self.line]..line_end).contains(&offset) {
            self.line = starts.partition_point(|&start| start <= offset) - 1;
            (self.offset, self.column) = (starts[self.line], 1);
        }
        let (from, to) = (self.offset.min(offset), self.offset.max(offset));
        let between = self.file.text.get(from as usize..to as usize).unwrap_or_default().chars().count() as u32;
        self.column = if offset >= self.offset { self.column + between } else { self.column - between };
        self.offset = offset;
        (self.line as u32 + 1, self.column)
    }
}
