//! Linking: the functions of the host that a module imports are found by name and checked by signature.
#![forbid(unsafe_code)]

use crate::host::HostFunction;
use pvm_bytecode::{HeapType, Import, Module, Signature, ValueType};
use std::collections::HashMap;
use std::fmt::Write;

/// The functions that a host offers, by name.
#[derive(Clone, Debug, Default)]
pub struct Imports {
    functions: HashMap<String, HostFunction>,
}

/// Why a module can't be linked to a host.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkError {
    #[error("the module imports the host function {name}: {wanted}, which the host does not offer")]
    Missing { name: String, wanted: String },
    #[error("the module imports the host function {name} as {wanted}, but the host offers it as {offered}")]
    Signature { name: String, wanted: String, offered: String },
}

impl Imports {
    /// Offers a function, in place of one with this name.
    pub fn offer(&mut self, name: impl Into<String>, function: HostFunction) {
        self.functions.insert(name.into(), function);
    }

    /// The functions that the module imports, in its order.
    pub fn link(&self, module: &Module) -> Result<Box<[HostFunction]>, LinkError> {
        module.imports.iter().map(|import| self.resolve(import)).collect()
    }

    fn resolve(&self, import: &Import) -> Result<HostFunction, LinkError> {
        let wanted = || match import.declared.is_empty() {
            true => describe(&import.signature),
            false => import.declared.to_string(),
        };
        let Some(function) = self.functions.get(&*import.name) else {
            return Err(LinkError::Missing { name: import.name.to_string(), wanted: wanted() });
        };
        let same_words = |declared: &String| import.declared.is_empty() || **declared == *import.declared;
        if function.signature != import.signature || !function.declared.as_ref().is_none_or(same_words) {
            let offered = function.declared.clone().unwrap_or_else(|| describe(&function.signature));
            return Err(LinkError::Signature { name: import.name.to_string(), wanted: wanted(), offered });
        }
        Ok(function.clone())
    }
}

/// A signature in the words of the language, as far as the machine knows them.
pub fn describe(signature: &Signature) -> String {
    let mut text = String::from("fn(");
    for (index, param) in signature.params.iter().enumerate() {
        let _ = write!(text, "{}{}", if index > 0 { ", " } else { "" }, name(*param));
    }
    text.push(')');
    if let Some(result) = signature.result {
        let _ = write!(text, " -> {}", name(result));
    }
    text
}

/// A type in the words of the language, as far as the machine knows them.
pub fn name(ty: ValueType) -> String {
    match ty {
        ValueType::I64 => "int".to_owned(),
        ValueType::F64 => "float".to_owned(),
        ValueType::Ref(reference) => {
            let heap = match reference.heap {
                HeapType::Any => "any".to_owned(),
                HeapType::String => "string".to_owned(),
                HeapType::Bytes => "Array<u8>".to_owned(),
                HeapType::Strings => "Array<string>".to_owned(),
                HeapType::Type(id) => format!("type {}", id.0),
            };
            heap + if reference.nullable { "?" } else { "" }
        }
    }
}
