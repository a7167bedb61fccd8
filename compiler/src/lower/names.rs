//! How types and functions are called in the debug section and in the signatures that hosts see.

use super::Lowering;
use super::instance::Instance;
use crate::source::Span;
use crate::types::{FnId, ModuleId, Ty, TyKind};
use std::fmt::Write;

/// Names are for people: what is longer is cut.
const MAXIMUM_LENGTH: usize = 200;

/// Types inside of so many others are left out.
const MAXIMUM_LEVEL: u32 = 4;

/// A name while it is written.
#[derive(Default)]
struct Text {
    name: String,
    /// How many types are around what is written.
    level: u32,
}

impl Lowering<'_> {
    /// The type as the language writes it.
    pub fn type_name(&self, ty: Ty) -> String {
        let mut name = Text::default();
        self.write_type(&mut name, ty);
        name.name
    }

    /// The same, with the module of the outermost part if that is not the root module.
    pub fn qualified_type_name(&self, ty: Ty) -> String {
        let mut name = Text::default();
        match self.program.types.kind(ty) {
            TyKind::Struct(id, _) => self.write_module(&mut name, self.program.structs[id.index()].module),
            TyKind::Enum(id, _) => self.write_module(&mut name, self.program.enums[id.index()].module),
            TyKind::Interface(id, _) => self.write_module(&mut name, self.program.interfaces[id.index()].module),
            _ => {}
        }
        self.write_type(&mut name, ty);
        name.name
    }

    /// Where the outermost part of a type was declared.
    pub fn type_span(&self, ty: Ty) -> Span {
        match self.program.types.kind(ty) {
            TyKind::Struct(id, _) => self.program.structs[id.index()].span,
            TyKind::Enum(id, _) => self.program.enums[id.index()].span,
            TyKind::Interface(id, _) => self.program.interfaces[id.index()].span,
            kind => kind.parts().next().map_or(Span::default(), |part| self.type_span(part)),
        }
    }

    fn write_module(&self, out: &mut Text, module: ModuleId) {
        if Some(module) != self.root {
            out.name.push_str(&self.program.modules[module.index()].path);
            out.name.push('.');
        }
    }

    fn write_type(&self, out: &mut Text, ty: Ty) {
        if out.level > MAXIMUM_LEVEL || out.name.len() > MAXIMUM_LENGTH {
            // Types can be built so that their names double at every level.
            if !out.name.ends_with('…') {
                out.name.push('…');
            }
            return;
        }
        match self.program.types.kind(ty) {
            TyKind::Struct(id, parts) if Some(*id) == self.program.known.list && parts.len() == 1 => {
                self.write_types(out, '[', parts, ']');
            }
            TyKind::Struct(id, parts) => {
                out.name.push_str(self.names.text(self.program.structs[id.index()].name));
                self.write_arguments(out, parts);
            }
            TyKind::Enum(id, parts) => {
                out.name.push_str(self.names.text(self.program.enums[id.index()].name));
                self.write_arguments(out, parts);
            }
            TyKind::Interface(id, parts) => {
                out.name.push_str(self.names.text(self.program.interfaces[id.index()].name));
                self.write_arguments(out, parts);
            }
            TyKind::Array(of) => {
                out.name.push_str("Array");
                self.write_arguments(out, &[*of]);
            }
            TyKind::Optional(of) => {
                self.write_type(out, *of);
                out.name.push('?');
            }
            TyKind::Tuple(parts) => self.write_types(out, '(', parts, ')'),
            TyKind::Function(params, result) => {
                out.name.push_str("fn");
                self.write_types(out, '(', params, ')');
                if *result != Ty::UNIT {
                    out.name.push_str(" -> ");
                    self.write_type(out, *result);
                }
            }
            kind => out.name.push_str(match kind {
                TyKind::Int => "int",
                TyKind::Float => "float",
                TyKind::Bool => "bool",
                TyKind::Char => "char",
                TyKind::String => "string",
                TyKind::Unit => "()",
                TyKind::Never => "!",
                TyKind::Any => "any",
                TyKind::I8 => "i8",
                TyKind::U8 => "u8",
                TyKind::I16 => "i16",
                TyKind::U16 => "u16",
                TyKind::I32 => "i32",
                TyKind::U32 => "u32",
                TyKind::F32 => "f32",
                TyKind::SelfType => "Self",
                _ => "_",
            }),
        }
    }

    fn write_arguments(&self, out: &mut Text, parts: &[Ty]) {
        if !parts.is_empty() {
            self.write_types(out, '<', parts, '>');
        }
    }

    fn write_types(&self, out: &mut Text, open: char, parts: &[Ty], close: char) {
        out.name.push(open);
        out.level += 1;
        for (at, &part) in parts.iter().enumerate() {
            if at > 0 {
                out.name.push_str(", ");
            }
            self.write_type(out, part);
        }
        out.level -= 1;
        out.name.push(close);
    }

    /// A function as backtraces call it: `std.list.List<int>.push`. The type arguments of an impl stand behind its
    /// type, those of the function behind the function; a default method of an interface names whom it serves.
    pub fn function_name(&self, instance: &Instance) -> String {
        let function = &self.functions[instance.function.index()];
        let outer = (function.outer_generics as usize).min(instance.arguments.len());
        let (outer, own) = instance.arguments.split_at(outer);
        let mut name = Text::default();
        self.write_module(&mut name, function.module);
        match (function.name.rsplit_once('.'), instance.self_ty) {
            (Some((_, method)), Some(self_ty)) => {
                self.write_type(&mut name, self_ty);
                let _ = write!(name.name, ".{method}");
            }
            (Some((ty, method)), None) => {
                name.name.push_str(ty);
                self.write_arguments(&mut name, outer);
                let _ = write!(name.name, ".{method}");
            }
            (None, _) => name.name.push_str(&function.name),
        }
        self.write_arguments(&mut name, own);
        name.name
    }

    /// The signature of a function that is not generic, as the language writes it.
    pub fn declared_signature(&self, id: FnId) -> String {
        let function = &self.functions[id.index()];
        let mut text = Text { name: "fn".to_owned(), level: 0 };
        self.write_types(&mut text, '(', &function.params, ')');
        if function.result != Ty::UNIT {
            text.name.push_str(" -> ");
            self.write_type(&mut text, function.result);
        }
        text.name
    }
}
