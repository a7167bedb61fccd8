//! How values of the language are represented: which value type, storage and heap type a language type has. Heap types
//! are declared in the module as they come up.
//!
//! A unit is represented by nothing at all. What is not a non-null reference by itself is boxed where a reference is
//! asked for, as in optionals and values of interface types; the box is a struct of one immutable field, a type of its
//! own for each language type, so that a test of the type tells `bool` from `int`.

use super::{Lowering, mistakes};
use crate::types::{EnumId, InterfaceId, Ty, TyKind};
use pvm_bytecode::{
    Field, FieldId, FunctionId, HeapType, MethodId, RefType, Signature, Storage, Type, TypeDebug, TypeId, ValueType,
};
use rustc_hash::FxHashMap;

/// Types may be built from types this many levels deep. Only a type or function that needs ever larger types passes it.
pub const MAXIMUM_DEPTH: u16 = 100;

/// Functions are asked for by the types of their arguments, which may be so much deeper than those of the function that asks:
/// so a function that calls itself with larger types is found before those types are refused.
const BEYOND: u16 = 28;

/// What has been found out about language types.
#[derive(Default)]
pub struct Layout {
    /// By language type; the inner option is none for what is represented by nothing.
    values: Vec<Option<Option<ValueType>>>,
    types: FxHashMap<Ty, TypeId>,
    boxes: FxHashMap<Ty, TypeId>,
    cells: FxHashMap<ValueType, TypeId>,
    /// For types that have a field that is represented by nothing: where each field went.
    fields: FxHashMap<TypeId, Vec<Option<FieldId>>>,
    /// Types that are declared and not yet defined, and whether that is under way.
    open: Vec<(TypeId, Ty)>,
    defining: bool,
    /// By language type: the same with wide types where storage types can't be.
    plain: Vec<Option<Ty>>,
    depths: Vec<u16>,
    too_deep: bool,
}

/// A field of the language: its type, whether it can be assigned, and its name.
type Part = (Ty, bool, Box<str>);

