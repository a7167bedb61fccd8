//! What a module holds, needs and weighs.

use std::collections::BTreeSet;
use std::fmt;

use pvm_bytecode::{Module, ModuleHash, syscall};
use serde::Serialize;

/// The answer of `pvm inspect`.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Summary {
    pub hash: String,
    /// Bytes of the whole.
    pub bytes: usize,
    /// Bytes of each section.
    pub sections: Vec<(String, usize)>,
    pub types: usize,
    pub functions: usize,
    pub instructions: usize,
    pub globals: usize,
    pub constants: usize,
    /// Name and signature of what a host may call.
    pub exports: Vec<(String, String)>,
    /// Name and signature of what the host must supply.
    pub imports: Vec<(String, String)>,
    pub system_calls: Vec<String>,
    /// What must be granted for all of these calls to succeed.
    pub capabilities: BTreeSet<String>,
}

impl Summary {
    pub(crate) fn of(module: &Module) -> Self {
        let bytes = pvm_bytecode::write(module);
        // What was written just now can be read again.
        let sections = pvm_bytecode::sections(&bytes).unwrap_or_default();
        let calls = || module.system_calls.iter().filter_map(|&id| syscall::get(id));
        let capabilities = calls().filter(|call| call.capability != syscall::Capability::None);
        Self {
            hash: ModuleHash::of(module).to_string(),
            bytes: bytes.len(),
            sections: sections.iter().map(|part| (part.section.name().to_owned(), part.bytes.len())).collect(),
            types: module.types.len(),
            functions: module.functions.len(),
            instructions: module.functions.iter().map(|function| function.ops.len()).sum(),
            globals: module.globals.len(),
            constants: module.constants.len(),
            exports: module
                .exports
                .iter()
                .map(|export| (export.name.to_string(), export.declared.to_string()))
                .collect(),
            imports: module
                .imports
                .iter()
                .map(|import| (import.name.to_string(), import.declared.to_string()))
                .collect(),
            system_calls: calls().map(|call| call.name.to_owned()).collect(),
            capabilities: capabilities.map(|call| format!("{:?}", call.capability)).collect(),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "hash          {}", self.hash)?;
        writeln!(f, "size          {} bytes", self.bytes)?;
        for (name, bytes) in &self.sections {
            writeln!(f, "  {name:<18} {bytes:>9}")?;
        }
        writeln!(f, "types         {}", self.types)?;
        writeln!(f, "functions     {}", self.functions)?;
        writeln!(f, "instructions  {}", self.instructions)?;
        writeln!(f, "globals       {}", self.globals)?;
        writeln!(f, "constants     {}", self.constants)?;
        pairs(f, "exports", &self.exports)?;
        pairs(f, "imports", &self.imports)?;
        let list = |names: Vec<&str>| if names.is_empty() { "none".to_owned() } else { names.join(" ") };
        writeln!(f, "system calls  {}", list(self.system_calls.iter().map(String::as_str).collect()))?;
        writeln!(f, "capabilities  {}", list(self.capabilities.iter().map(String::as_str).collect()))
    }
}

fn pairs(f: &mut fmt::Formatter<'_>, title: &str, pairs: &[(String, String)]) -> fmt::Result {
    writeln!(f, "{title:<13} {}", if pairs.is_empty() { "none" } else { "" })?;
    pairs.iter().try_for_each(|(name, declared)| writeln!(f, "  {name}: {declared}"))
}
