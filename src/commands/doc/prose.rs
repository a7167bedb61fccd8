//! Markdown and Nido as HTML: names of modules and items become links, code gets its colours.

use std::collections::BTreeMap;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, html};
use pvm::compiler::syntax::colour::{Colour, colours};

/// Where names are documented.
#[derive(Default)]
pub struct Links {
    /// None for a name that several modules have.
    addresses: BTreeMap<String, Option<String>>,
}

impl Links {
    pub fn add(&mut self, name: String, address: String) {
        self.addresses.entry(name).and_modify(|known| *known = None).or_insert(Some(address));
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        self.addresses.get(name)?.as_deref()
    }

    /// Text as HTML, in which the full names of modules are links.
    fn linked(&self, text: &str) -> String {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let mut html = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            let name = word.trim_end_matches('.');
            html += &escape(before);
            html += &match self.find(name).filter(|_| name.contains('.')) {
                Some(address) => format!("<a href=\"{}\">{}</a>{}", escape(address), escape(name), &word[name.len()..]),
                None => escape(word),
            };
            rest = after;
        }
        html + &escape(rest)
    }

    /// Markdown as HTML.
    pub fn markdown(&self, text: &str) -> String {
        let (mut events, mut fence) = (Vec::new(), None);
        for event in Parser::new(text) {
            match (event, &mut fence) {
                (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))), None)
                    if language.split(',').next() == Some("nido") =>
                {
                    fence = Some(String::new());
                }
                (Event::Text(line), Some(program)) => program.push_str(&line),
                (Event::End(TagEnd::CodeBlock), Some(program)) => {
                    events.push(Event::Html(CowStr::from(format!("<pre><code>{}</code></pre>\n", code(program)))));
                    fence = None;
                }
                (Event::Text(text), None) => events.push(Event::InlineHtml(CowStr::from(self.linked(&text)))),
                (Event::Code(text), None) => {
                    let shown = format!("<code>{}</code>", escape(&text));
                    let link = self.find(&text).map(|address| format!("<a href=\"{}\">{shown}</a>", escape(address)));
                    events.push(Event::InlineHtml(CowStr::from(link.unwrap_or(shown))));
                }
                (event, _) => events.push(event),
            }
        }
        let mut written = String::new();
        html::push_html(&mut written, events.into_iter());
        written
    }
}

/// Nido source as HTML, in colour.
pub fn code(text: &str) -> String {
    let mut html = String::new();
    let mut end = 0;
    for (place, colour) in colours(text) {
        let class = match colour {
            Colour::Keyword => "k",
            Colour::Type => "t",
            Colour::Call => "f",
            Colour::Number => "n",
            Colour::Text => "s",
            Colour::Comment => "c",
        };
        html += &escape(&text[end..place.start]);
        html += &format!("<span class=\"{class}\">{}</span>", escape(&text[place.clone()]));
        end = place.end;
    }
    html + &escape(&text[end..])
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_links_and_code_gets_colours() {
        let mut links = Links::default();
        links.add("std.math".to_owned(), "std.math.html".to_owned());
        links.add("List".to_owned(), "std.list.html#List".to_owned());
        links.add("Error".to_owned(), "std.io.html#Error".to_owned());
        links.add("Error".to_owned(), "std.csv.html#Error".to_owned());
        assert_eq!(
            links.markdown("More stand in std.math. A `List` may give an `Error` < 1."),
            "<p>More stand in <a href=\"std.math.html\">std.math</a>. A <a href=\"std.list.html#List\"><code>List</code></a> may \
             give an <code>Error</code> &lt; 1.</p>\n"
        );
        assert_eq!(
            links.markdown("```nido\nlet n = 1 < 2\n```\n"),
            "<pre><code><span class=\"k\">let</span> n = <span class=\"n\">1</span> &lt; <span \
             class=\"n\">2</span>\n</code></pre>\n"
        );
    }
}
