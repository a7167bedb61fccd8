//! Calls on paths: describing, listing, making, moving and removing.
#![forbid(unsafe_code)]

use super::files::retry;
use super::handles::{Open, OpenDirectory};
use super::metadata::{self, Description};
use super::mounts::{Access, Last, Location};
use super::{Answer, Errno, Failure, Gate};
use cap_std::fs::{DirBuilder, DirEntry, FileType};
use std::path::PathBuf;

impl Gate {
    pub(super) fn stat(&self, path: &str, last: Last) -> Result<Description, Failure> {
        let place = self.mounts.locate(path, Access::Read, last, "looking at")?;
        let metadata = place.attempt(|directory, way| match last {
            Last::Follow => directory.metadata(way),
            Last::Keep => directory.symlink_metadata(way),
        })?;
        Ok(metadata::describe(&metadata))
    }

    pub(super) fn mkdir(&self, path: &str, mode: i64) -> Answer {
        let place = self.mounts.locate(path, Access::Write, Last::Keep, "making the directory")?;
        if place.is_root() {
            return Err(Errno::EEXIST.into());
        }
        place.attempt(|directory, way| directory.create_dir_with(way, &builder(mode)))?;
        Ok(0)
    }

    pub(super) fn rmdir(&self, path: &str) -> Answer {
        let place = self.removable(path, "removing")?;
        place.attempt(|directory, way| directory.remove_dir(way))?;
        Ok(0)
    }

    pub(super) fn unlink(&self, path: &str) -> Answer {
        let place = self.removable(path, "removing")?;
        place.attempt(|directory, way| directory.remove_file(way))?;
        Ok(0)
    }

    /// Both ends must be writable: what is moved away is changed too.
    pub(super) fn rename(&self, from: &str, to: &str) -> Answer {
        let (from, to) = (self.removable(from, "moving")?, self.removable(to, "moving a file to")?);
        from.attempt(|directory, way| directory.rename(way, to.directory, to.way()))?;
        Ok(0)
    }

    pub(super) fn readlink(&self, path: &str) -> Result<PathBuf, Failure> {
        let place = self.mounts.locate(path, Access::Read, Last::Keep, "looking at")?;
        Ok(place.attempt(|directory, way| directory.read_link_contents(way))?)
    }

    /// A place whose name may be taken away. A granted directory's own name is the host's.
    fn removable(&self, path: &str, wanted: &str) -> Result<Location<'_>, Failure> {
        let place = self.mounts.locate(path, Access::Write, Last::Keep, wanted)?;
        if place.is_root() { Err(Errno::EBUSY.into()) } else { Ok(place) }
    }

    /// Fills the buffer with as many entries as it holds; the one that doesn't fit comes first the next time.
    pub(super) fn readdir(&mut self, handle: i64, buffer: &mut [u8]) -> Answer {
        let Open::Directory(open) = self.handles.get(handle)? else { return Err(Errno::ENOTDIR.into()) };
        let mut filled = 0;
        while let Some(entry) = open.next()? {
            let room = buffer.get_mut(filled..).unwrap_or_default();
            match encode(&entry, room) {
                Some(length) => filled += length,
                None => {
                    open.pending = Some(entry);
                    return if filled > 0 { Ok(filled as u64) } else { Err(Errno::EINVAL.into()) };
                }
            }
        }
        Ok(filled as u64)
    }
}

impl OpenDirectory {
    /// The next entry, none at the end.
    fn next(&mut self) -> Result<Option<DirEntry>, Errno> {
        if let Some(entry) = self.pending.take() {
            return Ok(Some(entry));
        }
        let entries = match &mut self.entries {
            Some(entries) => entries,
            None => self.entries.insert(retry(|| self.directory.entries())?),
        };
        retry(|| entries.next().transpose())
    }
}

/// Writes kind, name and a zero byte, if there is room for them, and gives their length.
fn encode(entry: &DirEntry, room: &mut [u8]) -> Option<usize> {
    let kind = entry.file_type().map_or(b'o', letter);
    let name = entry.file_name();
    let bytes = [kind].into_iter().chain(name.as_encoded_bytes().iter().copied()).chain([0]);
    let length = name.as_encoded_bytes().len() + 2;
    room.get_mut(..length)?.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
    Some(length)
}

fn letter(kind: FileType) -> u8 {
    match kind {
        kind if kind.is_file() => b'f',
        kind if kind.is_dir() => b'd',
        kind if kind.is_symlink() => b'l',
        _ => b'o',
    }
}

#[cfg(unix)]
fn builder(mode: i64) -> DirBuilder {
    use cap_std::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode((mode & 0o777) as u32);
    builder
}

#[cfg(not(unix))]
fn builder(_: i64) -> DirBuilder {
    DirBuilder::new()
}
