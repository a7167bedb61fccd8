//! The site: an index, a page for each module, one style sheet, and one script that searches by name. No page needs the
//! script or anything from the network.

use std::collections::BTreeMap;

use super::extract::{Item, Module};
use super::prose::{Links, code, escape};

/// The module whose names are known everywhere without import.
const PRELUDE: &str = "std.prelude";

/// The files of the site by name.
pub fn site(title: &str, modules: &[Module]) -> BTreeMap<String, String> {
    let site = Site { title, modules, links: links(modules) };
    let mut files = BTreeMap::new();
    files.insert("style.css".to_owned(), include_str!("style.css").to_owned());
    files.insert("search.js".to_owned(), format!("const index = {};\n{}", index(modules), include_str!("search.js")));
    files.insert("index.html".to_owned(), site.frame(None, &site.overview()));
    for module in modules {
        files.insert(file(module), site.frame(Some(module), &site.page(module)));
    }
    files
}

/// All that pages are made of.
struct Site<'a> {
    title: &'a str,
    modules: &'a [Module],
    links: Links,
}

fn file(module: &Module) -> String {
    format!("{}.html", module.name)
}

fn address(module: &Module, item: &Item) -> String {
    format!("{}#{}", file(module), item.name)
}

/// Every item of a module, and the members of each behind it.
fn with_members(module: &Module) -> impl Iterator<Item = &Item> {
    module.items.iter().flat_map(|item| std::iter::once(item).chain(&item.members))
}

fn links(modules: &[Module]) -> Links {
    let mut links = Links::default();
    for module in modules {
        links.add(module.name.clone(), file(module));
        for item in with_members(module).filter(|item| item.kind != "methods") {
            let of_module = format!("{}.{}", module.name, item.name);
            // Also as programs write it: `json.parse`.
            let short = of_module.split_once('.').map(|(_, short)| short.to_owned());
            let names = [Some(of_module), short.filter(|short| *short != item.name), Some(item.name.clone())];
            names.into_iter().flatten().for_each(|name| links.add(name, address(module, item)));
        }
    }
    links
}

/// What the search looks through: name, kind and address of every item.
fn index(modules: &[Module]) -> String {
    let mut rows = Vec::new();
    for module in modules {
        rows.push(serde_json::json!([module.name, "module", file(module)]));
        let items = with_members(module);
        rows.extend(items.map(|item| {
            serde_json::json!([format!("{}.{}", module.name, item.name), item.kind, address(module, item)])
        }));
    }
    serde_json::Value::Array(rows).to_string()
}

/// The first paragraph of a text.
fn summary(docs: &str) -> &str {
    docs.split("\n\n").next().unwrap_or_default()
}

