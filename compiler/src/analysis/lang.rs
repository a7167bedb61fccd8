//! The items of the library that constructs of the language stand on, found in the prelude and its neighbours.

use super::context::Analysis;
use super::derive;
use super::names::Def;
use crate::name::Name;
use crate::types::{EnumId, FnId, InterfaceId, ModuleId, StructId};

/// What analysis itself refers to; lowering has its own list in the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lang {
    pub show: Option<InterfaceId>,
    pub eq: Option<InterfaceId>,
    pub ord: Option<InterfaceId>,
    pub add: Option<InterfaceId>,
    pub sub: Option<InterfaceId>,
    pub mul: Option<InterfaceId>,
    pub div: Option<InterfaceId>,
    pub rem: Option<InterfaceId>,
    pub neg: Option<InterfaceId>,
    pub index: Option<InterfaceId>,
    pub index_set: Option<InterfaceId>,
    pub slice: Option<InterfaceId>,
    pub from: Option<InterfaceId>,
    pub iterator: Option<InterfaceId>,
    pub map: Option<StructId>,
    /// `std.map.from_pairs<K, V>(pairs: Array<(K, V)>) -> Map<K, V>`
    pub map_from_pairs: Option<FnId>,
    pub panic: Option<FnId>,
    pub format_int: Option<FnId>,
    pub format_float: Option<FnId>,
    pub format_string: Option<FnId>,
}

impl Analysis<'_> {
    /// Finds all of them. In a program that is not given the prelude, none is there, and what needs one is silent.
    pub fn find_known(&mut self) {
        let Some(prelude) = self.prelude else { return };
        let words = self.words;
        let interface = |analysis: &Self, name: Name| match analysis.defined(prelude, name) {
            Some(Def::Interface(id)) => Some(id),
            _ => None,
        };
        self.lang = Lang {
            show: interface(self, words.show_interface),
            eq: interface(self, words.eq_interface),
            ord: interface(self, words.ord_interface),
            add: interface(self, words.add_interface),
            sub: interface(self, words.sub_interface),
            mul: interface(self, words.mul_interface),
            div: interface(self, words.div_interface),
            rem: interface(self, words.rem_interface),
            neg: interface(self, words.neg_interface),
            index: interface(self, words.index_interface),
            index_set: interface(self, words.index_set_interface),
            slice: interface(self, words.slice_interface),
            from: interface(self, words.from_interface),
            iterator: interface(self, words.iterator),
            map: self.known_struct(prelude, words.map),
            map_from_pairs: self.known_function("std.map", words.from_pairs),
            panic: self.known_function("std.trap", words.panic),
            format_int: self.known_function("std.fmt", words.format_int),
            format_float: self.known_function("std.fmt", words.format_float),
            format_string: self.known_function("std.fmt", words.format_string),
        };
        self.program.known.list = self.known_struct(prelude, words.list);
        self.program.known.list_from_array = self.known_function("std.list", words.from_array);
        self.program.known.range = self.known_struct(prelude, words.range);
        self.program.known.show = self.lang.show;
        self.program.known.result = self.known_enum(prelude, words.result);
        self.name_result_variants(prelude);
    }

    /// `Ok` and `Err` are named without their type.
    fn name_result_variants(&mut self, prelude: ModuleId) {
        let Some(result) = self.program.known.result else { return };
        for name in [self.words.ok, self.words.err] {
            if let Some(variant) = self.variant(result, name) {
                let span = self.enums[result.index()].tree.variants[variant as usize].name.span;
                let ident = crate::syntax::tree::Ident { name, span };
                self.declare(prelude, ident, Def::Variant(result, variant), true, true);
            }
        }
    }

    /// The paths by which derived code names items of the library: names that no text can hold.
    pub fn name_derive_paths(&mut self) {
        for (module, item) in derive::PATHS {
            let path = self.names.find(&format!("{module}.{item}"));
            let known = path.zip(self.names.find(item)).zip(self.module_of_path(module));
            if let Some(((path, item), module)) = known
                && let Some(def) = self.defined(module, item)
            {
                self.builtins.insert(path, def);
            }
        }
    }

    fn module_of_path(&self, path: &str) -> Option<ModuleId> {
        self.units.iter().position(|unit| &*unit.path == path).map(|index| ModuleId(index as u32))
    }

    fn defined(&self, module: ModuleId, name: Name) -> Option<Def> {
        self.scopes[module.index()].entries.get(&name).map(|entry| entry.def)
    }

    fn known_struct(&self, module: ModuleId, name: Name) -> Option<StructId> {
        match self.defined(module, name) {
            Some(Def::Struct(id)) => Some(id),
            _ => None,
        }
    }

    fn known_enum(&self, module: ModuleId, name: Name) -> Option<EnumId> {
        match self.defined(module, name) {
            Some(Def::Enum(id)) => Some(id),
            _ => None,
        }
    }

    fn known_function(&self, module: &str, name: Name) -> Option<FnId> {
        match self.defined(self.module_of_path(module)?, name) {
            Some(Def::Function(id)) => Some(id),
            _ => None,
        }
    }
}
