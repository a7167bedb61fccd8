//! Leaves out of a module what nothing needs: functions whose code stands in place of all their calls, and the types,
//! imports, globals, constants, implementations and files that only they named.
//!
//! What is needed is found from the exports and the start function on. That a type has an interface matters when both
//! are needed; then its methods are.

use pvm_bytecode::operand::Visitor;
use pvm_bytecode::{ConstId, FunctionId, GlobalId, HeapType, ImportId, Module, TypeId};

/// Takes out of a module what is not needed; the rest keeps its order.
pub fn prune(module: &mut Module) {
    let needed = Needed::of(module);
    retain(&mut module.types, &needed.types);
    retain(&mut module.debug.types, &needed.types);
    retain(&mut module.implementations, &needed.implementations);
    retain(&mut module.imports, &needed.imports);
    retain(&mut module.functions, &needed.functions);
    retain(&mut module.debug.functions, &needed.functions);
    retain(&mut module.globals, &needed.globals);
    retain(&mut module.debug.globals, &needed.globals);
    retain(&mut module.constants, &needed.constants);
    module.visit(&mut needed.numbers());
    module.system_calls = module.used_system_calls();
    prune_files(module);
}

fn prune_files(module: &mut Module) {
    let debug = &mut module.debug;
    let mut files = Table::new(debug.files.len());
    for function in &debug.functions {
        files.need(function.file as usize);
    }
    retain(&mut debug.files, &files);
    let numbers = files.numbers(|number| number as u32);
    for function in &mut debug.functions {
        function.file = numbers.get(function.file as usize).copied().unwrap_or(0);
    }
}

/// Which entries of a table are needed, and those of them whose own needs were not looked at yet.
struct Table {
    needed: Vec<bool>,
    waiting: Vec<usize>,
}

impl Table {
    fn new(len: usize) -> Self {
        Self { needed: vec![false; len], waiting: Vec::new() }
    }

    fn need(&mut self, index: usize) {
        if let Some(needed) = self.needed.get_mut(index)
            && !std::mem::replace(needed, true)
        {
            self.waiting.push(index);
        }
    }

    /// For each entry, if it is needed, its number among those that are.
    fn numbers<T>(&self, id: impl Fn(usize) -> T) -> Vec<T> {
        let number = |next: &mut usize, &needed: &bool| {
            let number = *next;
            *next += usize::from(needed);
            Some(id(number))
        };
        self.needed.iter().scan(0, number).collect()
    }
}

/// What a module needs. As a visitor it takes down what it is shown.
struct Needed {
    types: Table,
    implementations: Table,
    imports: Table,
    functions: Table,
    globals: Table,
    constants: Table,
}

impl Needed {
    fn of(module: &mut Module) -> Self {
        let mut needed = Self {
            types: Table::new(module.types.len()),
            implementations: Table::new(module.implementations.len()),
            imports: Table::new(module.imports.len()),
            functions: Table::new(module.functions.len()),
            globals: Table::new(module.globals.len()),
            constants: Table::new(module.constants.len()),
        };
        module.visit_roots(&mut needed);
        loop {
            if let Some(function) = needed.functions.waiting.pop() {
                module.functions[function].visit(&mut needed);
            } else if let Some(ty) = needed.types.waiting.pop() {
                module.types[ty].visit(&mut needed);
            } else if let Some(import) = needed.imports.waiting.pop() {
                module.imports[import].visit(&mut needed);
            } else if let Some(global) = needed.globals.waiting.pop() {
                module.globals[global].visit(&mut needed);
            } else if !needed.need_implementations(module) {
                return needed;
            }
        }
    }

    /// Adds the implementations whose type and interface are needed by now; tells whether there are any new ones.
    fn need_implementations(&mut self, module: &mut Module) -> bool {
        for at in 0..module.implementations.len() {
            let entry = &module.implementations[at];
            let has_type = match module.canonical(entry.ty) {
                HeapType::Type(ty) => self.types.needed[ty.index()],
                // The machine makes such objects too.
                _ => true,
            };
            if has_type && self.types.needed[entry.interface.index()] {
                self.implementations.need(at);
            }
        }
        let new = std::mem::take(&mut self.implementations.waiting);
        new.iter().for_each(|&at| module.implementations[at].visit(self));
        !new.is_empty()
    }

    fn numbers(&self) -> Numbers {
        Numbers {
            types: self.types.numbers(TypeId::from_index),
            imports: self.imports.numbers(ImportId::from_index),
            functions: self.functions.numbers(FunctionId::from_index),
            globals: self.globals.numbers(GlobalId::from_index),
            constants: self.constants.numbers(ConstId::from_index),
        }
    }
}

impl Visitor for Needed {
    fn heap(&mut self, heap: &mut HeapType) {
        if let HeapType::Type(ty) = heap {
            self.ty(ty);
        }
    }

    fn ty(&mut self, ty: &mut TypeId) {
        self.types.need(ty.index());
    }

    fn import(&mut self, import: &mut ImportId) {
        self.imports.need(import.index());
    }

    fn function(&mut self, function: &mut FunctionId) {
        self.functions.need(function.index());
    }

    fn global(&mut self, global: &mut GlobalId) {
        self.globals.need(global.index());
    }

    fn constant(&mut self, constant: &mut ConstId) {
        self.constants.need(constant.index());
    }
}

/// The new numbers of what is left. As a visitor it writes them.
struct Numbers {
    types: Vec<TypeId>,
    imports: Vec<ImportId>,
    functions: Vec<FunctionId>,
    globals: Vec<GlobalId>,
    constants: Vec<ConstId>,
}

impl Visitor for Numbers {
    fn heap(&mut self, heap: &mut HeapType) {
        if let HeapType::Type(ty) = heap {
            self.ty(ty);
        }
    }

    fn ty(&mut self, ty: &mut TypeId) {
        *ty = self.types[ty.index()];
    }

    fn import(&mut self, import: &mut ImportId) {
        *import = self.imports[import.index()];
    }

    fn function(&mut self, function: &mut FunctionId) {
        *function = self.functions[function.index()];
    }

    fn global(&mut self, global: &mut GlobalId) {
        *global = self.globals[global.index()];
    }

    fn constant(&mut self, constant: &mut ConstId) {
        *constant = self.constants[constant.index()];
    }
}

/// Keeps what is needed of a list, which may be shorter than its table.
fn retain<T>(list: &mut Vec<T>, table: &Table) {
    let mut needed = table.needed.iter();
    list.retain(|_| needed.next().copied().unwrap_or(false));
}

#[cfg(test)]
mod tests {
    use crate::goldens;
    use pvm_bytecode::text;

    #[test]
    fn what_is_not_needed_leaves_the_module() {
        let count = goldens::check("ir/prune", |path, source| {
            let mut module = text::parse(source).unwrap_or_else(|error| panic!("{}:{error}", path.display()));
            super::prune(&mut module);
            let module = pvm_bytecode::verify(module).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            text::print(&module)
        });
        assert!(count >= 6);
    }
}
