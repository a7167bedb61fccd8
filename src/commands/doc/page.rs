//! The site: an index, a page for each module, one style sheet, and one script that searches by name. No page needs the
//! script or anything from the network.

use std::collections::BTreeMap;

use super::extract::{Item, Module};

/// The files of the site by name.
pub fn site(title: &str, modules: &[Module]) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("style.css".to_owned(), include_str!("style.css").to_owned());
    files.insert("search.js".to_owned(), format!("const index = {};\n{}", index(modules), include_str!("search.js")));
    files.insert("index.html".to_owned(), frame(title, title, &overview(modules)));
    for module in modules {
        files.insert(file(module), frame(&module.name, title, &page(module)));
    }
    files
}

fn file(module: &Module) -> String {
    format!("{}.html", module.name)
}

/// What the search looks through: name, kind and address of every item.
fn index(modules: &[Module]) -> String {
    let mut rows = Vec::new();
    for module in modules {
        rows.push(serde_json::json!([module.name, "module", file(module)]));
        for item in module.items.iter().flat_map(|item| std::iter::once(item).chain(&item.members)) {
            if item.kind != "impl" {
                let address = format!("{}#{}", file(module), anchor(item));
                rows.push(serde_json::json!([format!("{}.{}", module.name, item.name), item.kind, address]));
            }
        }
    }
    serde_json::Value::Array(rows).to_string()
}

fn frame(title: &str, site: &str, body: &str) -> String {
    let (title, site) = (escape(title), escape(site));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"style.css\">\n<script src=\"search.js\" defer></script>\n</head>\n<body>\n\
         <header><a href=\"index.html\">{site}</a>\n\
         <input type=\"search\" placeholder=\"Search by name\" aria-label=\"Search by name\" autocomplete=\"off\">\n\
         <ul id=\"found\"></ul></header>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn overview(modules: &[Module]) -> String {
    let rows: String = modules
        .iter()
        .map(|module| {
            let summary = module.docs.split("\n\n").next().unwrap_or_default();
            format!(
                "<dt><a href=\"{}\">{}</a></dt>\n<dd>{}</dd>\n",
                escape(&file(module)),
                escape(&module.name),
                markdown(summary)
            )
        })
        .collect();
    format!("<h1>Modules</h1>\n<dl>\n{rows}</dl>\n")
}

fn page(module: &Module) -> String {
    let items: String = module.items.iter().map(|item| section(item, 2)).collect();
    format!("<h1>{}</h1>\n{}{items}", escape(&module.name), markdown(&module.docs))
}

fn section(item: &Item, level: u8) -> String {
    let members: String = item.members.iter().map(|member| section(member, level + 1)).collect();
    let (name, signature) = (escape(&item.name), escape(&item.signature));
    let heading = if item.kind == "impl" {
        String::new()
    } else {
        format!("<h{level} id=\"{}\">{name} <small>{}</small></h{level}>\n", anchor(item), item.kind)
    };
    format!("<section>\n{heading}<pre><code>{signature}</code></pre>\n{}{members}</section>\n", markdown(&item.docs))
}

fn anchor(item: &Item) -> String {
    escape(&item.name)
}

fn markdown(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(text));
    html
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
