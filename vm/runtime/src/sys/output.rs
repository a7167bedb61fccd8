//! Writing whole strings, which is how a guest prints. What goes to standard output is gathered, since printing line by
//! line would otherwise cost a call of the host's system for each line; a person at a terminal sees every string at once.
#![forbid(unsafe_code)]

use super::streams::Stream;
use super::{Answer, Errno, Failure, Gate};

/// So many bytes are passed on together.
const GATHERED: usize = 64 * 1024;

impl Gate {
    /// Writes a whole string and gives its length.
    pub(super) fn write_string(&mut self, handle: i64, text: &str) -> Answer {
        let bytes = text.as_bytes();
        if handle == Stream::Output as i64 {
            self.admit(Stream::Output, bytes.len())?;
            self.output.count(bytes.len() as u64);
            self.gathered.extend_from_slice(bytes);
            let seen = self.streams.as_ref().is_some_and(|streams| streams.is_terminal(Stream::Output));
            if seen || self.gathered.len() >= GATHERED {
                self.pass_on()?;
            }
        } else {
            let mut rest = bytes;
            while !rest.is_empty() {
                let count = self.write(handle, rest)?;
                rest = usize::try_from(count).ok().and_then(|count| rest.get(count..)).unwrap_or_default();
                if count == 0 {
                    return Err(Errno::EIO.into());
                }
            }
        }
        Ok(bytes.len() as u64)
    }

    /// Passes on what was gathered. What can't be written is dropped: it would fail again.
    pub(super) fn pass_on(&mut self) -> Result<(), Failure> {
        let mut gathered = std::mem::take(&mut self.gathered);
        let result = self.write_all(&gathered);
        // The buffer itself is worth keeping.
        gathered.clear();
        self.gathered = gathered;
        result
    }

    /// Passes on what is still gathered when a run ends, however it ends.
    pub fn finish(&mut self) -> Result<(), Errno> {
        self.pass_on().map_err(|failure| match failure {
            Failure::Refused(refusal) => refusal.errno,
            Failure::Ended(_) => Errno::EIO,
        })
    }

    fn write_all(&mut self, mut bytes: &[u8]) -> Result<(), Failure> {
        while !bytes.is_empty() {
            match self.put(Stream::Output, bytes)? {
                0 => return Err(Errno::EIO.into()),
                count => bytes = bytes.get(count..).unwrap_or_default(),
            }
        }
        Ok(())
    }
}
