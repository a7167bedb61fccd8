//! When functions are compiled to machine code.

use std::sync::Arc;

use pvm_jit::{Jit, Settings};
use pvm_runtime::tier::{Interpreted, Tier};

/// When the functions of a program are compiled to machine code. Nothing but time depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Tiering {
    /// When they have been called often enough for it to pay.
    #[default]
    Auto,
    /// Never: everything is interpreted.
    Off,
    /// When they are called first.
    Eager,
}

/// So many calls are counted before a function is compiled.
const OFTEN: u32 = 1000;

impl Tiering {
    /// The compiler of one program.
    pub(crate) fn tier(self, perf_map: bool) -> Arc<dyn Tier> {
        match self {
            Self::Off => Arc::new(Interpreted),
            Self::Auto => Arc::new(Jit::new(Settings { threshold: OFTEN, perf_map })),
            Self::Eager => Arc::new(Jit::new(Settings { threshold: 0, perf_map })),
        }
    }
}
