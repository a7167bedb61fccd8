//! Types, patterns and literals, as they are written.

use super::{Printer, join};
use crate::syntax::tree::*;

impl Printer<'_> {
    pub fn ty(&self, ty: &TypeExpr) -> String {
        match &ty.kind {
            TypeKind::Named(path, arguments) => self.path(path) + &self.type_arguments(arguments),
            TypeKind::List(element) => format!("[{}]", self.ty(element)),
            TypeKind::Optional(of) => format!("{}?", self.ty(of)),
            TypeKind::Tuple(types) => format!("({})", self.types(types)),
            TypeKind::Function(params, result) => {
                format!("fn({}){}", self.types(params), self.result(result.as_deref()))
            }
            TypeKind::Error => "error".to_owned(),
        }
    }

    pub fn types(&self, types: &[TypeExpr]) -> String {
        join(types.iter().map(|ty| self.ty(ty)), ", ")
    }

    pub fn type_arguments(&self, arguments: &[TypeExpr]) -> String {
        if arguments.is_empty() { String::new() } else { format!("<{}>", self.types(arguments)) }
    }

    pub fn result(&self, result: Option<&TypeExpr>) -> String {
        result.map_or_else(String::new, |ty| format!(" -> {}", self.ty(ty)))
    }

    /// `: T`, if there is a type.
    pub fn annotation(&self, ty: Option<&TypeExpr>) -> String {
        ty.map_or_else(String::new, |ty| format!(": {}", self.ty(ty)))
    }

    pub fn pattern(&self, pattern: &Pattern) -> String {
        match &pattern.kind {
            PatternKind::Wildcard => "_".to_owned(),
            PatternKind::Bind { name, mutable } => {
                format!("{}{}", if *mutable { "var " } else { "" }, self.ident(name))
            }
            PatternKind::At(name, inner) => format!("{} @ {}", self.ident(name), self.pattern(inner)),
            PatternKind::Literal(literal) => self.literal(literal),
            PatternKind::Range { from, to, inclusive } => {
                let [from, to] = [from, to].map(|end| end.as_deref().map_or_else(String::new, |end| self.literal(end)));
                format!("{from}{}{to}", if *inclusive { "..=" } else { ".." })
            }
            PatternKind::Tuple(patterns) => format!("({})", self.patterns(patterns)),
            PatternKind::Constructor { path, fields } => self.path(path) + &self.fields(fields.as_deref()),
            PatternKind::None => "none".to_owned(),
            PatternKind::Some(inner) => format!("{}?", self.pattern(inner)),
            PatternKind::Or(patterns) => join(patterns.iter().map(|pattern| self.pattern(pattern)), " | "),
            PatternKind::List { before, rest, after } => self.list_pattern(before, rest.as_ref(), after),
            PatternKind::Is(inner, ty) => format!("{} is {}", self.pattern(inner), self.ty(ty)),
            PatternKind::Error => "error".to_owned(),
        }
    }

    fn patterns(&self, patterns: &[Pattern]) -> String {
        join(patterns.iter().map(|pattern| self.pattern(pattern)), ", ")
    }

    fn fields(&self, fields: Option<&[PatternField]>) -> String {
        let Some(fields) = fields else { return String::new() };
        let field = |field: &PatternField| match &field.name {
            Some(name) => format!("{}: {}", self.ident(name), self.pattern(&field.pattern)),
            None => self.pattern(&field.pattern),
        };
        format!("({})", join(fields.iter().map(field), ", "))
    }

    fn list_pattern(&self, before: &[Pattern], rest: Option<&Option<Ident>>, after: &[Pattern]) -> String {
        let rest = rest.map(|name| format!("..{}", name.as_ref().map_or("", |name| self.ident(name))));
        let before = before.iter().map(|pattern| self.pattern(pattern));
        let after = after.iter().map(|pattern| self.pattern(pattern));
        format!("[{}]", join(before.chain(rest).chain(after), ", "))
    }

    /// The literals that a pattern may hold.
    pub fn literal(&self, literal: &Expr) -> String {
        match &literal.kind {
            ExprKind::Int(value) => value.to_string(),
            ExprKind::Float(value) => format!("{value:?}"),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Char(value) => format!("{value:?}"),
            ExprKind::String(text) => format!("{text:?}"),
            ExprKind::Unary(UnaryOp::Negate, operand) => format!("-{}", self.literal(operand)),
            _ => "error".to_owned(),
        }
    }
}
