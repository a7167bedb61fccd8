//! Imports and items.

use super::{Printer, join};
use crate::syntax::tree::*;

impl Printer<'_> {
    pub fn import(&mut self, import: &Import) {
        let renamed =
            |name: &Option<Ident>| name.as_ref().map(|name| format!(" as {}", self.ident(name))).unwrap_or_default();
        let what = match &import.what {
            ImportWhat::Whole(name) => renamed(name),
            ImportWhat::Names(names) => {
                let name = |(name, other): &(Ident, Option<Ident>)| self.ident(name).to_owned() + &renamed(other);
                format!(".{{{}}}", join(names.iter().map(name), ", "))
            }
        };
        self.line(format!("{}import {}{what}", public(import.public), self.path(&import.path)));
    }

    pub fn item(&mut self, item: &Item) {
        self.docs(item.docs.as_deref());
        if !item.derives.is_empty() {
            let names = join(item.derives.iter().map(|name| self.ident(name).to_owned()), ", ");
            self.line(format!("@derive({names})"));
        }
        let public = public(item.public);
        match &item.kind {
            ItemKind::Function(function) => self.function(public, function),
            ItemKind::Struct(item) => {
                self.node(format!("{public}struct {}", self.head(&item.name, &item.generics)), |p| {
                    item.fields.iter().for_each(|field| p.field(field));
                })
            }
            ItemKind::Enum(item) => self.node(format!("{public}enum {}", self.head(&item.name, &item.generics)), |p| {
                item.variants.iter().for_each(|variant| p.variant(variant));
            }),
            ItemKind::Interface(item) => {
                let head = self.head(&item.name, &item.generics) + &self.bounds(&item.supers);
                self.node(format!("{public}interface {head}"), |p| p.methods(&item.methods));
            }
            ItemKind::Impl(item) => {
                let interface = item.interface.as_ref().map(|ty| self.ty(ty) + " for ").unwrap_or_default();
                let head = format!("impl{} {interface}{}", self.generics(&item.generics), self.ty(&item.ty));
                self.node(head, |p| p.methods(&item.methods));
            }
            ItemKind::Alias(item) => {
                self.line(format!("{public}type {} = {}", self.head(&item.name, &item.generics), self.ty(&item.ty)));
            }
            ItemKind::Const(binding) => self.binding(&format!("{public}const"), binding),
            ItemKind::Global(binding) => {
                self.binding(&format!("{public}{}", if binding.mutable { "var" } else { "let" }), binding);
            }
            ItemKind::Test(body, name) => self.node(format!("test {name:?}"), |p| p.body(body)),
            ItemKind::Bench(body, name) => self.node(format!("bench {name:?}"), |p| p.body(body)),
            ItemKind::Error => self.line("error"),
        }
    }

    fn docs(&mut self, docs: Option<&str>) {
        if let Some(docs) = docs {
            self.line(format!("docs {docs:?}"));
        }
    }

    fn binding(&mut self, keyword: &str, binding: &Binding) {
        let head = format!("{keyword} {}{}", self.ident(&binding.name), self.annotation(binding.ty.as_ref()));
        self.node(head, |p| p.expr(&binding.value));
    }

    fn head(&self, name: &Ident, generics: &[Generic]) -> String {
        self.ident(name).to_owned() + &self.generics(generics)
    }

    fn generics(&self, generics: &[Generic]) -> String {
        let generic = |generic: &Generic| self.ident(&generic.name).to_owned() + &self.bounds(&generic.bounds);
        if generics.is_empty() { String::new() } else { format!("<{}>", join(generics.iter().map(generic), ", ")) }
    }

    fn bounds(&self, bounds: &[TypeExpr]) -> String {
        let all = join(bounds.iter().map(|bound| self.ty(bound)), " + ");
        if all.is_empty() { all } else { format!(": {all}") }
    }

    fn field(&mut self, field: &Field) {
        self.docs(field.docs.as_deref());
        let mutable = if field.mutable { "var " } else { "" };
        let head = format!("{}{mutable}{}: {}", public(field.public), self.ident(&field.name), self.ty(&field.ty));
        self.node(head, |p| field.default.iter().for_each(|value| p.expr(value)));
    }

    fn variant(&mut self, variant: &Variant) {
        self.docs(variant.docs.as_deref());
        let field = |field: &VariantField| {
            let name = field.name.as_ref().map(|name| format!("{}: ", self.ident(name))).unwrap_or_default();
            name + &self.ty(&field.ty)
        };
        let fields = join(variant.fields.iter().map(field), ", ");
        let fields = if fields.is_empty() { fields } else { format!("({fields})") };
        self.line(format!("{}{fields}", self.ident(&variant.name)));
    }

    fn methods(&mut self, methods: &[Method]) {
        for method in methods {
            self.docs(method.docs.as_deref());
            self.function(public(method.public), &method.function);
        }
    }

    fn function(&mut self, public: &str, function: &Function) {
        let abi = function.abi.as_ref().map(|(abi, _)| format!("extern {abi:?} ")).unwrap_or_default();
        let receiver = function.receiver.map(|_| "self".to_owned());
        let params = function.params.iter().map(|param| format!("{}: {}", self.ident(&param.name), self.ty(&param.ty)));
        let params = join(receiver.into_iter().chain(params), ", ");
        let head = self.head(&function.name, &function.generics);
        let head = format!("{public}{abi}fn {head}({params}){}", self.result(function.result.as_ref()));
        self.node(head, |p| {
            for param in &function.params {
                if let Some(value) = &param.default {
                    p.node(format!("default {}", p.ident(&param.name)), |p| p.expr(value));
                }
            }
            function.body.iter().for_each(|body| p.body(body));
        });
    }

    fn body(&mut self, body: &Body) {
        body.block.get().into_iter().for_each(|block| self.block(block));
    }
}

const fn public(public: bool) -> &'static str {
    if public { "pub " } else { "" }
}
