//! A guest's table of open files and directories. A handle is an index into it, so a guest can't name what it was not
//! given; 0, 1 and 2 are the streams and never stand here.
#![forbid(unsafe_code)]

use super::errno::Errno;
use cap_std::fs::{Dir, DirEntry, File, ReadDir};

/// The first handle that isn't a stream.
const FIRST: usize = 3;

/// What a handle refers to.
#[derive(Debug)]
pub enum Open {
    File(OpenFile),
    Directory(OpenDirectory),
}

/// A regular file, with what it was opened for.
#[derive(Debug)]
pub struct OpenFile {
    pub file: File,
    pub readable: bool,
    pub writable: bool,
}

/// A directory, with how far it was listed.
#[derive(Debug)]
pub struct OpenDirectory {
    pub directory: Dir,
    /// None before the first entry is asked for.
    pub entries: Option<ReadDir>,
    /// An entry that found no room in the buffer.
    pub pending: Option<DirEntry>,
}

/// The table.
#[derive(Debug)]
pub struct Handles {
    open: Vec<Option<Open>>,
    limit: usize,
}

impl Handles {
    /// A table for at most `limit` open files and directories.
    pub fn new(limit: usize) -> Self {
        Self { open: Vec::new(), limit }
    }

    /// The lowest handle that is free, or `EMFILE`. To be asked before anything is opened or created for it.
    pub fn vacancy(&self) -> Result<Vacancy, Errno> {
        let place = self.open.iter().position(Option::is_none).unwrap_or(self.open.len());
        if place < self.limit { Ok(Vacancy(place)) } else { Err(Errno::EMFILE) }
    }

    /// Fills a place and gives its handle.
    pub fn insert(&mut self, Vacancy(place): Vacancy, open: Open) -> u64 {
        if place >= self.open.len() {
            self.open.resize_with(place + 1, || None);
        }
        self.open[place] = Some(open);
        (place + FIRST) as u64
    }

    /// What `handle` refers to, or `EBADF`.
    pub fn get(&mut self, handle: i64) -> Result<&mut Open, Errno> {
        self.place(handle).and_then(Option::as_mut).ok_or(Errno::EBADF)
    }

    /// The file that `handle` refers to: `EBADF` when there is none, `EISDIR` when it is a directory.
    pub fn file(&mut self, handle: i64) -> Result<&mut OpenFile, Errno> {
        match self.get(handle)? {
            Open::File(file) => Ok(file),
            Open::Directory(_) => Err(Errno::EISDIR),
        }
    }

    /// Takes what `handle` refers to out of the table, or `EBADF`.
    pub fn remove(&mut self, handle: i64) -> Result<Open, Errno> {
        self.place(handle).and_then(Option::take).ok_or(Errno::EBADF)
    }

    fn place(&mut self, handle: i64) -> Option<&mut Option<Open>> {
        let index = usize::try_from(handle).ok()?.checked_sub(FIRST)?;
        self.open.get_mut(index)
    }
}

/// A free place of the table.
#[derive(Debug)]
pub struct Vacancy(usize);
