//! There is a compiler.

use std::path::Path;
use std::sync::Arc;

use pvm_jit::{Compiler, Jit, Settings};
pub use pvm_jit::{Pass, Passes, Stage};
use pvm_runtime::program::Program;
use pvm_runtime::tier::{Interpreted, Tier, Unit};

use crate::tiering::Tiering;

/// So many calls are counted before a function is compiled.
const OFTEN: u32 = 500;

/// What compiles the functions of one program, and keeps their code in a folder if there is one.
pub fn tier(tiering: Tiering, perf_map: bool, passes: Passes, cache: Option<Arc<Path>>) -> Arc<dyn Tier> {
    let (threshold, background) = match tiering {
        Tiering::Off => return Arc::new(Interpreted),
        Tiering::Auto => (OFTEN, true),
        Tiering::Blocking => (OFTEN, false),
        Tiering::Eager => (0, false),
    };
    Arc::new(Jit::new(Settings { threshold, background, perf_map, passes, cache, ..Settings::default() }))
}

/// Units of a program as text, as they are at a stage of being compiled: at the end, or behind each pass that changes that.
/// Where one does not come so far, the reason.
pub fn show(
    program: &Program,
    passes: Passes,
    stage: Stage,
    each_pass: bool,
) -> impl Fn(Unit) -> Result<String, String> {
    let compiler = Compiler::new(passes);
    move |unit| {
        if !each_pass {
            return compiler.show(program, unit, stage);
        }
        let shown = compiler.show_passes(program, unit, stage)?;
        Ok(shown.into_iter().map(|(pass, text)| format!("; {pass}\n{text}")).collect())
    }
}
