//! The streams of the host's own process.
#![forbid(unsafe_code)]

use super::{Stream, Streams};
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::sync::OnceLock;
use std::time::Duration;

/// The streams of the host's own process, unbuffered.
#[derive(Clone, Copy, Default, Debug)]
pub struct HostStreams;

impl Streams for HostStreams {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&host_stream(Stream::Input)?.file).read(buffer)
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<usize> {
        let HostStream { file, portion } = host_stream(stream)?;
        (&mut &*file).write(&bytes[..bytes.len().min(*portion)])
    }

    fn is_terminal(&self, stream: Stream) -> bool {
        match stream {
            Stream::Input => io::stdin().is_terminal(),
            Stream::Output => io::stdout().is_terminal(),
            Stream::Error => io::stderr().is_terminal(),
        }
    }

    fn ready(&mut self, stream: Stream, patience: Duration) -> io::Result<bool> {
        system::ready(stream, &host_stream(stream)?.file, patience)
    }
}

/// A stream as a file without the buffer that `std` puts before it.
struct HostStream {
    file: File,
    /// The most that is written at once, so that a stream which is ready takes it without waiting.
    portion: usize,
}

/// Each stream is duplicated once for the whole process, however many guests there are.
fn host_stream(stream: Stream) -> io::Result<&'static HostStream> {
    static STREAMS: [OnceLock<HostStream>; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let place = &STREAMS[stream as usize];
    match place.get() {
        Some(stream) => Ok(stream),
        None => {
            let file = system::duplicate(stream)?;
            let regular = file.metadata().is_ok_and(|metadata| metadata.is_file());
            let portion = if regular { usize::MAX } else { system::PORTION };
            Ok(place.get_or_init(|| HostStream { file, portion }))
        }
    }
}

#[cfg(unix)]
mod system {
    use super::*;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::os::fd::AsFd;

    /// A pipe that is ready has room for so many bytes.
    pub const PORTION: usize = rustix::pipe::PIPE_BUF;

    pub fn duplicate(stream: Stream) -> io::Result<File> {
        let owned = match stream {
            Stream::Input => io::stdin().as_fd().try_clone_to_owned(),
            Stream::Output => io::stdout().as_fd().try_clone_to_owned(),
            Stream::Error => io::stderr().as_fd().try_clone_to_owned(),
        };
        owned.map(File::from)
    }

    /// A stream whose other end is gone, or which can't be asked, is ready too: the operation then tells why.
    pub fn ready(stream: Stream, file: &File, patience: Duration) -> io::Result<bool> {
        let wanted = if stream == Stream::Input { PollFlags::IN } else { PollFlags::OUT };
        let patience = Timespec { tv_sec: patience.as_secs() as _, tv_nsec: patience.subsec_nanos().into() };
        Ok(poll(&mut [PollFd::new(file, wanted)], Some(&patience))? > 0)
    }
}

/// Where the system can't be asked, operations wait for as long as it takes.
#[cfg(not(unix))]
mod system {
    use super::*;

    pub const PORTION: usize = usize::MAX;

    #[cfg(windows)]
    pub fn duplicate(stream: Stream) -> io::Result<File> {
        use std::os::windows::io::AsHandle;
        let owned = match stream {
            Stream::Input => io::stdin().as_handle().try_clone_to_owned(),
            Stream::Output => io::stdout().as_handle().try_clone_to_owned(),
            Stream::Error => io::stderr().as_handle().try_clone_to_owned(),
        };
        owned.map(File::from)
    }

    #[cfg(not(windows))]
    pub fn duplicate(_: Stream) -> io::Result<File> {
        Err(io::Error::from(io::ErrorKind::Unsupported))
    }

    pub fn ready(_: Stream, _: &File, _: Duration) -> io::Result<bool> {
        Ok(true)
    }
}
