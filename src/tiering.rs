//! When functions are compiled to machine code.

use pvm_jit::{Jit, Passes, Settings};

/// When the functions of a program are compiled to machine code. Nothing but time depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Tiering {
    /// When they have been called often enough for it to pay, in the background: they are interpreted until then.
    #[default]
    Auto,
    /// The same, but the program waits for their code: what is compiled does not depend on how fast it runs.
    Blocking,
    /// Never: everything is interpreted.
    Off,
    /// When they are called first.
    Eager,
}

/// So many calls are counted before a function is compiled.
const OFTEN: u32 = 1000;

impl Tiering {
    /// The compiler of one program, if there is to be one.
    pub(crate) fn compiler(self, perf_map: bool, passes: Passes) -> Option<Jit> {
        let (threshold, background) = match self {
            Self::Off => return None,
            Self::Auto => (OFTEN, true),
            Self::Blocking => (OFTEN, false),
            Self::Eager => (0, false),
        };
        Some(Jit::new(Settings { threshold, background, perf_map, passes, ..Settings::default() }))
    }
}
