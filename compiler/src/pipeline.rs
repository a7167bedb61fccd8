//! The front door: from a root text to a module and what there is to say about it. The caller supplies the texts of
//! imported modules, so nothing here reads a file.

mod load;

use crate::analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lower;
use crate::source::{Sources, Span};
use load::Loaded;
use std::path::PathBuf;

/// The text of a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Its dotted path: `std.json`, `geometry.shapes`; the root module has the name of its file without the ending.
    pub module: Box<str>,
    /// What messages call it by.
    pub path: PathBuf,
    pub text: String,
}

/// Finds the texts of modules.
pub trait Loader {
    /// The module of a dotted path; none when there is no such module.
    ///
    /// # Errors
    /// The module is there and can't be read; the text says why, as the end of "can't read `a.b`: …".
    fn load(&mut self, module: &str) -> Result<Option<Source>, String>;

    /// The dotted paths of modules that stand where this one would, so that a misspelt one can be suggested.
    fn beside(&self, _module: &str) -> Vec<String> {
        Vec::new()
    }
}

/// What the module is made for. All that can't be reached from there is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keep {
    /// `main`.
    #[default]
    Main,
    /// The `test` items of the root module.
    Tests,
    /// The `bench` items of the root module.
    Benches,
    /// The `pub` functions of the root module, and `main` if there is one.
    Exports,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    pub keep: Keep,
    /// Look for mistakes only; there is no module then.
    pub check_only: bool,
    /// Look for mistakes in library functions that nothing reaches, too.
    pub whole_library: bool,
}

/// What a compilation gives.
#[derive(Debug)]
pub struct Compilation {
    /// None when there are errors, or when none was asked for.
    pub module: Option<pvm_bytecode::Module>,
    /// In the order of the sources.
    pub diagnostics: Vec<Diagnostic>,
    pub sources: Sources,
}

/// Compiles a root module and all that it imports.
pub fn compile(root: Source, loader: &mut dyn Loader, options: &Options) -> Compilation {
    let Loaded { root, units, sources, names, mut diagnostics } = load::load(root, loader);
    let (mut program, found) = analysis::analyse(&units, root, &sources, &names, options.whole_library);
    diagnostics.extend(found);
    if program.main.is_none() && options.keep == Keep::Main && !options.check_only {
        let span = root.map(|root| units[root.index()].span).unwrap_or_default();
        diagnostics.push(analysis::missing_main(Span::new(span.start, span.start)));
    }
    // What follows takes the memory of the trees, which is quicker to have than new memory.
    drop(units);
    let sound = diagnostics.iter().all(|diagnostic| diagnostic.severity == Severity::Warning);
    let module = match sound && !options.check_only {
        true => {
            lower::lower(&mut program, root, &names, &sources, options).map_err(|found| diagnostics.extend(found)).ok()
        }
        false => None,
    };
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        // Warnings wait until the mistakes are mended, which may have caused them.
        diagnostics.retain(|diagnostic| diagnostic.severity == Severity::Error);
    }
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Compilation { module, diagnostics, sources }
}

/// The functions of the root module as analysis leaves them, as text; and what there is to say about them.
pub fn typed(root: Source, loader: &mut dyn Loader) -> (String, Vec<Diagnostic>) {
    let loaded = load::load(root, loader);
    let (program, found) = analysis::analyse(&loaded.units, loaded.root, &loaded.sources, &loaded.names, false);
    let text = loaded.root.map(|root| analysis::print::module(&program, &loaded.names, root));
    let mut diagnostics = loaded.diagnostics;
    diagnostics.extend(found);
    (text.unwrap_or_default(), diagnostics)
}

/// Looks for mistakes only.
pub fn check(root: Source, loader: &mut dyn Loader, options: &Options) -> Compilation {
    compile(root, loader, &Options { check_only: true, ..*options })
}