impl Lowering<'_> {
    /// How a value of the type stands on the operand stack; none for nothing.
    pub fn value(&mut self, ty: Ty) -> Option<ValueType> {
        let at = ty.0 as usize;
        if let Some(Some(known)) = self.layout.values.get(at) {
            return *known;
        }
        let value = self.find_value(ty);
        if self.layout.values.len() <= at {
            self.layout.values.resize(at + 1, None);
        }
        self.layout.values[at] = Some(value);
        value
    }

    fn find_value(&mut self, ty: Ty) -> Option<ValueType> {
        let heap = match *self.program.types.kind(ty) {
            TyKind::Int | TyKind::Bool | TyKind::Char => return Some(ValueType::I64),
            TyKind::I8 | TyKind::U8 | TyKind::I16 | TyKind::U16 | TyKind::I32 | TyKind::U32 => {
                return Some(ValueType::I64);
            }
            TyKind::Float | TyKind::F32 => return Some(ValueType::F64),
            TyKind::Enum(id, _) if self.is_plain(id) => return Some(ValueType::I64),
            TyKind::String => HeapType::String,
            TyKind::Any => HeapType::Any,
            TyKind::Optional(of) => return Some(ValueType::Ref(RefType::or_null(self.heap(of)))),
            TyKind::Struct(..)
            | TyKind::Enum(..)
            | TyKind::Interface(..)
            | TyKind::Array(_)
            | TyKind::Tuple(_)
            | TyKind::Function(..) => HeapType::Type(self.declare(ty)),
            TyKind::Unit | TyKind::Never | TyKind::Error | TyKind::Param(_) | TyKind::SelfType | TyKind::Infer(_) => {
                return None;
            }
        };
        Some(ValueType::Ref(RefType::to(heap)))
    }

    /// The type with wide types in place of storage types where values are meant: inference may take the element type of
    /// an array into a tuple, an optional or a function type, where there are only values.
    pub fn plain_type(&mut self, ty: Ty) -> Ty {
        let at = ty.0 as usize;
        if let Some(Some(known)) = self.layout.plain.get(at) {
            return *known;
        }
        let plain = self.find_plain(ty);
        if self.layout.plain.len() <= at {
            self.layout.plain.resize(at + 1, None);
        }
        self.layout.plain[at] = Some(plain);
        plain
    }

    fn find_plain(&mut self, ty: Ty) -> Ty {
        let parts = |lowering: &mut Self, of: &[Ty]| -> Box<[Ty]> {
            of.iter().map(|&part| lowering.plain_type(part)).collect()
        };
        let values = |lowering: &mut Self, of: &[Ty]| -> Box<[Ty]> {
            let plain = parts(lowering, of);
            plain.iter().map(|&part| lowering.program.types.widened(part)).collect()
        };
        let kind = match self.program.types.kind(ty).clone() {
            TyKind::Struct(id, of) => TyKind::Struct(id, parts(self, &of)),
            TyKind::Enum(id, of) => TyKind::Enum(id, parts(self, &of)),
            TyKind::Interface(id, of) => TyKind::Interface(id, parts(self, &of)),
            TyKind::Array(of) => TyKind::Array(parts(self, &[of])[0]),
            TyKind::Optional(of) => TyKind::Optional(values(self, &[of])[0]),
            TyKind::Tuple(of) => TyKind::Tuple(values(self, &of)),
            TyKind::Function(params, result) => TyKind::Function(values(self, &params), values(self, &[result])[0]),
            _ => return ty,
        };
        self.program.types.intern(kind)
    }

    /// Whether no variant of the enum has a payload, so that the tag says all.
    pub fn is_plain(&self, id: EnumId) -> bool {
        self.program.enums[id.index()].variants.iter().all(|variant| variant.fields.is_empty())
    }

    /// What a value of the type is as an object: itself, or its box.
    pub fn heap(&mut self, ty: Ty) -> HeapType {
        match self.value(ty) {
            Some(ValueType::Ref(RefType { nullable: false, heap })) => heap,
            _ => HeapType::Type(self.boxed(ty)),
        }
    }

    /// The type of the boxes of values of the type, if they need boxes.
    pub fn box_of(&mut self, ty: Ty) -> Option<TypeId> {
        match self.value(ty) {
            Some(ValueType::Ref(RefType { nullable: false, .. })) => None,
            _ => Some(self.boxed(ty)),
        }
    }

    fn boxed(&mut self, ty: Ty) -> TypeId {
        let ty = self.program.types.widened(ty);
        if let Some(&id) = self.layout.boxes.get(&ty) {
            return id;
        }
        let name = format!("box {}", self.type_name(ty));
        let id = self.new_type(Type::Struct { fields: Vec::new() }, &name);
        self.layout.boxes.insert(ty, id);
        let storage = self.storage(ty);
        let fields = storage.map(|storage| Field { storage, mutable: false }).into_iter().collect();
        self.module.types[id.index()] = Type::Struct { fields };
        id
    }

    /// The type of the cells that hold captured variables of a value type.
    pub fn cell(&mut self, ty: ValueType) -> TypeId {
        if let Some(&id) = self.layout.cells.get(&ty) {
            return id;
        }
        let storage = match ty {
            ValueType::I64 => Storage::I64,
            ValueType::F64 => Storage::F64,
            ValueType::Ref(reference) => Storage::Ref(reference),
        };
        let id = self.new_type(Type::Struct { fields: vec![Field { storage, mutable: true }] }, "cell");
        self.layout.cells.insert(ty, id);
        id
    }

    /// How a value of the type is kept in a field.
    pub fn storage(&mut self, ty: Ty) -> Option<Storage> {
        Some(match *self.program.types.kind(ty) {
            TyKind::I8 | TyKind::Bool => Storage::I8,
            TyKind::U8 => Storage::U8,
            TyKind::I16 => Storage::I16,
            TyKind::U16 => Storage::U16,
            TyKind::I32 | TyKind::Char => Storage::I32,
            TyKind::U32 => Storage::U32,
            TyKind::F32 => Storage::F32,
            TyKind::Enum(id, _) if self.is_plain(id) => match self.program.enums[id.index()].variants.len() {
                0..128 => Storage::I8,
                _ => Storage::I32,
            },
            _ => match self.value(ty)? {
                ValueType::I64 => Storage::I64,
                ValueType::F64 => Storage::F64,
                ValueType::Ref(reference) => Storage::Ref(reference),
            },
        })
    }

    /// How an element of an array of the type is kept. An element that was never written is null; units need elements
    /// too, since an array of them has a length.
    fn element(&mut self, ty: Ty) -> Storage {
        match self.storage(ty) {
            Some(Storage::Ref(reference)) => Storage::Ref(RefType { nullable: true, ..reference }),
            Some(storage) => storage,
            None => Storage::I8,
        }
    }

    /// The module's type for a language type that has one of its own.
    pub fn declare(&mut self, ty: Ty) -> TypeId {
        if let Some(&id) = self.layout.types.get(&ty) {
            return id;
        }
        if self.depth(ty) > MAXIMUM_DEPTH + BEYOND {
            self.report_too_deep(ty);
            return TypeId(0);
        }
        let name = self.qualified_type_name(ty);
        let id = self.new_type(Type::Struct { fields: Vec::new() }, &name);
        self.layout.types.insert(ty, id);
        if let &TyKind::Enum(of, _) = self.program.types.kind(ty) {
            self.declare_variants(id, of, &name);
        }
        self.layout.open.push((id, ty));
        self.define_open();
        id
    }

    /// The variants of an enum stand right behind it.
    fn declare_variants(&mut self, of: TypeId, id: EnumId, name: &str) {
        for tag in 0..self.program.enums[id.index()].variants.len() {
            let variant = self.names.text(self.program.enums[id.index()].variants[tag].name);
            self.new_type(Type::Variant { of, tag: tag as u32, fields: Vec::new() }, &format!("{name}.{variant}"));
        }
    }

    /// The type of a variant of an enum that is declared.
    pub fn variant(&self, of: TypeId, tag: u32) -> TypeId {
        TypeId(of.0 + 1 + tag)
    }

    fn new_type(&mut self, ty: Type, name: &str) -> TypeId {
        self.module.types.push(ty);
        self.module.debug.types.push(TypeDebug { name: name.into(), fields: Vec::new() });
        TypeId::from_index(self.module.types.len() - 1)
    }

    /// Defines what is declared, and what that needs, one after the other: types may refer to each other in long chains.
    fn define_open(&mut self) {
        if std::mem::replace(&mut self.layout.defining, true) {
            return;
        }
        while let Some((id, ty)) = self.layout.open.pop() {
            self.define(id, ty);
        }
        self.layout.defining = false;
    }

    fn define(&mut self, id: TypeId, ty: Ty) {
        match self.program.types.kind(ty).clone() {
            TyKind::Struct(of, arguments) => {
                let count = self.program.structs[of.index()].fields.len();
                let parts = (0..count).map(|at| {
                    let field = &self.program.structs[of.index()].fields[at];
                    let name = self.names.text(field.name).into();
                    (self.program.types.substitute(field.ty, &arguments, None), field.mutable, name)
                });
                let parts = parts.collect();
                let fields = self.fields(id, parts);
                self.module.types[id.index()] = Type::Struct { fields };
            }
            TyKind::Tuple(parts) => {
                let parts = parts.iter().enumerate().map(|(at, &part)| (part, false, at.to_string().into())).collect();
                let fields = self.fields(id, parts);
                self.module.types[id.index()] = Type::Struct { fields };
            }
            TyKind::Enum(of, arguments) => self.define_enum(id, of, &arguments),
            TyKind::Array(of) => {
                let element = self.element(of);
                self.module.types[id.index()] = Type::Array { element };
            }
            TyKind::Function(params, result) => {
                let signature = self.signature(&params, result);
                self.module.types[id.index()] = Type::Function { signature };
            }
            TyKind::Interface(of, arguments) => {
                let methods = self.method_signatures(ty, of, &arguments);
                self.module.types[id.index()] = Type::Interface { methods };
            }
            kind => unreachable!("{kind:?} has no heap type of its own"),
        }
    }

    fn define_enum(&mut self, id: TypeId, of: EnumId, arguments: &[Ty]) {
        let count = self.program.enums[of.index()].variants.len() as u32;
        for tag in 0..count {
            let declared = self.program.enums[of.index()].variants[tag as usize].fields.clone();
            let parts = declared.into_iter().enumerate().map(|(at, ty)| {
                let ty = self.program.types.substitute(ty, arguments, None);
                (ty, false, at.to_string().into())
            });
            let parts = parts.collect();
            let variant = self.variant(id, tag);
            let fields = self.fields(variant, parts);
            self.module.types[variant.index()] = Type::Variant { of: id, tag, fields };
        }
        let variants = (0..count).map(|tag| self.variant(id, tag)).collect();
        self.module.types[id.index()] = Type::Enum { variants };
    }

    fn fields(&mut self, id: TypeId, parts: Vec<Part>) -> Vec<Field> {
        let mut fields = Vec::with_capacity(parts.len());
        let mut places = Vec::with_capacity(parts.len());
        let mut names = Vec::with_capacity(parts.len());
        for (ty, mutable, name) in parts {
            let storage = self.storage(ty);
            places.push(storage.map(|_| FieldId::from_index(fields.len())));
            if let Some(storage) = storage {
                fields.push(Field { storage, mutable });
                names.push(name);
            }
        }
        if fields.len() < places.len() {
            self.layout.fields.insert(id, places);
        }
        self.module.debug.types[id.index()].fields = names;
        fields
    }

    /// Where a field of the language is in its struct, tuple or variant; none if it is represented by nothing.
    pub fn field(&self, id: TypeId, field: u32) -> Option<FieldId> {
        match self.layout.fields.get(&id) {
            Some(places) => places[field as usize],
            None => Some(FieldId(field)),
        }
    }

    fn fields_of(&self, id: TypeId) -> &[Field] {
        match self.module.ty(id) {
            Type::Struct { fields } | Type::Variant { fields, .. } | Type::Closure { fields, .. } => fields,
            _ => &[],
        }
    }

    /// How many fields a struct or variant of the module has.
    pub fn field_count(&self, id: TypeId) -> usize {
        self.fields_of(id).len()
    }

    /// What reading a field of the module gives.
    pub fn field_value(&self, id: TypeId, field: FieldId) -> Option<ValueType> {
        self.fields_of(id).get(field.index()).map(|field| field.storage.value())
    }

    /// What a function of these language types takes and gives.
    pub fn signature(&mut self, params: &[Ty], result: Ty) -> Signature {
        let params = params.iter().filter_map(|&ty| self.value(ty)).collect();
        Signature { params, result: self.value(result) }
    }

    fn method_signatures(&mut self, ty: Ty, of: InterfaceId, arguments: &[Ty]) -> Vec<Signature> {
        let count = self.program.interfaces[of.index()].methods.len();
        let dynamic = (0..count).filter(|&at| self.program.interfaces[of.index()].methods[at].dynamic);
        let dynamic: Vec<_> = dynamic.map(|at| self.program.interfaces[of.index()].methods[at].function).collect();
        let mut signatures = Vec::with_capacity(dynamic.len());
        for function in dynamic {
            let function = &self.functions[function.index()];
            let types = &mut self.program.types;
            let params = function.params.iter().skip(1).map(|&param| types.substitute(param, arguments, Some(ty)));
            let params: Vec<Ty> = params.collect();
            let result = types.substitute(function.result, arguments, Some(ty));
            signatures.push(self.signature(&params, result));
        }
        signatures
    }

    /// The place of a method among those of its interface that can be called dynamically.
    pub fn method(&self, interface: InterfaceId, method: u32) -> MethodId {
        let methods = &self.program.interfaces[interface.index()].methods[..method as usize];
        MethodId::from_index(methods.iter().filter(|method| method.dynamic).count())
    }

    /// The type of closures over a function, of the function type of a language type.
    pub fn closure(&mut self, of: TypeId, function: FunctionId, captures: &[ValueType], name: &str) -> TypeId {
        let field = |&ty: &ValueType| {
            let storage = match ty {
                ValueType::I64 => Storage::I64,
                ValueType::F64 => Storage::F64,
                ValueType::Ref(reference) => Storage::Ref(reference),
            };
            Field { storage, mutable: false }
        };
        let fields = captures.iter().map(field).collect();
        self.new_type(Type::Closure { of, function, fields }, name)
    }

    /// How many levels deep a type is built from types.
    pub fn depth(&mut self, ty: Ty) -> u16 {
        let known = self.layout.depths.len();
        // A type is interned after its parts, so one pass over the new ones in order finds every depth.
        for at in known..=ty.0 as usize {
            let parts = self.program.types.kind(Ty(at as u32)).parts();
            let deepest = parts.map(|part| self.layout.depths[part.0 as usize] + 1).max();
            self.layout.depths.push(deepest.unwrap_or(0));
        }
        self.layout.depths[ty.0 as usize]
    }

    fn report_too_deep(&mut self, ty: Ty) {
        if std::mem::replace(&mut self.layout.too_deep, true) {
            return;
        }
        let name = self.type_name(ty);
        let span = self.type_span(ty);
        self.diagnostics.push(mistakes::endless_type(&name, span));
    }
}
