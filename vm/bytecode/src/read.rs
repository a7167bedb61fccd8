//! The decoder: any bytes give a module or an error that says where and why, in memory and time bounded by a small
//! multiple of their length. It accepts only what [`crate::write`] gives, so equal modules have equal bytes.
//!
//! What it does not ask is whether the module makes sense: that is verification.

use std::fmt;

use crate::section::END;
use crate::wire::Wire;
use crate::write::{MAGIC, VERSION};
use crate::{FunctionId, Module, Section};

/// Decodes a module.
pub fn read(bytes: &[u8]) -> Result<Module, Box<ReadError>> {
    let mut module = Module::default();
    for contents in sections(bytes)? {
        let Contents { section, bytes, offset } = contents;
        let mut reader = Reader { bytes, at: 0, base: offset };
        reader.section(section, &mut module).map_err(|error| error.within(section))?;
    }
    Ok(module)
}

/// Why bytes are not a module.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct ReadError {
    pub problem: Problem,
    /// Counted in bytes from the start of the file.
    pub offset: usize,
    /// The section, if one was being read.
    pub section: Option<Section>,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.section {
            Some(section) => write!(f, "section {}, byte {}: {}", section.name(), self.offset, self.problem),
            None => write!(f, "byte {}: {}", self.offset, self.problem),
        }
    }
}

impl ReadError {
    fn within(mut self: Box<Self>, section: Section) -> Box<Self> {
        self.section = Some(section);
        self
    }
}

/// What is wrong with the bytes.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    #[error("this is not a module of pvm: it does not start with its mark")]
    NotAModule,
    #[error("the module has format version {0}, and this pvm reads versions up to {VERSION}: a newer pvm is needed")]
    TooNew(u64),
    #[error("the module has format version {0}, which never was")]
    NoVersion(u64),
    #[error("the bytes end here, in the middle of something")]
    Truncated,
    #[error("a number is not written in its shortest form")]
    NotShortest,
    #[error("a number is too large for what it says")]
    TooLarge,
    #[error("a list of {count} entries can't fit in what is left, which is {left} bytes long")]
    Count { count: u64, left: usize },
    #[error("a text is not valid UTF-8")]
    Utf8,
    #[error("there is no {what} with number {number}")]
    Unknown { what: &'static str, number: u64 },
    #[error("the section stands out of order or twice")]
    SectionOrder,
    #[error("the section is empty and should be left out")]
    Empty,
    #[error("the section goes on after its contents; bytes left over: {0}")]
    LeftOver(usize),
    #[error("the file goes on after its end mark; bytes left over: {0}")]
    AfterEnd(usize),
    #[error("an instruction has a shorter form")]
    ShortForm,
    #[error("the list ends in entries that say nothing and should be left out")]
    EmptyTail,
    #[error("a jump leads to before the function's first block")]
    Target,
    #[error("a name is not cut into words as it should be")]
    Words,
    #[error("debug information does not fit the module")]
    Debug,
}

pub(crate) type Read<T> = Result<T, Box<ReadError>>;

/// A section as it stands in a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Contents<'bytes> {
    pub section: Section,
    pub bytes: &'bytes [u8],
    /// Where they start in the file.
    pub offset: usize,
}

/// The sections of a file, without a look at what they hold.
pub fn sections(bytes: &[u8]) -> Result<Vec<Contents<'_>>, Box<ReadError>> {
    let mut reader = Reader::new(bytes);
    if reader.take(MAGIC.len()).ok() != Some(&MAGIC) {
        return reader.fail_at(0, Problem::NotAModule);
    }
    match reader.unsigned()? {
        1..=VERSION_NUMBER => {}
        0 => return reader.fail(Problem::NoVersion(0)),
        version => return reader.fail(Problem::TooNew(version)),
    }
    let mut found: Vec<Contents> = Vec::new();
    loop {
        let start = reader.offset();
        let code = reader.byte()?;
        if code == END {
            break;
        }
        let Some(section) = Section::ALL.into_iter().find(|section| *section as u8 == code) else {
            return reader.fail_at(start, Problem::Unknown { what: "section", number: u64::from(code) });
        };
        if found.last().is_some_and(|last| last.section >= section) {
            return reader.fail_at(start, Problem::SectionOrder).map_err(|error: Box<ReadError>| error.within(section));
        }
        let contents = reader.length(1).and_then(|length| {
            let offset = reader.offset();
            Ok(Contents { section, bytes: reader.take(length)?, offset })
        });
        found.push(contents.map_err(|error| error.within(section))?);
    }
    match reader.left() {
        0 => Ok(found),
        left => reader.fail(Problem::AfterEnd(left)),
    }
}

