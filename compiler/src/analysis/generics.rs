//! Type parameters and their bounds.

use super::context::{Analysis, Bound, Generics, GenericsId};
use super::mistakes;
use super::names::Def;
use super::type_expr::TypeScope;
use crate::syntax::tree::{Generic, TypeExpr, TypeKind};
use crate::types::{InterfaceId, ModuleId, Ty, TyKind};

impl Analysis<'_> {
    /// The type parameters of an item, behind those of what it stands in; bounds come later.
    pub fn declare_generics(&mut self, outer: Option<GenericsId>, own: &[Generic]) -> GenericsId {
        if let (Some(outer), []) = (outer, own) {
            return outer;
        }
        let mut generics = outer.map(|outer| self.generics(outer).clone()).unwrap_or_default();
        for generic in own {
            if let Some((_, first)) = generics.names.iter().find(|(name, _)| *name == generic.name.name) {
                let mistake = mistakes::declared_twice(self.text(generic.name.name), generic.name.span, *first);
                self.report(mistake);
            }
            generics.names.push((generic.name.name, generic.name.span));
        }
        self.add_generics(generics)
    }

    /// Resolves the bounds of the last type parameters, those that `own` declares.
    pub fn resolve_bounds(&mut self, id: GenericsId, own: &[Generic], module: ModuleId, self_ty: Option<Ty>) {
        if own.iter().all(|generic| generic.bounds.is_empty()) {
            return;
        }
        let scope = self.type_scope(module, id, self_ty);
        let first = scope.params.len() - own.len();
        for (generic, index) in own.iter().zip(first..) {
            let ty = self.program.types.intern(TyKind::Param(index as u32));
            for bound in &generic.bounds {
                if let Some((interface, arguments)) = self.resolve_interface(&scope, bound) {
                    self.generics[id.0 as usize].bounds.push(Bound { ty, interface, arguments });
                }
            }
        }
    }

    /// A written type that must be an interface.
    pub fn resolve_interface(&mut self, scope: &TypeScope, expr: &TypeExpr) -> Option<(InterfaceId, Vec<Ty>)> {
        if let TypeKind::Named(path, args) = &expr.kind {
            let def = self.resolve_type_path(scope, path)?;
            if let Def::Interface(id) = def {
                let args: Vec<Ty> = args.iter().map(|arg| self.resolve_type(scope, arg)).collect();
                let ty = self.apply_type(def, args.clone(), expr.span)?;
                return (ty != Ty::ERROR).then_some((id, args));
            }
        }
        if !matches!(expr.kind, TypeKind::Error) {
            self.report(mistakes::not_an_interface(expr.span));
        }
        None
    }

    /// The type parameters of an item as type arguments for itself.
    pub fn own_arguments(&mut self, id: GenericsId) -> Vec<Ty> {
        let count = self.generics(id).names.len() as u32;
        (0..count).map(|index| self.program.types.intern(TyKind::Param(index))).collect()
    }

    /// An interface and those that it builds on, each with its arguments; the interface itself comes first.
    pub fn with_supers(&mut self, interface: InterfaceId, arguments: &[Ty]) -> Vec<(InterfaceId, Vec<Ty>)> {
        self.program.with_supers(interface, arguments.to_vec())
    }

    /// Whether an interface is another or builds on it.
    pub fn builds_on(&self, interface: InterfaceId, above: InterfaceId) -> bool {
        let mut seen = vec![interface];
        let mut next = 0;
        while let Some(&id) = seen.get(next) {
            if id == above {
                return true;
            }
            for (id, _) in &self.program.interfaces[id.index()].supers {
                if !seen.contains(id) {
                    seen.push(*id);
                }
            }
            next += 1;
        }
        false
    }

    /// A set of type parameters without any.
    pub fn no_generics(&mut self) -> GenericsId {
        if self.generics.is_empty() {
            return self.add_generics(Generics::default());
        }
        GenericsId(0)
    }
}
