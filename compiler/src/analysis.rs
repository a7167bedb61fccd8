//! From trees to a typed program: every name resolved, every type found out, every mistake told. Relies on the trees of
//! all modules, those that are imported before those that import them.

mod advice;
mod body;
mod coerce;
mod constant;
mod context;
mod derive;
mod exhaustive;
mod expr;
mod finish;
mod generics;
mod habits;
mod infer;
mod interfaces;
mod items;
mod lang;
mod lints;
mod methods;
mod mistakes;
mod names;
mod pattern;
pub mod print;
pub mod program;
mod reach;
mod sequence;
mod show;
mod suggest;
mod type_expr;
mod words;

pub use derive::{JSON_MODULE, expand};
pub use mistakes::{import_cycle, missing_main, unknown_module, unreadable_module};
pub use suggest::nearest;

use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::source::{Sources, Span};
use crate::syntax::tree;
use crate::types::{FnId, ModuleId};
use context::{Analysis, Owner};
use lang::Lang;
use names::{Def, Scope};
use program::{Module, Program};
use reach::Reach;
use rustc_hash::{FxHashMap, FxHashSet};
use words::Words;

/// A module as analysis takes it.
#[derive(Debug)]
pub struct Unit {
    /// Its dotted path.
    pub path: Box<str>,
    pub tree: tree::File,
    /// The whole text.
    pub span: Span,
    /// Whether it belongs to the standard library: its functions are only checked when something reaches them, and it may
    /// use what the machine supplies.
    pub library: bool,
    /// For each import of the tree, what it refers to; none when that was not found, which has been reported.
    pub targets: Vec<Option<Target>>,
}

/// What an import refers to.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    pub module: ModuleId,
    /// How many of the path's last segments are names inside of the module.
    pub rest: usize,
}

/// The path of the module whose public names are in sight everywhere.
pub const PRELUDE: &str = "std.prelude";

/// Analyses a program. What `root` declares is what it is made for; with `whole_library`, library functions that nothing reaches are
/// checked, too.
pub fn analyse(
    units: &[Unit],
    root: Option<ModuleId>,
    sources: &Sources,
    names: &Names,
    whole_library: bool,
) -> (Program, Vec<Diagnostic>) {
    let words = Words::intern(names);
    let mut analysis = Analysis {
        names,
        words,
        sources,
        units,
        root,
        program: Program::default(),
        prelude: units.iter().position(|unit| &*unit.path == PRELUDE).map(|index| ModuleId(index as u32)),
        scopes: units.iter().map(|_| Scope::default()).collect(),
        builtins: FxHashMap::default(),
        structs: Vec::new(),
        enums: Vec::new(),
        interfaces: Vec::new(),
        impls: Vec::new(),
        functions: Vec::new(),
        globals: Vec::new(),
        aliases: Vec::new(),
        generics: Vec::new(),
        inherent: FxHashMap::default(),
        implementations: FxHashMap::default(),
        interface_methods: FxHashMap::default(),
        extensions: FxHashSet::default(),
        lang: Lang::default(),
        reach: Reach::default(),
        initialising: None,
        diagnostics: Vec::new(),
        mistakes: 0,
        mistakes_in_headers: 0,
        silent: 0,
    };
    let builtin = words.builtin().into_iter().map(|(name, ty)| (name, Def::Builtin(ty)));
    analysis.builtins = builtin.chain([(words.array, Def::Array)]).collect();
    analysis.program.modules = units.iter().map(|unit| Module { path: unit.path.clone(), span: unit.span }).collect();
    analysis.no_generics();
    analysis.items();
    analysis.mistakes_in_headers = analysis.mistakes;
    analysis.bodies(whole_library);
    if analysis.mistakes == 0 {
        lints::items(&mut analysis);
    }
    (analysis.program, analysis.diagnostics)
}

impl Analysis<'_> {
    /// Checks the bodies of the reader's modules, and of the library those that these reach.
    fn bodies(&mut self, whole_library: bool) {
        self.check_field_defaults();
        for index in 0..self.functions.len() {
            let info = &self.functions[index];
            let root_test = self.root == Some(self.program.functions[index].module);
            let wanted = match info.owner {
                Owner::Test => root_test || !info.library,
                _ => !info.library,
            };
            if wanted || whole_library {
                self.reach(FnId(index as u32));
            }
        }
        self.check_globals_of(|analysis, module| whole_library || !analysis.is_library(module));
        loop {
            while let Some(global) = self.next_reached_global() {
                self.check_global(global);
            }
            let Some(function) = self.next_reached() else { break };
            self.check_function(function);
        }
    }
}
