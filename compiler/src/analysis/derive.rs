//! `@derive(…)`: writes implementations as syntax trees, which are then analysed like any other. They name what they need
//! of the library by paths that no program can write or hide, such as `std.compare.Eq`.

mod build;
mod eq;
mod hash;
mod json;
mod ord;
mod show;

use super::mistakes;
use crate::diagnostic::Diagnostic;
use crate::name::{Name, Names};
use crate::syntax::tree::{File, Item, ItemKind, Method};
use build::{Build, Shape};

/// The module whose items `@derive(Json)` names; whoever derives it needs it loaded.
pub const JSON_MODULE: &str = "std.json";

/// An interface that can be derived.
struct Derivable {
    name: &'static str,
    /// Its path, as derived code names it.
    path: &'static str,
    methods: fn(&mut Build, &Shape) -> Vec<Method>,
}

const DERIVABLE: &[Derivable] = &[
    Derivable { name: "Eq", path: "std.compare.Eq", methods: eq::methods },
    Derivable { name: "Ord", path: "std.compare.Ord", methods: ord::methods },
    Derivable { name: "Hash", path: "std.compare.Hash", methods: hash::methods },
    Derivable { name: "Show", path: "std.fmt.Show", methods: show::methods },
    Derivable { name: "Json", path: "std.json.Json", methods: json::methods },
];

/// The paths that derived code uses: module and name.
pub const PATHS: &[(&str, &str)] = &[
    ("std.compare", "Eq"),
    ("std.compare", "Ord"),
    ("std.compare", "Hash"),
    ("std.compare", "Ordering"),
    ("std.compare", "combine_hash"),
    ("std.fmt", "Show"),
    ("std.json", "Json"),
    ("std.json", "Value"),
    ("std.json", "Error"),
    ("std.json", "field"),
    ("std.json", "element"),
    ("std.json", "variant_of"),
    ("std.json", "unknown_variant"),
    ("std.result", "Result"),
];

/// Adds the derived implementations to a file, and tells whether they need `std.json`.
pub fn expand(file: &mut File, names: &Names) -> (bool, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut derived = Vec::new();
    let mut json = false;
    for item in &file.items {
        if item.derives.is_empty() {
            continue;
        }
        let shape = match &item.kind {
            ItemKind::Struct(tree) => Shape::Struct(tree),
            ItemKind::Enum(tree) => Shape::Enum(tree),
            _ => continue,
        };
        let mut seen: Vec<Name> = Vec::new();
        for wanted in &item.derives {
            let name = names.text(wanted.name);
            let Some(derivable) = DERIVABLE.iter().find(|known| known.name == name) else {
                let near = super::suggest::nearest(name, DERIVABLE.iter().map(|known| known.name));
                diagnostics.push(mistakes::not_derivable(name, wanted.span, near));
                continue;
            };
            if seen.contains(&wanted.name) {
                diagnostics.push(mistakes::derived_twice(name, wanted.span));
                continue;
            }
            seen.push(wanted.name);
            json |= derivable.name == "Json";
            let mut build = Build::new(names, wanted.span);
            let methods = (derivable.methods)(&mut build, &shape);
            let implementation = build.implementation(derivable.path, &shape, methods);
            derived.push(Item {
                docs: None,
                public: false,
                derives: Vec::new(),
                kind: ItemKind::Impl(implementation),
                span: wanted.span,
            });
        }
    }
    file.items.extend(derived);
    (json, diagnostics)
}
