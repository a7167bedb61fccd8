//! Writing whole strings, which is how a guest prints. What goes to standard output is gathered, since printing line by
//! line would otherwise cost a call of the host's system for each line; a person at a terminal sees every string at once.
#![forbid(unsafe_code)]

use super::streams::Stream;
use super::wait::Poll;
use super::{Answer, Ended, Errno, Failure, Gate};
use crate::trap::Trap;

/// So many bytes are passed on together. A longer string is passed on by itself, so the host never holds more for a guest.
const GATHERED: usize = 64 * 1024;

impl Gate {
    /// Writes a whole string and gives its length.
    pub(super) fn write_string(&mut self, handle: i64, text: &str, poll: Poll) -> Answer {
        let bytes = text.as_bytes();
        if handle == Stream::Output as i64 {
            self.admit(Stream::Output, bytes.len())?;
            self.output.count(bytes.len() as u64);
            if self.gathered.len() + bytes.len() > GATHERED {
                self.pass_on(poll)?;
            }
            let seen = self.streams.as_ref().is_some_and(|streams| streams.is_terminal(Stream::Output));
            if seen || bytes.len() > GATHERED {
                self.write_all(bytes, poll)?;
            } else {
                self.gathered.extend_from_slice(bytes);
            }
        } else {
            let mut rest = bytes;
            while !rest.is_empty() {
                let count = self.write(handle, rest, poll)?;
                rest = usize::try_from(count).ok().and_then(|count| rest.get(count..)).unwrap_or_default();
                if count == 0 {
                    return Err(Errno::EIO.into());
                }
            }
        }
        Ok(bytes.len() as u64)
    }

    /// Passes on what was gathered. What can't be written is dropped: it would fail again.
    pub(super) fn pass_on(&mut self, poll: Poll) -> Result<(), Failure> {
        let mut gathered = std::mem::take(&mut self.gathered);
        let result = self.write_all(&gathered, poll);
        // The buffer itself is worth keeping.
        gathered.clear();
        self.gathered = gathered;
        result
    }

    /// Passes on what is still gathered when a run ends, however it ends; a reader who doesn't read is waited for as long
    /// as `poll` allows.
    pub fn finish(&mut self, poll: Poll) -> Result<(), Unwritten> {
        self.pass_on(poll).map_err(|failure| match failure {
            Failure::Refused(refusal) => Unwritten::Failed(refusal.errno),
            Failure::Ended(Ended::Trap(trap)) => Unwritten::Stopped(trap),
            Failure::Ended(Ended::Exit(_)) => Unwritten::Failed(Errno::EIO),
        })
    }

    fn write_all(&mut self, mut bytes: &[u8], poll: Poll) -> Result<(), Failure> {
        while !bytes.is_empty() {
            match self.put(Stream::Output, bytes, poll)? {
                0 => return Err(Errno::EIO.into()),
                count => bytes = bytes.get(count..).unwrap_or_default(),
            }
        }
        Ok(())
    }
}

/// Why what a guest printed can't be passed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unwritten {
    /// The stream refuses.
    Failed(Errno),
    /// The guest may not wait any longer.
    Stopped(Trap),
}
