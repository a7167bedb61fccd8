//! From text to trees. `parse` is the only door, with `parse_items` and `read_body` for doing the same in two steps:
//! nothing else knows that there is a lexer and a generated parser. Beside it, `colour` says what the words of a text are.

mod bodies;
pub mod colour;
mod depth;
mod expected;
mod lexer;
mod make;
mod mistakes;
mod operator;
pub mod print;
mod recover;
mod slips;
mod text;
mod token;
pub mod tree;

use lalrpop_util::{ParseError, lalrpop_mod};

use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::source::{FileId, Sources, Span};
pub use bodies::read as read_body;
use expected::Expected;
use make::{Entry, Make};
use recover::Stop;
use text::Text;
use token::{Lexeme, Token};
use tree::{File, Item, ItemKind};

lalrpop_mod!(
    #[allow(clippy::all, reason = "generated")]
    grammar,
    "/syntax/grammar.rs"
);

/// Reads a file. The tree holds all that could be read; the diagnostics tell of the rest, in the order of the text.
pub fn parse(file: FileId, sources: &Sources, names: &Names) -> (File, Vec<Diagnostic>) {
    parse_in(file, sources, names, false)
}

/// Reads a file, but puts off the bodies of its functions, which `read_body` reads.
pub fn parse_items(file: FileId, sources: &Sources, names: &Names) -> (File, Vec<Diagnostic>) {
    parse_in(file, sources, names, true)
}

fn parse_in(file: FileId, sources: &Sources, names: &Names, put_off: bool) -> (File, Vec<Diagnostic>) {
    let source = sources.file(file);
    let text = Text { text: &source.text, base: source.base };
    let mut lexed = lexer::lex(text);
    let mut parser = Parser::new(text, names);
    parser.diagnostics = lexed.diagnostics;
    if put_off {
        bodies::empty(&mut lexed.lexemes);
        parser.make.puts_off = true;
    }
    let tree = parser.file(&lexed.lexemes);
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    if diagnostics.len() > MAX_MISTAKES {
        diagnostics.truncate(MAX_MISTAKES);
        diagnostics.last_mut().into_iter().for_each(mistakes::add_more);
    }
    (tree, diagnostics)
}

struct Parser<'a> {
    make: Make<'a>,
    generated: grammar::EntryParser,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Parser<'a> {
    fn new(text: Text<'a>, names: &'a Names) -> Self {
        let make = Make::new(text, names);
        Self { make, generated: grammar::EntryParser::new(), diagnostics: Vec::new() }
    }

    fn file(&mut self, mut lexemes: &[Lexeme]) -> File {
        let mut file = File { docs: self.module_docs(&mut lexemes), ..File::default() };
        while !lexemes.is_empty() {
            let (item, rest) = split_item(lexemes);
            lexemes = rest;
            if item.is_empty() {
                continue;
            }
            match self.item(item) {
                Entry::Import(import) => file.imports.push(import),
                Entry::Item(item) => file.items.push(item),
            }
        }
        file
    }

    fn module_docs(&mut self, lexemes: &mut &[Lexeme]) -> Option<Box<str>> {
        let count = lexemes.iter().take_while(|lexeme| lexeme.token == Token::ModuleDoc).count();
        let (docs, rest) = lexemes.split_at(count);
        *lexemes = rest;
        let span = docs.first()?.span.to(docs.last()?.span);
        Some(self.make.module_docs(span))
    }

    /// Reads one item. After a mistake the rest of it is read again without the part that holds the mistake: most
    /// texts have few mistakes, and an item is short.
    fn item(&mut self, lexemes: &[Lexeme]) -> Entry {
        let mut stop = match self.attempt(lexemes) {
            Ok(entry) => return entry,
            Err(stop) => stop,
        };
        let span = lexemes.first().map_or(Span::default(), |first| first.span);
        let span = span.to(lexemes.last().map_or(span, |last| last.span));
        let mut lexemes = lexemes.to_vec();
        let mut read_again = 0;
        while !lexemes.is_empty() && self.diagnostics.len() <= MAX_MISTAKES && read_again <= MAX_READ_AGAIN {
            read_again += stop.at;
            self.diagnostics.extend(recover::mend(&mut lexemes, &stop, self.make.text));
            match self.attempt(&lexemes) {
                Ok(entry) => return entry,
                Err(next) => stop = next,
            }
        }
        let kind = ItemKind::Error;
        Entry::Item(Item { docs: None, public: false, derives: Vec::new(), kind, span })
    }

    fn attempt(&mut self, lexemes: &[Lexeme]) -> Result<Entry, Stop> {
        let mut taken = 0_usize;
        let tokens = lexemes.iter().map(|lexeme| {
            taken += 1;
            (lexeme.span.start, lexeme.token, lexeme.span.end)
        });
        let result = self.generated.parse(&mut self.make, tokens);
        let said = self.make.finish();
        let expected = match result {
            Ok(entry) => {
                self.diagnostics.extend(said);
                return Ok(*entry);
            }
            Err(ParseError::UnrecognizedEof { expected, .. }) => {
                return Err(Stop { at: lexemes.len(), expected: Expected::new(&expected) });
            }
            Err(ParseError::UnrecognizedToken { expected, .. }) => expected,
            Err(ParseError::ExtraToken { .. } | ParseError::InvalidToken { .. }) => Vec::new(),
            Err(ParseError::User { error }) => match error {},
        };
        // The token that the parser could not use is the last one that it took.
        Err(Stop { at: taken.saturating_sub(1), expected: Expected::new(&expected) })
    }
}

/// Mistakes of a file that are told, at most.
const MAX_MISTAKES: usize = 100;

/// Tokens of an item that are read again after its mistakes, at most, so that an item of megabytes does not take minutes.
const MAX_READ_AGAIN: usize = 20_000_000;

/// The tokens of the first item, and those behind the newline or `;` that ends it.
fn split_item(lexemes: &[Lexeme]) -> (&[Lexeme], &[Lexeme]) {
    let mut depth = 0_usize;
    let start = lexemes.iter().position(|lexeme| lexeme.token != Token::Doc).unwrap_or_default();
    // A newline behind an attribute does not end the item.
    let mut only_attributes = lexemes[start].token == Token::At;
    for (number, lexeme) in lexemes.iter().enumerate().skip(start) {
        match lexeme.token {
            token if token.opens() => depth += 1,
            token if token.closes() => depth -= 1,
            Token::Newline | Token::Semicolon if depth == 0 && !only_attributes => {
                let next = lexemes.get(number + 1).map(|next| next.token);
                // No item starts with a brace: that of a body on the next line is a mistake of this one.
                if next != Some(Token::OpenBrace) {
                    return (&lexemes[..number], &lexemes[number + 1..]);
                }
            }
            Token::Doc | Token::At | Token::Identifier | Token::Newline => {}
            _ if depth == 0 => only_attributes = false,
            _ => {}
        }
    }
    (lexemes, &[])
}
