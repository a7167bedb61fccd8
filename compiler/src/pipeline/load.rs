//! Loads a module and all that it imports, each once, in the order in which they are to be initialised: what a module
//! imports comes before it.

use super::{Loader, Source};
use crate::analysis::{self, PRELUDE, Target, Unit};
use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::source::{Sources, Span};
use crate::syntax::{self, tree};
use crate::types::ModuleId;
use rustc_hash::FxHashMap;

/// All modules of a program.
#[derive(Default)]
pub struct Loaded {
    /// The module that the program is made for; none if it could not be taken in.
    pub root: Option<ModuleId>,
    pub units: Vec<Unit>,
    pub sources: Sources,
    pub names: Names,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn load(root: Source, loader: &mut dyn Loader) -> Loaded {
    let path = root.module.clone();
    let loaded = Loaded::default();
    let (root_path, modules) = (path.clone(), FxHashMap::default());
    let mut load = Load { root: Some(root), root_path, loader, loaded, modules, path: Vec::new() };
    // The root may be a module of the library that the prelude itself is made of.
    load.module(PRELUDE, Span::default());
    if let State::Done(module) = load.module(&path, Span::default()) {
        load.loaded.root = Some(module);
    }
    load.loaded
}

/// How far a module is.
#[derive(Clone, Copy, Debug)]
enum State {
    Missing,
    /// Its imports are being loaded.
    Open,
    Done(ModuleId),
}

struct Load<'l> {
    /// The root's text, until it is read.
    root: Option<Source>,
    root_path: Box<str>,
    loader: &'l mut dyn Loader,
    loaded: Loaded,
    modules: FxHashMap<Box<str>, State>,
    /// The modules being loaded, each importing the next.
    path: Vec<Box<str>>,
}

impl Load<'_> {
    /// The module of a path, if there is one. Whether it exists is asked of the loader once.
    fn module(&mut self, path: &str, span: Span) -> State {
        if let Some(&state) = self.modules.get(path) {
            if let State::Open = state {
                self.report_cycle(path, span);
            }
            return state;
        }
        if let Some(root) = self.root.take_if(|root| &*root.module == path) {
            return self.read(root);
        }
        match self.loader.load(path) {
            Ok(Some(source)) => self.read(source),
            Ok(None) => {
                self.modules.insert(path.into(), State::Missing);
                State::Missing
            }
            Err(why) => {
                self.loaded.diagnostics.push(analysis::unreadable_module(path, span, &why));
                self.modules.insert(path.into(), State::Missing);
                State::Missing
            }
        }
    }

    fn report_cycle(&mut self, path: &str, span: Span) {
        let start = self.path.iter().position(|open| &**open == path).unwrap_or(0);
        let cycle: Vec<&str> = self.path[start..].iter().map(|open| &**open).chain([path]).collect();
        let mistake = analysis::import_cycle(&cycle, span);
        self.loaded.diagnostics.push(mistake);
    }

    fn read(&mut self, source: Source) -> State {
        stacker::maybe_grow(128 * 1024, 1024 * 1024, || self.read_here(source))
    }

    fn read_here(&mut self, source: Source) -> State {
        let path = source.module.clone();
        self.modules.insert(path.clone(), State::Open);
        let Ok(file) = self.loaded.sources.add(&source.path, source.text) else {
            let why = "all sources together are larger than 4 GiB";
            self.loaded.diagnostics.push(analysis::unreadable_module(&path, Span::default(), why));
            return State::Missing;
        };
        let library = path.starts_with("std.");
        // The root is read whole, even if it is a module of the library.
        let parse = if library && self.root_path != path { syntax::parse_items } else { syntax::parse };
        let (mut tree, diagnostics) = parse(file, &self.loaded.sources, &self.loaded.names);
        self.loaded.diagnostics.extend(diagnostics);
        let (json, diagnostics) = analysis::expand(&mut tree, &self.loaded.names);
        self.loaded.diagnostics.extend(diagnostics);
        if json && &*path != analysis::JSON_MODULE {
            self.module(analysis::JSON_MODULE, Span::default());
        }
        let span = self.loaded.sources.file(file).span();
        self.path.push(path.clone());
        let targets = tree.imports.iter().map(|import| self.target(import)).collect();
        self.path.pop();
        let id = ModuleId(self.loaded.units.len() as u32);
        self.loaded.units.push(Unit { path: path.clone(), tree, span, library, targets });
        self.modules.insert(path, State::Done(id));
        State::Done(id)
    }

    /// What an import refers to: the longest part of its path that is a module, and names inside of that.
    fn target(&mut self, import: &tree::Import) -> Option<Target> {
        let whole = import.path.len();
        for length in (1..=whole).rev() {
            let names = &self.loaded.names;
            let segments: Vec<&str> = import.path[..length].iter().map(|segment| names.text(segment.name)).collect();
            let path = segments.join(".");
            match self.module(&path, import.span) {
                State::Done(module) => return Some(Target { module, rest: whole - length }),
                State::Open => return None,
                State::Missing if self.loaded.diagnostics.iter().any(|mistake| mistake.span == import.span) => {
                    return None;
                }
                State::Missing => {}
            }
        }
        let names = &self.loaded.names;
        let segments: Vec<&str> = import.path.iter().map(|segment| names.text(segment.name)).collect();
        let span = match (import.path.first(), import.path.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => import.span,
        };
        let path = segments.join(".");
        let beside = self.loader.beside(&path);
        let near = analysis::nearest(&path, beside.iter().map(String::as_str));
        let mistake = analysis::unknown_module(&path, span, near);
        self.loaded.diagnostics.push(mistake);
        None
    }
}
