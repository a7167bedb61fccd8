//! `enum`.

use crate::analysis::context::{Analysis, EnumInfo};
use crate::analysis::mistakes;
use crate::analysis::program::{Enum, Variant};
use crate::analysis::type_expr::Position;
use crate::syntax::tree;
use crate::types::{EnumId, ModuleId};

impl<'t> Analysis<'t> {
    pub fn declare_enum(&mut self, module: ModuleId, tree: &'t tree::Enum, public: bool) -> EnumId {
        let id = EnumId(self.enums.len() as u32);
        let generics = self.declare_generics(None, &tree.generics);
        self.enums.push(EnumInfo { tree, public, generics, used: false });
        self.program.enums.push(Enum {
            module,
            name: tree.name.name,
            generics: tree.generics.len() as u32,
            variants: Vec::new(),
            span: tree.name.span,
        });
        id
    }

    pub fn resolve_enum_variants(&mut self) {
        for index in 0..self.enums.len() {
            let (tree, generics) = (self.enums[index].tree, self.enums[index].generics);
            let module = self.program.enums[index].module;
            self.resolve_bounds(generics, &tree.generics, module, None);
            let scope = self.type_scope(module, generics, None);
            let mut variants: Vec<Variant> = Vec::with_capacity(tree.variants.len());
            for variant in &tree.variants {
                if let Some(first) = variants.iter().find(|first| first.name == variant.name.name) {
                    let mistake = mistakes::declared_twice(self.text(variant.name.name), variant.name.span, first.span);
                    self.report(mistake);
                }
                let fields = variant.fields.iter();
                let fields = fields.map(|field| self.resolve_type_at(&scope, &field.ty, Position::Storage)).collect();
                variants.push(Variant { name: variant.name.name, fields, span: variant.name.span });
            }
            self.program.enums[index].variants = variants;
        }
    }
}
