//! From a source text to what its readers want to know: the public items, their signatures and their documentation.

use pvm::compiler::name::Names;
use pvm::compiler::source::{Sources, Span};
use pvm::compiler::syntax::{self, tree};

/// A module's documentation.
pub struct Module {
    pub name: String,
    /// Markdown.
    pub docs: String,
    pub items: Vec<Item>,
}

/// A public item, or a method of one.
pub struct Item {
    /// `List`, `List.push`.
    pub name: String,
    pub kind: &'static str,
    /// Nido source.
    pub signature: String,
    /// Markdown.
    pub docs: String,
    pub members: Vec<Item>,
}

/// Reads a module. Mistakes in it are the compiler's to report: what can be read is documented.
pub fn module(name: String, text: String) -> Module {
    let mut sources = Sources::default();
    let mut names = Names::default();
    let Ok(file) = sources.add(name.as_ref(), text) else {
        return Module { name, docs: "This module is too large to be read.".to_owned(), items: Vec::new() };
    };
    let (tree, _) = syntax::parse(file, &sources, &mut names);
    let reader = Reader { sources: &sources, names: &names };
    let mut items: Vec<Item> =
        tree.items.iter().filter(|item| item.public).filter_map(|item| reader.item(item)).collect();
    for item in &tree.items {
        if let tree::ItemKind::Impl(implementation) = &item.kind {
            reader.add_methods(implementation, &mut items);
        }
    }
    Module { name, docs: owned(&tree.docs), items }
}

struct Reader<'a> {
    sources: &'a Sources,
    names: &'a Names,
}

impl Reader<'_> {
    fn item(&self, item: &tree::Item) -> Option<Item> {
        let (name, kind, signature, members) = match &item.kind {
            tree::ItemKind::Function(function) => (function.name, "function", self.signature(function), Vec::new()),
            tree::ItemKind::Struct(of) => (of.name, "struct", self.structure(of), Vec::new()),
            tree::ItemKind::Enum(of) => (of.name, "enum", self.enumeration(of), Vec::new()),
            tree::ItemKind::Interface(of) => {
                let owner = self.names.text(of.name.name);
                let methods = of.methods.iter().map(|method| self.method(owner, method)).collect();
                (of.name, "interface", self.head("interface", of.name, &of.generics), methods)
            }
            tree::ItemKind::Alias(alias) => (alias.name, "type", self.alias(alias), Vec::new()),
            tree::ItemKind::Const(binding) => (binding.name, "const", self.binding("const", binding), Vec::new()),
            tree::ItemKind::Global(binding) => (binding.name, "variable", self.binding("let", binding), Vec::new()),
            _ => return None,
        };
        let name = self.names.text(name.name).to_owned();
        Some(Item { name, kind, signature, docs: owned(&item.docs), members })
    }

    /// Methods go to the type that they are methods of; those of a type from elsewhere make an item of their own.
    fn add_methods(&self, of: &tree::Impl, items: &mut Vec<Item>) {
        let ty = self.text(of.ty.span);
        let owner = ty.split('<').next().unwrap_or(ty).to_owned();
        let public = |method: &&tree::Method| method.public && of.interface.is_none();
        let mut members: Vec<Item> =
            of.methods.iter().filter(public).map(|method| self.method(&owner, method)).collect();
        if let Some(interface) = &of.interface {
            let signature = format!("impl {} for {ty}", self.text(interface.span));
            members.push(Item {
                name: signature.clone(),
                kind: "impl",
                signature,
                docs: String::new(),
                members: Vec::new(),
            });
        }
        if members.is_empty() {
            return;
        }
        match items.iter_mut().find(|item| item.name == owner) {
            Some(item) => item.members.extend(members),
            None if of.interface.is_some() => {}
            None => {
                let signature = format!("impl {ty}");
                items.push(Item { name: owner, kind: "methods", signature, docs: String::new(), members });
            }
        }
    }

    fn method(&self, owner: &str, method: &tree::Method) -> Item {
        let function = &method.function;
        Item {
            name: format!("{owner}.{}", self.names.text(function.name.name)),
            kind: "method",
            signature: self.signature(function),
            docs: owned(&method.docs),
            members: Vec::new(),
        }
    }

    fn signature(&self, function: &tree::Function) -> String {
        let text = self.text(function.span).trim_end();
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")")
    }

    fn structure(&self, of: &tree::Struct) -> String {
        let fields: Vec<String> =
            of.fields.iter().filter(|field| field.public).map(|field| self.field(field)).collect();
        self.with_parts(self.head("struct", of.name, &of.generics), &fields, fields.len() < of.fields.len())
    }

    fn field(&self, field: &tree::Field) -> String {
        let mutable = if field.mutable { "var " } else { "" };
        format!("{mutable}{}: {}", self.names.text(field.name.name), self.text(field.ty.span))
    }

    fn enumeration(&self, of: &tree::Enum) -> String {
        let variants: Vec<String> =
            of.variants.iter().map(|variant| self.text(variant.span).trim().to_owned()).collect();
        self.with_parts(self.head("enum", of.name, &of.generics), &variants, false)
    }

    fn alias(&self, alias: &tree::Alias) -> String {
        format!("{} = {}", self.head("type", alias.name, &alias.generics), self.text(alias.ty.span))
    }

    fn binding(&self, word: &str, binding: &tree::Binding) -> String {
        let word = if binding.mutable { "var" } else { word };
        let ty = binding.ty.as_ref().map_or(String::new(), |ty| format!(": {}", self.text(ty.span)));
        format!("{word} {}{ty}", self.names.text(binding.name.name))
    }

    fn head(&self, word: &str, name: tree::Ident, generics: &[tree::Generic]) -> String {
        let one = |generic: &tree::Generic| {
            let bounds: Vec<&str> = generic.bounds.iter().map(|bound| self.text(bound.span)).collect();
            let name = self.names.text(generic.name.name);
            if bounds.is_empty() { name.to_owned() } else { format!("{name}: {}", bounds.join(" + ")) }
        };
        let list: Vec<String> = generics.iter().map(one).collect();
        let generics = if list.is_empty() { String::new() } else { format!("<{}>", list.join(", ")) };
        format!("{word} {}{generics}", self.names.text(name.name))
    }

    fn with_parts(&self, head: String, parts: &[String], more: bool) -> String {
        let lines: String = parts.iter().map(|part| format!("    {part}\n")).collect();
        let more = if more { "    // private fields\n" } else { "" };
        if lines.is_empty() && more.is_empty() { head } else { format!("{head} {{\n{lines}{more}}}") }
    }

    fn text(&self, span: Span) -> &str {
        self.sources.text(span)
    }
}

fn owned(docs: &Option<Box<str>>) -> String {
    docs.as_deref().unwrap_or_default().to_owned()
}
