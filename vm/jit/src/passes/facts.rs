//! What is known of a whole program.

use pvm_bytecode::{FieldId, Module, Op, TypeId};
use rustc_hash::FxHashSet as HashSet;

/// See the file.
#[derive(Debug)]
pub struct Facts {
    written: HashSet<(TypeId, FieldId)>,
}

impl Facts {
    pub fn new(module: &Module) -> Self {
        let ops = module.functions.iter().flat_map(|function| &function.ops);
        let field = |op: &Op| match *op {
            Op::StructSet { ty, field } => Some((ty, field)),
            _ => None,
        };
        Self { written: ops.filter_map(field).collect() }
    }

    /// Whether a field may be written after its object has been made.
    pub fn is_written(&self, ty: TypeId, field: FieldId) -> bool {
        self.written.contains(&(ty, field))
    }
}
