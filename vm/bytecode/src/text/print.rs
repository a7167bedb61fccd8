//! Modules as text: everything but code.

use std::fmt::Write;

use std::collections::{HashMap, HashSet};

use super::names::{Names, quote};
use super::print_code::CodePrinter;
use crate::{ConstId, Field, FunctionId, Module, Op, Type, TypeId, syscall};

/// What a listing shows beside the module itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Source lines, as `@line:column`. Without them the text gives another debug section.
    pub lines: bool,
    /// Comments that number the instructions, as messages and backtraces do.
    pub positions: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { lines: true, positions: false }
    }
}

/// The text of a module. [`super::parse`] gives the same module again.
pub fn print(module: &Module) -> String {
    print_with(module, Options::default())
}

pub fn print_with(module: &Module, options: Options) -> String {
    let mut first_constants = HashMap::new();
    for (index, constant) in module.constants.iter().enumerate() {
        first_constants.entry(&**constant).or_insert(ConstId::from_index(index));
    }
    let mut printer = Printer { module, names: Names::new(module), first_constants, options, out: String::new() };
    printer.module();
    printer.out
}

pub(super) struct Printer<'module> {
    pub module: &'module Module,
    pub names: Names<'module>,
    /// By text the constant that reading the text finds.
    pub first_constants: HashMap<&'module str, ConstId>,
    pub options: Options,
    pub out: String,
}

impl Printer<'_> {
    fn module(&mut self) {
        let module = self.module;
        for file in &module.debug.files {
            self.line(format_args!("file {file:?}"));
        }
        for (index, ty) in module.types.iter().enumerate() {
            self.ty(TypeId::from_index(index), ty);
        }
        for implementation in &module.implementations {
            let methods: Vec<_> = implementation.methods.iter().map(|method| self.names.function(*method)).collect();
            let (interface, ty) = (self.names.ty(implementation.interface), self.names.heap(implementation.ty));
            self.line(format_args!("implement {interface} for {ty} {}", braces(&methods)));
        }
        for import in &module.imports {
            let signature = self.names.signature(&import.signature);
            self.line(format_args!("import {:?} {signature} as {:?}", import.name, import.declared));
        }
        for (index, global) in module.globals.iter().enumerate() {
            let name = module.debug.globals.get(index).map_or("", |name| name);
            let declaration = variable(name, global.mutable, self.names.value(global.ty));
            self.line(format_args!("global {declaration}"));
        }
        if !constants_follow_code(module) {
            for constant in &module.constants {
                self.line(format_args!("constant {constant:?}"));
            }
        }
        for export in &module.exports {
            let function = self.names.function(export.function);
            self.line(format_args!("export {:?} {function} as {:?}", export.name, export.declared));
        }
        if let Some(start) = module.start {
            let start = self.names.function(start);
            self.line(format_args!("start {start}"));
        }
        if module.system_calls != module.used_system_calls() || !module.system_calls.is_empty() {
            let name = |row: &syscall::SysCall| row.name.to_owned();
            let calls = module.system_calls.iter();
            let calls: Vec<_> = calls.map(|call| syscall::get(*call).map_or(call.0.to_string(), name)).collect();
            self.line(format_args!("{}", format!("needs {}", calls.join(", ")).trim_end()));
        }
        for custom in &module.custom {
            let bytes: String = custom.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            self.line(format_args!("custom {:?} {bytes:?}", custom.name));
        }
        for index in 0..module.functions.len() {
            CodePrinter::new(self, FunctionId::from_index(index)).function();
        }
    }

    fn line(&mut self, text: std::fmt::Arguments) {
        // Writing to a string can't fail.
        let _ = writeln!(self.out, "{text}");
    }

    fn ty(&mut self, id: TypeId, ty: &Type) {
        let names = &self.names;
        let debug = self.module.debug.types.get(id.index());
        let member = |index: usize| debug.and_then(|debug| debug.fields.get(index)).map_or("", |name| name);
        let fields = |fields: &[Field]| {
            let field =
                |(index, field): (usize, &Field)| variable(member(index), field.mutable, names.storage(field.storage));
            braces(&fields.iter().enumerate().map(field).collect::<Vec<_>>())
        };
        let body = match ty {
            Type::Struct { fields: list } => format!("struct {}", fields(list)),
            Type::Enum { variants } => {
                format!("enum {}", braces(&variants.iter().map(|variant| names.ty(*variant)).collect::<Vec<_>>()))
            }
            Type::Variant { of, tag, fields: list } => format!("variant {} {tag} {}", names.ty(*of), fields(list)),
            Type::Array { element } => format!("array {}", names.storage(*element)),
            Type::Function { signature } => format!("function {}", names.signature(signature)),
            Type::Closure { of, function, fields: list } => {
                format!("closure {} {} {}", names.ty(*of), names.function(*function), fields(list))
            }
            Type::Interface { methods } => {
                let method = |(index, method)| variable(member(index), false, names.signature(method));
                format!("interface {}", braces(&methods.iter().enumerate().map(method).collect::<Vec<_>>()))
            }
        };
        let name = spaced(debug.map_or("", |debug| &debug.name));
        self.line(format_args!("type {name}{body} ; {}", id.0));
    }
}

/// The name as an identifier with a space after it, or nothing.
pub(super) fn spaced(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{} ", quote(name)) }
}

/// `$name: mut type`, as fields, globals and locals are declared.
pub(super) fn variable(name: &str, mutable: bool, ty: String) -> String {
    let name = if name.is_empty() { String::new() } else { format!("{}: ", quote(name)) };
    let mutable = if mutable { "mut " } else { "" };
    format!("{name}{mutable}{ty}")
}

fn braces(entries: &[String]) -> String {
    match entries {
        [] => "{}".to_owned(),
        _ => format!("{{ {} }}", entries.join(", ")),
    }
}

/// Whether the constants are just what the code mentions, in that order, so that reading the code makes them again.
fn constants_follow_code(module: &Module) -> bool {
    let mut next = 0;
    for op in module.functions.iter().flat_map(|function| &function.ops) {
        match op {
            Op::StringConst { constant } if constant.index() > next => return false,
            Op::StringConst { constant } => next = next.max(constant.index() + 1),
            _ => {}
        }
    }
    let mut seen = HashSet::new();
    next == module.constants.len() && module.constants.iter().all(|constant| seen.insert(constant))
}
