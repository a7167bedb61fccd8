//! How text refers to what a module numbers: by debug name where that says which is meant, else by index. Types are
//! written here too, since they refer to types.

use std::collections::HashMap;

use crate::{
    FieldId, FunctionId, GlobalId, HeapType, ImportId, MethodId, Module, RefType, Signature, Storage, TypeId, ValueType,
};

/// The names of a module's entries that no other entry of the table shares.
pub struct Names<'module> {
    types: Table<'module>,
    /// By type, its fields or methods.
    fields: Vec<Table<'module>>,
    functions: Table<'module>,
    globals: Table<'module>,
    imports: Table<'module>,
}

impl<'module> Names<'module> {
    pub fn new(module: &'module Module) -> Self {
        let debug = &module.debug;
        Self {
            types: Table::new(debug.types.iter().map(|ty| &*ty.name)),
            fields: debug.types.iter().map(|ty| Table::new(ty.fields.iter().map(|name| &**name))).collect(),
            functions: Table::new(debug.functions.iter().map(|function| &*function.name)),
            globals: Table::new(debug.globals.iter().map(|name| &**name)),
            imports: Table::new(module.imports.iter().map(|import| &*import.name)),
        }
    }

    pub fn ty(&self, id: TypeId) -> String {
        self.types.get(id.index())
    }

    pub fn function(&self, id: FunctionId) -> String {
        self.functions.get(id.index())
    }

    pub fn global(&self, id: GlobalId) -> String {
        self.globals.get(id.index())
    }

    pub fn import(&self, id: ImportId) -> String {
        self.imports.get(id.index())
    }

    pub fn field(&self, ty: TypeId, id: FieldId) -> String {
        self.member(ty, id.index())
    }

    pub fn method(&self, ty: TypeId, id: MethodId) -> String {
        self.member(ty, id.index())
    }

    fn member(&self, ty: TypeId, index: usize) -> String {
        self.fields.get(ty.index()).map_or_else(|| index.to_string(), |table| table.get(index))
    }

    pub fn heap(&self, heap: HeapType) -> String {
        match heap {
            HeapType::Any => "any".to_owned(),
            HeapType::String => "string".to_owned(),
            HeapType::Bytes => "bytes".to_owned(),
            HeapType::Strings => "strings".to_owned(),
            HeapType::Type(id) => self.ty(id),
        }
    }

    pub fn reference(&self, reference: RefType) -> String {
        let null = if reference.nullable { "null " } else { "" };
        format!("ref {null}{}", self.heap(reference.heap))
    }

    pub fn value(&self, ty: ValueType) -> String {
        match ty {
            ValueType::I64 => "i64".to_owned(),
            ValueType::F64 => "f64".to_owned(),
            ValueType::Ref(reference) => self.reference(reference),
        }
    }

    pub fn storage(&self, storage: Storage) -> String {
        match storage {
            Storage::Ref(reference) => self.reference(reference),
            plain => PLAIN_STORAGES.iter().find(|(entry, _)| *entry == plain).map_or("", |(_, name)| name).to_owned(),
        }
    }

    pub fn result(&self, result: Option<ValueType>) -> String {
        result.map_or_else(|| "nothing".to_owned(), |result| self.value(result))
    }

    pub fn signature(&self, signature: &Signature) -> String {
        let params: Vec<_> = signature.params.iter().map(|param| self.value(*param)).collect();
        format!("({}){}", params.join(", "), self.arrow(signature.result))
    }

    pub(super) fn arrow(&self, result: Option<ValueType>) -> String {
        result.map_or_else(String::new, |result| format!(" -> {}", self.value(result)))
    }
}

/// The storages without a reference, and how they are written.
pub(super) const PLAIN_STORAGES: [(Storage, &str); 9] = [
    (Storage::I8, "i8"),
    (Storage::U8, "u8"),
    (Storage::I16, "i16"),
    (Storage::U16, "u16"),
    (Storage::I32, "i32"),
    (Storage::U32, "u32"),
    (Storage::I64, "i64"),
    (Storage::F32, "f32"),
    (Storage::F64, "f64"),
];

/// By index the name, and by name whether it is the only one.
pub(super) struct Table<'module> {
    names: Vec<&'module str>,
    unique: HashMap<&'module str, bool>,
}

impl<'module> Table<'module> {
    pub fn new(names: impl Iterator<Item = &'module str>) -> Self {
        let names: Vec<_> = names.collect();
        let mut unique = HashMap::new();
        for name in names.iter().filter(|name| !name.is_empty()) {
            unique.entry(*name).and_modify(|unique| *unique = false).or_insert(true);
        }
        Self { names, unique }
    }

    /// The entry's name as an identifier if it has one of its own, else its index.
    pub fn get(&self, index: usize) -> String {
        match self.names.get(index) {
            Some(name) if self.unique.get(name) == Some(&true) => quote(name),
            _ => index.to_string(),
        }
    }
}

/// The name as an identifier: `$name`, or `$"any text"` where it has other characters.
pub(super) fn quote(name: &str) -> String {
    match !name.is_empty() && name.chars().all(in_name) {
        true => format!("${name}"),
        false => format!("${name:?}"),
    }
}

/// Whether a character can stand in a name that is not quoted.
pub(super) fn in_name(c: char) -> bool {
    c.is_alphanumeric() || "_.<>[]?!+*/%&|^~=#'".contains(c)
}
