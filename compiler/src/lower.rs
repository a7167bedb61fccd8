//! From the typed program to a module. Lowering starts from what the module is made for and follows the calls, so the
//! module holds only what it uses; generic functions are made anew for each set of types that they are used with.
//!
//! What it relies on: the typed program is free of errors, every conversion in it is written out, and patterns are
//! exhaustive. What it promises: the module passes verification.

mod builder;
mod debug;
mod dynamic;
mod expr;
mod fold;
mod function;
mod inline;
mod instance;
mod intrinsic;
mod layout;
mod mistakes;
mod names;
mod pattern;
mod prune;
mod reach;

use crate::analysis::program::{Function, Global, Program};
use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::pipeline::Options;
use crate::source::Sources;
use crate::types::{ModuleId, Ty};
use dynamic::Dynamic;
use instance::Instances;
use layout::Layout;
use pvm_bytecode::{ConstId, FunctionId, Module, TypeId};
use rustc_hash::FxHashMap;

/// Lowers a program that has no errors; the names of the root module need no path before them.
///
/// # Errors
/// The mistakes that only show when generic code meets its types: a program that would need types or functions without
/// end.
pub fn lower(
    program: &mut Program,
    root: Option<ModuleId>,
    names: &Names,
    sources: &Sources,
    options: &Options,
) -> Result<Module, Vec<Diagnostic>> {
    let functions = std::mem::take(&mut program.functions);
    let globals = std::mem::take(&mut program.globals);
    let mut lowering = Lowering::new(program, root, &functions, &globals, names, sources);
    lowering.roots(options.keep);
    lowering.work();
    lowering.start();
    lowering.sort_implementations();
    let (mut module, diagnostics) = (lowering.module, lowering.diagnostics);
    program.functions = functions;
    program.globals = globals;
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    inline::inline(&mut module);
    prune::prune(&mut module);
    Ok(module)
}

/// The state of a lowering. `'p` is the lifetime of the typed program.
struct Lowering<'p> {
    /// All but its functions and globals, which stand beside it so that types can be made while code is looked at.
    program: &'p mut Program,
    functions: &'p [Function],
    globals: &'p [Global],
    names: &'p Names,
    sources: &'p Sources,
    root: Option<ModuleId>,
    layout: Layout,
    instances: Instances,
    dynamic: Dynamic,
    thunks: FxHashMap<(Ty, FunctionId), TypeId>,
    constants: FxHashMap<Box<str>, ConstId>,
    /// The module's globals, and the functions that compute their first values.
    global_ids: Vec<Option<reach::GlobalState>>,
    /// The files that the debug section lists so far.
    files: Vec<Option<u32>>,
    module: Module,
    diagnostics: Vec<Diagnostic>,
}

impl<'p> Lowering<'p> {
    fn new(
        program: &'p mut Program,
        root: Option<ModuleId>,
        functions: &'p [Function],
        globals: &'p [Global],
        names: &'p Names,
        sources: &'p Sources,
    ) -> Self {
        Self {
            program,
            functions,
            globals,
            names,
            sources,
            root,
            layout: Layout::default(),
            instances: Instances::new(functions),
            dynamic: Dynamic::default(),
            thunks: FxHashMap::default(),
            constants: FxHashMap::default(),
            global_ids: vec![None; globals.len()],
            files: Vec::new(),
            module: Module::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Lowers what has been asked for until nothing new comes up.
    fn work(&mut self) {
        while let Some((id, instance)) = self.instances.work.pop() {
            if !self.diagnostics.is_empty() {
                return;
            }
            self.instances.current = Some(id);
            self.lower_instance(id, &instance);
        }
    }

    /// The module's constant of a text.
    fn constant(&mut self, text: &str) -> ConstId {
        if let Some(&known) = self.constants.get(text) {
            return known;
        }
        let id = ConstId::from_index(self.module.constants.len());
        self.module.constants.push(text.into());
        self.constants.insert(text.into(), id);
        id
    }
}