impl Site<'_> {
    fn frame(&self, module: Option<&Module>, body: &str) -> String {
        let site = escape(self.title);
        let title = module.map_or_else(|| site.clone(), |module| format!("{} · {site}", escape(&module.name)));
        let entry = |other: &Module| {
            let here = module.is_some_and(|module| module.name == other.name);
            let here = if here { " aria-current=\"page\"" } else { "" };
            format!("<li><a href=\"{}\"{here}>{}</a></li>\n", escape(&file(other)), escape(&other.name))
        };
        let entries: String = self.modules.iter().map(entry).collect();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
             <link rel=\"stylesheet\" href=\"style.css\">\n<script src=\"search.js\" defer></script>\n</head>\n<body>\n\
             <header><a href=\"index.html\">{site}</a>\n<div id=\"search\"><input type=\"search\" placeholder=\"Search by \
             name\" aria-label=\"Search by name\" autocomplete=\"off\" spellcheck=\"false\">\n<ol id=\"found\"></ol></div>\
             </header>\n<nav aria-label=\"Modules\"><ul>\n{entries}</ul></nav>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }

    /// Whether a module, or something of it, is known everywhere.
    fn is_everywhere(&self, module: &Module) -> bool {
        let prelude = self.modules.iter().find(|module| module.name == PRELUDE);
        let inside = format!("{}.", module.name);
        let is_of = |path: &String| *path == module.name || path.starts_with(&inside);
        module.name == PRELUDE || prelude.is_some_and(|prelude| prelude.passed_on.iter().any(is_of))
    }

    fn overview(&self) -> String {
        let (everywhere, imported): (Vec<&Module>, Vec<&Module>) =
            self.modules.iter().partition(|module| self.is_everywhere(module));
        let table = |modules: &[&Module]| -> String {
            let row = |module: &&Module| {
                let (file, name) = (escape(&file(module)), escape(&module.name));
                format!(
                    "<dt><a href=\"{file}\">{name}</a></dt>\n<dd>{}</dd>\n",
                    self.links.markdown(summary(&module.docs))
                )
            };
            format!("<dl>\n{}</dl>\n", modules.iter().map(row).collect::<String>())
        };
        let title = escape(self.title);
        match everywhere.is_empty() {
            true => format!("<h1>{title}</h1>\n{}", table(&imported)),
            false => format!(
                "<h1>{title}</h1>\n<h2>By import</h2>\n{}<h2>Known everywhere</h2>\n{}",
                table(&imported),
                table(&everywhere)
            ),
        }
    }

    fn page(&self, module: &Module) -> String {
        let heading = format!("<h1>{}</h1>\n", escape(&module.name));
        let import = match self.is_everywhere(module) {
            true => String::new(),
            false => format!("<pre><code>{}</code></pre>\n", code(&format!("import {}", module.name))),
        };
        let docs = self.links.markdown(&module.docs);
        let passed_on = self.passed_on(module);
        let contents = self.contents(module);
        let items: String = module.items.iter().map(|item| self.section(module, item)).collect();
        heading + &import + &docs + &passed_on + &contents + &items
    }

    fn passed_on(&self, module: &Module) -> String {
        let link = |path: &String| match self.links.find(path) {
            Some(address) => format!("<a href=\"{}\"><code>{}</code></a>", escape(address), escape(path)),
            None => format!("<code>{}</code>", escape(path)),
        };
        let list: Vec<String> = module.passed_on.iter().map(link).collect();
        if list.is_empty() { list.concat() } else { format!("<p>It passes on {}.</p>\n", list.join(", ")) }
    }

    /// The names of a page, where it is longer than a screen: a line for all that stand alone, by kind, and one for each
    /// type with its members.
    fn contents(&self, module: &Module) -> String {
        let link = |item: &Item| {
            let name = escape(item.name.rsplit('.').next().unwrap_or(&item.name));
            format!("<a href=\"#{}\">{name}</a>", escape(&item.name))
        };
        let links = |items: &mut dyn Iterator<Item = &Item>| items.map(link).collect::<Vec<_>>().join(" ");
        let mut lines = String::new();
        for (kind, title) in
            [("const", "constants"), ("variable", "variables"), ("type", "types"), ("function", "functions")]
        {
            let names = links(&mut module.items.iter().filter(|item| item.kind == kind));
            let line = format!("<li><small>{title}</small> {names}</li>\n");
            lines += if names.is_empty() { "" } else { &line };
        }
        for item in module.items.iter().filter(|item| !item.stands_alone()) {
            let members = links(&mut item.members.iter());
            lines += &format!("<li>{} <small>{}</small> {members}</li>\n", link(item), item.kind);
        }
        let count = with_members(module).count();
        if count < 3 { String::new() } else { format!("<ul class=\"contents\">\n{lines}</ul>\n") }
    }

    /// Where other modules add methods to a type of this one, as `std.algorithms` does to lists.
    fn elsewhere(&self, module: &Module, item: &Item) -> String {
        let adds = |other: &&Module| {
            other.name != module.name && other.items.iter().any(|of| of.kind == "methods" && of.name == item.name)
        };
        let link = |other: &Module| {
            format!("<p>More methods stand in <a href=\"{}#{}\">{}</a>.</p>\n", file(other), item.name, other.name)
        };
        match item.kind {
            "struct" | "enum" => self.modules.iter().filter(adds).map(link).collect(),
            _ => String::new(),
        }
    }

    fn section(&self, module: &Module, item: &Item) -> String {
        if item.stands_alone() {
            return self.member(item);
        }
        let (name, kind) = (escape(&item.name), item.kind);
        let members: String = item.members.iter().map(|member| self.member(member)).collect();
        format!(
            "<section>\n<h2 id=\"{name}\"><a href=\"#{name}\">{name}</a> <small>{kind}</small></h2>\n\
             <pre><code>{}</code></pre>\n{}{}{}{members}</section>\n",
            code(&item.signature),
            self.links.markdown(&item.docs),
            self.implements(item),
            self.elsewhere(module, item)
        )
    }

    fn implements(&self, item: &Item) -> String {
        let one = |(interface, conditions): &(String, String)| {
            let name = interface.split('<').next().unwrap_or(interface);
            let shown = format!("<code>{}</code>", code(interface));
            let shown = match self.links.find(name) {
                Some(address) => format!("<a href=\"{}\">{shown}</a>", escape(address)),
                None => shown,
            };
            let when = format!(" <small>if <code>{}</code></small>", code(conditions));
            format!("<li>{shown}{}</li>", if conditions.is_empty() { "" } else { &when })
        };
        let list: String = item.implements.iter().map(one).collect();
        if list.is_empty() { list } else { format!("<ul class=\"implements\">{list}</ul>\n") }
    }

    fn member(&self, item: &Item) -> String {
        let name = escape(&item.name);
        format!(
            "<article id=\"{name}\">\n<h3><a href=\"#{name}\"><code>{}</code></a></h3>\n{}</article>\n",
            code(&item.signature),
            self.links.markdown(&item.docs)
        )
    }
}
