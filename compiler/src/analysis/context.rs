//! What is known about a program while it is analysed: the program itself, and beside each of its tables what only
//! analysis needs, above all the trees.

use super::Unit;
use super::lang::Lang;
use super::names::{Def, Scope};
use super::program::Program;
use super::reach::Reach;
use super::words::Words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::name::{Name, Names};
use crate::source::{Sources, Span};
use crate::syntax::tree;
use crate::types::{EnumId, FnId, GlobalId, ImplId, InterfaceId, ModuleId, StructId, Ty, TyKind};
use rustc_hash::{FxHashMap, FxHashSet};

/// The state of an analysis. `'t` is the lifetime of the trees.
pub struct Analysis<'t> {
    pub names: &'t Names,
    pub words: Words,
    pub sources: &'t Sources,
    pub units: &'t [Unit],
    pub root: Option<ModuleId>,
    pub program: Program,
    pub prelude: Option<ModuleId>,
    pub scopes: Vec<Scope>,
    pub builtins: FxHashMap<Name, Def>,
    pub structs: Vec<StructInfo<'t>>,
    pub enums: Vec<EnumInfo<'t>>,
    pub interfaces: Vec<InterfaceInfo<'t>>,
    pub impls: Vec<ImplInfo>,
    pub functions: Vec<FunctionInfo<'t>>,
    pub globals: Vec<GlobalInfo<'t>>,
    pub aliases: Vec<AliasInfo<'t>>,
    pub generics: Vec<Generics>,
    /// Methods and associated functions of a type's own `impl`s.
    pub inherent: FxHashMap<(Head, Name), Vec<FnId>>,
    pub implementations: FxHashMap<(InterfaceId, Head), Vec<ImplId>>,
    /// Which interfaces have a method of this name, and at which place.
    pub interface_methods: FxHashMap<Name, Vec<(InterfaceId, u32)>>,
    /// Which module uses methods out of which other one.
    pub extensions: FxHashSet<(ModuleId, ModuleId)>,
    pub lang: Lang,
    pub reach: Reach,
    /// The global whose initialiser is being checked.
    pub initialising: Option<GlobalId>,
    pub diagnostics: Vec<Diagnostic>,
    /// How many mistakes were found, those included that are not told because they were before.
    pub mistakes: usize,
    /// How many of them items have outside of their bodies.
    pub mistakes_in_headers: usize,
    /// Above zero while something is checked again whose mistakes have been reported.
    pub silent: u32,
}

/// The outermost part of a type, by which implementations are found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Head {
    Builtin(Ty),
    Struct(StructId),
    Enum(EnumId),
    Interface(InterfaceId),
    Array,
    Optional,
    Tuple(usize),
    Function(usize),
    /// A type parameter: an implementation for all types.
    Any,
}

/// An index into [`Analysis::generics`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GenericsId(pub u32);

/// The type parameters that an item can name, and what is required of them.
#[derive(Clone, Default, Debug)]
pub struct Generics {
    /// In the order of their numbers.
    pub names: Vec<(Name, Span)>,
    pub bounds: Vec<Bound>,
}

/// `T: Interface<arguments>`, where `T` is a type parameter or `Self`.
#[derive(Clone, Debug)]
pub struct Bound {
    pub ty: Ty,
    pub interface: InterfaceId,
    pub arguments: Vec<Ty>,
}

pub struct StructInfo<'t> {
    pub tree: &'t tree::Struct,
    pub public: bool,
    pub generics: GenericsId,
    pub used: bool,
}

pub struct EnumInfo<'t> {
    pub tree: &'t tree::Enum,
    pub public: bool,
    pub generics: GenericsId,
    pub used: bool,
}

pub struct InterfaceInfo<'t> {
    pub tree: &'t tree::Interface,
    /// The interface's own parameters, with `Self` bound to the interface itself.
    pub generics: GenericsId,
    pub used: bool,
}

pub struct ImplInfo {
    pub module: ModuleId,
    pub generics: GenericsId,
}

/// Where a function stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    Module,
    /// An `impl` without an interface, of this type.
    Inherent(Ty),
    Interface(InterfaceId),
    Implementation(ImplId, Ty),
    /// A test or a benchmark.
    Test,
}

pub struct FunctionInfo<'t> {
    /// What is known of its signature; none for tests and for what is made up.
    pub tree: Option<&'t tree::Function>,
    pub body: Option<&'t tree::Body>,
    pub name: Name,
    pub owner: Owner,
    pub public: bool,
    pub generics: GenericsId,
    pub library: bool,
    pub used: bool,
}

impl FunctionInfo<'_> {
    pub fn is_method(&self) -> bool {
        self.tree.is_some_and(|tree| tree.receiver.is_some())
    }
}

/// How far a global is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    Untouched,
    /// Its initialiser is being looked at: who asks now asks in a circle.
    Running,
    Done,
}

pub struct GlobalInfo<'t> {
    pub tree: &'t tree::Binding,
    pub public: bool,
    pub constant: bool,
    pub progress: Progress,
    pub used: bool,
}

pub struct AliasInfo<'t> {
    pub tree: &'t tree::Alias,
    pub module: ModuleId,
    pub generics: GenericsId,
    pub progress: Progress,
    pub ty: Ty,
}

impl<'t> Analysis<'t> {
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.mistakes += usize::from(diagnostic.severity == Severity::Error);
        if self.silent == 0 {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Warnings are about the reader's own code: what the library does is not their concern.
    pub fn warn(&mut self, module: ModuleId, diagnostic: Diagnostic) {
        debug_assert_eq!(diagnostic.severity, Severity::Warning);
        if !self.units[module.index()].library {
            self.report(diagnostic);
        }
    }

    pub fn text(&self, name: Name) -> &'t str {
        self.names.text(name)
    }

    pub fn generics(&self, id: GenericsId) -> &Generics {
        &self.generics[id.0 as usize]
    }

    pub fn add_generics(&mut self, generics: Generics) -> GenericsId {
        self.generics.push(generics);
        GenericsId(self.generics.len() as u32 - 1)
    }

    /// The outermost part of a type; none for what is not determined.
    pub fn head(&self, ty: Ty) -> Option<Head> {
        Some(match self.program.types.kind(ty) {
            TyKind::Error | TyKind::Infer(_) => return None,
            TyKind::Struct(id, _) => Head::Struct(*id),
            TyKind::Enum(id, _) => Head::Enum(*id),
            TyKind::Interface(id, _) => Head::Interface(*id),
            TyKind::Array(_) => Head::Array,
            TyKind::Optional(_) => Head::Optional,
            TyKind::Tuple(parts) => Head::Tuple(parts.len()),
            TyKind::Function(params, _) => Head::Function(params.len()),
            TyKind::Param(_) | TyKind::SelfType => Head::Any,
            _ => Head::Builtin(ty),
        })
    }

    pub fn function(&self, id: FnId) -> &FunctionInfo<'t> {
        &self.functions[id.index()]
    }

    pub fn global(&self, id: GlobalId) -> &GlobalInfo<'t> {
        &self.globals[id.index()]
    }

    pub fn is_library(&self, module: ModuleId) -> bool {
        self.units[module.index()].library
    }
}
