//! Functions that are called by another signature than their own: the methods of implementations and the functions of
//! closures. Both get the receiver first.

use super::{Checked, Context, fail, index};
use crate::error::Rule;
use crate::{FunctionId, HeapType, Implementation, RefType, Section, Signature, Type, TypeId, ValueType, VerifyError};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    let module = context.module;
    context.count(Section::Implementations, module.implementations.len(), context.limits.implementations)?;

    // The order first: until it is known, the subtype relation can't be asked.
    let mut last = None;
    for (entry, implementation) in module.implementations.iter().enumerate() {
        let checked = context.header(implementation).and_then(|()| {
            let key = (module.canonical(implementation.ty), implementation.interface);
            match last.replace(key) {
                Some(last) if last >= key => fail(Rule::ImplementationOrder, "it does not come after the one before"),
                _ => Ok(()),
            }
        });
        checked.map_err(|found| context.error(Section::Implementations, entry, found))?;
    }
    for (entry, implementation) in module.implementations.iter().enumerate() {
        context.methods(implementation).map_err(|found| context.error(Section::Implementations, entry, found))?;
    }
    for (entry, ty) in module.types.iter().enumerate() {
        if let Type::Closure { of, function, .. } = ty {
            let checked = context.closure(TypeId::from_index(entry), *of, *function);
            checked.map_err(|found| context.error(Section::Types, entry, found))?;
        }
    }
    Ok(())
}

impl Context<'_> {
    fn header(&self, implementation: &Implementation) -> Checked {
        self.heap(implementation.ty)?;
        let fits = match implementation.ty {
            HeapType::Any => false,
            HeapType::String | HeapType::Bytes | HeapType::Strings => true,
            HeapType::Type(id) => {
                !matches!(self.module.ty(id), Type::Variant { .. } | Type::Closure { .. } | Type::Interface { .. })
            }
        };
        if !fits {
            let text = format!("{} can't be said to implement an interface", self.names().heap(implementation.ty));
            return fail(Rule::ImplementationType, text);
        }
        self.kind(implementation.interface, "an interface", |ty| matches!(ty, Type::Interface { .. }))
    }

    fn methods(&self, implementation: &Implementation) -> Checked {
        let Type::Interface { methods } = self.module.ty(implementation.interface) else { return Ok(()) };
        if methods.len() != implementation.methods.len() {
            let (wanted, given) = (methods.len(), implementation.methods.len());
            let text = format!("the interface has {wanted} methods, the implementation gives {given}");
            return fail(Rule::ImplementationMethods, text);
        }
        for (method, (signature, function)) in methods.iter().zip(&implementation.methods).enumerate() {
            index(function.index(), self.module.functions.len(), "function")?;
            if !self.stands_for(*function, implementation.ty, signature) {
                return fail(
                    Rule::ImplementationSignature,
                    format!("for method {method}, {}", self.mismatch(*function, implementation.ty, signature)),
                );
            }
        }
        Ok(())
    }

    fn closure(&self, id: TypeId, of: TypeId, function: FunctionId) -> Checked {
        let Type::Function { signature } = self.module.ty(of) else { return Ok(()) };
        if !self.stands_for(function, HeapType::Type(id), signature) {
            return fail(Rule::ClosureFunction, self.mismatch(function, HeapType::Type(id), signature));
        }
        Ok(())
    }

    /// Whether the function can be called with a receiver and the parameters of `signature` for the result of
    /// `signature`. It may take more than it is given and give less than it must, by subtyping.
    fn stands_for(&self, function: FunctionId, receiver: HeapType, signature: &Signature) -> bool {
        let own = &self.module.function(function).signature;
        let Some((first, rest)) = own.params.split_first() else { return false };
        self.module.is_value_subtype(ValueType::Ref(RefType::to(receiver)), *first)
            && rest.len() == signature.params.len()
            && signature.params.iter().zip(rest).all(|(given, taken)| self.module.is_value_subtype(*given, *taken))
            && self.gives(own.result, signature.result)
    }

    /// Whether a result can stand for another.
    pub(super) fn gives(&self, given: Option<ValueType>, wanted: Option<ValueType>) -> bool {
        match (given, wanted) {
            (Some(given), Some(wanted)) => self.module.is_value_subtype(given, wanted),
            (None, None) => true,
            _ => false,
        }
    }

    #[cold]
    fn mismatch(&self, function: FunctionId, receiver: HeapType, signature: &Signature) -> String {
        let names = self.names();
        let receiver = ValueType::Ref(RefType::to(receiver));
        let params = [receiver].into_iter().chain(signature.params.iter().copied()).collect();
        let wanted = names.signature(&Signature { params, result: signature.result });
        let given = names.signature(&self.module.function(function).signature);
        format!("function {} is {given} and should be {wanted}", names.function(function))
    }
}
