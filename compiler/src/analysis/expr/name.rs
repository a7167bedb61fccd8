//! Names and paths: what they stand for, and functions, variants and structs taken as values.

use super::{error, literal};
use crate::analysis::body::Body;
use crate::analysis::constant;
use crate::analysis::methods::Target;
use crate::analysis::mistakes;
use crate::analysis::names::Def;
use crate::analysis::program::{Closure, Expr, ExprKind};
use crate::source::Span;
use crate::syntax::tree::{self, ExprKind as Tree, Ident, TypeExpr};
use crate::types::{EnumId, GlobalId, InterfaceId, LocalId, ModuleId, StructId, Ty, TyKind};

/// What a path stands for.
pub enum Denoted {
    Local(LocalId),
    Global(GlobalId),
    Module(ModuleId),
    Type(Ty),
    Interface(InterfaceId, Vec<Ty>),
    Function(Target),
    /// With the enum's type arguments.
    Variant(EnumId, u32, Box<[Ty]>),
    /// The mistake has been reported.
    Error,
}

impl<'t> Body<'_, 't> {
    /// What a path stands for; none for an expression that is no path.
    pub fn denote(&mut self, tree: &'t tree::Expr, types: Option<&'t [TypeExpr]>) -> Option<Denoted> {
        match &tree.kind {
            Tree::Name(name) => Some(self.denote_name(Ident { name: *name, span: tree.span }, types)),
            Tree::SelfValue => Some(self.denote_self(tree.span)),
            Tree::SelfType => Some(match self.scope.self_ty {
                Some(ty) => Denoted::Type(ty),
                None => {
                    self.a.report(mistakes::self_type_outside(tree.span));
                    Denoted::Error
                }
            }),
            Tree::TypeArgs(of, types) => self.denote(of, Some(types)),
            Tree::Field(of, name) if self.is_namespace(of) => match self.denote(of, None)? {
                Denoted::Module(module) => {
                    let def = self.a.public_name(module, *name, self.scope.module);
                    Some(self.denote_def(def, types, name.span))
                }
                Denoted::Type(ty) => Some(self.denote_member(ty, *name, types)),
                Denoted::Interface(id, arguments) => {
                    Some(match self.method_of_interface(id, arguments, *name, types) {
                        Some(target) => Denoted::Function(target),
                        None => {
                            let mistake = self.a.not_in_interface(id, *name);
                            self.a.report(mistake);
                            Denoted::Error
                        }
                    })
                }
                Denoted::Error => Some(Denoted::Error),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether something in front of a dot is a module or a type rather than a value; reports nothing.
    fn is_namespace(&mut self, tree: &'t tree::Expr) -> bool {
        match &tree.kind {
            Tree::Name(name) => {
                self.find_local(*name).is_none()
                    && (self.scope.params.iter().any(|(param, _)| param == name)
                        || !matches!(
                            self.a.look_up(self.scope.module, *name),
                            None | Some(Def::Global(_) | Def::Function(_) | Def::Variant(..))
                        ))
            }
            Tree::SelfType => true,
            Tree::TypeArgs(of, _) => self.is_namespace(of),
            Tree::Field(of, name) => {
                self.is_namespace(of)
                    && match self.module_of(of) {
                        Some(module) => !matches!(
                            self.a.look_into(module, name.name, self.scope.module),
                            Ok(Def::Global(_) | Def::Function(_) | Def::Variant(..))
                        ),
                        None => false,
                    }
            }
            _ => false,
        }
    }

    /// The module that a path names, if it names one.
    fn module_of(&mut self, tree: &'t tree::Expr) -> Option<ModuleId> {
        let def = match &tree.kind {
            Tree::Name(name) => self.a.look_up(self.scope.module, *name)?,
            Tree::Field(of, name) => {
                let module = self.module_of(of)?;
                self.a.look_into(module, name.name, self.scope.module).ok()?
            }
            _ => return None,
        };
        match def {
            Def::Module(module) => Some(module),
            _ => None,
        }
    }

    fn denote_self(&mut self, span: Span) -> Denoted {
        match self.find_local(self.a.words.self_value) {
            Some(id) => Denoted::Local(id),
            None => {
                self.a.report(mistakes::self_outside_method(span));
                Denoted::Error
            }
        }
    }

    fn denote_name(&mut self, name: Ident, types: Option<&'t [TypeExpr]>) -> Denoted {
        if let Some(id) = self.find_local(name.name) {
            if types.is_some() {
                self.a.report(mistakes::type_arguments_on_value(name.span));
            }
            return Denoted::Local(id);
        }
        if let Some(&(_, ty)) = self.scope.params.iter().find(|(param, _)| *param == name.name) {
            return Denoted::Type(ty);
        }
        match self.a.look_up(self.scope.module, name.name) {
            Some(def) => self.denote_def(def, types, name.span),
            None => {
                let mistake = self.unknown_name(name);
                self.a.report(mistake);
                Denoted::Error
            }
        }
    }

    fn denote_def(&mut self, def: Def, types: Option<&'t [TypeExpr]>, span: Span) -> Denoted {
        self.a.mark_used(def);
        match def {
            Def::Error => Denoted::Error,
            Def::Module(module) => Denoted::Module(module),
            Def::Global(id) => Denoted::Global(id),
            Def::Function(id) => Denoted::Function(self.function_target(id, types, span)),
            Def::Variant(id, variant) => {
                let count = self.a.program.enums[id.index()].generics as usize;
                let arguments = self.type_arguments(def, count, types, span);
                Denoted::Variant(id, variant, arguments.into())
            }
            Def::Interface(id) => {
                let count = self.a.program.interfaces[id.index()].generics as usize;
                let arguments = self.type_arguments(def, count, types, span);
                Denoted::Interface(id, arguments)
            }
            Def::Struct(_) | Def::Enum(_) | Def::Alias(_) | Def::Builtin(_) | Def::Array => {
                let count = self.a.type_parameters_of(def).map_or(0, |(_, count)| count);
                let arguments = self.type_arguments(def, count, types, span);
                self.a.apply_type(def, arguments, span).map_or(Denoted::Error, Denoted::Type)
            }
        }
    }

    /// Written type arguments, or fresh variables for all.
    fn type_arguments(&mut self, def: Def, count: usize, types: Option<&'t [TypeExpr]>, span: Span) -> Vec<Ty> {
        if let Some(types) = types {
            if types.len() == count {
                let scope = self.scope.clone();
                return types.iter().map(|ty| self.a.resolve_type(&scope, ty)).collect();
            }
            let name = self.a.type_parameters_of(def).map_or("", |(name, _)| self.a.text(name));
            self.a.report(mistakes::type_argument_count(name, count, types.len(), span));
        }
        (0..count).map(|_| self.fresh(span)).collect()
    }

    /// A variant, function or method named through its type.
    fn denote_member(&mut self, ty: Ty, name: Ident, types: Option<&'t [TypeExpr]>) -> Denoted {
        if let TyKind::Enum(id, arguments) = self.kind(ty) {
            let (id, arguments) = (*id, arguments.clone());
            if let Some(variant) = self.a.variant(id, name.name) {
                return Denoted::Variant(id, variant, arguments);
            }
        }
        match self.member(ty, name, types, false) {
            Ok(Some(target)) => Denoted::Function(target),
            Ok(None) => {
                let mistake = self.unknown_member(ty, name);
                self.report_unless_error(ty, mistake);
                Denoted::Error
            }
            Err(()) => Denoted::Error,
        }
    }

    /// A name or path as a value.
    pub fn named(&mut self, tree: &'t tree::Expr, expected: Option<Ty>) -> Expr {
        match self.denote(tree, None) {
            Some(denoted) => self.denoted_value(denoted, expected, tree.span),
            None => match &tree.kind {
                Tree::TypeArgs(of, _) => {
                    self.expr(of, None);
                    self.a.report(mistakes::type_arguments_on_value(tree.span));
                    error(tree.span)
                }
                _ => error(tree.span),
            },
        }
    }

    pub fn denoted_value(&mut self, denoted: Denoted, expected: Option<Ty>, span: Span) -> Expr {
        match denoted {
            Denoted::Local(id) => self.read_local(id, span),
            Denoted::Global(id) => self.global(id, span),
            Denoted::Function(target) => self.function_value(target, expected, span),
            Denoted::Variant(id, variant, arguments) => self.variant_value(id, variant, arguments, expected, span),
            Denoted::Type(ty) => match self.kind(ty).clone() {
                TyKind::Struct(id, _) => self.struct_value(id, ty, expected, span),
                _ => {
                    let of = self.show(ty);
                    self.a.report(mistakes::type_as_value(&of, span));
                    error(span)
                }
            },
            Denoted::Module(module) => {
                let path = &self.a.units[module.index()].path;
                self.a.report(mistakes::module_as_value(path, span));
                error(span)
            }
            Denoted::Interface(id, _) => {
                let name = self.a.text(self.a.interfaces[id.index()].tree.name.name);
                self.a.report(mistakes::type_as_value(name, span));
                error(span)
            }
            Denoted::Error => error(span),
        }
    }

    fn global(&mut self, id: GlobalId, span: Span) -> Expr {
        let ty = self.a.global_type(id, span);
        if self.a.global(id).constant {
            return constant::value_of(self.a, id, span);
        }
        self.a.note_global_use(id, span);
        self.a.reach_global(id);
        literal(ExprKind::Global(id), ty, span)
    }

    fn function_value(&mut self, target: Target, expected: Option<Ty>, span: Span) -> Expr {
        let ty = self.intern(TyKind::Function(target.params.into(), target.result));
        self.hint(ty, expected);
        self.a.reach_callee(&target.callee);
        literal(ExprKind::Function(Box::new(target.callee)), ty, span)
    }

    fn variant_value(
        &mut self,
        id: EnumId,
        variant: u32,
        arguments: Box<[Ty]>,
        expected: Option<Ty>,
        span: Span,
    ) -> Expr {
        let fields = self.variant_fields(id, variant, &arguments);
        let ty = self.intern(TyKind::Enum(id, arguments));
        if fields.is_empty() {
            self.a.reach_enum(id);
            self.hint(ty, expected);
            return literal(ExprKind::Variant(id, variant, Vec::new()), ty, span);
        }
        self.constructor_value(fields, ty, expected, span, |parts| ExprKind::Variant(id, variant, parts))
    }

    fn struct_value(&mut self, id: StructId, ty: Ty, expected: Option<Ty>, span: Span) -> Expr {
        if !self.check_constructible(id, &[], span) {
            return error(span);
        }
        let fields = self.struct_fields(id, ty);
        self.constructor_value(fields, ty, expected, span, |parts| ExprKind::Struct(id, parts))
    }

    /// A constructor as a function value: a closure that calls it.
    fn constructor_value(
        &mut self,
        fields: Vec<Ty>,
        ty: Ty,
        expected: Option<Ty>,
        span: Span,
        make: impl FnOnce(Vec<Expr>) -> ExprKind,
    ) -> Expr {
        self.reach_type(ty);
        let function = self.intern(TyKind::Function(fields.clone().into(), ty));
        self.hint(function, expected);
        let params: Vec<LocalId> = fields.iter().map(|&field| self.hidden_local(field, span)).collect();
        for param in &params {
            self.uses[param.index()].depth += 1;
        }
        let parts = params.iter().zip(fields).map(|(&id, ty)| literal(ExprKind::Local(id), ty, span)).collect();
        let body = literal(make(parts), ty, span);
        let closure = Closure { params, captures: Vec::new(), body };
        literal(ExprKind::Closure(Box::new(closure)), function, span)
    }
}
