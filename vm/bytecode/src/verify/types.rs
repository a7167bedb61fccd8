//! The types section: what types refer to exists and is of the right kind; enums agree with their variants.

use super::{Checked, Context, fail, index, within};
use crate::error::Rule;
use crate::{Field, HeapType, Section, Signature, Storage, Type, TypeId, ValueType, VerifyError};

pub(super) fn check(context: Context) -> Result<(), Box<VerifyError>> {
    let types = &context.module.types;
    context.count(Section::Types, types.len(), context.limits.types)?;
    for (entry, ty) in types.iter().enumerate() {
        context.ty(TypeId::from_index(entry), ty).map_err(|found| context.error(Section::Types, entry, found))?;
    }
    Ok(())
}

impl Context<'_> {
    fn ty(&self, id: TypeId, ty: &Type) -> Checked {
        match ty {
            Type::Struct { fields } => self.fields(fields),
            Type::Enum { variants } => self.variants(id, variants),
            Type::Variant { of, tag, fields } => self.variant(id, *of, *tag).and_then(|()| self.fields(fields)),
            Type::Array { element } => self.storage(*element),
            Type::Function { signature } => self.signature(signature),
            Type::Closure { of, function, fields } => {
                self.kind(*of, "a function type", |ty| matches!(ty, Type::Function { .. }))?;
                index(function.index(), self.module.functions.len(), "function")?;
                self.fields(fields)
            }
            Type::Interface { methods } => methods.iter().try_for_each(|signature| self.signature(signature)),
        }
    }

    fn variants(&self, id: TypeId, variants: &[TypeId]) -> Checked {
        for (tag, variant) in variants.iter().enumerate() {
            index(variant.index(), self.module.types.len(), "type")?;
            match self.module.ty(*variant) {
                Type::Variant { of, tag: own, .. } if *of == id && *own as usize == tag => {}
                _ => {
                    let name = self.names().ty(*variant);
                    return fail(Rule::EnumVariants, format!("type {name} is not the variant {tag} of this enum"));
                }
            }
        }
        Ok(())
    }

    fn variant(&self, id: TypeId, of: TypeId, tag: u32) -> Checked {
        index(of.index(), self.module.types.len(), "type")?;
        match self.module.ty(of) {
            Type::Enum { variants } if variants.get(tag as usize) == Some(&id) => Ok(()),
            Type::Enum { .. } => {
                fail(Rule::EnumVariants, format!("enum {} has another variant {tag}", self.names().ty(of)))
            }
            _ => fail(Rule::TypeKind, format!("type {} is not an enum", self.names().ty(of))),
        }
    }

    fn fields(&self, fields: &[Field]) -> Checked {
        within(fields.len(), self.limits.fields, "fields")?;
        fields.iter().try_for_each(|field| self.storage(field.storage))
    }

    fn storage(&self, storage: Storage) -> Checked {
        self.value_type(storage.value())
    }

    pub(super) fn signature(&self, signature: &Signature) -> Checked {
        within(signature.params.len(), self.limits.parameters, "parameters")?;
        signature.params.iter().chain(&signature.result).try_for_each(|ty| self.value_type(*ty))
    }

    pub(super) fn value_type(&self, ty: ValueType) -> Checked {
        match ty {
            ValueType::Ref(reference) => self.heap(reference.heap),
            ValueType::I64 | ValueType::F64 => Ok(()),
        }
    }

    #[inline(always)]
    pub(super) fn heap(&self, heap: HeapType) -> Checked {
        match heap {
            HeapType::Type(id) => index(id.index(), self.module.types.len(), "type"),
            _ => Ok(()),
        }
    }

    /// That a type exists and is of a kind.
    #[inline(always)]
    pub(super) fn kind(&self, id: TypeId, kind: &str, is: impl FnOnce(&Type) -> bool) -> Checked {
        match self.module.types.get(id.index()) {
            Some(ty) if is(ty) => Ok(()),
            _ => self.other_kind(id, kind),
        }
    }

    #[cold]
    #[inline(never)]
    fn other_kind(&self, id: TypeId, kind: &str) -> Checked {
        index(id.index(), self.module.types.len(), "type")?;
        fail(Rule::TypeKind, format!("type {} is not {kind}", self.names().ty(id)))
    }
}
