//! Calls on handles: streams and regular files. Nothing is buffered here; the guest's library does that.
#![forbid(unsafe_code)]

use super::denial::Denial;
use super::handles::{Open, OpenDirectory, OpenFile};
use super::metadata::{self, Description};
use super::mounts::{Access, Last, Refusal};
use super::streams::{Stream, Streams};
use super::wait::Poll;
use super::{Answer, Errno, Failure, Gate};
use crate::trap::Trap;
use cap_std::fs::OpenOptions;
use pvm_bytecode::TrapKind;
use pvm_bytecode::syscall::open_flag;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Does an operation again as long as a signal interrupts it.
pub(super) fn retry<T>(mut operation: impl FnMut() -> io::Result<T>) -> Result<T, Errno> {
    loop {
        match operation() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result.map_err(|error| Errno::from_host(&error)),
        }
    }
}

impl Gate {
    pub(super) fn open_path(&mut self, path: &str, flags: i64, mode: i64) -> Answer {
        let flags = Flags::parse(flags)?;
        let vacancy = self.handles.vacancy()?;
        let access = if flags.has(open_flag::WRITE) { Access::Write } else { Access::Read };
        let wanted = if flags.has(open_flag::WRITE) { "writing" } else { "reading" };
        let last = if flags.has(open_flag::EXCLUSIVE) { Last::Keep } else { Last::Follow };
        let place = self.mounts.locate(path, access, last, wanted)?;
        if flags.has(open_flag::DIRECTORY) {
            let directory = place.attempt(|directory, way| directory.open_dir(way))?;
            let open = Open::Directory(OpenDirectory { directory, entries: None, pending: None });
            return Ok(self.handles.insert(vacancy, open));
        }
        // Opening a device or a pipe can wait for ever or have effects of its own, so the kind is looked at before, and
        // again afterwards in case somebody has exchanged the file.
        match place.attempt(|directory, way| directory.metadata(way)) {
            Ok(metadata) => openable(metadata.file_type())?,
            Err(refusal) if refusal.errno == Errno::ENOENT => {}
            Err(refusal) => return Err(refusal.into()),
        }
        let file = place.attempt(|directory, way| directory.open_with(way, &flags.options(mode)))?;
        openable(retry(|| file.metadata())?.file_type())?;
        let open = OpenFile { file, readable: flags.has(open_flag::READ), writable: flags.has(open_flag::WRITE) };
        Ok(self.handles.insert(vacancy, Open::File(open)))
    }

    pub(super) fn close(&mut self, handle: i64) -> Answer {
        if Stream::from_handle(handle).is_some() {
            return Ok(0);
        }
        self.handles.remove(handle)?;
        Ok(0)
    }

    /// Has standard input ready, if that is what will be read; a person sees the question before the answer is awaited.
    pub(super) fn before_read(&mut self, handle: i64, poll: Poll) -> Result<(), Failure> {
        match Stream::from_handle(handle) {
            Some(Stream::Input) => {
                self.pass_on(poll)?;
                self.await_stream(Stream::Input, poll)
            }
            _ => Ok(()),
        }
    }

    pub(super) fn read(&mut self, handle: i64, buffer: &mut [u8]) -> Answer {
        let count = match Stream::from_handle(handle) {
            Some(Stream::Input) => {
                let streams = self.streams(Stream::Input)?;
                retry(|| streams.read(buffer))?
            }
            Some(_) => return Err(Errno::EBADF.into()),
            None => {
                let open = self.handles.file(handle)?;
                if !open.readable {
                    return Err(Errno::EBADF.into());
                }
                retry(|| open.file.read(buffer))?
            }
        };
        // An embedder's stream could claim more than it was asked for.
        Ok(count.min(buffer.len()) as u64)
    }

    pub(super) fn write(&mut self, handle: i64, bytes: &[u8], poll: Poll) -> Answer {
        match Stream::from_handle(handle) {
            Some(Stream::Input) => Err(Errno::EBADF.into()),
            Some(stream) => self.write_stream(stream, bytes, poll),
            None => self.write_file(handle, bytes),
        }
    }

    /// What was gathered for standard output comes first, so that all streams tell one story.
    fn write_stream(&mut self, stream: Stream, bytes: &[u8], poll: Poll) -> Answer {
        self.admit(stream, bytes.len())?;
        self.pass_on(poll)?;
        let count = self.put(stream, bytes, poll)? as u64;
        self.output.count(count);
        Ok(count)
    }

    /// Makes sure that the stream is granted and that so many bytes more are within the output limit.
    pub(super) fn admit(&mut self, stream: Stream, count: usize) -> Result<(), Failure> {
        self.streams(stream)?;
        if self.output.allows(count as u64) {
            return Ok(());
        }
        let (quota, total) = (self.output.quota, self.output.used.saturating_add(count as u64));
        let message = format!("the guest may write {quota} bytes and wanted to write {total}");
        Err(Trap::new(TrapKind::OutputLimit, message).into())
    }

    /// Gives bytes to a stream; it may accept only some, but never more.
    pub(super) fn put(&mut self, stream: Stream, bytes: &[u8], poll: Poll) -> Result<usize, Failure> {
        self.await_stream(stream, poll)?;
        let streams = self.streams(stream)?;
        Ok(retry(|| streams.write(stream, bytes))?.min(bytes.len()))
    }

