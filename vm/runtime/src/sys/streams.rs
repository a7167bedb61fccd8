//! Where standard input, output and error lead: a small trait, so that embedders and tests can put anything in the place
//! of the host's own.
#![forbid(unsafe_code)]

mod host;

pub use host::HostStreams;

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// One of the three streams; as a number it is the guest's handle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stream {
    Input = 0,
    Output = 1,
    Error = 2,
}

impl Stream {
    /// The stream with this handle, if it is one.
    pub fn from_handle(handle: i64) -> Option<Self> {
        match handle {
            0 => Some(Self::Input),
            1 => Some(Self::Output),
            2 => Some(Self::Error),
            _ => None,
        }
    }

    /// What a person calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Input => "standard input",
            Self::Output => "standard output",
            Self::Error => "standard error",
        }
    }
}

/// The other end of a guest's streams. Nothing here needs to buffer: the guest's library does. An operation that gives
/// [`io::ErrorKind::Interrupted`] is done again.
pub trait Streams: Send {
    /// Takes some bytes of standard input; 0 at its end.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;

    /// Accepts some bytes for standard output or error and tells how many.
    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<usize>;

    /// Whether a person sits at the other end.
    fn is_terminal(&self, stream: Stream) -> bool {
        let _ = stream;
        false
    }

    /// Waits until the next operation on the stream need not wait, at most so long, and tells whether it is so. Streams
    /// that can't know say yes; a guest that then blocks there can't be stopped.
    fn ready(&mut self, stream: Stream, patience: Duration) -> io::Result<bool> {
        let _ = (stream, patience);
        Ok(true)
    }
}

/// Streams in memory: the input is given, the output is kept. Clones share both, so whoever keeps one can read what the
/// guest that was given the other has written.
#[derive(Clone, Default, Debug)]
pub struct MemoryStreams {
    shared: Arc<Mutex<Memory>>,
}

#[derive(Default, Debug)]
struct Memory {
    input: Vec<u8>,
    taken: usize,
    output: Vec<u8>,
    error: Vec<u8>,
}

impl MemoryStreams {
    /// Streams whose input is `input`.
    pub fn new(input: impl Into<Vec<u8>>) -> Self {
        let memory = Memory { input: input.into(), ..Memory::default() };
        Self { shared: Arc::new(Mutex::new(memory)) }
    }

    /// What was written to standard output so far.
    pub fn output(&self) -> Vec<u8> {
        self.with(|memory| memory.output.clone())
    }

    /// What was written to standard error so far.
    pub fn error(&self) -> Vec<u8> {
        self.with(|memory| memory.error.clone())
    }

    /// What was written to standard output since this was last asked. It is not kept, so that a guest may write for as long
    /// as it likes.
    pub fn take_output(&self) -> Vec<u8> {
        self.with(|memory| std::mem::take(&mut memory.output))
    }

    /// What was written to standard error since this was last asked. It is not kept either.
    pub fn take_error(&self) -> Vec<u8> {
        self.with(|memory| std::mem::take(&mut memory.error))
    }

    /// A panic of another holder can't leave the buffers half changed, so a poisoned lock is as good as any.
    fn with<T>(&self, use_it: impl FnOnce(&mut Memory) -> T) -> T {
        use_it(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Streams for MemoryStreams {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.with(|memory| {
            let count = memory.input.get(memory.taken..).unwrap_or_default().read(buffer)?;
            memory.taken += count;
            Ok(count)
        })
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) -> io::Result<usize> {
        self.with(|memory| {
            let to = if stream == Stream::Error { &mut memory.error } else { &mut memory.output };
            to.extend_from_slice(bytes);
            Ok(bytes.len())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_streams_give_their_input_and_keep_the_output() {
        let kept = MemoryStreams::new("abc");
        let mut given = kept.clone();
        let mut buffer = [0; 2];
        assert_eq!(given.read(&mut buffer).ok(), Some(2));
        assert_eq!(given.read(&mut buffer).ok(), Some(1));
        assert_eq!(given.read(&mut buffer).ok(), Some(0));
        assert_eq!(given.write(Stream::Output, b"one").ok(), Some(3));
        assert_eq!(given.write(Stream::Error, b"two").ok(), Some(3));
        assert_eq!((kept.output(), kept.error()), (b"one".to_vec(), b"two".to_vec()));
    }
}
