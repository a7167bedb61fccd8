//! Why a call was refused: what was wanted and what would allow it. The gate keeps the last one, so that the guest's
//! library and the host can tell a person which flag is missing.
#![forbid(unsafe_code)]

use thiserror::Error;

/// The reason of a refusal, as a sentence without its full stop.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Denial {
    /// A permission that the host has not given; `flag` of the command line gives it.
    #[error("{wanted} needs a grant: {flag}")]
    Grant { wanted: String, flag: String },
    /// A symbolic link that leads out of the granted directory.
    #[error("{path} leads out of the granted directory `{granted}`")]
    Outside { path: String, granted: String },
    /// A quota that is used up.
    #[error("{wanted} passes the quota of {quota} {unit}")]
    Quota { wanted: &'static str, quota: u64, unit: &'static str },
}

impl Denial {
    pub fn grant(wanted: impl Into<String>, flag: impl Into<String>) -> Self {
        Self::Grant { wanted: wanted.into(), flag: flag.into() }
    }
}
