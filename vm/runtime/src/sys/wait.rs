//! Waiting for a stream. A call that would block first waits here until it need not, and looks meanwhile whether the guest
//! has been stopped or its time is over.
#![forbid(unsafe_code)]

use super::streams::Stream;
use super::{Errno, Failure, Gate};
use crate::trap::Trap;
use std::io::ErrorKind;
use std::time::Duration;

/// The longest time between two looks whether the guest should stop.
pub const NAP: Duration = Duration::from_millis(5);

/// Looks whether the guest may go on.
pub type Poll<'a> = &'a dyn Fn() -> Result<(), Trap>;

impl Gate {
    /// Waits until the stream need not be waited for, as long as `poll` has nothing against it.
    pub(super) fn await_stream(&mut self, stream: Stream, poll: Poll) -> Result<(), Failure> {
        let streams = self.streams(stream)?;
        let mut patience = Duration::ZERO;
        loop {
            match streams.ready(stream, patience) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Errno::from_host(&error).into()),
            }
            poll()?;
            patience = NAP;
        }
    }
}
