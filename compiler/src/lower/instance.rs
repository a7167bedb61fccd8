//! Which functions the module needs. Lowering starts from few roots; every call asks here for its callee with concrete
//! type arguments, and what was not asked for before goes on a list of work.

use super::layout::MAXIMUM_DEPTH;
use super::{Lowering, intrinsic, mistakes};
use crate::analysis::program::{Body, Callee, Function};
use crate::types::{FnId, InterfaceId, Ty, TyKind};
use pvm_bytecode::{
    FunctionDebug, FunctionId, Import, ImportId, LibId, MethodId, Signature, SysId, Type, TypeId, ValueType, libcall,
    syscall,
};
use rustc_hash::FxHashMap;

/// A function with concrete types in place of its type parameters, and of `Self` in a default method of an interface.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Instance {
    pub function: FnId,
    pub arguments: Box<[Ty]>,
    pub self_ty: Option<Ty>,
}

/// What has been asked for.
#[derive(Default)]
pub struct Instances {
    /// Functions without type parameters, which most are.
    plain: Vec<Option<FunctionId>>,
    generic: FxHashMap<Instance, FunctionId>,
    /// For instances of generic functions: what asked for them first, to tell the chain that led to them.
    askers: FxHashMap<FunctionId, FunctionId>,
    imports: FxHashMap<FnId, ImportId>,
    /// The newest is done first, so that an endless chain shows before anything grows large.
    pub work: Vec<(FunctionId, Instance)>,
    /// The function that is being lowered.
    pub current: Option<FunctionId>,
    too_deep: bool,
}

/// What a call comes down to.
#[derive(Clone, Debug)]
pub enum Target {
    Function(FunctionId),
    Import(ImportId),
    Lib(LibId),
    Sys(SysId),
    Op(intrinsic::Intrinsic, Box<[Ty]>),
    /// A method of an interface type, with the receiver on the stack as a value of exactly that type.
    Method(TypeId, MethodId),
    /// There is nothing to call; such code is never reached.
    None,
}

/// What the type parameters of the function being lowered stand for.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub arguments: Box<[Ty]>,
    pub self_ty: Option<Ty>,
    known: FxHashMap<Ty, Ty>,
}

impl Scope {
    pub fn new(instance: &Instance) -> Self {
        Self { arguments: instance.arguments.clone(), self_ty: instance.self_ty, known: FxHashMap::default() }
    }
}

