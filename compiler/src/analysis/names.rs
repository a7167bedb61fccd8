//! Which name means what where. A module has one space of names, for items and imports alike; behind it stand the
//! public names of the prelude, and behind those the built-in types.

use super::context::Analysis;
use super::mistakes;
use crate::diagnostic::Diagnostic;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{Ident, Import, ImportWhat};
use crate::types::{EnumId, FnId, GlobalId, InterfaceId, ModuleId, StructId, Ty};
use rustc_hash::FxHashMap;

/// What a name of a module stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Def {
    Module(ModuleId),
    Struct(StructId),
    Enum(EnumId),
    Interface(InterfaceId),
    /// An index into the aliases.
    Alias(u32),
    Function(FnId),
    Global(GlobalId),
    Variant(EnumId, u32),
    Builtin(Ty),
    /// `Array`, the built-in generic type.
    Array,
    /// Could not be resolved; the mistake has been reported.
    Error,
}

/// A name of a module.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub def: Def,
    pub span: Span,
    pub public: bool,
    pub imported: bool,
    pub used: bool,
}

/// The names of a module.
#[derive(Debug, Default)]
pub struct Scope {
    pub entries: FxHashMap<Name, Entry>,
}

/// Why a name was not found in a module.
pub enum Missing {
    /// It is there, but not `pub`; its place.
    Private(Span),
    Unknown,
}

impl Analysis<'_> {
    /// Adds a name to a module, unless it has it already.
    pub fn declare(&mut self, module: ModuleId, ident: Ident, def: Def, public: bool, imported: bool) {
        // `import std.string` must not hide the type `string`, through which most of the module is reached anyway.
        if matches!(def, Def::Module(_)) && self.builtins.contains_key(&ident.name) {
            return;
        }
        let entry = Entry { def, span: ident.span, public, imported, used: false };
        let entries = &self.scopes[module.index()].entries;
        if let Some(&first) = entries.get(&ident.name) {
            if !(imported && first.def == def) && def != Def::Error {
                let mistake = mistakes::declared_twice(self.text(ident.name), ident.span, first.span);
                self.report(mistake);
            }
            return;
        }
        self.scopes[module.index()].entries.insert(ident.name, entry);
    }

    /// Resolves the imports of a module; those that it imports from have been through this already.
    pub fn resolve_imports(&mut self, module: ModuleId) {
        let unit = &self.units[module.index()];
        for (import, target) in unit.tree.imports.iter().zip(&unit.targets) {
            let Some(target) = *target else {
                self.declare_unresolved(module, import);
                continue;
            };
            let (_, inside) = import.path.split_at(import.path.len() - target.rest);
            let mut at = Def::Module(target.module);
            for segment in inside {
                at = self.member_of(at, *segment, module);
            }
            match &import.what {
                ImportWhat::Whole(alias) => {
                    let Some(last) = import.path.last() else { continue };
                    self.declare(module, alias.unwrap_or(*last), at, import.public, true);
                }
                ImportWhat::Names(names) => {
                    for (name, alias) in names {
                        let def = self.member_of(at, *name, module);
                        self.declare(module, alias.unwrap_or(*name), def, import.public, true);
                    }
                }
            }
        }
    }

    /// What was to be imported stands for a mistake that has been reported.
    fn declare_unresolved(&mut self, module: ModuleId, import: &Import) {
        match &import.what {
            ImportWhat::Whole(alias) => {
                if let Some(last) = import.path.last() {
                    self.declare(module, alias.unwrap_or(*last), Def::Error, import.public, true);
                }
            }
            ImportWhat::Names(names) => {
                for (name, alias) in names {
                    self.declare(module, alias.unwrap_or(*name), Def::Error, import.public, true);
                }
            }
        }
    }

    /// What an import finds under a name in a module or an enum.
    fn member_of(&mut self, of: Def, name: Ident, from: ModuleId) -> Def {
        match of {
            Def::Module(module) => self.public_name(module, name, from),
            Def::Enum(id) => match self.variant(id, name.name) {
                Some(variant) => Def::Variant(id, variant),
                None => {
                    let mistake = self.unknown_variant(id, name);
                    self.report(mistake);
                    Def::Error
                }
            },
            Def::Error => Def::Error,
            _ => {
                let mistake = mistakes::nothing_inside(self.text(name.name), name.span);
                self.report(mistake);
                Def::Error
            }
        }
    }

    /// The variant of an enum with this name.
    pub fn variant(&self, id: EnumId, name: Name) -> Option<u32> {
        let variants = &self.enums[id.index()].tree.variants;
        variants.iter().position(|variant| variant.name.name == name).map(|index| index as u32)
    }

    /// A name that stands behind a module's; a mistake when it is not there or not `pub`.
    pub fn public_name(&mut self, module: ModuleId, name: Ident, from: ModuleId) -> Def {
        match self.look_into(module, name.name, from) {
            Ok(def) => def,
            Err(missing) => {
                let path = &self.units[module.index()].path;
                let text = self.text(name.name);
                let mistake = match missing {
                    Missing::Private(declared) => mistakes::private_name(text, path, name.span, declared),
                    Missing::Unknown => {
                        let near = self.similar_in_module(module, text);
                        let mistake = mistakes::unknown_in_module(text, path, name.span, near);
                        let way = if near.is_none() { self.instead_of(text, module) } else { None };
                        way.into_iter().fold(mistake, Diagnostic::note)
                    }
                };
                self.report(mistake);
                Def::Error
            }
        }
    }

    /// A name of a module as another one sees it.
    pub fn look_into(&mut self, module: ModuleId, name: Name, from: ModuleId) -> Result<Def, Missing> {
        match self.scopes[module.index()].entries.get_mut(&name) {
            Some(entry) if entry.public || module == from => {
                entry.used |= module == from;
                Ok(entry.def)
            }
            // What a module imports for itself is nothing that it has.
            Some(entry) if entry.imported => Err(Missing::Unknown),
            Some(entry) => Err(Missing::Private(entry.span)),
            None => Err(Missing::Unknown),
        }
    }

    /// What a bare name means at the level of a module.
    pub fn look_up(&mut self, module: ModuleId, name: Name) -> Option<Def> {
        if let Some(entry) = self.scopes[module.index()].entries.get_mut(&name) {
            entry.used = true;
            return Some(entry.def);
        }
        let prelude = self.prelude.and_then(|prelude| self.scopes[prelude.index()].entries.get(&name));
        if let Some(entry) = prelude.filter(|entry| entry.public && !matches!(entry.def, Def::Module(_))) {
            return Some(entry.def);
        }
        self.builtins.get(&name).copied()
    }
}
