//! The subtype relation: what can stand where. It is decided by looking at two types, never by walking along a chain,
//! so its cost does not depend on what a module declares, save for one binary search over the implementations.

use crate::{HeapType, Module, RefType, Storage, Type, TypeId, ValueType};

impl Module {
    /// The heap type under its only name: a module's own `array u8` is [`HeapType::Bytes`], its own
    /// `array (ref null string)` is [`HeapType::Strings`].
    pub fn canonical(&self, heap: HeapType) -> HeapType {
        const STRING: RefType = RefType::or_null(HeapType::String);
        match heap {
            HeapType::Type(id) => match self.types.get(id.index()) {
                Some(Type::Array { element: Storage::U8 }) => HeapType::Bytes,
                Some(Type::Array { element: Storage::Ref(STRING) }) => HeapType::Strings,
                _ => heap,
            },
            _ => heap,
        }
    }

    /// Whether every object of heap type `sub` is one of `sup`. The implementations must be in order, as in every
    /// verified module.
    pub fn is_subtype(&self, sub: HeapType, sup: HeapType) -> bool {
        if sub == sup || sup == HeapType::Any {
            return true;
        }
        let (sub, sup) = (self.canonical(sub), self.canonical(sup));
        if sub == sup {
            return true;
        }
        let HeapType::Type(sup_id) = sup else { return false };
        match self.types.get(sup_id.index()) {
            Some(Type::Enum { .. } | Type::Function { .. }) => self.parent(sub) == Some(sup),
            Some(Type::Interface { .. }) => {
                self.implements(sub, sup_id) || self.parent(sub).is_some_and(|parent| self.implements(parent, sup_id))
            }
            _ => false,
        }
    }

    /// Whether a value of type `sub` can stand where one of type `sup` is expected.
    pub fn is_value_subtype(&self, sub: ValueType, sup: ValueType) -> bool {
        match (sub, sup) {
            (ValueType::Ref(sub), ValueType::Ref(sup)) => {
                (sup.nullable || !sub.nullable) && self.is_subtype(sub.heap, sup.heap)
            }
            _ => sub == sup,
        }
    }

    /// The enum of a variant, the function type of a closure.
    fn parent(&self, heap: HeapType) -> Option<HeapType> {
        let HeapType::Type(id) = heap else { return None };
        match self.types.get(id.index())? {
            Type::Variant { of, .. } | Type::Closure { of, .. } => Some(HeapType::Type(*of)),
            _ => None,
        }
    }

    fn implements(&self, heap: HeapType, interface: TypeId) -> bool {
        self.implementation(heap, interface).is_some()
    }

    /// The place in [`Module::implementations`] of the one by which exactly this type has the interface.
    pub fn implementation(&self, heap: HeapType, interface: TypeId) -> Option<usize> {
        let key = (self.canonical(heap), interface);
        self.implementations.binary_search_by_key(&key, |entry| (self.canonical(entry.ty), entry.interface)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FunctionId, Implementation, Signature};

    const BYTES: HeapType = HeapType::Type(TypeId(0));
    const ENUM: HeapType = HeapType::Type(TypeId(1));
    const VARIANT: HeapType = HeapType::Type(TypeId(2));
    const FUNCTION: HeapType = HeapType::Type(TypeId(3));
    const CLOSURE: HeapType = HeapType::Type(TypeId(4));
    const INTERFACE: HeapType = HeapType::Type(TypeId(5));
    const STRINGS: HeapType = HeapType::Type(TypeId(6));

    fn module() -> Module {
        let implementation = |ty| Implementation { ty, interface: TypeId(5), methods: Vec::new() };
        Module {
            types: vec![
                Type::Array { element: Storage::U8 },
                Type::Enum { variants: vec![TypeId(2)] },
                Type::Variant { of: TypeId(1), tag: 0, fields: Vec::new() },
                Type::Function { signature: Signature::default() },
                Type::Closure { of: TypeId(3), function: FunctionId(0), fields: Vec::new() },
                Type::Interface { methods: Vec::new() },
                Type::Array { element: Storage::Ref(RefType::or_null(HeapType::String)) },
            ],
            implementations: vec![implementation(BYTES), implementation(ENUM), implementation(FUNCTION)],
            ..Module::default()
        }
    }

    #[test]
    fn the_whole_relation() {
        let names = [
            (HeapType::Any, "any"),
            (HeapType::String, "string"),
            (HeapType::Bytes, "bytes"),
            (HeapType::Strings, "strings"),
            (BYTES, "own bytes"),
            (ENUM, "enum"),
            (VARIANT, "variant"),
            (FUNCTION, "function"),
            (CLOSURE, "closure"),
            (INTERFACE, "interface"),
            (STRINGS, "own strings"),
        ];
        let module = module();
        let above = |sub| {
            let above: Vec<_> =
                names.iter().filter(|(sup, _)| module.is_subtype(sub, *sup)).map(|entry| entry.1).collect();
            above.join(", ")
        };
        assert_eq!(above(HeapType::Any), "any");
        assert_eq!(above(HeapType::String), "any, string");
        assert_eq!(above(HeapType::Bytes), "any, bytes, own bytes, interface");
        assert_eq!(above(BYTES), "any, bytes, own bytes, interface");
        assert_eq!(above(STRINGS), "any, strings, own strings");
        assert_eq!(above(ENUM), "any, enum, interface");
        assert_eq!(above(VARIANT), "any, enum, variant, interface");
        assert_eq!(above(CLOSURE), "any, function, closure, interface");
        assert_eq!(above(INTERFACE), "any, interface");
    }

    #[test]
    fn null_stands_only_where_null_may() {
        let module = module();
        let (plain, nullable) =
            (ValueType::Ref(RefType::to(HeapType::String)), ValueType::Ref(RefType::or_null(HeapType::String)));
        assert!(module.is_value_subtype(plain, nullable));
        assert!(!module.is_value_subtype(nullable, plain));
        assert!(!module.is_value_subtype(ValueType::I64, nullable));
    }
}
