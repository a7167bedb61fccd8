//! The two clocks, and waiting.
#![forbid(unsafe_code)]

use super::wait::{NAP, Poll};
use super::{Answer, Errno};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A guest's clocks.
#[derive(Debug)]
pub struct Clock {
    /// Whether the guest may know the time of day.
    pub wall: bool,
    start: Instant,
}

impl Clock {
    pub fn new(wall: bool) -> Self {
        Self { wall, start: Instant::now() }
    }

    /// Nanoseconds since the start of 1970.
    pub fn wall(&self) -> Answer {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| Errno::EOVERFLOW)?;
        nanoseconds(since)
    }

    /// Nanoseconds since the guest's start.
    pub fn monotonic(&self) -> Answer {
        nanoseconds(self.start.elapsed())
    }

    /// Waits for so many nanoseconds, as long as `poll` has nothing against it.
    pub fn sleep(&self, nanoseconds: i64, poll: Poll) -> Answer {
        let time = Duration::from_nanos(u64::try_from(nanoseconds).map_err(|_| Errno::EINVAL)?);
        let start = Instant::now();
        loop {
            poll()?;
            match time.saturating_sub(start.elapsed()) {
                Duration::ZERO => return Ok(0),
                rest => thread::sleep(rest.min(NAP)),
            }
        }
    }
}

fn nanoseconds(time: Duration) -> Answer {
    let nanoseconds = i64::try_from(time.as_nanos()).map_err(|_| Errno::EOVERFLOW)?;
    u64::try_from(nanoseconds).map_err(|_| Errno::EOVERFLOW.into())
}
