//! There is no compiler: what stands in for its names.

use std::path::Path;
use std::sync::Arc;

use pvm_runtime::program::Program;
use pvm_runtime::tier::{Interpreted, Tier, Unit};

use crate::tiering::Tiering;

/// A pass of the optimiser: there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pass {}

impl Pass {
    /// All of them.
    pub const ALL: &[Self] = &[];

    /// What it is called by.
    pub fn name(self) -> &'static str {
        match self {}
    }
}

/// Which passes run: none.
#[derive(Clone, Copy, Default, Debug)]
pub struct Passes;

impl Passes {
    pub fn without(self, pass: Pass) -> Self {
        match pass {}
    }

    pub fn quick(self) -> Self {
        self
    }
}

/// How far a unit has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The graph of the bytecode.
    Built,
    /// What the passes have made of it.
    Improved,
    /// Cranelift's representation.
    Lowered,
    /// Machine code, as Cranelift writes it.
    Compiled,
}

/// Everything is interpreted.
pub fn tier(_: Tiering, _: bool, _: Passes, _: Option<Arc<Path>>) -> Arc<dyn Tier> {
    Arc::new(Interpreted)
}

/// No unit comes to any stage.
pub fn show(_: &Program, _: Passes, _: Stage, _: bool) -> impl Fn(Unit) -> Result<String, String> {
    |_| Err("this pvm has no compiler".to_owned())
}
