//! What a guest can learn of itself: its number, its variables, its memory.
#![forbid(unsafe_code)]

use super::denial::Denial;
use super::mounts::Refusal;
use super::streams::Stream;
use super::{Answer, Errno, Gate};
use crate::call::MemoryInfo;
use std::sync::atomic::{AtomicU64, Ordering};

/// A number that no other guest of this host process has.
pub fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Gate {
    /// The value of a variable. One that is not granted is refused, whether the host has it or not.
    pub(super) fn getenv(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let value = self.variables.get(name).map(String::as_str);
        if value.is_none() && !name.is_empty() && !name.contains(['=', '\0']) {
            let denial = Denial::grant(format!("the environment variable {name}"), format!("--env {name}"));
            return Err(Refusal { errno: Errno::EACCES, denial: Some(denial) });
        }
        Ok(value)
    }

    /// All variables as `NAME=VALUE`.
    pub(super) fn environment(&self) -> Vec<String> {
        self.variables.iter().map(|(name, value)| format!("{name}={value}")).collect()
    }

    pub(super) fn memory_info(&self, which: i64, memory: MemoryInfo) -> Answer {
        match which {
            0 => Ok(memory.used),
            1 => Ok(memory.limit),
            2 => Ok(memory.collections),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    pub(super) fn isatty(&mut self, handle: i64) -> Answer {
        match (Stream::from_handle(handle), &self.streams) {
            (Some(stream), Some(streams)) => Ok(streams.is_terminal(stream).into()),
            (Some(_), None) => Ok(0),
            (None, _) => Ok(self.handles.get(handle).map(|_| 0)?),
        }
    }
}
