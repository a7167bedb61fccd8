//! Types as a reader writes them.

use super::context::Analysis;
use super::names::{Def, Scope};
use super::program::Program;
use crate::name::{Name, Names};
use crate::types::{Ty, TyKind};

/// A type as it is written; `params` are the names of the type parameters in sight, the others are written `T0`, `T1`.
pub fn ty(program: &Program, names: &Names, of: Ty, params: &[Name]) -> String {
    let mut text = String::new();
    Shower { program, names, scopes: &[], params }.write(of, &mut text, 0);
    text
}

/// Deeper types are cut off: nobody reads them.
const MAXIMUM_DEPTH: u32 = 12;

struct Shower<'p> {
    program: &'p Program,
    names: &'p Names,
    /// What the modules declare and pass on.
    scopes: &'p [Scope],
    params: &'p [Name],
}

impl Shower<'_> {
    fn write(&self, of: Ty, text: &mut String, depth: u32) {
        if depth > MAXIMUM_DEPTH {
            text.push('…');
            return;
        }
        match self.program.types.kind(of) {
            TyKind::Error | TyKind::Infer(_) => text.push('_'),
            TyKind::Int => text.push_str("int"),
            TyKind::Float => text.push_str("float"),
            TyKind::Bool => text.push_str("bool"),
            TyKind::Char => text.push_str("char"),
            TyKind::String => text.push_str("string"),
            TyKind::Unit => text.push_str("()"),
            TyKind::Never => text.push('!'),
            TyKind::Any => text.push_str("any"),
            TyKind::I8 => text.push_str("i8"),
            TyKind::U8 => text.push_str("u8"),
            TyKind::I16 => text.push_str("i16"),
            TyKind::U16 => text.push_str("u16"),
            TyKind::I32 => text.push_str("i32"),
            TyKind::U32 => text.push_str("u32"),
            TyKind::F32 => text.push_str("f32"),
            TyKind::Struct(id, of) if Some(*id) == self.program.known.list && of.len() == 1 => {
                text.push('[');
                self.write(of[0], text, depth + 1);
                text.push(']');
            }
            TyKind::Struct(id, of) => {
                self.named(self.program.structs[id.index()].name, Def::Struct(*id), of, text, depth)
            }
            TyKind::Enum(id, of) => self.named(self.program.enums[id.index()].name, Def::Enum(*id), of, text, depth),
            TyKind::Interface(id, of) => {
                self.named(self.program.interfaces[id.index()].name, Def::Interface(*id), of, text, depth)
            }
            TyKind::Array(of) => {
                text.push_str("Array");
                self.all('<', &[*of], '>', text, depth);
            }
            TyKind::Optional(of) => {
                let function = matches!(self.program.types.kind(*of), TyKind::Function(..));
                if function {
                    self.all('(', &[*of], ')', text, depth);
                } else {
                    self.write(*of, text, depth + 1);
                }
                text.push('?');
            }
            TyKind::Tuple(of) => self.all('(', of, ')', text, depth),
            TyKind::Function(params, result) => {
                text.push_str("fn");
                self.all('(', params, ')', text, depth);
                if *result != Ty::UNIT {
                    text.push_str(" -> ");
                    self.write(*result, text, depth + 1);
                }
            }
            TyKind::Param(index) => match self.params.get(*index as usize) {
                Some(name) => text.push_str(self.names.text(*name)),
                None => text.push_str(&format!("T{index}")),
            },
            TyKind::SelfType => text.push_str("Self"),
        }
    }

    fn named(&self, name: Name, def: Def, of: &[Ty], text: &mut String, depth: u32) {
        if let Some(module) = self.library_module(name, def).filter(|_| self.is_name_of_many(name)) {
            text.push_str(module);
            text.push('.');
        }
        text.push_str(self.names.text(name));
        if !of.is_empty() {
            self.all('<', of, '>', text, depth);
        }
    }

    /// The module of the library that has a type, the shortest if several pass it on: `json.Error` is found that way.
    fn library_module(&self, name: Name, def: Def) -> Option<&str> {
        let has = |scope: &&Scope| scope.entries.get(&name).is_some_and(|entry| entry.public && entry.def == def);
        let modules = self.program.modules.iter().zip(self.scopes).filter(|(_, scope)| has(scope));
        modules.filter_map(|(module, _)| module.path.strip_prefix("std.")).min_by_key(|path| path.len())
    }

    fn is_name_of_many(&self, name: Name) -> bool {
        let Program { structs, enums, interfaces, .. } = self.program;
        let names = structs.iter().map(|item| item.name);
        let names = names.chain(enums.iter().map(|item| item.name)).chain(interfaces.iter().map(|item| item.name));
        names.filter(|&other| other == name).count() > 1
    }

    fn all(&self, open: char, of: &[Ty], close: char, text: &mut String, depth: u32) {
        text.push(open);
        for (index, &part) in of.iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            self.write(part, text, depth + 1);
        }
        text.push(close);
    }
}

impl Analysis<'_> {
    /// A type outside of any body.
    pub fn show(&self, of: Ty) -> String {
        self.show_with(of, &[])
    }

    /// `params` as for [`ty`]. A type of the library whose name another type has too is shown with its module.
    pub fn show_with(&self, of: Ty, params: &[Name]) -> String {
        let mut text = String::new();
        Shower { program: &self.program, names: self.names, scopes: &self.scopes, params }.write(of, &mut text, 0);
        text
    }

    /// The name of a type without its arguments, as backtraces show it.
    pub fn short_name(&self, of: Ty) -> String {
        match self.program.types.kind(of) {
            TyKind::Struct(id, _) => self.names.text(self.program.structs[id.index()].name).to_owned(),
            TyKind::Enum(id, _) => self.names.text(self.program.enums[id.index()].name).to_owned(),
            TyKind::Array(_) => "Array".to_owned(),
            _ => self.show(of),
        }
    }
}
