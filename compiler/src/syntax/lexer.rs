//! Text to tokens: the generated lexer of `token.rs`, and on top of it what no regular expression can do: the rule for
//! newlines, nested comments, brackets that match (`brackets.rs`) and strings with expressions inside (`strings.rs`).
//! What can't be read is reported here, and the brackets of the tokens that come out are balanced whatever the text was.

mod brackets;
mod strings;

use logos::Logos;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::text::{Text, brief};
use crate::syntax::token::{Lexeme, Token};
use brackets::{Lines, Open};

/// What became of a text.
#[derive(Debug, Default)]
pub struct Lexed {
    pub lexemes: Vec<Lexeme>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text.
pub fn lex(text: Text) -> Lexed {
    let (lexed, balanced) = Lexer::new(text, None).run();
    if balanced {
        return lexed;
    }
    // Where a bracket is missing is best told by the indentation, which means nothing as long as none is missing.
    Lexer::new(text, Some(Lines::default())).run().0
}

struct Lexer<'a> {
    text: &'a str,
    base: u32,
    raw: logos::Lexer<'a, Token>,
    /// Where the last token ended.
    last_end: usize,
    brackets: Vec<Open>,
    /// How many of the open brackets are strings that must end on their line.
    one_line_strings: usize,
    /// Whether every bracket had its partner so far.
    balanced: bool,
    /// Whether the text ends within a string or a comment.
    ends_inside: bool,
    /// The lines, if their indentation says where a bracket ends.
    lines: Option<Lines>,
    lexed: Lexed,
}

impl<'a> Lexer<'a> {
    fn new(text: Text<'a>, lines: Option<Lines>) -> Self {
        let Text { text, base } = text;
        let mut lexed = Lexed::default();
        lexed.lexemes.reserve(text.len() / BYTES_PER_TOKEN);
        Self {
            text,
            base,
            raw: Token::lexer(text),
            last_end: 0,
            brackets: Vec::new(),
            one_line_strings: 0,
            balanced: true,
            ends_inside: false,
            lines,
            lexed,
        }
    }

    /// What the text consists of, and whether its brackets are balanced.
    fn run(mut self) -> (Lexed, bool) {
        self.skip_first_line();
        while let Some(result) = self.raw.next() {
            let start = self.raw.span().start;
            match result {
                Ok(Token::Comment) => self.comment(start),
                Ok(token) => self.token(token, start),
                Err(_) => self.unreadable(start),
            }
        }
        self.finish();
        (self.lexed, self.balanced)
    }

    /// `#!/usr/bin/env pvm`
    fn skip_first_line(&mut self) {
        if self.text.starts_with("#!") {
            self.raw.bump(self.text.find('\n').unwrap_or(self.text.len()));
        }
    }

    fn token(&mut self, token: Token, start: usize) {
        self.lines.iter_mut().for_each(|lines| lines.move_to(self.text, start));
        self.newline(token, start);
        match token {
            Token::OpenParen | Token::OpenBracket | Token::OpenBrace => self.open(token, start),
            Token::CloseParen | Token::CloseBracket | Token::CloseBrace => self.close(token, start),
            Token::String => self.string(start),
            Token::RawString => self.raw_string(start),
            Token::Colon if self.is_in_string() => self.spec(start),
            Token::Float if self.last() == Some(Token::Dot) => self.tuple_fields(start),
            Token::Greater if self.raw.remainder().starts_with('>') => self.push(Token::JointGreater, start),
            Token::BadNumber | Token::LongChar => self.misspelt(token, start),
            Token::ModuleDoc if !self.is_at_top() => self.misplaced_doc(start),
            _ => self.push(token, start),
        }
    }

    /// The newline rule, before the token at `start`.
    fn newline(&mut self, token: Token, start: usize) {
        if !self.text.as_bytes()[self.last_end..start].contains(&b'\n') {
            return;
        }
        if self.one_line_strings > 0 {
            self.abandon_string();
        }
        if let Some(lines) = &self.lines {
            self.close_by_indentation(token, lines.indentation);
        }
        let counts = self.brackets.last().is_none_or(|open| open.token == Token::OpenBrace);
        if counts && self.last().is_some_and(Token::ends) && !token.continues() {
            self.push_span(Token::Newline, self.last_end, self.last_end);
        }
    }

