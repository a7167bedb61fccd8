//! A program: verified, immutable, shared by all that run it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use pvm_bytecode::text::Names;
use pvm_bytecode::{Debug, Export, FunctionId, Module, ModuleHash, Verified};
use pvm_runtime::tier::{Tier, Unit};

use crate::compiled::Compiled;
use crate::diagnostics::Diagnostics;
use crate::jit::{self, Passes, Stage};
use crate::summary::Summary;

/// What every file of bytecode begins with.
const MAGIC: [u8; 4] = pvm_bytecode::MAGIC;

/// How the tests and benchmarks of a module are exported: one of these and the name.
const TEST: &str = "test ";
const BENCH: &str = "bench ";

/// A compiled or loaded program.
#[derive(Clone)]
pub struct Program {
    runtime: Arc<pvm_runtime::program::Program>,
    passes: Passes,
    warnings: Arc<Diagnostics>,
}

/// What is shown of compiled functions.
#[derive(Clone, Default, Debug)]
pub struct Listing {
    /// Only functions with this in their names.
    pub only: String,
    /// Code that counts fuel, which is compiled apart.
    pub counts_fuel: bool,
    /// What each pass of the optimiser that changes something makes of them, not only what comes of all.
    pub each_pass: bool,
}

impl Program {
    pub(crate) fn new(module: Verified<Module>, tier: Arc<dyn Tier>, passes: Passes, warnings: Diagnostics) -> Self {
        let runtime = Arc::new(pvm_runtime::program::Program::with_tier(module, tier));
        Self { runtime, passes, warnings: Arc::new(warnings) }
    }

    pub(crate) fn runtime(&self) -> &Arc<pvm_runtime::program::Program> {
        &self.runtime
    }

    pub(crate) fn module(&self) -> &Module {
        self.runtime.module()
    }

    /// What the compiler warned of.
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// The module's identity: the same for all that do the same.
    pub fn hash(&self) -> ModuleHash {
        ModuleHash::of(self.module())
    }

    /// The portable bytecode.
    pub fn bytes(&self) -> Vec<u8> {
        pvm_bytecode::write(self.module())
    }

    /// The same without names and lines.
    pub fn stripped_bytes(&self) -> Vec<u8> {
        let mut module = self.module().clone();
        module.debug = Debug::default();
        pvm_bytecode::write(&module)
    }

    /// The bytecode as text, which [`crate::assemble`] reads.
    pub fn text(&self) -> String {
        pvm_bytecode::text::print(self.module())
    }

    /// The register code that the interpreter makes of every function, as text.
    pub fn register_code(&self) -> String {
        self.runtime.register_code()
    }

    /// Functions as they are at a stage of compiling them, as text; where one does not come so far, the reason.
    pub fn compiled_text(&self, stage: Stage, listing: &Listing) -> String {
        let names = Names::new(self.module());
        let show = jit::show(&self.runtime, self.passes, stage, listing.each_pass);
        let functions = (0..self.module().functions.len()).map(FunctionId::from_index);
        let text = functions.filter_map(|function| {
            let name = names.function(function).to_string();
            name.contains(&listing.only).then(|| {
                let unit = Unit { function, from: None, metered: listing.counts_fuel };
                let text = show(unit).unwrap_or_else(|reason| format!("; not compiled: {reason}\n"));
                format!("function {name}\n{text}")
            })
        });
        text.collect::<Vec<_>>().join("\n")
    }

    /// What has been found to be worth compiling so far, by all guests that run the program, and what came of it.
    pub fn compiled(&self) -> Compiled {
        Compiled::new(self.module(), &self.runtime.tier().report())
    }

    /// Waits until all is compiled that has been found to be worth it. A program need not wait, it is interpreted meanwhile.
    pub fn finish_compiling(&self) {
        self.runtime.tier().finish();
    }

    /// What the module holds, needs and weighs.
    pub fn summary(&self) -> Summary {
        Summary::of(self.module())
    }

    /// The names of the tests, for [`crate::Vm::run_test`].
    pub fn tests(&self) -> impl Iterator<Item = &str> {
        self.exported_under(TEST)
    }

    /// The names of the benchmarks, for [`crate::Vm::run_bench`].
    pub fn benches(&self) -> impl Iterator<Item = &str> {
        self.exported_under(BENCH)
    }

    fn exported_under(&self, word: &'static str) -> impl Iterator<Item = &str> {
        self.module().exports.iter().filter_map(move |export| export.name.strip_prefix(word))
    }

    pub(crate) fn export(&self, name: &str) -> Option<&Export> {
        self.module().exports.iter().find(|export| &*export.name == name)
    }

    pub(crate) fn test(&self, name: &str) -> Option<&Export> {
        self.export(&format!("{TEST}{name}"))
    }

    pub(crate) fn bench(&self, name: &str) -> Option<&Export> {
        self.export(&format!("{BENCH}{name}"))
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Program({})", self.hash())
    }
}

/// Whether a file is meant as bytecode.
pub(crate) fn is_bytecode(path: &Path, bytes: &[u8]) -> bool {
    bytes.starts_with(&MAGIC) || path.extension().is_some_and(|extension| extension == "bc")
}
