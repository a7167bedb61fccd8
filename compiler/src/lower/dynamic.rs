//! Values of interface types: which types come to stand behind which interfaces, so that the module says for each pair
//! by which functions the type has the interface.
//!
//! A pair is noted where a value is converted, for the interface and all that it builds on. Whoever asks a value for an
//! interface may be answered by any type that was converted to any interface.

use super::Lowering;
use super::function::Body;
use super::instance::{Scope, Target};
use crate::types::{Ty, TyKind};
use pvm_bytecode::{FunctionId, HeapType, Implementation, RefType, Signature, Type, TypeId, ValueType};
use rustc_hash::FxHashSet;

#[derive(Default)]
pub struct Dynamic {
    /// Types whose values are behind some interface.
    converted: Vec<Ty>,
    known: FxHashSet<Ty>,
    /// Interfaces that values are asked for.
    asked: Vec<Ty>,
    pairs: FxHashSet<(Ty, Ty)>,
}

impl<'p> Lowering<'p> {
    /// Notes that values of a type are converted to an interface type or `any`.
    pub fn converted(&mut self, from: Ty, into: Ty) {
        let from = self.program.types.widened(from);
        if self.dynamic.known.insert(from) {
            self.dynamic.converted.push(from);
            for interface in self.dynamic.asked.clone() {
                self.pair(from, interface);
            }
        }
        self.pair(from, into);
    }

    /// Notes that values of interface types are asked whether they are of a type.
    pub fn asked_for(&mut self, ty: Ty) {
        let is_interface = matches!(self.program.types.kind(ty), TyKind::Interface(..));
        if is_interface && !self.dynamic.asked.contains(&ty) {
            self.dynamic.asked.push(ty);
            for converted in self.dynamic.converted.clone() {
                self.pair(converted, ty);
            }
        }
    }

    /// Notes that a type stands behind an interface, if it has it.
    fn pair(&mut self, ty: Ty, interface: Ty) {
        let TyKind::Interface(id, arguments) = self.program.types.kind(interface) else { return };
        let (id, arguments) = (*id, arguments.to_vec());
        if !self.dynamic.pairs.insert((ty, interface)) {
            return;
        }
        if self.program.interface_arguments(id, ty).is_none_or(|own| own != arguments) {
            return;
        }
        self.implement(ty, interface);
        for (above, arguments) in self.program.with_supers(id, arguments).into_iter().skip(1) {
            let above = self.program.types.intern(TyKind::Interface(above, arguments.into()));
            self.pair(ty, above);
        }
    }

    fn implement(&mut self, ty: Ty, interface: Ty) {
        let TyKind::Interface(id, arguments) = self.program.types.kind(interface) else { return };
        let (id, arguments) = (*id, arguments.to_vec());
        let (heap, declared) = (self.heap(ty), self.declare(interface));
        let count = self.program.interfaces[id.index()].methods.len() as u32;
        let mut methods = Vec::new();
        for method in 0..count {
            if self.program.interfaces[id.index()].methods[method as usize].dynamic {
                let target = self.method_target(id, method, ty, arguments.clone());
                let place = self.method(id, method);
                methods.push(self.receiver_thunk(ty, heap, declared, place.index(), target));
            }
        }
        self.module.implementations.push(Implementation { ty: heap, interface: declared, methods });
    }

    /// The function by which a method is called on a value behind an interface: the method itself, unless the value is
    /// in a box.
    fn receiver_thunk(&mut self, ty: Ty, heap: HeapType, interface: TypeId, at: usize, target: Target) -> FunctionId {
        let boxed = self.box_of(ty).is_some();
        if let (Target::Function(function), false) = (&target, boxed) {
            return *function;
        }
        let signature = match self.module.ty(interface) {
            Type::Interface { methods } => methods[at].clone(),
            _ => Signature::default(),
        };
        let receiver = ValueType::Ref(RefType::to(heap));
        let params = [vec![receiver], signature.params].concat();
        let name = format!("{}.method{at}", self.type_name(ty));
        let id = self.new_function(Signature { params: params.clone(), result: signature.result }, name);
        let mut body = Body::new(self, id, Scope::default(), &[], Ty::UNIT);
        body.pass_on(params.len(), |body| body.unwrap_box(ty), &target);
        let code = body.frame.builder.finish();
        self.store_plain(id, code);
        id
    }

    /// The type of closures without captures over a function that passes its arguments on to a target.
    pub fn thunk(&mut self, ty: Ty, params: &[Ty], result: Ty, target: &Target) -> TypeId {
        let key = match target {
            Target::Function(function) => Some((ty, *function)),
            _ => None,
        };
        if let Some(&known) = key.and_then(|key| self.thunks.get(&key)) {
            return known;
        }
        let name = match target {
            Target::Function(function) => format!("{}.value", self.debug_name(*function)),
            _ => format!("{}.value", self.type_name(ty)),
        };
        let signature = self.signature(params, result);
        let count = signature.params.len();
        let of = self.declare(ty);
        let (id, closure) = self.new_closure(of, signature, &[], name);
        let mut body = Body::new(self, id, Scope::default(), &[], result);
        // The closure itself is not passed on.
        body.pass_on(count + 1, |body| body.builder().drop(), target);
        let code = body.frame.builder.finish();
        self.store_plain(id, code);
        if let Some(key) = key {
            self.thunks.insert(key, closure);
        }
        closure
    }

    /// A function that takes a closure and then what `signature` says, and the type of those closures.
    pub fn new_closure(
        &mut self,
        of: TypeId,
        signature: Signature,
        captures: &[ValueType],
        name: String,
    ) -> (FunctionId, TypeId) {
        let function = self.new_function(Signature::default(), name.clone());
        let closure = self.closure(of, function, captures, &name);
        let receiver = ValueType::Ref(RefType::to(HeapType::Type(closure)));
        let params = [vec![receiver], signature.params].concat();
        self.module.functions[function.index()].signature = Signature { params, result: signature.result };
        (function, closure)
    }

    /// Puts the implementations in the order that the format asks for.
    pub fn sort_implementations(&mut self) {
        let mut implementations = std::mem::take(&mut self.module.implementations);
        let module = &self.module;
        implementations.sort_by_key(|entry| (module.canonical(entry.ty), entry.interface));
        // Arrays of strings and of optional strings are one type to the machine.
        implementations.dedup_by_key(|entry| (module.canonical(entry.ty), entry.interface));
        self.module.implementations = implementations;
    }
}

impl Body<'_, '_> {
    /// The whole code of a function that calls a target with its parameters, the first of them changed.
    fn pass_on(&mut self, params: usize, change_first: impl FnOnce(&mut Self), target: &Target) {
        self.builder().get(pvm_bytecode::LocalId(0));
        change_first(self);
        for param in 1..params as u32 {
            self.builder().get(pvm_bytecode::LocalId(param));
        }
        self.emit(target);
        if self.builder().is_open() {
            self.return_value();
        }
    }
}
