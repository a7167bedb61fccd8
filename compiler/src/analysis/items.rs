//! Items: first every name is declared, then every header resolved (what an item says of itself to others), so that the
//! order of items never matters. Bodies come last and elsewhere.

mod alias;
mod enums;
mod external;
mod function;
mod global;
mod implementation;
mod interface;
mod structs;

use super::context::{Analysis, GenericsId};
use super::names::Def;
use super::type_expr::TypeScope;
use crate::syntax::tree::{Item, ItemKind};
use crate::types::{ModuleId, Ty, TyKind};

/// An `impl` that waits for its header to be resolved.
pub type PendingImpl<'t> = (ModuleId, &'t crate::syntax::tree::Impl);

impl<'t> Analysis<'t> {
    /// Declares all items of all modules and resolves what they say of themselves.
    pub fn items(&mut self) {
        let mut impls = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            let module = ModuleId(index as u32);
            for item in &unit.tree.items {
                self.declare_item(module, item, &mut impls);
            }
            self.resolve_imports(module);
        }
        self.find_known();
        self.name_derive_paths();
        self.resolve_interface_headers();
        self.resolve_aliases();
        let impls = self.resolve_impl_headers(impls);
        self.resolve_struct_fields();
        self.resolve_enum_variants();
        self.resolve_signatures();
        self.fill_interfaces();
        self.check_impls(&impls);
        self.check_main();
    }

    fn declare_item(&mut self, module: ModuleId, item: &'t Item, impls: &mut Vec<PendingImpl<'t>>) {
        let (name, def) = match &item.kind {
            ItemKind::Error => return,
            ItemKind::Impl(tree) => return impls.push((module, tree)),
            ItemKind::Test(body, name) => return self.declare_test(module, body, name, item.span, false),
            ItemKind::Bench(body, name) => return self.declare_test(module, body, name, item.span, true),
            ItemKind::Function(tree) => (tree.name, Def::Function(self.declare_function(module, tree, item.public))),
            ItemKind::Struct(tree) => (tree.name, Def::Struct(self.declare_struct(module, tree, item.public))),
            ItemKind::Enum(tree) => (tree.name, Def::Enum(self.declare_enum(module, tree, item.public))),
            ItemKind::Interface(tree) => (tree.name, Def::Interface(self.declare_interface(module, tree))),
            ItemKind::Alias(tree) => (tree.name, Def::Alias(self.declare_alias(module, tree))),
            ItemKind::Const(tree) => (tree.name, Def::Global(self.declare_global(module, tree, item.public, true))),
            ItemKind::Global(tree) => (tree.name, Def::Global(self.declare_global(module, tree, item.public, false))),
        };
        self.declare(module, name, def, item.public, false);
    }

    /// The type parameters of an item in sight, each standing for itself.
    pub fn type_scope(&mut self, module: ModuleId, generics: GenericsId, self_ty: Option<Ty>) -> TypeScope {
        let names = &self.generics[generics.0 as usize].names;
        let types = &mut self.program.types;
        let params =
            names.iter().zip(0..).map(|((name, _), index)| (*name, types.intern(TyKind::Param(index)))).collect();
        TypeScope { module, params, self_ty }
    }

    pub fn mark_used(&mut self, def: Def) {
        match def {
            Def::Struct(id) => self.structs[id.index()].used = true,
            Def::Enum(id) | Def::Variant(id, _) => self.enums[id.index()].used = true,
            Def::Interface(id) => self.interfaces[id.index()].used = true,
            Def::Function(id) => self.functions[id.index()].used = true,
            Def::Global(id) => self.globals[id.index()].used = true,
            _ => {}
        }
    }
}