impl Lowering<'_> {
    /// A type in the terms of a function as a concrete one.
    pub fn concrete(&mut self, ty: Ty, scope: &mut Scope) -> Ty {
        if !self.program.types.has_param(ty) {
            return self.plain_type(ty);
        }
        if let Some(&known) = scope.known.get(&ty) {
            return known;
        }
        let concrete = self.program.types.substitute(ty, &scope.arguments, scope.self_ty);
        let concrete = self.plain_type(concrete);
        scope.known.insert(ty, concrete);
        concrete
    }

    fn concrete_all(&mut self, types: &[Ty], scope: &mut Scope) -> Vec<Ty> {
        types.iter().map(|&ty| self.concrete(ty, scope)).collect()
    }

    /// Type arguments in the terms of a function as concrete ones. Other than values they may be storage types.
    fn type_arguments(&mut self, types: &[Ty], scope: &mut Scope) -> Vec<Ty> {
        let argument = |&ty: &Ty| match *self.program.types.kind(ty) {
            TyKind::Param(index) => scope.arguments.get(index as usize).copied().unwrap_or(ty),
            TyKind::SelfType => scope.self_ty.unwrap_or(ty),
            _ => self.concrete(ty, scope),
        };
        types.iter().map(argument).collect()
    }

    /// What a callee in the terms of a function comes down to.
    pub fn target(&mut self, callee: &Callee, scope: &mut Scope) -> Target {
        match callee {
            Callee::Function(function, arguments) if arguments.is_empty() => self.function_target(*function, &[], None),
            Callee::Function(function, arguments) => {
                let arguments = self.type_arguments(arguments, scope);
                self.function_target(*function, &arguments, None)
            }
            Callee::Method { interface, method, self_ty, arguments } => {
                let self_ty = self.concrete(*self_ty, scope);
                let arguments = self.type_arguments(arguments, scope);
                self.method_target(*interface, *method, self_ty, arguments)
            }
            Callee::Dynamic { interface, method, arguments } => {
                let arguments = self.type_arguments(arguments, scope);
                self.dynamic_target(*interface, *method, arguments)
            }
        }
    }

    fn dynamic_target(&mut self, interface: InterfaceId, method: u32, mut arguments: Vec<Ty>) -> Target {
        arguments.truncate(self.program.interfaces[interface.index()].generics as usize);
        let ty = self.program.types.intern(TyKind::Interface(interface, arguments.into()));
        Target::Method(self.declare(ty), self.method(interface, method))
    }

    /// The method by which a type has an interface. `arguments` are the interface's and then the method's own.
    pub fn method_target(&mut self, interface: InterfaceId, method: u32, self_ty: Ty, arguments: Vec<Ty>) -> Target {
        let self_ty = self.program.types.widened(self_ty);
        let declared = &self.program.interfaces[interface.index()];
        let (generics, declared) = (declared.generics as usize, &declared.methods[method as usize]);
        let (default, dynamic) = (declared.function, declared.dynamic);
        if let Some((id, mut found)) = self.program.implementation(interface, self_ty) {
            if let Some(own) = self.program.impls[id.index()].methods.get(method as usize).copied().flatten() {
                found.extend(arguments.get(generics..).unwrap_or_default());
                return self.function_target(own, &found, None);
            }
        } else if let TyKind::Interface(..) = self.program.types.kind(self_ty)
            && dynamic
        {
            return self.dynamic_target(interface, method, arguments);
        }
        self.function_target(default, &arguments, Some(self_ty))
    }

    pub fn function_target(&mut self, id: FnId, arguments: &[Ty], self_ty: Option<Ty>) -> Target {
        match &self.functions[id.index()].body {
            Body::Nido(_) => Target::Function(self.instance(id, arguments, self_ty)),
            Body::Host(name) => Target::Import(self.import(id, name)),
            Body::Lib(call) => Target::Lib(*call),
            Body::Sys(call) => Target::Sys(*call),
            Body::Op(name) => match intrinsic::find(name) {
                Some(intrinsic) => Target::Op(intrinsic, arguments.into()),
                None => Target::None,
            },
            Body::None => Target::None,
        }
    }

    /// The module's function for a function with concrete type arguments.
    fn instance(&mut self, id: FnId, arguments: &[Ty], self_ty: Option<Ty>) -> FunctionId {
        if arguments.is_empty() && self_ty.is_none() {
            if let Some(known) = self.instances.plain[id.index()] {
                return known;
            }
            let instance = Instance { function: id, arguments: Box::default(), self_ty: None };
            let function = self.new_instance(instance);
            self.instances.plain[id.index()] = Some(function);
            return function;
        }
        let instance = Instance { function: id, arguments: arguments.into(), self_ty };
        if let Some(&known) = self.instances.generic.get(&instance) {
            return known;
        }
        if let Some(asker) = self.instances.current {
            if self.is_too_deep(&instance, asker) {
                return asker;
            }
            self.instances.askers.insert(FunctionId::from_index(self.module.functions.len()), asker);
        }
        let function = self.new_instance(instance.clone());
        self.instances.generic.insert(instance, function);
        function
    }

    fn new_instance(&mut self, instance: Instance) -> FunctionId {
        let mut scope = Scope::new(&instance);
        let function = &self.functions[instance.function.index()];
        let params = self.concrete_all(&function.params, &mut scope);
        let result = self.concrete(function.result, &mut scope);
        let signature = self.signature(&params, result);
        let name = self.function_name(&instance);
        let id = self.new_function(signature, name);
        self.instances.work.push((id, instance));
        id
    }

    /// Makes room for a function whose code comes later.
    pub fn new_function(&mut self, signature: Signature, name: String) -> FunctionId {
        self.module.functions.push(pvm_bytecode::Function { signature, ..pvm_bytecode::Function::default() });
        self.module.debug.functions.push(FunctionDebug { name: name.into(), ..FunctionDebug::default() });
        FunctionId::from_index(self.module.functions.len() - 1)
    }

    fn is_too_deep(&mut self, instance: &Instance, asker: FunctionId) -> bool {
        let types = instance.arguments.iter().copied().chain(instance.self_ty);
        if types.map(|ty| self.depth(ty)).max().unwrap_or(0) <= MAXIMUM_DEPTH {
            return false;
        }
        if !std::mem::replace(&mut self.instances.too_deep, true) {
            const SHOWN: usize = 4;
            let chain = std::iter::successors(Some(asker), |id| self.instances.askers.get(id).copied());
            let mut chain: Vec<String> = chain.take(SHOWN).map(|id| self.debug_name(id).to_owned()).collect();
            // Names that are cut may be alike.
            chain.dedup();
            let name = self.function_name(instance);
            let span = self.functions[instance.function.index()].span;
            self.diagnostics.push(mistakes::endless_instances(&name, &chain, span));
        }
        true
    }

    pub fn debug_name(&self, id: FunctionId) -> &str {
        &self.module.debug.functions[id.index()].name
    }

    fn import(&mut self, id: FnId, name: &str) -> ImportId {
        if let Some(&known) = self.instances.imports.get(&id) {
            return known;
        }
        let function = &self.functions[id.index()];
        let signature = self.signature(&function.params, function.result);
        // Several declarations of one import are one import; they agree, or the host could not supply it.
        let known = self.module.imports.iter().position(|known| &*known.name == name);
        let import = ImportId::from_index(known.unwrap_or(self.module.imports.len()));
        if known.is_none() {
            let declared = self.declared_signature(id).into();
            self.module.imports.push(Import { name: name.into(), signature, declared });
        }
        self.instances.imports.insert(id, import);
        import
    }

    /// How many operands a call of the target takes; an intrinsic knows itself.
    pub fn operands_of(&self, target: &Target) -> usize {
        match target {
            Target::Function(id) => self.module.functions[id.index()].signature.params.len(),
            Target::Import(id) => self.module.imports[id.index()].signature.params.len(),
            Target::Lib(call) => libcall::get(*call).map_or(0, |row| row.params.len()),
            Target::Sys(call) => syscall::get(*call).map_or(0, |row| row.params.len()),
            Target::Method(ty, method) => 1 + self.method_signature(*ty, *method).map_or(0, |it| it.params.len()),
            Target::Op(..) | Target::None => 0,
        }
    }

    fn method_signature(&self, ty: TypeId, method: MethodId) -> Option<&Signature> {
        match self.module.ty(ty) {
            Type::Interface { methods } => methods.get(method.index()),
            _ => None,
        }
    }

    /// What a call of the target gives; an intrinsic knows itself.
    pub fn target_result(&self, target: &Target) -> Option<ValueType> {
        match target {
            Target::Function(id) => self.module.functions[id.index()].signature.result,
            Target::Import(id) => self.module.imports[id.index()].signature.result,
            Target::Lib(call) => libcall::get(*call).and_then(|row| row.result),
            Target::Sys(call) => syscall::get(*call).and_then(|row| row.result),
            Target::Method(ty, method) => self.method_signature(*ty, *method).and_then(|it| it.result),
            Target::Op(..) | Target::None => None,
        }
    }
}

impl Instances {
    pub fn new(functions: &[Function]) -> Self {
        Self { plain: vec![None; functions.len()], ..Self::default() }
    }
}
