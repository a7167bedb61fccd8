//! What was probably meant by a name that is not there: one that is spelt alike, one that an import would bring, or what
//! other languages' word for it is here.

use crate::analysis::body::Body;
use crate::analysis::context::Analysis;
use crate::analysis::names::Def;
use crate::analysis::suggest::nearest;
use crate::analysis::type_expr::TypeScope;
use crate::analysis::{habits, mistakes};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::tree::Ident;
use crate::types::{EnumId, InterfaceId, ModuleId, Ty, TyKind};

/// So many names of a module are told to who asks for one that it does not have.
const FEW_NAMES: usize = 12;

impl<'t> Analysis<'t> {
    pub fn similar_in_module(&self, module: ModuleId, name: &str) -> Option<&'t str> {
        let entries = self.scopes[module.index()].entries.iter();
        nearest(name, entries.filter(|(_, entry)| entry.public).map(|(name, _)| self.text(*name)))
    }

    /// What to do instead of a name that a module does not have: another way, or the names that it has, if they are few.
    pub fn instead_of(&self, name: &str, module: ModuleId) -> Option<String> {
        if let Some(way) = habits::instead_of_name(name) {
            return Some(way.to_owned());
        }
        let public = self.scopes[module.index()].entries.iter().filter(|(_, entry)| entry.public);
        let mut names: Vec<String> = public.map(|(name, _)| format!("`{}`", self.text(*name))).collect();
        names.sort();
        (1..=FEW_NAMES).contains(&names.len()).then(|| format!("it has {}", names.join(", ")))
    }

    pub fn unknown_variant(&self, id: EnumId, name: Ident) -> Diagnostic {
        let tree = self.enums[id.index()].tree;
        let text = self.text(name.name);
        let near = nearest(text, tree.variants.iter().map(|variant| self.text(variant.name.name)));
        mistakes::unknown_variant(text, self.text(tree.name.name), name.span, near, tree.name.span)
    }

    /// The names that modules and the language have for everybody here.
    fn names_in_sight(&self, module: ModuleId) -> impl Iterator<Item = (&'t str, Def)> + '_ {
        // What an import that failed should have brought is no help.
        let own = self.scopes[module.index()].entries.iter().filter(|(_, entry)| entry.def != Def::Error);
        let own = own.map(|(name, entry)| (self.text(*name), entry.def));
        let prelude = self.prelude.into_iter().flat_map(|prelude| self.scopes[prelude.index()].entries.iter());
        let prelude = prelude.filter(|(_, entry)| entry.public && !matches!(entry.def, Def::Module(_)));
        let prelude = prelude.map(|(name, entry)| (self.text(*name), entry.def));
        own.chain(prelude).chain(self.builtins.iter().map(|(name, def)| (self.text(*name), *def)))
    }

    pub fn unknown_type(&self, scope: &TypeScope, name: Ident) -> Diagnostic {
        let text = self.text(name.name);
        let is_type = |def: &Def| {
            matches!(
                def,
                Def::Struct(_) | Def::Enum(_) | Def::Interface(_) | Def::Alias(_) | Def::Builtin(_) | Def::Array
            )
        };
        let known = self.names_in_sight(scope.module).filter(|(_, def)| is_type(def)).map(|(name, _)| name);
        let params = scope.params.iter().map(|(name, _)| self.text(*name));
        let near = nearest(text, known.chain(params));
        let import = self.import_of(text, scope.module).filter(|_| near.is_none());
        match (import, habits::type_name(text)) {
            (Some((import, at)), _) => mistakes::missing_import(text, name.span, &import, at),
            (None, Some(here)) => mistakes::unknown_type(text, name.span, None).note(format!("it is `{here}` here")),
            (None, None) => mistakes::unknown_type(text, name.span, near),
        }
    }

    /// An import that would bring a name, and where to put it. Only modules that are loaded anyway are known, and the
    /// library's modules by their names.
    pub fn import_of(&self, name: &str, module: ModuleId) -> Option<(String, Span)> {
        const MODULES: &[&str] = &[
            "base64", "bytes", "csv", "deque", "fs", "hash", "heap", "io", "iter", "json", "math", "os", "path",
            "random", "sort", "test", "text", "time",
        ];
        let unit = &self.units[module.index()];
        let place = unit.tree.imports.first().map(|import| import.span.start);
        let place = place.or_else(|| unit.tree.items.first().map(|item| item.span.start)).unwrap_or(unit.span.start);
        let at = Span::new(place, place);
        if MODULES.contains(&name) {
            return Some((format!("import std.{name}"), at));
        }
        let found = (0..self.units.len()).find(|&index| {
            let entry = self.names.find(name).and_then(|name| self.scopes[index].entries.get(&name));
            entry.is_some_and(|entry| entry.public && !entry.imported) && index != module.index()
        })?;
        Some((format!("import {}.{name}", self.units[found].path), at))
    }
}