    fn finish(&mut self) {
        let end = self.text.len();
        if self.one_line_strings > 0 {
            self.abandon_string();
        }
        self.close_all();
        if self.last().is_some_and(Token::ends) {
            self.push_span(Token::Newline, end, end);
        }
    }

    fn push(&mut self, token: Token, start: usize) {
        self.last_end = self.raw.span().end;
        self.push_span(token, start, self.last_end);
    }

    fn push_span(&mut self, token: Token, start: usize, end: usize) {
        let span = self.span(start, end);
        self.lexed.lexemes.push(Lexeme { token, span });
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start as u32, self.base + end as u32)
    }

    fn last(&self) -> Option<Token> {
        self.lexed.lexemes.last().map(|lexeme| lexeme.token)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.lexed.diagnostics.push(diagnostic);
    }

    fn is_at_top(&self) -> bool {
        self.last().is_none_or(|last| last == Token::ModuleDoc)
    }

    fn unreadable(&mut self, start: usize) {
        let mut end = self.raw.span().end;
        if &self.text[start..end] == "#" {
            return self.foreign_comment(start);
        }
        self.newline(Token::Error, start);
        if let Some(length) = foreign_quoted(&self.text[start..]) {
            self.raw.bump(start + length - end);
            end = start + length;
            self.report(mistakes::foreign_quotes(self.span(start, end), brief(&self.text[start..end])));
        } else {
            self.report(mistakes::unreadable(self.span(start, end), &self.text[start..end]));
        }
        self.push(Token::Error, start);
    }

    /// `# …` and `#[…]` are left out to the end of the line.
    fn foreign_comment(&mut self, start: usize) {
        let rest = self.raw.remainder();
        let attribute = rest.starts_with('[') || rest.starts_with("![");
        self.raw.bump(rest.find('\n').unwrap_or(rest.len()));
        self.report(mistakes::hash(self.span(start, start + 1), attribute));
    }

    /// A module's doc comment elsewhere is left out.
    fn misplaced_doc(&mut self, start: usize) {
        self.report(mistakes::misplaced_module_doc(self.span(start, start + 3)));
    }

    fn misspelt(&mut self, token: Token, start: usize) {
        let text = self.raw.slice();
        let place = self.span(start, start + text.len());
        if token == Token::BadNumber {
            self.report(mistakes::invalid_number(place, brief(text)));
            return self.push(Token::Error, start);
        }
        self.report(mistakes::long_char(place, brief(text)));
        // It goes on as the string that was meant.
        self.push(Token::String, start);
    }

    fn comment(&mut self, start: usize) {
        let bytes = self.raw.remainder().as_bytes();
        let (mut depth, mut at) = (1, 0);
        while depth > 0 && at < bytes.len() {
            (depth, at) = match bytes[at..] {
                [b'/', b'*', ..] => (depth + 1, at + 2),
                [b'*', b'/', ..] => (depth - 1, at + 2),
                _ => (depth, at + 1),
            };
        }
        self.raw.bump(at);
        if depth > 0 {
            self.ends_inside = true;
            self.report(mistakes::unclosed_comment(self.span(start, start + 2)));
        }
    }

    /// `0.1` behind a dot is two fields of tuples.
    fn tuple_fields(&mut self, start: usize) {
        let end = self.raw.span().end;
        let dot = self.text[start..end].find('.').map_or(end, |dot| start + dot);
        if dot == end {
            return self.push(Token::Float, start);
        }
        self.push_span(Token::Int, start, dot);
        self.push_span(Token::Dot, dot, dot + 1);
        self.push(Token::Int, dot + 1);
    }
}

/// The length of a text between quotes that are none, if one starts here and ends on its line.
fn foreign_quoted(text: &str) -> Option<usize> {
    let (opening, closing) = QUOTES.into_iter().find(|(opening, _)| text.starts_with(*opening))?;
    let line = text.lines().next()?;
    let end = line[opening.len_utf8()..].find(closing)?;
    Some(opening.len_utf8() + end + line[opening.len_utf8() + end..].chars().next()?.len_utf8())
}

/// What editors and keyboards put around text, and what ends it.
const QUOTES: [(char, [char; 2]); 5] =
    [('“', ['”', '“']), ('„', ['“', '”']), ('‘', ['’', '‘']), ('«', ['»', '»']), ('`', ['`', '`'])];

/// Texts have fewer tokens than one for so many bytes.
const BYTES_PER_TOKEN: usize = 3;
