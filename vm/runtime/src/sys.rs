//! The gate: the one way from a guest to the world outside it. Every system call is associated with its guest by being
//! asked of that guest's own gate, checked against what was granted and the quotas, counted, traced if the host wants
//! it, and then carried out. Errors are numbers for the guest, never a panic of the host.
//!
//! Relies on `call` for the guest's memory and on `pvm_bytecode::syscall` for what there is to call.
#![forbid(unsafe_code)]

mod clock;
mod denial;
mod directories;
pub mod errno;
mod files;
mod grants;
mod handles;
mod metadata;
mod mounts;
mod output;
mod path;
mod process;
mod quotas;
mod random;
mod streams;
mod table;
mod trace;
mod wait;

#[cfg(test)]
mod tests;

pub use denial::Denial;
pub use errno::Errno;
pub use grants::{DirectoryGrant, Grant, GrantSyntax, Grants, RandomGrant};
pub use mounts::MountError;
pub use output::Unwritten;
pub use quotas::Quotas;
pub use streams::{HostStreams, MemoryStreams, Stream, Streams};
pub use trace::Tracer;

use crate::call::{Call, NULL};
use crate::trap::Trap;
use clock::Clock;
use handles::Handles;
use mounts::{Mounts, Refusal};
use pvm_bytecode::syscall::{self, Capability, SysCall};
use pvm_bytecode::{SysId, ValueType};
use quotas::Meter;
use random::Random;
use std::collections::BTreeMap;

/// What a guest has of the world outside it.
pub struct Gate {
    mounts: Mounts,
    handles: Handles,
    streams: Option<Box<dyn Streams>>,
    variables: BTreeMap<String, String>,
    arguments: Vec<String>,
    clock: Clock,
    random: Random,
    number: u64,
    output: Meter,
    /// What goes to standard output with the next write.
    gathered: Vec<u8>,
    disk: Meter,
    denial: Option<Denial>,
    counts: Vec<u64>,
    tracer: Option<Tracer>,
}

/// How a system call ends when its guest doesn't go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The guest asked for it, with this exit code.
    Exit(i64),
    Trap(Trap),
}

/// Why a call has no result.
#[derive(PartialEq, Eq, Debug)]
enum Failure {
    /// The guest gets an error number.
    Refused(Refusal),
    Ended(Ended),
}

type Answer = Result<u64, Failure>;

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Self {
        Self::Refused(errno.into())
    }
}

impl From<Trap> for Failure {
    fn from(trap: Trap) -> Self {
        Self::Ended(Ended::Trap(trap))
    }
}

impl Gate {
    /// A gate for one guest. `streams` are used if the grants allow them.
    pub fn open(grants: &Grants, quotas: Quotas, streams: Box<dyn Streams>) -> Result<Self, MountError> {
        Ok(Self {
            mounts: Mounts::open(grants)?,
            handles: Handles::new(quotas.handles),
            streams: grants.streams.then_some(streams),
            variables: grants.variables.clone(),
            arguments: grants.arguments.clone(),
            clock: Clock::new(grants.wall_clock),
            random: Random::new(grants.random),
            number: process::next_number(),
            output: Meter::new(quotas.output),
            gathered: Vec::new(),
            disk: Meter::new(quotas.disk),
            denial: None,
            counts: vec![0; syscall::TABLE.len()],
            tracer: None,
        })
    }

    /// Has every call told to `tracer` from now on.
    pub fn trace(&mut self, tracer: Tracer) {
        self.tracer = Some(tracer);
    }

    /// Why the last refused call was refused, if a grant or a quota would have allowed it.
    pub fn denial(&self) -> Option<&Denial> {
        self.denial.as_ref()
    }

    /// How often each call was made, by name, in the order of the table; those never made are left out.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let rows = syscall::TABLE.iter().zip(&self.counts);
        rows.filter(|(_, count)| **count > 0).map(|(row, count)| (row.name, *count))
    }

    /// Carries out a system call and gives its result.
    pub fn call<C: Call>(&mut self, id: SysId, call: &mut C) -> Result<u64, Ended> {
        let (Some(row), Some(handler)) = (syscall::get(id), table::handler::<C>(id)) else {
            return Ok(Errno::ENOSYS.as_result());
        };
        if let Some(count) = self.counts.get_mut(id.index()) {
            *count = count.saturating_add(1);
        }
        let answer = self.check(row).map_err(Failure::from).and_then(|()| handler(self, call));
        let result = self.result(row, answer);
        self.tell(row, call, &result);
        result
    }

    /// Refuses calls that need a capability as a whole. Files, variables and streams are granted one by one, so their
    /// calls look for themselves.
    fn check(&self, row: &SysCall) -> Result<(), Refusal> {
        let (granted, flag) = match row.capability {
            Capability::WallClock => (self.clock.wall, "--wall-clock"),
            Capability::Random => (self.random.granted(), "--random"),
            Capability::None | Capability::Streams | Capability::Files | Capability::Environment => return Ok(()),
        };
        if granted {
            return Ok(());
        }
        let denial = Denial::grant(format!("the system call {}", row.name), flag);
        Err(Refusal { errno: Errno::EPERM, denial: Some(denial) })
    }

    /// The answer as the guest sees it, remembering why if it was refused.
    fn result(&mut self, row: &SysCall, answer: Answer) -> Result<u64, Ended> {
        match answer {
            Ok(result) => Ok(result),
            Err(Failure::Ended(ended)) => Err(ended),
            Err(Failure::Refused(Refusal { errno, denial })) => {
                self.denial = denial;
                Ok(if row.result == Some(ValueType::I64) { errno.as_result() } else { NULL })
            }
        }
    }
}

impl Errno {
    /// Minus the number, as the 64 bits of a slot.
    fn as_result(self) -> u64 {
        self.number().wrapping_neg() as u64
    }
}
