//! Tokens and trees as text, for people and for tests. What stands on one line in a program mostly does here: types
//! and patterns are printed as they are written, expressions and items as a line each, indented by their depth.

mod expr;
mod inline;
mod item;

use std::fmt::Write;

use crate::name::{Name, Names};
use crate::source::{FileId, Sources};
use crate::syntax::lexer;
use crate::syntax::text::Text;
use crate::syntax::token::Token;
use crate::syntax::tree::{File, Ident};

/// The tokens of a file, each on a line with its place.
pub fn tokens(file: FileId, sources: &Sources) -> String {
    let source = sources.file(file);
    let text = Text { text: &source.text, base: source.base };
    let mut printed = String::new();
    for lexeme in lexer::lex(text).lexemes {
        let (_, line, column) = sources.locate(lexeme.span);
        let place = format!("{line}:{column}");
        let written = text.slice(lexeme.span).escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'");
        let line = match lexeme.token {
            Token::Newline => format!("{place:<8} newline"),
            token if token.text() == Some(written.as_str()) => format!("{place:<8} {written}"),
            token => format!("{place:<8} {token:?} {written}"),
        };
        printed.push_str(line.trim_end());
        printed.push('\n');
    }
    printed
}

/// The tree of a file.
pub fn tree(file: &File, names: &Names) -> String {
    let mut printer = Printer { names, printed: String::new(), depth: 0 };
    if let Some(docs) = &file.docs {
        printer.line(format!("docs {docs:?}"));
    }
    file.imports.iter().for_each(|import| printer.import(import));
    file.items.iter().for_each(|item| printer.item(item));
    printer.printed
}

struct Printer<'a> {
    names: &'a Names,
    printed: String,
    depth: usize,
}

impl<'a> Printer<'a> {
    fn line(&mut self, text: impl AsRef<str>) {
        let indentation = INDENTATION * self.depth;
        // Writing to a string can't fail.
        let _ = writeln!(self.printed, "{:indentation$}{}", "", text.as_ref());
    }

    /// Prints a line, and what belongs to it below.
    fn node(&mut self, text: impl AsRef<str>, below: impl FnOnce(&mut Self)) {
        self.line(text);
        self.depth += 1;
        below(self);
        self.depth -= 1;
    }

    fn name(&self, name: Name) -> &'a str {
        self.names.text(name)
    }

    fn ident(&self, ident: &Ident) -> &'a str {
        self.name(ident.name)
    }

    fn path(&self, path: &[Ident]) -> String {
        join(path.iter().map(|ident| self.ident(ident).to_owned()), ".")
    }
}

const INDENTATION: usize = 2;

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}