impl<'t> Body<'_, 't> {
    pub fn unknown_name(&mut self, name: Ident) -> Diagnostic {
        let text = self.a.text(name.name);
        let locals: Vec<&str> = self.names.iter().map(|(name, _)| self.a.text(*name)).collect();
        let near =
            nearest(text, locals.into_iter().chain(self.a.names_in_sight(self.scope.module).map(|(name, _)| name)));
        // A library's module by its exact name is more likely than something short that is spelt alike.
        let import = self.a.import_of(text, self.scope.module);
        let import = import.filter(|(import, _)| near.is_none() || import.starts_with("import std."));
        match (import, habits::instead_of_name(text)) {
            (Some((import, at)), _) => mistakes::missing_import(text, name.span, &import, at),
            (None, Some(way)) => mistakes::unknown_name(text, name.span, None).note(way),
            (None, None) => mistakes::unknown_name(text, name.span, near),
        }
    }

    /// The names of all functions and methods on a type.
    pub fn members(&mut self, ty: Ty, methods: bool) -> Vec<&'t str> {
        let Some(head) = self.a.head(ty) else { return Vec::new() };
        let inherent = self.a.inherent.iter().filter(|((of, _), functions)| {
            *of == head && functions.iter().any(|function| self.a.function(*function).is_method() == methods)
        });
        let mut names: Vec<&str> = inherent.map(|((_, name), _)| self.a.text(*name)).collect();
        for index in 0..self.a.interfaces.len() {
            if self.implements(ty, InterfaceId(index as u32)) {
                let tree = self.a.interfaces[index].tree;
                let of = tree.methods.iter().filter(|method| method.function.receiver.is_some() == methods);
                names.extend(of.map(|method| self.a.text(method.function.name.name)));
            }
        }
        names
    }

    pub fn unknown_member(&mut self, ty: Ty, name: Ident) -> Diagnostic {
        let text = self.a.text(name.name);
        if let TyKind::Enum(id, _) = *self.kind(ty) {
            let known = self.a.enums[id.index()].tree.variants.iter().map(|variant| self.a.text(variant.name.name));
            if text.starts_with(char::is_uppercase) || nearest(text, known).is_some() {
                return self.a.unknown_variant(id, name);
            }
        }
        let near = nearest(text, self.members(ty, false));
        let of = self.show(ty);
        let mistake = mistakes::unknown_member(text, &of, name.span, near);
        match *self.kind(ty) {
            TyKind::Struct(id, _) if text == "new" => {
                let made = self.a.text(self.a.structs[id.index()].tree.name.name);
                mistake.note(format!("a struct is made by calling its name: `{made}(…)`"))
            }
            _ => mistake,
        }
    }

    pub fn unknown_method(&mut self, ty: Ty, name: Ident) -> Diagnostic {
        let text = self.a.text(name.name);
        let of = self.show(ty);
        if let Some(mistake) = self.on_payload(ty, name) {
            return mistake;
        }
        let known = self.members(ty, true);
        let near = habits::method(text, &known).or_else(|| nearest(text, known.iter().copied()));
        let mistake = mistakes::unknown_method(text, &of, name.span, near);
        let inside = self.result_parts(ty).map(|(good, _)| self.members(good, true));
        if inside.is_some_and(|inside| inside.contains(&text)) {
            return mistake
                .note("there may be an error instead of a value: take the value out with `?`, `match` or `!`");
        }
        let way = habits::instead_of_method(text).filter(|_| near.is_none());
        way.into_iter().fold(mistake, Diagnostic::note)
    }

    pub fn unknown_field(&mut self, ty: Ty, name: Ident) -> Diagnostic {
        let text = self.a.text(name.name);
        let of = self.show(ty);
        if let Some(mistake) = self.on_payload(ty, name) {
            return mistake;
        }
        let methods = self.members(ty, true);
        if methods.contains(&text) {
            return mistakes::method_without_call(text, &of, name.span);
        }
        let (fields, own) = match *self.kind(ty) {
            TyKind::Struct(id, _) => {
                let own = self.a.program.structs[id.index()].module == self.module();
                (self.a.structs[id.index()].tree.fields.as_slice(), own)
            }
            _ => (&[][..], true),
        };
        let fields = fields.iter().filter(|field| own || field.public);
        let near = nearest(text, fields.map(|field| self.a.text(field.name.name)));
        let method = habits::method(text, &methods).filter(|_| near.is_none()).map(|method| format!("{method}()"));
        mistakes::unknown_field(text, &of, name.span, method.as_deref().or(near))
    }

    /// What is missed on an optional and would be there on its payload.
    fn on_payload(&mut self, ty: Ty, name: Ident) -> Option<Diagnostic> {
        let TyKind::Optional(payload) = *self.kind(ty) else { return None };
        let payload = self.shallow(payload);
        let is_field = match *self.kind(payload) {
            TyKind::Struct(id, _) => {
                self.a.structs[id.index()].tree.fields.iter().any(|field| field.name.name == name.name)
            }
            _ => false,
        };
        let text = self.a.text(name.name);
        if !is_field && !self.members(payload, true).contains(&text) {
            return None;
        }
        let of = self.show(ty);
        let dot = Span::new(name.span.start.saturating_sub(1), name.span.start);
        Some(mistakes::member_of_payload(text, &of, name.span, dot))
    }
}
