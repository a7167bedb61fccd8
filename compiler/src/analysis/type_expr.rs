//! What a written type means.

use super::context::{Analysis, Progress};
use super::mistakes;
use super::names::Def;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{Ident, TypeExpr, TypeKind};
use crate::types::{ModuleId, Ty, TyKind};

/// From where a type is named.
#[derive(Clone, Debug)]
pub struct TypeScope {
    pub module: ModuleId,
    /// The type parameters in sight. Mostly they stand for themselves, but in a default value that is filled in at a
    /// call they stand for the type arguments there.
    pub params: Vec<(Name, Ty)>,
    pub self_ty: Option<Ty>,
}

/// Whether a storage type may stand here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Position {
    Value,
    /// A field, a part of a variant or the element of an `Array`.
    Storage,
}

impl Analysis<'_> {
    pub fn resolve_type(&mut self, scope: &TypeScope, expr: &TypeExpr) -> Ty {
        self.resolve_type_at(scope, expr, Position::Value)
    }

    pub fn resolve_type_at(&mut self, scope: &TypeScope, expr: &TypeExpr, position: Position) -> Ty {
        let kind = match &expr.kind {
            TypeKind::Error => return Ty::ERROR,
            TypeKind::Named(path, args) => return self.resolve_named(scope, path, args, expr.span, position),
            TypeKind::List(of) => {
                let of = self.resolve_type(scope, of);
                return self.list_of(of);
            }
            TypeKind::Optional(of) => TyKind::Optional(self.resolve_type(scope, of)),
            TypeKind::Tuple(parts) if parts.is_empty() => return Ty::UNIT,
            TypeKind::Tuple(parts) => TyKind::Tuple(self.resolve_types(scope, parts)),
            TypeKind::Function(params, result) => {
                let params = self.resolve_types(scope, params);
                let result = result.as_ref().map_or(Ty::UNIT, |result| self.resolve_type(scope, result));
                TyKind::Function(params, result)
            }
        };
        self.program.types.intern(kind)
    }

    fn resolve_types(&mut self, scope: &TypeScope, exprs: &[TypeExpr]) -> Box<[Ty]> {
        exprs.iter().map(|expr| self.resolve_type(scope, expr)).collect()
    }

    /// `[of]`
    pub fn list_of(&mut self, of: Ty) -> Ty {
        match self.program.known.list {
            Some(list) => self.program.types.intern(TyKind::Struct(list, Box::new([of]))),
            None => Ty::ERROR,
        }
    }

    fn resolve_named(
        &mut self,
        scope: &TypeScope,
        path: &[Ident],
        args: &[TypeExpr],
        span: Span,
        position: Position,
    ) -> Ty {
        if let [only] = path {
            if only.name == self.words.self_type {
                return scope.self_ty.unwrap_or_else(|| {
                    self.report(mistakes::self_type_outside(span));
                    Ty::ERROR
                });
            }
            if only.name == self.words.never {
                return Ty::NEVER;
            }
            if let Some(&(_, ty)) = scope.params.iter().rev().find(|(name, _)| *name == only.name) {
                if !args.is_empty() {
                    let mistake = mistakes::type_argument_count(self.text(only.name), 0, args.len(), span);
                    self.report(mistake);
                }
                return ty;
            }
        }
        let Some(def) = self.resolve_type_path(scope, path) else { return Ty::ERROR };
        let name = path.last().map_or("", |last| self.text(last.name));
        if def == Def::Array {
            let [of] = args else {
                self.report(mistakes::type_argument_count(name, 1, args.len(), span));
                return Ty::ERROR;
            };
            let of = self.resolve_type_at(scope, of, Position::Storage);
            return self.program.types.intern(TyKind::Array(of));
        }
        let args: Vec<Ty> = args.iter().map(|arg| self.resolve_type(scope, arg)).collect();
        match self.apply_type(def, args, span) {
            Some(ty) => self.check_position(ty, span, position),
            None => {
                self.report(mistakes::not_a_type(name, self.kind_of(def), span));
                Ty::ERROR
            }
        }
    }

    fn check_position(&mut self, ty: Ty, span: Span, position: Position) -> Ty {
        let wide = self.program.types.widened(ty);
        if position == Position::Value && wide != ty {
            let mistake = mistakes::storage_type_as_value(&self.show(ty), &self.show(wide), span);
            self.report(mistake);
            return wide;
        }
        ty
    }

    /// What a path of names stands for among the modules' names; a mistake is reported when it is none.
    pub fn resolve_type_path(&mut self, scope: &TypeScope, path: &[Ident]) -> Option<Def> {
        let (first, rest) = path.split_first()?;
        let Some(mut def) = self.look_up(scope.module, first.name) else {
            let mistake = self.unknown_type(scope, *first);
            self.report(mistake);
            return None;
        };
        for segment in rest {
            def = match def {
                Def::Module(module) => self.public_name(module, *segment, scope.module),
                Def::Error => return None,
                _ => {
                    let mistake = mistakes::nothing_inside(self.text(segment.name), segment.span);
                    self.report(mistake);
                    return None;
                }
            };
        }
        (def != Def::Error).then_some(def)
    }

    /// The type that an item is with type arguments; none if it is no type.
    pub fn apply_type(&mut self, def: Def, args: Vec<Ty>, span: Span) -> Option<Ty> {
        let (name, expected) = self.type_parameters_of(def)?;
        if args.len() != expected {
            let mistake = mistakes::type_argument_count(self.text(name), expected, args.len(), span);
            self.report(mistake);
            return Some(Ty::ERROR);
        }
        self.mark_used(def);
        let args = args.into_boxed_slice();
        let kind = match def {
            Def::Struct(id) => TyKind::Struct(id, args),
            Def::Enum(id) => TyKind::Enum(id, args),
            Def::Interface(id) => TyKind::Interface(id, args),
            Def::Array => TyKind::Array(args[0]),
            Def::Alias(index) => {
                let ty = self.alias_type(index);
                return Some(self.program.types.substitute(ty, &args, None));
            }
            Def::Builtin(ty) => return Some(ty),
            _ => return None,
        };
        Some(self.program.types.intern(kind))
    }

    /// The name and the number of type parameters of an item that is a type.
    pub fn type_parameters_of(&self, def: Def) -> Option<(Name, usize)> {
        Some(match def {
            Def::Struct(id) => {
                let tree = self.structs[id.index()].tree;
                (tree.name.name, tree.generics.len())
            }
            Def::Enum(id) => {
                let tree = self.enums[id.index()].tree;
                (tree.name.name, tree.generics.len())
            }
            Def::Interface(id) => {
                let tree = self.interfaces[id.index()].tree;
                (tree.name.name, tree.generics.len())
            }
            Def::Alias(index) => {
                let tree = self.aliases[index as usize].tree;
                (tree.name.name, tree.generics.len())
            }
            Def::Array => (self.words.array, 1),
            Def::Builtin(ty) => {
                let name = self.builtins.iter().find(|(_, def)| **def == Def::Builtin(ty)).map(|(name, _)| *name)?;
                (name, 0)
            }
            _ => return None,
        })
    }

    /// What an alias stands for, in terms of its own type parameters.
    pub fn alias_type(&mut self, index: u32) -> Ty {
        let index = index as usize;
        match self.aliases[index].progress {
            Progress::Done => {}
            Progress::Running => {
                let name = self.aliases[index].tree.name;
                let mistake = mistakes::alias_of_itself(self.text(name.name), name.span);
                self.report(mistake);
            }
            Progress::Untouched => {
                self.aliases[index].progress = Progress::Running;
                let (tree, module) = (self.aliases[index].tree, self.aliases[index].module);
                let scope = self.type_scope(module, self.aliases[index].generics, None);
                self.aliases[index].ty = self.resolve_type(&scope, &tree.ty);
                self.aliases[index].progress = Progress::Done;
            }
        }
        self.aliases[index].ty
    }
}
