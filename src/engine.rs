//! The engine: from files and texts to programs, and from programs to running guests.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use pvm_bytecode::Module;
use pvm_compiler::{Compilation, Keep, Options, Source};

use crate::diagnostics::Diagnostics;
use crate::error::Error;
use crate::host::Host;
use crate::jit::{self, Pass, Passes};
use crate::limits::Limits;
use crate::loader::{self, Modules};
use crate::program::Program;
use crate::tiering::Tiering;
use crate::vm::{Checks, Vm};
use crate::{Result, program};

/// Compiles, loads and starts programs. Cheap to make and to share.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    tiering: Tiering,
    perf_map: bool,
    passes: Passes,
    code_cache: Option<Arc<Path>>,
}

impl Engine {
    pub fn new() -> Self {
        Self::default()
    }

    /// Has the functions of the programs that it makes be compiled at other times than usual.
    pub fn tiering(self, tiering: Tiering) -> Self {
        Self { tiering, ..self }
    }

    /// Has compiled functions be named to `perf`, the profiler of Linux, in the file that it looks for:
    /// `/tmp/perf-PID.map`.
    pub fn perf_map(self, perf_map: bool) -> Self {
        Self { perf_map, ..self }
    }

    /// Has compiled code be kept in a folder, from where later runs of the same programs take it: by this build of pvm, on
    /// processors of this kind. The folder, which is made when it is needed, and the files in it must be this user's alone:
    /// what others could have written is not used. What is damaged or can't be written is compiled again, silently.
    pub fn code_cache(self, folder: impl AsRef<Path>) -> Self {
        Self { code_cache: Some(folder.as_ref().into()), ..self }
    }

    /// Leaves out a pass of the optimiser: for finding faults of the machine.
    pub fn without_pass(self, pass: Pass) -> Self {
        Self { passes: self.passes.without(pass), ..self }
    }

    /// Has code be made quickly instead of well: for finding faults of the machine.
    pub fn quick_code(self) -> Self {
        Self { passes: self.passes.quick(), ..self }
    }

    /// Compiles a source file and the modules that it imports. What can be called are its `pub` functions, and `main`.
    ///
    /// # Errors
    /// A file can't be read, or has mistakes.
    pub fn compile(&self, path: impl AsRef<Path>) -> Result<Program> {
        self.compile_source(loader::root(path.as_ref())?, path.as_ref(), Keep::Exports)
    }

    /// Compiles a text that is in no file; `name` is what messages call it by.
    ///
    /// # Errors
    /// The text has mistakes.
    pub fn compile_text(&self, name: &str, text: &str) -> Result<Program> {
        let path = Path::new(name);
        self.compile_source(loader::named(path, text.as_bytes().to_vec())?, path, Keep::Exports)
    }

    /// Compiles the tests of a source file, see [`Program::tests`].
    ///
    /// # Errors
    /// As for [`Self::compile`].
    pub fn compile_tests(&self, path: impl AsRef<Path>) -> Result<Program> {
        self.compile_source(loader::root(path.as_ref())?, path.as_ref(), Keep::Tests)
    }

    /// Compiles the benchmarks of a source file, see [`Program::benches`].
    ///
    /// # Errors
    /// As for [`Self::compile`].
    pub fn compile_benches(&self, path: impl AsRef<Path>) -> Result<Program> {
        self.compile_source(loader::root(path.as_ref())?, path.as_ref(), Keep::Benches)
    }

    /// Looks for mistakes in a source file and all that it imports, used or not; gives the warnings.
    ///
    /// # Errors
    /// As for [`Self::compile`].
    pub fn check(&self, path: impl AsRef<Path>) -> Result<Diagnostics> {
        let options = Options { keep: Keep::Exports, check_only: true, whole_library: false };
        let root = loader::root(path.as_ref())?;
        let Compilation { diagnostics, sources, .. } =
            pvm_compiler::check(root, &mut Modules::around(path.as_ref()), &options);
        let diagnostics = Diagnostics::new(diagnostics, sources);
        if diagnostics.errors() > 0 { Err(Error::Compile(Box::new(diagnostics))) } else { Ok(diagnostics) }
    }

    /// Loads and verifies a file of bytecode.
    ///
    /// # Errors
    /// It can't be read, or is no valid module.
    pub fn load(&self, path: impl AsRef<Path>) -> Result<Program> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(|error| Error::Read { path: path.to_owned(), error })?;
        self.load_bytes(&path.display().to_string(), &bytes)
    }

    /// Verifies bytecode; `name` is what messages call it by.
    ///
    /// # Errors
    /// It is no valid module.
    pub fn load_bytes(&self, name: &str, bytes: &[u8]) -> Result<Program> {
        let module = pvm_bytecode::read(bytes).map_err(|error| Error::Decode { name: name.into(), error })?;
        self.verified(name, module, Diagnostics::none())
    }

    /// A program to run: bytecode by its first bytes or by its ending, source text otherwise; `-` is source text from
    /// standard input. Of source text only what `main` needs is kept.
    ///
    /// # Errors
    /// As for [`Self::compile`] and [`Self::load`].
    pub fn open(&self, path: impl AsRef<Path>) -> Result<Program> {
        let path = path.as_ref();
        if path == Path::new("-") {
            return self.compile_source(loader::root(path)?, path, Keep::Main);
        }
        let bytes = fs::read(path).map_err(|error| Error::Read { path: path.to_owned(), error })?;
        if program::is_bytecode(path, &bytes) {
            return self.load_bytes(&path.display().to_string(), &bytes);
        }
        self.compile_source(loader::named(path, bytes)?, path, Keep::Main)
    }

    /// Starts a program: links it with the host and initialises its module-level variables.
    ///
    /// # Errors
    /// The host lacks a function that the program imports, or a grant makes no sense, or the initialisation failed.
    pub fn start<T: Send + 'static>(
        &self,
        program: &Program,
        host: &Host<T>,
        limits: Limits,
        data: T,
    ) -> Result<Vm<T>> {
        Vm::start(program, host, limits, data, Checks::default())
    }

    /// The same with a machine that checks itself as it runs: slow, for finding faults of the machine.
    ///
    /// # Errors
    /// As for [`Self::start`].
    pub fn start_checked<T: Send + 'static>(
        &self,
        program: &Program,
        host: &Host<T>,
        limits: Limits,
        data: T,
        checks: Checks,
    ) -> Result<Vm<T>> {
        Vm::start(program, host, limits, data, checks)
    }

    fn compile_source(&self, root: Source, path: &Path, keep: Keep) -> Result<Program> {
        let name = root.path.display().to_string();
        let options = Options { keep, ..Options::default() };
        let compilation = pvm_compiler::compile(root, &mut Modules::around(path), &options);
        let diagnostics = Diagnostics::new(compilation.diagnostics, compilation.sources);
        match compilation.module {
            Some(module) => self.verified(&name, module, diagnostics),
            None => Err(Error::Compile(Box::new(diagnostics))),
        }
    }

    fn verified(&self, name: &str, module: Module, warnings: Diagnostics) -> Result<Program> {
        let module = pvm_bytecode::verify(module).map_err(|error| Error::Verify { name: name.into(), error })?;
        let tier = jit::tier(self.tiering, self.perf_map, self.passes, self.code_cache.clone());
        Ok(Program::new(module, tier, self.passes, warnings))
    }
}
