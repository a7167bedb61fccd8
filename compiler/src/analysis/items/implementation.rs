//! `impl`, with an interface and without.

use super::PendingImpl;
use crate::analysis::body::Body;
use crate::analysis::context::{Analysis, Head, ImplInfo, Owner};
use crate::analysis::mistakes;
use crate::analysis::program::Impl;
use crate::source::Span;
use crate::syntax::tree;
use crate::types::{FnId, ImplId, InterfaceId, ModuleId, Ty, TyKind};

/// An implementation whose methods are compared with the interface once all signatures are known.
pub type DeclaredImpl<'t> = (ImplId, &'t tree::Impl, Vec<FnId>);

impl<'t> Analysis<'t> {
    pub fn resolve_impl_headers(&mut self, pending: Vec<PendingImpl<'t>>) -> Vec<DeclaredImpl<'t>> {
        let impls = pending.into_iter().filter_map(|(module, tree)| self.resolve_impl(module, tree)).collect();
        self.check_overlaps();
        impls
    }

    fn resolve_impl(&mut self, module: ModuleId, tree: &'t tree::Impl) -> Option<DeclaredImpl<'t>> {
        let generics = self.declare_generics(None, &tree.generics);
        let scope = self.type_scope(module, generics, None);
        let ty = self.resolve_type(&scope, &tree.ty);
        self.resolve_bounds(generics, &tree.generics, module, Some(ty));
        let scope = self.type_scope(module, generics, Some(ty));
        let interface = tree.interface.as_ref().map(|expr| self.resolve_interface(&scope, expr));
        if let Some(interface) = interface {
            let (Some((interface, arguments)), true) = (interface, ty != Ty::ERROR) else {
                self.declare_lost_methods(module, tree, ty, generics);
                return None;
            };
            self.check_home(module, ty, Some(interface), tree.ty.span);
            self.check_parameters_used(generics, &[ty], tree);
            let id = ImplId(self.impls.len() as u32);
            self.impls.push(ImplInfo { module, generics });
            let bounds = self.generics(generics).bounds.iter();
            let bounds = bounds
                .filter_map(|bound| match self.program.types.kind(bound.ty) {
                    TyKind::Param(index) => Some((*index, bound.interface, bound.arguments.clone())),
                    _ => None,
                })
                .collect();
            self.program.impls.push(Impl {
                generics: tree.generics.len() as u32,
                interface,
                arguments,
                ty,
                methods: Vec::new(),
                bounds,
                span: tree.ty.span,
            });
            self.index_impl(id, interface, ty);
            let owner = Owner::Implementation(id, ty);
            let functions = tree.methods.iter();
            let functions =
                functions.map(|method| self.add_function(module, &method.function, owner, generics, true)).collect();
            return Some((id, tree, functions));
        }
        self.check_home(module, ty, None, tree.ty.span);
        self.check_parameters_used(generics, &[ty], tree);
        self.declare_inherent(module, tree, ty, generics);
        None
    }

    /// The methods of an `impl` whose head is wrong are still looked into for mistakes of their own.
    fn declare_lost_methods(
        &mut self,
        module: ModuleId,
        tree: &'t tree::Impl,
        ty: Ty,
        generics: crate::analysis::context::GenericsId,
    ) {
        for method in &tree.methods {
            self.add_function(module, &method.function, Owner::Inherent(ty), generics, true);
        }
    }

    fn declare_inherent(
        &mut self,
        module: ModuleId,
        tree: &'t tree::Impl,
        ty: Ty,
        generics: crate::analysis::context::GenericsId,
    ) {
        let head = self.head(ty);
        for method in &tree.methods {
            let name = method.function.name;
            let id = self.add_function(module, &method.function, Owner::Inherent(ty), generics, method.public);
            let Some(head) = head else { continue };
            let same = self.inherent.entry((head, name.name)).or_default();
            let first = same.iter().copied().find(|first| self.functions[first.index()].owner == Owner::Inherent(ty));
            same.push(id);
            if let Some(first) = first {
                let first = self.program.functions[first.index()].span;
                let mistake = mistakes::declared_twice(self.text(name.name), name.span, first);
                self.report(mistake);
            }
        }
    }

    fn index_impl(&mut self, id: ImplId, interface: InterfaceId, ty: Ty) {
        if let Some(head) = self.head(ty) {
            self.implementations.entry((interface, head)).or_default().push(id);
        }
    }

    /// Reports implementations of one interface that cover a common type. All are known by now, so that the bounds of one
    /// for all types can be looked at.
    fn check_overlaps(&mut self) {
        for index in 0..self.program.impls.len() {
            let id = ImplId(index as u32);
            let of = &self.program.impls[index];
            let (interface, ty, span) = (of.interface, of.ty, of.span);
            let Some(head) = self.head(ty) else { continue };
            let earlier: Vec<ImplId> = self.candidates(interface, head).filter(|other| *other != id).collect();
            let blanket = head != Head::Any;
            for other in earlier {
                let other_head = self.head(self.program.impls[other.index()].ty);
                let comes_later = other > id && !(blanket && other_head == Some(Head::Any));
                if comes_later || !self.overlap(id, other) {
                    continue;
                }
                let first = self.program.impls[other.index()].span;
                let ty = self.show_in(ty, id);
                let mistake = mistakes::implemented_twice(self.interface_name(interface), &ty, span, first);
                self.report(mistake);
                break;
            }
        }
    }

    /// Whether some type is covered by both implementations.
    fn overlap(&mut self, a: ImplId, b: ImplId) -> bool {
        let (module, generics) = (self.impls[a.index()].module, self.no_generics());
        let pattern = self.program.impls[a.index()].ty;
        let (count, span) = (self.program.impls[a.index()].generics, self.program.impls[a.index()].span);
        let mut body = Body::new(self, module, generics, None);
        let fresh: Vec<Ty> = (0..count).map(|_| body.fresh(span)).collect();
        let ty = body.types().substitute(pattern, &fresh, None);
        body.fits(ty, b)
    }

    /// An `impl` may stand in the package of its type or of its interface, so that two packages never disagree.
    fn check_home(&mut self, module: ModuleId, ty: Ty, interface: Option<InterfaceId>, span: Span) {
        if self.is_library(module) || ty == Ty::ERROR {
            return;
        }
        let home_of_type = match self.head(ty) {
            Some(Head::Struct(id)) => Some(self.program.structs[id.index()].module),
            Some(Head::Enum(id)) => Some(self.program.enums[id.index()].module),
            Some(Head::Interface(id)) => Some(self.program.interfaces[id.index()].module),
            _ => None,
        };
        let home_of_interface = interface.map(|id| self.program.interfaces[id.index()].module);
        if home_of_type.into_iter().chain(home_of_interface).any(|home| !self.is_library(home)) {
            return;
        }
        let interface = interface.map(|id| self.text(self.interfaces[id.index()].tree.name.name));
        let mistake = mistakes::foreign_impl(interface, &self.show(ty), span);
        self.report(mistake);
    }

    /// Every type parameter must follow from the type that is implemented for.
    fn check_parameters_used(
        &mut self,
        generics: crate::analysis::context::GenericsId,
        within: &[Ty],
        tree: &tree::Impl,
    ) {
        for (index, generic) in tree.generics.iter().enumerate() {
            let param = self.program.types.intern(TyKind::Param(index as u32));
            let in_type = within.iter().any(|&ty| self.mentions(ty, param));
            let in_bound = || {
                let bounds = &self.generics(generics).bounds;
                bounds.iter().any(|bound| bound.arguments.iter().any(|&ty| self.mentions(ty, param)))
            };
            if !in_type && !in_bound() && !within.contains(&Ty::ERROR) {
                let mistake = mistakes::parameter_not_in_type(self.text(generic.name.name), generic.name.span);
                self.report(mistake);
            }
        }
    }

    fn mentions(&self, ty: Ty, part: Ty) -> bool {
        ty == part || self.program.types.kind(ty).parts().any(|inner| self.mentions(inner, part))
    }

    /// Compares every implementation with its interface.
    pub fn check_impls(&mut self, impls: &[DeclaredImpl<'t>]) {
        for (id, tree, functions) in impls {
            self.match_methods(*id, tree, functions);
        }
        for (id, tree, _) in impls {
            self.check_supers_implemented(*id, tree);
        }
    }

    fn match_methods(&mut self, id: ImplId, tree: &'t tree::Impl, functions: &[FnId]) {
        let interface = self.program.impls[id.index()].interface;
        let count = self.program.interfaces[interface.index()].methods.len();
        let mut methods: Vec<Option<FnId>> = vec![None; count];
        for (&function, method) in functions.iter().zip(&tree.methods) {
            let name = method.function.name;
            let wanted = &self.program.interfaces[interface.index()].methods;
            let Some(index) = wanted.iter().position(|wanted| wanted.name == name.name) else {
                let mistake = self.not_in_interface(interface, name);
                self.report(mistake);
                continue;
            };
            if let Some(first) = methods[index] {
                let first = self.program.functions[first.index()].span;
                let mistake = mistakes::declared_twice(self.text(name.name), name.span, first);
                self.report(mistake);
                continue;
            }
            methods[index] = Some(function);
            self.compare_signatures(id, index, function);
        }
        let missing: Vec<FnId> = (0..count)
            .filter(|&index| methods[index].is_none())
            .map(|index| self.program.interfaces[interface.index()].methods[index].function)
            .filter(|function| self.functions[function.index()].body.is_none())
            .filter(|function| !self.is_misspelt(*function, &tree.methods))
            .collect();
        if !missing.is_empty() {
            let mistake = self.missing_methods(id, &missing);
            self.report(mistake);
        }
        self.program.impls[id.index()].methods = methods;
    }

    /// A method must take and give what its interface says.
    fn compare_signatures(&mut self, id: ImplId, index: usize, function: FnId) {
        let of = &self.program.impls[id.index()];
        let (interface, self_ty, outer) = (of.interface, of.ty, of.generics);
        let mut arguments = of.arguments.clone();
        let declared = self.program.interfaces[interface.index()].methods[index].function;
        let declared_function = &self.program.functions[declared.index()];
        let own = declared_function.outer_generics..declared_function.generics;
        let types = &mut self.program.types;
        arguments.extend((0..own.len() as u32).map(|index| types.intern(TyKind::Param(outer + index))));
        let expected = &self.program.functions[declared.index()];
        let found = &self.program.functions[function.index()];
        let generics_agree = found.generics - outer == own.len() as u32;
        let receivers_agree =
            self.functions[declared.index()].is_method() == self.functions[function.index()].is_method();
        let mut of_interface = |ty: Ty| types.substitute(ty, &arguments, Some(self_ty));
        let params: Vec<Ty> = expected.params.iter().map(|&ty| of_interface(ty)).collect();
        let result = of_interface(expected.result);
        let agree = generics_agree
            && receivers_agree
            && params.len() == found.params.len()
            && params.iter().zip(&found.params).all(|(&a, &b)| a == b || types.has_error(a) || types.has_error(b))
            && (result == found.result || types.has_error(result) || types.has_error(found.result));
        if !agree {
            let mistake = self.signature_differs(declared, function, &params, result);
            self.report(mistake);
        }
    }

    /// What implements an interface must implement those that it builds on.
    fn check_supers_implemented(&mut self, id: ImplId, tree: &'t tree::Impl) {
        let of = &self.program.impls[id.index()];
        let (interface, ty, arguments) = (of.interface, of.ty, of.arguments.clone());
        let (module, generics) = (self.impls[id.index()].module, self.impls[id.index()].generics);
        for (above, _) in self.with_supers(interface, &arguments).into_iter().skip(1) {
            let mut body = Body::new(self, module, generics, Some(ty));
            if !body.satisfies(ty, above) {
                let mistake = self.super_not_implemented(interface, above, ty, tree.ty.span);
                self.report(mistake);
            }
        }
    }
}
