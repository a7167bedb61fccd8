//! Which bodies are worth checking: those of the reader's own modules, and of the library what these reach. Methods that
//! are found through an interface are reached when some type that implements it is really made: rapid type analysis,
//! after Bacon and Sweeney, "Fast static analysis of C++ virtual function calls" (OOPSLA 1996).

use super::body::Body;
use super::context::{Analysis, Head, Progress};
use super::program::Callee;
use crate::types::{EnumId, FnId, GlobalId, ImplId, InterfaceId, StructId, Ty, TyKind};
use rustc_hash::FxHashSet;

/// What has been reached.
#[derive(Debug, Default)]
pub struct Reach {
    functions: FxHashSet<FnId>,
    /// Still to be checked.
    open: Vec<FnId>,
    /// Module-level bindings whose initialisers may still have to be checked.
    open_globals: Vec<GlobalId>,
    structs: FxHashSet<StructId>,
    enums: FxHashSet<EnumId>,
    methods: FxHashSet<(InterfaceId, u32)>,
}

impl Analysis<'_> {
    pub fn reach(&mut self, function: FnId) {
        if self.reach.functions.insert(function) {
            self.reach.open.push(function);
        }
    }

    /// The next function to check.
    pub fn next_reached(&mut self) -> Option<FnId> {
        self.reach.open.pop()
    }

    pub fn reach_global(&mut self, global: GlobalId) {
        if self.global(global).progress == Progress::Untouched {
            self.reach.open_globals.push(global);
        }
    }

    /// The next module-level binding to check, if it has not been checked.
    pub fn next_reached_global(&mut self) -> Option<GlobalId> {
        self.reach.open_globals.pop()
    }

    pub fn reach_callee(&mut self, callee: &Callee) {
        match callee {
            Callee::Function(function, _) => self.reach(*function),
            Callee::Method { interface, method, self_ty, .. } => self.reach_method_of(*interface, *method, *self_ty),
            Callee::Dynamic { interface, method, .. } => self.reach_method(*interface, *method),
        }
    }

    /// A method on a type whose outermost part may be known: then only its implementations count.
    pub fn reach_method_of(&mut self, interface: InterfaceId, method: u32, self_ty: Ty) {
        match self.head(self_ty) {
            Some(head) if !matches!(head, Head::Any | Head::Interface(_)) => {
                let candidates: Vec<ImplId> = self.candidates(interface, head).collect();
                for id in candidates {
                    self.reach_method_in(id, method);
                }
                self.reach_default(interface, method);
            }
            _ => self.reach_method(interface, method),
        }
    }

    fn reach_default(&mut self, interface: InterfaceId, method: u32) {
        let function = self.program.interfaces[interface.index()].methods[method as usize].function;
        if self.function(function).body.is_some() {
            self.reach(function);
        }
    }

    fn reach_method(&mut self, interface: InterfaceId, method: u32) {
        if !self.reach.methods.insert((interface, method)) {
            return;
        }
        self.reach_default(interface, method);
        for index in 0..self.program.impls.len() {
            let of = &self.program.impls[index];
            if of.interface == interface && self.is_made(of.ty) {
                self.reach_method_in(ImplId(index as u32), method);
            }
        }
    }

    fn reach_method_in(&mut self, id: ImplId, method: u32) {
        if let Some(Some(function)) = self.program.impls[id.index()].methods.get(method as usize) {
            self.reach(*function);
        }
    }

    /// Whether there may be values of a type: structs and enums must have been made somewhere.
    fn is_made(&self, ty: Ty) -> bool {
        match self.program.types.kind(ty) {
            TyKind::Struct(id, _) => self.reach.structs.contains(id),
            TyKind::Enum(id, _) => self.reach.enums.contains(id),
            _ => true,
        }
    }

    pub fn reach_struct(&mut self, id: StructId) {
        if self.reach.structs.insert(id) {
            self.reach_methods_of(Head::Struct(id));
        }
    }

    pub fn reach_enum(&mut self, id: EnumId) {
        if self.reach.enums.insert(id) {
            self.reach_methods_of(Head::Enum(id));
        }
    }

    /// The methods reached so far, of a type of which there are values from now on.
    fn reach_methods_of(&mut self, head: Head) {
        for index in 0..self.program.impls.len() {
            let of = &self.program.impls[index];
            if self.head(of.ty) != Some(head) {
                continue;
            }
            let interface = of.interface;
            for method in 0..of.methods.len() as u32 {
                if self.reach.methods.contains(&(interface, method)) {
                    self.reach_method_in(ImplId(index as u32), method);
                }
            }
        }
    }
}

impl Body<'_, '_> {
    /// Notes that values of a struct or enum are made here.
    pub fn reach_type(&mut self, ty: Ty) {
        match *self.kind(ty) {
            TyKind::Struct(id, _) => self.a.reach_struct(id),
            TyKind::Enum(id, _) => self.a.reach_enum(id),
            _ => {}
        }
    }
}
