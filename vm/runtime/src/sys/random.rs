//! Unpredictable bytes, or bytes that follow from a seed.
#![forbid(unsafe_code)]

use super::grants::RandomGrant;
use super::{Answer, Errno};
use blake3::OutputReader;

/// Where a guest's random bytes come from.
pub enum Random {
    Denied,
    System,
    /// BLAKE3's output stream for the seed: the same on every machine.
    Seeded(Box<OutputReader>),
}

impl Random {
    pub fn new(grant: RandomGrant) -> Self {
        match grant {
            RandomGrant::Denied => Self::Denied,
            RandomGrant::System => Self::System,
            RandomGrant::Seed(seed) => {
                let stream = blake3::Hasher::new().update(&seed.to_le_bytes()).finalize_xof();
                Self::Seeded(Box::new(stream))
            }
        }
    }

    pub fn granted(&self) -> bool {
        !matches!(self, Self::Denied)
    }

    /// Fills the whole buffer.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Answer {
        match self {
            Self::Denied => return Err(Errno::EPERM.into()),
            Self::System => getrandom::fill(buffer).map_err(|_| Errno::EIO)?,
            Self::Seeded(stream) => stream.fill(buffer),
        }
        Ok(buffer.len() as u64)
    }
}
