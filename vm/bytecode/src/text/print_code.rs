//! Functions as text.

use std::fmt::Write;

use super::names::Table;
use super::print::{Printer, spaced, variable};
use crate::eval::NAN;
use crate::operand::Sink;
use crate::{
    BlockId, ConstId, FieldId, Function, FunctionDebug, FunctionId, GlobalId, HeapType, ImportId, LibId, Line, LocalId,
    MethodId, SwitchId, SysId, TrapKind, TypeId, libcall, syscall,
};

pub(super) struct CodePrinter<'printer, 'module> {
    printer: &'printer mut Printer<'module>,
    id: FunctionId,
    function: &'module Function,
    debug: Option<&'module FunctionDebug>,
    locals: Table<'module>,
    /// The type that a field or method operand belongs to.
    ty: TypeId,
    /// The current line.
    line: String,
}

impl<'printer, 'module> CodePrinter<'printer, 'module> {
    pub fn new(printer: &'printer mut Printer<'module>, id: FunctionId) -> Self {
        let module = printer.module;
        let debug = module.debug.functions.get(id.index());
        let locals = Table::new(debug.into_iter().flat_map(|debug| debug.locals.iter().map(|name| &**name)));
        Self { printer, id, function: module.function(id), debug, locals, ty: TypeId(0), line: String::new() }
    }

    pub fn function(&mut self) {
        let names = &self.printer.names;
        let local = |index: usize, ty| {
            let name = self.debug.and_then(|debug| debug.locals.get(index)).map_or("", |name| name);
            variable(name, false, names.value(ty))
        };
        let Function { signature, locals, .. } = self.function;
        let params: Vec<_> = signature.params.iter().enumerate().map(|(index, ty)| local(index, *ty)).collect();
        let name = spaced(self.debug.map_or("", |debug| &debug.name));
        let (params, result, id) = (params.join(", "), names.arrow(signature.result), self.id.0);
        let mut head = vec![String::new(), format!("function {name}({params}){result} {{ ; {id}")];
        if let Some(file) = self.debug.map(|debug| debug.file).filter(|file| *file != 0) {
            head.push(format!("  file {file}"));
        }
        let locals = locals.iter().enumerate();
        head.extend(locals.map(|(index, ty)| format!("  local {}", local(signature.params.len() + index, *ty))));
        for line in head {
            self.put(&line);
        }
        self.code();
        self.put("}");
    }

    fn put(&mut self, line: &str) {
        self.printer.out.push_str(line);
        self.printer.out.push('\n');
    }

    fn code(&mut self) {
        let mut blocks = self.function.blocks.iter().enumerate().peekable();
        let lines: &[Line] = self.debug.filter(|_| self.printer.options.lines).map_or(&[], |debug| &debug.lines);
        let mut lines = lines.iter().peekable();
        let mut targets = self.function.ops.iter().flat_map(|op| self.function.targets(*op));
        let entry_is_target = targets.any(|target| target == BlockId(0));
        for (index, op) in self.function.ops.iter().enumerate() {
            while let Some((block, _)) = blocks.next_if(|(_, start)| **start as usize <= index) {
                if block != 0 || entry_is_target {
                    self.put(&format!("b{block}:"));
                }
            }
            self.line = format!("  {}", op.row().mnemonic);
            match op.give(self) {
                Ok(()) => {}
                Err(never) => match never {},
            }
            if let Some(line) = lines.next_if(|line| line.op as usize == index) {
                self.operand(format_args!("@{}:{}", line.line, line.column));
            }
            if self.printer.options.positions {
                self.line = format!("{:<40} ; {index}", self.line);
            }
            let line = std::mem::take(&mut self.line);
            self.put(&line);
        }
    }

    fn operand(&mut self, operand: impl std::fmt::Display) {
        // Writing to a string can't fail.
        let _ = write!(self.line, " {operand}");
    }

    /// A block that does not exist has no label.
    fn label(&self, block: BlockId) -> String {
        let letter = if block.index() < self.function.blocks.len() { "b" } else { "" };
        format!("{letter}{}", block.0)
    }
}

type Printed = Result<(), std::convert::Infallible>;

/// Operands that are printed as text made of them.
macro_rules! plain {
    ($($method:ident($printer:ident, $operand:ident: $ty:ty) = $text:expr;)*) => {$(
        fn $method(&mut self, $operand: $ty) -> Printed {
            let $printer = &*self;
            let text = $text;
            self.operand(text);
            Ok(())
        }
    )*};
}

impl Sink for CodePrinter<'_, '_> {
    type Error = std::convert::Infallible;

    plain! {
        integer(_printer, integer: i64) = integer;
        float(_printer, bits: u64) = float(bits);
        count(_printer, count: u32) = count;
        heap(code, heap: HeapType) = code.printer.names.heap(heap);
        field(code, field: FieldId) = code.printer.names.field(code.ty, field);
        method(code, method: MethodId) = code.printer.names.method(code.ty, method);
        local(code, local: LocalId) = code.locals.get(local.index());
        global(code, global: GlobalId) = code.printer.names.global(global);
        function(code, function: FunctionId) = code.printer.names.function(function);
        import(code, import: ImportId) = code.printer.names.import(import);
        library_call(_code, call: LibId) = libcall::get(call).map_or(call.0.to_string(), |row| row.name.to_owned());
        system_call(_code, call: SysId) = syscall::get(call).map_or(call.0.to_string(), |row| row.name.to_owned());
        trap(_code, trap: TrapKind) = format!("{trap:?}");
        block(code, block: BlockId) = code.label(block);
    }

    fn ty(&mut self, ty: TypeId) -> Printed {
        self.ty = ty;
        self.operand(self.printer.names.ty(ty));
        Ok(())
    }

    /// By its text, if reading that finds this constant again.
    fn constant(&mut self, constant: ConstId) -> Printed {
        let constants = &self.printer.module.constants;
        match constants.get(constant.index()) {
            Some(text) if self.printer.first_constants.get(&**text) == Some(&constant) => {
                self.operand(format_args!("{text:?}"))
            }
            _ => self.operand(constant.0),
        }
        Ok(())
    }

    fn switch(&mut self, switch: SwitchId) -> Printed {
        if let Some(table) = self.function.switches.get(switch.index()) {
            let targets: Vec<_> = table.targets.iter().map(|target| self.label(*target)).collect();
            self.operand(format_args!("[{}] {}", targets.join(", "), self.label(table.default)));
        }
        Ok(())
    }
}

/// The shortest digits that read back as the same float; the bits of a NaN that is not the canonical one.
fn float(bits: u64) -> String {
    let value = f64::from_bits(bits);
    if value.is_nan() && bits != NAN.to_bits() {
        return format!("{bits:#018x}");
    }
    format!("{value:?}").replace("NaN", "nan")
}
