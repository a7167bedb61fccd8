//! `struct`.

use crate::analysis::context::{Analysis, StructInfo};
use crate::analysis::mistakes;
use crate::analysis::program::{Field, Struct};
use crate::analysis::type_expr::Position;
use crate::syntax::tree;
use crate::types::{ModuleId, StructId};

impl<'t> Analysis<'t> {
    pub fn declare_struct(&mut self, module: ModuleId, tree: &'t tree::Struct, public: bool) -> StructId {
        let id = StructId(self.structs.len() as u32);
        let generics = self.declare_generics(None, &tree.generics);
        self.structs.push(StructInfo { tree, public, generics, used: false });
        self.program.structs.push(Struct {
            module,
            name: tree.name.name,
            generics: tree.generics.len() as u32,
            fields: Vec::new(),
            span: tree.name.span,
        });
        id
    }

    pub fn resolve_struct_fields(&mut self) {
        for index in 0..self.structs.len() {
            let (tree, generics) = (self.structs[index].tree, self.structs[index].generics);
            let module = self.program.structs[index].module;
            self.resolve_bounds(generics, &tree.generics, module, None);
            let scope = self.type_scope(module, generics, None);
            let mut fields: Vec<Field> = Vec::with_capacity(tree.fields.len());
            for field in &tree.fields {
                if let Some(first) = fields.iter().find(|first| first.name == field.name.name) {
                    let mistake = mistakes::declared_twice(self.text(field.name.name), field.name.span, first.span);
                    self.report(mistake);
                }
                let ty = self.resolve_type_at(&scope, &field.ty, Position::Storage);
                fields.push(Field { name: field.name.name, ty, mutable: field.mutable, span: field.name.span });
            }
            self.program.structs[index].fields = fields;
        }
    }
}
