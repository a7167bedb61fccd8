//! How text refers to what a module numbers: by debug name where that says which is meant, else by index. Types are
//! written here too, since they refer to types.

use rustc_hash::FxHashMap;

use crate::{FunctionId, GlobalId, HeapType, ImportId, Module, RefType, Signature, Storage, TypeId, ValueType};

/// The names of a module's entries that no other entry of the table shares.
pub struct Names<'module> {
    types: Table<'module>,
    functions: Table<'module>,
    globals: Table<'module>,
    imports: Table<'module>,
}

impl<'module> Names<'module> {
    pub fn new(module: &'module Module) -> Self {
        let debug = &module.debug;
        Self {
            types: Table::new(debug.types.iter().map(|ty| &*ty.name)),
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
        let name = match storage {
            Storage::I8 => "i8",
            Storage::U8 => "u8",
            Storage::I16 => "i16",
            Storage::U16 => "u16",
            Storage::I32 => "i32",
            Storage::U32 => "u32",
            Storage::I64 => "i64",
            Storage::F32 => "f32",
            Storage::F64 => "f64",
            Storage::Ref(reference) => return self.reference(reference),
        };
        name.to_owned()
    }

    pub fn result(&self, result: Option<ValueType>) -> String {
        result.map_or_else(|| "nothing".to_owned(), |result| self.value(result))
    }

    pub fn signature(&self, signature: &Signature) -> String {
        let params: Vec<_> = signature.params.iter().map(|param| self.value(*param)).collect();
        let result = signature.result.map_or_else(String::new, |result| format!(" -> {}", self.value(result)));
        format!("({}){result}", params.join(", "))
    }
}

/// By index the name, and by name whether it is the only one.
struct Table<'module> {
    names: Vec<&'module str>,
    unique: FxHashMap<&'module str, bool>,
}

impl<'module> Table<'module> {
    fn new(names: impl Iterator<Item = &'module str>) -> Self {
        let names: Vec<_> = names.collect();
        let mut unique = FxHashMap::default();
        for name in &names {
            unique.entry(*name).and_modify(|unique| *unique = false).or_insert(!name.is_empty());
        }
        Self { names, unique }
    }

    fn get(&self, index: usize) -> String {
        match self.names.get(index) {
            Some(name) if self.unique[name] => quote(name),
            _ => index.to_string(),
        }
    }
}

/// The name as an identifier: `$name`, or `$"any text"` where it has other characters.
pub(super) fn quote(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_.:<>[]#?!&*+-/|^~%@'".contains(c);
    match !name.is_empty() && name.chars().all(plain) {
        true => format!("${name}"),
        false => format!("${name:?}"),
    }
}
