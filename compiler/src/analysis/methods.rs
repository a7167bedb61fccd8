//! Which function a name on a type or on a value stands for.

use super::body::Body;
use super::context::Owner;
use super::interfaces::{Answer, Found};
use super::mistakes;
use super::program::Callee;
use crate::name::Name;
use crate::source::Span;
use crate::syntax::tree::{Ident, TypeExpr};
use crate::types::{FnId, InterfaceId, ModuleId, Ty, TyKind};

/// A function with its type arguments, ready to be called or taken as a value.
#[derive(Debug)]
pub struct Target {
    pub callee: Callee,
    /// For the names of parameters and their default values.
    pub function: FnId,
    /// What the function's type parameters stand for here.
    pub arguments: Vec<Ty>,
    /// With the receiver's, for a method.
    pub params: Vec<Ty>,
    pub result: Ty,
    /// The interface type whose method it is, where it is dispatched when run.
    pub dynamic: Option<Ty>,
}

impl<'t> Body<'_, 't> {
    /// The target of a function of a module.
    pub fn function_target(&mut self, function: FnId, types: Option<&'t [TypeExpr]>, span: Span) -> Target {
        self.a.functions[function.index()].used = true;
        let arguments = self.own_arguments(function, types, span);
        let callee = Callee::Function(function, arguments.clone());
        self.target(callee, function, arguments, None, span)
    }

    /// Type arguments for a function's own type parameters: written ones, or fresh variables.
    fn own_arguments(&mut self, function: FnId, types: Option<&'t [TypeExpr]>, span: Span) -> Vec<Ty> {
        let declared = &self.a.program.functions[function.index()];
        let count = (declared.generics - declared.outer_generics) as usize;
        if let Some(types) = types {
            if types.len() == count {
                let scope = self.scope.clone();
                return types.iter().map(|ty| self.a.resolve_type(&scope, ty)).collect();
            }
            let name = self.a.text(self.a.function(function).name);
            self.a.report(mistakes::type_argument_count(name, count, types.len(), span));
        }
        (0..count).map(|_| self.fresh(span)).collect()
    }

    fn target(
        &mut self,
        callee: Callee,
        function: FnId,
        arguments: Vec<Ty>,
        self_ty: Option<Ty>,
        span: Span,
    ) -> Target {
        self.demand_bounds(function, &arguments, self_ty, span);
        let declared = &self.a.program.functions[function.index()];
        let (params, result) = (declared.params.clone(), declared.result);
        // A parameter that stands for a storage type must be seen to.
        let known: Vec<Ty> = arguments.iter().map(|&ty| self.deep(ty)).collect();
        let types = self.types();
        let params = params.into_iter().map(|ty| types.substitute(ty, &known, self_ty)).collect();
        let result = types.substitute(result, &known, self_ty);
        Target { callee, function, arguments, params, result, dynamic: None }
    }

    /// The function or method of this name on a type: first those of its own `impl`s, then those of the interfaces that
    /// it implements. None when there is none; `Err` when the mistake has been reported.
    pub fn member(
        &mut self,
        ty: Ty,
        name: Ident,
        types: Option<&'t [TypeExpr]>,
        wants_method: bool,
    ) -> Result<Option<Target>, ()> {
        let ty = self.shallow(ty);
        if let Some(target) = self.inherent_member(ty, name, types, wants_method)? {
            return Ok(Some(target));
        }
        self.interface_member(ty, name, types, wants_method)
    }

    fn inherent_member(
        &mut self,
        ty: Ty,
        name: Ident,
        types: Option<&'t [TypeExpr]>,
        wants_method: bool,
    ) -> Result<Option<Target>, ()> {
        let Some(head) = self.a.head(ty) else { return Ok(None) };
        let Some(candidates) = self.a.inherent.get(&(head, name.name)) else { return Ok(None) };
        let candidates = candidates.clone();
        for function in candidates {
            let info = self.a.function(function);
            let Owner::Inherent(pattern) = info.owner else { continue };
            if wants_method && !info.is_method() {
                let declared = self.a.program.functions[function.index()].span;
                let text = self.a.text(name.name);
                let of = self.show(ty);
                self.a.report(mistakes::not_a_method(text, &of, name.span, declared));
                return Err(());
            }
            let public = info.public;
            let outer = self.a.program.functions[function.index()].outer_generics;
            let mut arguments: Vec<Ty> = (0..outer).map(|_| self.fresh(name.span)).collect();
            let pattern = self.types().substitute(pattern, &arguments, None);
            if !self.unify(pattern, ty) {
                continue;
            }
            let declared = &self.a.program.functions[function.index()];
            if !public && declared.module != self.module() {
                let span = declared.span;
                let text = self.a.text(name.name);
                let of = self.show(ty);
                self.a.report(mistakes::private_member(text, &of, name.span, span));
                return Err(());
            }
            self.a.functions[function.index()].used = true;
            let home = declared.module;
            self.note_extension(home);
            arguments.extend(self.own_arguments(function, types, name.span));
            let callee = Callee::Function(function, arguments.clone());
            return Ok(Some(self.target(callee, function, arguments, Some(ty), name.span)));
        }
        Ok(None)
    }

    fn interface_member(
        &mut self,
        ty: Ty,
        name: Ident,
        types: Option<&'t [TypeExpr]>,
        wants_method: bool,
    ) -> Result<Option<Target>, ()> {
        let Some(candidates) = self.a.interface_methods.get(&name.name) else { return Ok(None) };
        let candidates = candidates.clone();
        let mut found: Option<(InterfaceId, u32, Found, Vec<Ty>)> = None;
        for (interface, method) in candidates {
            let function = self.interface_method(interface, method);
            if wants_method && !self.a.function(function).is_method() {
                continue;
            }
            let Answer::Yes(how, arguments) = self.implementation(ty, interface) else { continue };
            if let Some((other, ..)) = found {
                let text = self.a.text(name.name);
                let [a, b] = [other, interface].map(|id| self.a.text(self.a.interfaces[id.index()].tree.name.name));
                let of = self.show(ty);
                self.a.report(mistakes::ambiguous_method(text, &of, a, b, name.span));
                return Err(());
            }
            found = Some((interface, method, how, arguments));
        }
        let Some((interface, method, how, arguments)) = found else { return Ok(None) };
        if let Found::Impl(id) = how {
            self.note_extension(self.a.impls[id.index()].module);
        }
        let dynamic = matches!((how, self.kind(ty)), (Found::Given, TyKind::Interface(..)));
        self.interface_target(interface, method, ty, arguments, dynamic, types, name).map(Some)
    }

    /// Notes that something of an `impl` of another module is used here, for which the import of that module may stand.
    fn note_extension(&mut self, home: ModuleId) {
        let here = self.module();
        if home != here && !self.a.is_library(here) {
            self.a.extensions.insert((here, home));
        }
    }

    pub fn interface_method(&self, interface: InterfaceId, method: u32) -> FnId {
        self.a.program.interfaces[interface.index()].methods[method as usize].function
    }

    /// The target of an interface's method on a type that implements it.
    #[expect(clippy::too_many_arguments, reason = "each is a fact of its own about one call")]
    fn interface_target(
        &mut self,
        interface: InterfaceId,
        method: u32,
        self_ty: Ty,
        of_interface: Vec<Ty>,
        dynamic: bool,
        types: Option<&'t [TypeExpr]>,
        name: Ident,
    ) -> Result<Target, ()> {
        self.a.interfaces[interface.index()].used = true;
        let declared = &self.a.program.interfaces[interface.index()].methods[method as usize];
        let function = declared.function;
        // A default body can be specialised for the interface's own type, and dispatches what it calls itself.
        let has_body = self.a.function(function).body.is_some();
        let (dynamic, lost) = (dynamic && declared.dynamic, dynamic && !declared.dynamic && !has_body);
        if lost {
            let text = self.a.text(name.name);
            let place = self.a.program.functions[function.index()].span;
            let of = self.show(self_ty);
            self.a.report(mistakes::not_dynamic(text, &of, name.span, place));
            return Err(());
        }
        let mut arguments = of_interface.clone();
        arguments.extend(self.own_arguments(function, types, name.span));
        let callee = if dynamic {
            Callee::Dynamic { interface, method, arguments: arguments.clone() }
        } else {
            Callee::Method { interface, method, self_ty, arguments: arguments.clone() }
        };
        let mut target = self.target(callee, function, arguments, Some(self_ty), name.span);
        if dynamic {
            let ty = self.intern(TyKind::Interface(interface, of_interface.into()));
            target.dynamic = Some(ty);
            if let Some(receiver) = target.params.first_mut() {
                *receiver = ty;
            }
        }
        Ok(target)
    }

    /// `Interface.method`: the type that implements it follows from the arguments.
    pub fn method_of_interface(
        &mut self,
        interface: InterfaceId,
        arguments: Vec<Ty>,
        name: Ident,
        types: Option<&'t [TypeExpr]>,
    ) -> Option<Target> {
        let methods = &self.a.program.interfaces[interface.index()].methods;
        let method = methods.iter().position(|method| method.name == name.name)? as u32;
        let self_ty = self.fresh(name.span);
        self.obligations.push(super::body::Obligation {
            ty: self_ty,
            interface,
            arguments: arguments.clone(),
            span: name.span,
            reason: None,
        });
        self.interface_target(interface, method, self_ty, arguments, false, types, name).ok()
    }

    /// The only method of an interface that an operator stands for, on a type that must implement it.
    pub fn operator_method(&mut self, interface: InterfaceId, method: Name, self_ty: Ty, span: Span) -> Option<Target> {
        let Answer::Yes(how, arguments) = self.implementation(self_ty, interface) else { return None };
        let methods = &self.a.program.interfaces[interface.index()].methods;
        let index = methods.iter().position(|known| known.name == method)? as u32;
        let dynamic = matches!((how, self.kind(self_ty)), (Found::Given, TyKind::Interface(..)));
        let name = Ident { name: method, span };
        self.interface_target(interface, index, self_ty, arguments, dynamic, None, name).ok()
    }
}
