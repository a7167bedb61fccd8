//! What a running program may take.

use std::time::Duration;

use pvm_runtime::interpreter::Allowance;

/// Limits of one [`crate::Vm`]. The defaults are generous for a script: 1 GiB of memory, 8 MiB of it for calls, and no
/// limit on fuel, time or output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    pub(crate) fuel: Option<u64>,
    pub(crate) time: Option<Duration>,
    pub(crate) memory: u64,
    pub(crate) stack: u64,
    pub(crate) output: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { fuel: None, time: None, memory: 1 << 30, stack: 8 << 20, output: None }
    }
}

impl Limits {
    pub(crate) fn allowance(&self) -> Allowance {
        Allowance { fuel: self.fuel, time: self.time }
    }

    /// Instructions, and what library calls cost beyond them.
    pub fn fuel(self, units: u64) -> Self {
        Self { fuel: Some(units), ..self }
    }

    /// Time on the clock, from the start of each call into the program.
    pub fn time(self, time: Duration) -> Self {
        Self { time: Some(time), ..self }
    }

    /// Bytes of all that the program causes: heap, stack, what the host holds for it.
    pub fn memory_bytes(self, bytes: u64) -> Self {
        Self { memory: bytes, ..self }
    }

    /// The same in MiB.
    pub fn memory_mb(self, mebibytes: u64) -> Self {
        self.memory_bytes(mebibytes.saturating_mul(1 << 20))
    }

    /// Bytes of memory that calls may take; at most a quarter of the whole is used.
    pub fn stack_bytes(self, bytes: u64) -> Self {
        Self { stack: bytes, ..self }
    }

    /// Bytes that may be written to standard output and error.
    pub fn output_bytes(self, bytes: u64) -> Self {
        Self { output: Some(bytes), ..self }
    }
}
