//! Fields of structs and parts of tuples; a method without a call.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::program::{Expr, ExprKind};
use crate::analysis::{habits, mistakes};
use crate::source::Span;
use crate::syntax::tree::{self, Ident};
use crate::types::{Ty, TyKind};

/// A field of a struct as seen from a place in the program.
pub struct FieldSeen {
    pub index: u32,
    pub ty: Ty,
    pub mutable: bool,
    pub declared: Span,
}

impl<'t> Body<'_, 't> {
    pub fn field(&mut self, tree: &'t tree::Expr, of: &'t tree::Expr, name: Ident, expected: Option<Ty>) -> Expr {
        if let Some(denoted) = self.denote(tree, None) {
            return self.denoted_value(denoted, expected, tree.span);
        }
        let value = self.expr(of, None);
        self.field_of(value, name, tree.span)
    }

    /// A field that must be there.
    pub fn field_of(&mut self, value: Expr, name: Ident, span: Span) -> Expr {
        let ty = self.shallow(value.ty);
        match self.kind(ty) {
            TyKind::Error | TyKind::Never => return error(span),
            TyKind::Infer(_) => {
                self.unknown_type_here(ty, value.span);
                return error(span);
            }
            _ => {}
        }
        if let Some(value) = self.field_value(value, name, span) {
            return value;
        }
        let mistake = self.unknown_field(ty, name);
        self.report_unless_error(ty, mistake);
        error(span)
    }

    /// A field, if the value's type has one of this name.
    pub fn field_value(&mut self, value: Expr, name: Ident, span: Span) -> Option<Expr> {
        let field = self.find_field(value.ty, name)?;
        Some(literal(ExprKind::Field(Box::new(value), field.index), field.ty, span))
    }

    pub fn has_visible_field(&self, ty: Ty, name: Ident) -> bool {
        let TyKind::Struct(id, _) = *self.kind(ty) else { return false };
        let own = self.a.program.structs[id.index()].module == self.module();
        let mut fields = self.a.structs[id.index()].tree.fields.iter();
        fields.any(|field| field.name.name == name.name && (own || field.public))
    }

    pub fn find_field(&mut self, ty: Ty, name: Ident) -> Option<FieldSeen> {
        let ty = self.shallow(ty);
        let TyKind::Struct(id, arguments) = self.kind(ty).clone() else { return None };
        let program = &mut self.a.program;
        let of = &program.structs[id.index()];
        let module = of.module;
        let index = of.fields.iter().position(|field| field.name == name.name)?;
        let field = &of.fields[index];
        let (wide, mutable, declared) = (program.types.widened(field.ty), field.mutable, field.span);
        let field_ty = program.types.substitute(wide, &arguments, None);
        if module != self.module() && !self.a.structs[id.index()].tree.fields[index].public {
            let text = self.a.text(name.name);
            if self.a.is_library(module) && habits::method(text, &self.members(ty, true)).is_some() {
                // A method is meant, as by `list.length`; that the library happens to have such a field is no news.
                return None;
            }
            let of = self.show(ty);
            self.a.report(mistakes::private_member(text, &of, name.span, declared));
        }
        Some(FieldSeen { index: index as u32, ty: field_ty, mutable, declared })
    }

    pub fn tuple_field(&mut self, of: &'t tree::Expr, index: u32, at: Span, span: Span) -> Expr {
        let value = self.expr(of, None);
        let ty = self.shallow(value.ty);
        match self.kind(ty) {
            TyKind::Error | TyKind::Never => error(span),
            TyKind::Infer(_) => {
                self.unknown_type_here(ty, of.span);
                error(span)
            }
            TyKind::Tuple(parts) => match parts.get(index as usize).copied() {
                Some(part) => literal(ExprKind::TupleField(Box::new(value), index), part, span),
                None => {
                    let count = parts.len();
                    let of = self.show(ty);
                    self.a.report(mistakes::no_such_part(index, &of, count, at));
                    error(span)
                }
            },
            _ => {
                let of = self.show(ty);
                self.a.report(mistakes::not_a_tuple(index, &of, at));
                error(span)
            }
        }
    }
}