    fn write_file(&mut self, handle: i64, bytes: &[u8]) -> Answer {
        let open = self.handles.file(handle)?;
        if !open.writable {
            return Err(Errno::EBADF.into());
        }
        if !self.disk.allows(bytes.len() as u64) {
            return Err(over_quota(self.disk.quota, "writing to files").into());
        }
        let count = retry(|| open.file.write(bytes))? as u64;
        self.disk.count(count);
        Ok(count)
    }

    pub(super) fn seek(&mut self, handle: i64, offset: i64, origin: i64) -> Answer {
        if Stream::from_handle(handle).is_some() {
            return Err(Errno::ESPIPE.into());
        }
        let position = match origin {
            0 => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::EINVAL)?),
            1 => SeekFrom::Current(offset),
            2 => SeekFrom::End(offset),
            _ => return Err(Errno::EINVAL.into()),
        };
        match self.handles.get(handle)? {
            Open::File(open) => Ok(retry(|| open.file.seek(position))?),
            Open::Directory(directory) if position == SeekFrom::Start(0) => {
                (directory.entries, directory.pending) = (None, None);
                Ok(0)
            }
            Open::Directory(_) => Err(Errno::EINVAL.into()),
        }
    }

    pub(super) fn truncate(&mut self, handle: i64, size: i64) -> Answer {
        let size = u64::try_from(size).map_err(|_| Errno::EINVAL)?;
        let open = self.handles.file(handle)?;
        if !open.writable {
            return Err(Errno::EINVAL.into());
        }
        let growth = size.saturating_sub(retry(|| open.file.metadata())?.len());
        if !self.disk.allows(growth) {
            return Err(over_quota(self.disk.quota, "extending a file").into());
        }
        retry(|| open.file.set_len(size))?;
        self.disk.count(growth);
        Ok(0)
    }

    pub(super) fn sync(&mut self, handle: i64) -> Answer {
        if Stream::from_handle(handle).is_some() {
            return Err(Errno::EINVAL.into());
        }
        let open = self.handles.file(handle)?;
        retry(|| open.file.sync_all())?;
        Ok(0)
    }

    pub(super) fn fstat(&mut self, handle: i64) -> Result<Description, Failure> {
        if Stream::from_handle(handle).is_some() {
            return Ok(metadata::describe_stream());
        }
        let metadata = match self.handles.get(handle)? {
            Open::File(open) => retry(|| open.file.metadata())?,
            Open::Directory(open) => retry(|| open.directory.dir_metadata())?,
        };
        Ok(metadata::describe(&metadata))
    }

    /// The streams, if they are granted.
    pub(super) fn streams(&mut self, stream: Stream) -> Result<&mut dyn Streams, Refusal> {
        match &mut self.streams {
            Some(streams) => Ok(streams.as_mut()),
            None => {
                let denial = Denial::grant(format!("using {}", stream.name()), "Grant::Streams");
                Err(Refusal { errno: Errno::EPERM, denial: Some(denial) })
            }
        }
    }
}

/// Only regular files can be opened as files.
fn openable(kind: cap_std::fs::FileType) -> Result<(), Errno> {
    match kind {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(Errno::EISDIR),
        _ => Err(Errno::EOPNOTSUPP),
    }
}

fn over_quota(quota: u64, wanted: &'static str) -> Refusal {
    Refusal { errno: Errno::EDQUOT, denial: Some(Denial::Quota { wanted, quota, unit: "bytes" }) }
}

/// The flags of `open`, known to make sense together.
#[derive(Clone, Copy)]
struct Flags(i64);

impl Flags {
    fn parse(bits: i64) -> Result<Self, Errno> {
        let flags = Self(bits);
        let known = bits & !open_flag::ALL == 0;
        let some_access = flags.has(open_flag::READ) || flags.has(open_flag::WRITE);
        let changes = open_flag::CREATE | open_flag::EXCLUSIVE | open_flag::TRUNCATE | open_flag::APPEND;
        let may_change = flags.has(open_flag::WRITE) || bits & changes == 0;
        let exclusive = flags.has(open_flag::CREATE) || !flags.has(open_flag::EXCLUSIVE);
        let directory = !flags.has(open_flag::DIRECTORY) || bits == open_flag::DIRECTORY | open_flag::READ;
        if known && some_access && may_change && exclusive && directory { Ok(flags) } else { Err(Errno::EINVAL) }
    }

    fn has(self, bit: i64) -> bool {
        self.0 & bit != 0
    }

    fn options(self, mode: i64) -> OpenOptions {
        let mut options = OpenOptions::new();
        options
            .read(self.has(open_flag::READ))
            .write(self.has(open_flag::WRITE))
            .append(self.has(open_flag::APPEND))
            .truncate(self.has(open_flag::TRUNCATE))
            .create(self.has(open_flag::CREATE))
            .create_new(self.has(open_flag::EXCLUSIVE));
        set_mode(&mut options, mode);
        options
    }
}

/// Permission bits beyond the nine of POSIX are left out: a guest makes no set-user-id programs.
#[cfg(unix)]
fn set_mode(options: &mut OpenOptions, mode: i64) {
    use cap_std::fs::OpenOptionsExt;
    options.mode((mode & 0o777) as u32);
}

#[cfg(not(unix))]
fn set_mode(_: &mut OpenOptions, _: i64) {}
