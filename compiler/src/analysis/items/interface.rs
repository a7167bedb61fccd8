//! `interface`.

use crate::analysis::context::{Analysis, Bound, InterfaceInfo, Owner};
use crate::analysis::mistakes;
use crate::analysis::program::{Interface, InterfaceMethod};
use crate::syntax::tree;
use crate::types::{InterfaceId, ModuleId, Ty, TyKind, Types};

impl<'t> Analysis<'t> {
    pub fn declare_interface(&mut self, module: ModuleId, tree: &'t tree::Interface) -> InterfaceId {
        let id = InterfaceId(self.interfaces.len() as u32);
        let generics = self.declare_generics(None, &tree.generics);
        self.interfaces.push(InterfaceInfo { tree, generics, used: false });
        self.program.interfaces.push(Interface {
            module,
            name: tree.name.name,
            generics: tree.generics.len() as u32,
            supers: Vec::new(),
            methods: Vec::new(),
            span: tree.name.span,
        });
        id
    }

    /// Bounds, the interfaces that each builds on, and the methods' names.
    pub fn resolve_interface_headers(&mut self) {
        for index in 0..self.interfaces.len() {
            let (tree, generics) = (self.interfaces[index].tree, self.interfaces[index].generics);
            let module = self.program.interfaces[index].module;
            let interface = InterfaceId(index as u32);
            let self_ty = self.program.types.intern(TyKind::SelfType);
            let arguments = self.own_arguments(generics);
            // An interface without parameters may share its empty set of them, which must stay empty.
            let mut own = self.generics(generics).clone();
            own.bounds.push(Bound { ty: self_ty, interface, arguments });
            let generics = self.add_generics(own);
            self.interfaces[index].generics = generics;
            self.resolve_bounds(generics, &tree.generics, module, Some(self_ty));
            let scope = self.type_scope(module, generics, Some(self_ty));
            let supers = tree.supers.iter().filter_map(|above| self.resolve_interface(&scope, above)).collect();
            self.program.interfaces[index].supers = supers;
            self.declare_interface_methods(interface, module);
        }
        for index in 0..self.interfaces.len() {
            self.check_supers(InterfaceId(index as u32));
        }
    }

    fn declare_interface_methods(&mut self, interface: InterfaceId, module: ModuleId) {
        let tree = self.interfaces[interface.index()].tree;
        let generics = self.interfaces[interface.index()].generics;
        for (method, index) in tree.methods.iter().zip(0..) {
            let name = method.function.name;
            let methods = &self.program.interfaces[interface.index()].methods;
            if let Some(first) = methods.iter().find(|first| first.name == name.name) {
                let first = self.program.functions[first.function.index()].span;
                let mistake = mistakes::declared_twice(self.text(name.name), name.span, first);
                self.report(mistake);
            }
            let function = self.add_function(module, &method.function, Owner::Interface(interface), generics, true);
            self.interface_methods.entry(name.name).or_default().push((interface, index));
            let method = InterfaceMethod { name: name.name, function, dynamic: false };
            self.program.interfaces[interface.index()].methods.push(method);
        }
    }

    /// An interface that builds on itself would never be implemented.
    fn check_supers(&mut self, interface: InterfaceId) {
        let supers = &self.program.interfaces[interface.index()].supers;
        if supers.iter().any(|(above, _)| self.builds_on(*above, interface)) {
            let name = self.interfaces[interface.index()].tree.name;
            let mistake = mistakes::interface_of_itself(self.text(name.name), name.span);
            self.report(mistake);
            self.program.interfaces[interface.index()].supers.clear();
        }
    }

    /// Tells, now that the signatures are known, which methods can be called on values of interface types.
    pub fn fill_interfaces(&mut self) {
        for interface in &mut self.program.interfaces {
            for method in &mut interface.methods {
                let function = &self.program.functions[method.function.index()];
                let info = &self.functions[method.function.index()];
                let types = &self.program.types;
                let parts = function.params.iter().skip(1).chain([&function.result]);
                method.dynamic = info.is_method()
                    && function.generics == interface.generics
                    && !parts.into_iter().any(|&ty| mentions_self(types, ty));
            }
        }
    }
}

fn mentions_self(types: &Types, ty: Ty) -> bool {
    types.has_param(ty)
        && match types.kind(ty) {
            TyKind::SelfType => true,
            kind => kind.parts().any(|part| mentions_self(types, part)),
        }
}
