//! From a source text to what its readers want to know: the public items, their signatures and their documentation.

use pvm::compiler::name::Names;
use pvm::compiler::source::{Sources, Span};
use pvm::compiler::syntax::{self, tree};

/// A module's documentation.
pub struct Module {
    pub name: String,
    /// Markdown.
    pub docs: String,
    /// The dotted paths of what it passes on from other modules.
    pub passed_on: Vec<String>,
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
    /// Functions and methods of a type.
    pub members: Vec<Item>,
    /// The interfaces that a type implements, each with the conditions for it.
    pub implements: Vec<(String, String)>,
}

impl Item {
    /// Whether its signature says all: a function or a constant, not a type.
    pub fn stands_alone(&self) -> bool {
        matches!(self.kind, "function" | "const" | "variable" | "type")
    }
}

/// Reads a module. Mistakes in it are the compiler's to report: what can be read is documented.
pub fn module(name: String, text: String) -> Module {
    let mut sources = Sources::default();
    let names = Names::default();
    let Ok(file) = sources.add(name.as_ref(), text) else {
        let docs = "This module is too large to be read.".to_owned();
        return Module { name, docs, passed_on: Vec::new(), items: Vec::new() };
    };
    let (tree, _) = syntax::parse(file, &sources, &names);
    let reader = Reader { sources: &sources, names: &names };
    let mut items: Vec<Item> =
        tree.items.iter().filter(|item| item.public).filter_map(|item| reader.item(item)).collect();
    for item in &tree.items {
        if let tree::ItemKind::Impl(implementation) = &item.kind {
            reader.add_methods(implementation, &mut items);
        }
    }
    let passed_on =
        tree.imports.iter().filter(|import| import.public).flat_map(|import| reader.paths(import)).collect();
    Module { name, docs: owned(&tree.docs), passed_on, items }
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
                (of.name, "interface", self.interface(of), methods)
            }
            tree::ItemKind::Alias(alias) => (alias.name, "type", self.alias(alias), Vec::new()),
            tree::ItemKind::Const(binding) => (binding.name, "const", self.binding("const", binding), Vec::new()),
            tree::ItemKind::Global(binding) => (binding.name, "variable", self.binding("let", binding), Vec::new()),
            _ => return None,
        };
        let name = self.names.text(name.name).to_owned();
        let derived = |name: &tree::Ident| (self.names.text(name.name).to_owned(), String::new());
        let implements = item.derives.iter().map(derived).collect();
        Some(Item { name, kind, signature, docs: owned(&item.docs), members, implements })
    }

    /// Methods go to the type that they are methods of; those of a type from elsewhere make an item of their own.
    fn add_methods(&self, of: &tree::Impl, items: &mut Vec<Item>) {
        let ty = self.text(of.ty.span);
        let owner = ty.split('<').next().unwrap_or(ty).to_owned();
        let owned_here = items.iter_mut().find(|item| item.name == owner);
        if let Some(interface) = &of.interface {
            let implemented = (self.text(interface.span).to_owned(), self.conditions(&of.generics));
            owned_here.into_iter().for_each(|item| item.implements.push(implemented.clone()));
            return;
        }
        let public = of.methods.iter().filter(|method| method.public);
        let members: Vec<Item> = public.map(|method| self.method(&owner, method)).collect();
        match owned_here {
            Some(item) => item.members.extend(members),
            None if members.is_empty() => {}
            None => {
                let (signature, docs) = (format!("impl {ty}"), String::new());
                items.push(Item { name: owner, kind: "methods", signature, docs, members, implements: Vec::new() });
            }
        }
    }

    fn method(&self, owner: &str, method: &tree::Method) -> Item {
        let function = &method.function;
        Item {
            name: format!("{owner}.{}", self.names.text(function.name.name)),
            kind: if function.receiver.is_some() { "method" } else { "function" },
            signature: self.signature(function),
            docs: owned(&method.docs),
            members: Vec::new(),
            implements: Vec::new(),
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
        let default = field.default.as_ref().map_or(String::new(), |value| format!(" = {}", self.text(value.span)));
        let declared = format!("{mutable}{}: {}{default}", self.names.text(field.name.name), self.text(field.ty.span));
        self.documented(&field.docs, declared)
    }

    fn enumeration(&self, of: &tree::Enum) -> String {
        let variant =
            |variant: &tree::Variant| self.documented(&variant.docs, self.text(variant.span).trim().to_owned());
        let variants: Vec<String> = of.variants.iter().map(variant).collect();
        self.with_parts(self.head("enum", of.name, &of.generics), &variants, false)
    }

    fn documented(&self, docs: &Option<Box<str>>, declared: String) -> String {
        let lines = docs.iter().flat_map(|docs| docs.lines()).map(|line| format!("/// {line}\n    "));
        lines.chain([declared]).collect()
    }

    fn interface(&self, of: &tree::Interface) -> String {
        let head = self.head("interface", of.name, &of.generics);
        let above: Vec<&str> = of.supers.iter().map(|ty| self.text(ty.span)).collect();
        if above.is_empty() { head } else { format!("{head}: {}", above.join(" + ")) }
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
        let list: Vec<String> = generics.iter().map(|generic| self.generic(generic)).collect();
        let generics = if list.is_empty() { String::new() } else { format!("<{}>", list.join(", ")) };
        format!("{word} {}{generics}", self.names.text(name.name))
    }

    fn generic(&self, generic: &tree::Generic) -> String {
        let bounds: Vec<&str> = generic.bounds.iter().map(|bound| self.text(bound.span)).collect();
        let name = self.names.text(generic.name.name);
        if bounds.is_empty() { name.to_owned() } else { format!("{name}: {}", bounds.join(" + ")) }
    }

    /// What must hold of type parameters: `T: Eq`.
    fn conditions(&self, generics: &[tree::Generic]) -> String {
        let bound = generics.iter().filter(|generic| !generic.bounds.is_empty());
        bound.map(|generic| self.generic(generic)).collect::<Vec<_>>().join(", ")
    }

    fn with_parts(&self, head: String, parts: &[String], more: bool) -> String {
        let lines: String = parts.iter().map(|part| format!("    {part}\n")).collect();
        let more = if more { "    // private fields\n" } else { "" };
        // A type whose insides are all private shows its name alone.
        if lines.is_empty() { head } else { format!("{head} {{\n{lines}{more}}}") }
    }

    /// The dotted path of each name that an import brings.
    fn paths(&self, import: &tree::Import) -> Vec<String> {
        let path = import.path.iter().map(|part| self.names.text(part.name)).collect::<Vec<_>>().join(".");
        match &import.what {
            tree::ImportWhat::Whole(_) => vec![path],
            tree::ImportWhat::Names(names) => {
                names.iter().map(|(name, _)| format!("{path}.{}", self.names.text(name.name))).collect()
            }
        }
    }

    fn text(&self, span: Span) -> &str {
        self.sources.text(span)
    }
}

fn owned(docs: &Option<Box<str>>) -> String {
    docs.as_deref().unwrap_or_default().to_owned()
}
