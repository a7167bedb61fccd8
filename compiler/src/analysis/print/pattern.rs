//! Patterns as text.

use super::Printer;
use crate::analysis::program::{Pattern, PatternKind};
use crate::types::{Ty, TyKind};

impl<'p> Printer<'p> {
    pub fn pattern(&mut self, pattern: &'p Pattern) {
        match &pattern.kind {
            PatternKind::Error => self.put("error"),
            PatternKind::Wildcard => self.put("_"),
            PatternKind::Bind(id) => self.local(*id),
            PatternKind::At(id, inner) => {
                self.local(*id);
                self.put(" @ ");
                self.pattern(inner);
            }
            PatternKind::Int(value) => self.put(&value.to_string()),
            PatternKind::Float(value) => self.put(&format!("{value:?}")),
            PatternKind::Bool(value) => self.put(&value.to_string()),
            PatternKind::Char(value) => self.put(&format!("{value:?}")),
            PatternKind::String(text) => self.put(&format!("{text:?}")),
            PatternKind::Range(from, to) => self.put(&format!("{from}..={to}")),
            PatternKind::Tuple(parts) => self.patterns(parts),
            PatternKind::Struct(parts) => {
                let ty = self.ty(pattern.ty);
                self.put(&ty);
                self.patterns(parts);
            }
            PatternKind::Variant(variant, parts) => {
                if let TyKind::Enum(id, _) = self.program.types.kind(pattern.ty) {
                    let of = &self.program.enums[id.index()];
                    let name = self.names.text(of.variants[*variant as usize].name);
                    self.put(&format!("{}.{name}", self.names.text(of.name)));
                }
                if !parts.is_empty() {
                    self.patterns(parts);
                }
            }
            PatternKind::None => self.put("none"),
            PatternKind::Some(inner) => {
                self.pattern(inner);
                self.put("?");
            }
            PatternKind::Or(alternatives) => {
                for (index, alternative) in alternatives.iter().enumerate() {
                    if index > 0 {
                        self.put(" | ");
                    }
                    self.pattern(alternative);
                }
            }
            PatternKind::List { before, rest, after } => {
                self.put("[");
                self.list(before, Self::pattern);
                if let Some(rest) = rest {
                    self.put(" ..");
                    rest.iter().for_each(|id| self.local(*id));
                    self.put(" ");
                }
                self.list(after, Self::pattern);
                self.put("]");
            }
            PatternKind::Is(inner, ty) => {
                self.pattern(inner);
                let ty = self.ty(*ty);
                self.put(&format!(" is {ty}"));
            }
        }
    }

    fn patterns(&mut self, patterns: &'p [Pattern]) {
        self.put("(");
        self.list(patterns, Self::pattern);
        self.put(")");
    }

    pub fn field_name(&self, ty: Ty, field: u32) -> &'p str {
        let TyKind::Struct(id, _) = self.program.types.kind(ty) else { return "?" };
        let fields = &self.program.structs[id.index()].fields;
        fields.get(field as usize).map_or("?", |field| self.names.text(field.name))
    }
}
