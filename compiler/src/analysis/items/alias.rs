//! `type Name<T> = …`.

use crate::analysis::context::{AliasInfo, Analysis, Progress};
use crate::syntax::tree::Alias;
use crate::types::{ModuleId, Ty};

impl<'t> Analysis<'t> {
    pub fn declare_alias(&mut self, module: ModuleId, tree: &'t Alias) -> u32 {
        let generics = self.declare_generics(None, &tree.generics);
        self.aliases.push(AliasInfo { tree, module, generics, progress: Progress::Untouched, ty: Ty::ERROR });
        self.aliases.len() as u32 - 1
    }

    pub fn resolve_aliases(&mut self) {
        for index in 0..self.aliases.len() as u32 {
            self.alias_type(index);
        }
    }
}