const VERSION_NUMBER: u64 = VERSION as u64;

/// A position in the bytes of a file or section.
pub(crate) struct Reader<'bytes> {
    bytes: &'bytes [u8],
    at: usize,
    /// Where `bytes` starts in the file.
    base: usize,
}

impl<'bytes> Reader<'bytes> {
    pub fn new(bytes: &'bytes [u8]) -> Self {
        Self { bytes, at: 0, base: 0 }
    }

    /// Where it stands in the file.
    pub fn offset(&self) -> usize {
        self.base + self.at
    }

    /// How many bytes follow.
    pub fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    #[inline(always)]
    pub fn byte(&mut self) -> Read<u8> {
        match self.bytes.get(self.at) {
            Some(byte) => {
                self.at += 1;
                Ok(*byte)
            }
            None => self.fail(Problem::Truncated),
        }
    }

    pub fn take(&mut self, length: usize) -> Read<&'bytes [u8]> {
        match self.bytes[self.at..].get(..length) {
            Some(bytes) => {
                self.at += length;
                Ok(bytes)
            }
            None => self.fail(Problem::Truncated),
        }
    }

    /// Reads the number of entries of a list, each of which takes at least so many bytes. That they can be there is
    /// checked, so memory for them may be allocated at once.
    pub fn length(&mut self, least: usize) -> Read<usize> {
        let start = self.offset();
        let count = self.unsigned()?;
        let left = self.left();
        match usize::try_from(count) {
            Ok(length) if length <= left / least => Ok(length),
            _ => self.fail_at(start, Problem::Count { count, left }),
        }
    }

    pub fn list<T: Wire>(&mut self) -> Read<Vec<T>> {
        let length = self.length(T::LEAST)?;
        let mut entries = Vec::with_capacity(length);
        for _ in 0..length {
            entries.push(T::read(self)?);
        }
        Ok(entries)
    }

    /// An error at the byte that would be read next.
    #[cold]
    #[inline(never)]
    pub fn fail<T>(&self, problem: Problem) -> Read<T> {
        self.fail_at(self.offset(), problem)
    }

    #[cold]
    #[inline(never)]
    pub fn fail_at<T>(&self, offset: usize, problem: Problem) -> Read<T> {
        Err(Box::new(ReadError { problem, offset, section: None }))
    }

    fn section(&mut self, section: Section, module: &mut Module) -> Read<()> {
        match section {
            Section::Types => self.fill(&mut module.types)?,
            Section::Implementations => self.fill(&mut module.implementations)?,
            Section::Imports => self.fill(&mut module.imports)?,
            Section::Functions => self.fill(&mut module.functions)?,
            Section::Globals => self.fill(&mut module.globals)?,
            Section::Constants => self.fill(&mut module.constants)?,
            Section::Exports => self.fill(&mut module.exports)?,
            Section::Start => {
                let mut start: Vec<FunctionId> = Vec::new();
                self.fill(&mut start)?;
                match start[..] {
                    [function] => module.start = Some(function),
                    _ => return self.fail(Problem::TooLarge),
                }
            }
            Section::SystemCalls => self.fill(&mut module.system_calls)?,
            Section::Debug => module.debug = self.debug(module)?,
            Section::Custom => self.fill(&mut module.custom)?,
        }
        match self.left() {
            0 => Ok(()),
            left => self.fail(Problem::LeftOver(left)),
        }
    }

    /// Reads the one list of a section.
    fn fill<T: Wire>(&mut self, entries: &mut Vec<T>) -> Read<()> {
        *entries = self.list()?;
        if entries.is_empty() {
            return self.fail(Problem::Empty);
        }
        Ok(())
    }
}
