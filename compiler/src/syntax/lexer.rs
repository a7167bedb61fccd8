//! Text to tokens: the generated lexer of `token.rs`, and on top of it what no regular expression can do: strings with
//! expressions inside, nested comments, brackets that match, and the rule for newlines. What can't be read is reported
//! here, and the tokens that come out have balanced brackets whatever the text was.

use logos::Logos;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::token::{Lexeme, Token};

/// Brackets inside one another, at most: what is bracketed deeper than this no person reads.
pub const MAX_NESTING: usize = 250;

/// What became of a text.
#[derive(Debug, Default)]
pub struct Lexed {
    pub lexemes: Vec<Lexeme>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text whose first byte has the place `base`.
pub fn lex(text: &str, base: u32) -> Lexed {
    let mut lexer = Lexer {
        text,
        base,
        raw: Token::lexer(text),
        last_end: 0,
        brackets: Vec::new(),
        lines: 0,
        lexed: Lexed::default(),
    };
    lexer.lexed.lexemes.reserve(text.len() / 4);
    lexer.skip_first_line();
    lexer.run();
    lexer.finish();
    lexer.lexed
}

/// A bracket that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    /// An opening bracket, or the start or middle of a string whose `{` is open.
    token: Token,
    /// Its number among the tokens.
    index: usize,
    /// For the start or middle of a string: which quotes the string has.
    quotes: Quotes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Single,
    Triple,
}

struct Lexer<'a> {
    text: &'a str,
    base: u32,
    raw: logos::Lexer<'a, Token>,
    /// Where the last token ended.
    last_end: usize,
    brackets: Vec<Open>,
    /// How many of the open brackets are strings that must end on their line.
    lines: usize,
    lexed: Lexed,
}

impl Lexer<'_> {
    fn skip_first_line(&mut self) {
        if self.text.starts_with("#!") {
            self.raw.bump(self.text.find('\n').unwrap_or(self.text.len()));
        }
    }

    fn run(&mut self) {
        while let Some(result) = self.raw.next() {
            let start = self.raw.span().start;
            match result {
                Ok(token) => self.token(token, start),
                Err(_) => self.unreadable(start),
            }
        }
    }

    fn token(&mut self, token: Token, start: usize) {
        if token == Token::Comment {
            return self.comment(start);
        }
        self.newline(token, start);
        match token {
            Token::OpenParen | Token::OpenBracket | Token::OpenBrace => self.open(token, start, Quotes::Single),
            Token::CloseParen | Token::CloseBracket | Token::CloseBrace => self.close(token, start),
            Token::String => self.string(start),
            Token::RawString => self.raw_string(start),
            Token::Colon if self.brackets.last().is_some_and(|open| is_string(open.token)) => self.spec(start),
            Token::Float if self.last() == Some(Token::Dot) => self.tuple_fields(start),
            Token::BadNumber | Token::LongChar => self.misspelt(token, start),
            Token::ModuleDoc if !self.lexed.lexemes.iter().all(|lexeme| lexeme.token == Token::ModuleDoc) => {
                self.report(mistakes::misplaced_module_doc(self.span(start, start + 3)));
            }
            Token::Greater if self.raw.remainder().starts_with('>') => self.push(Token::JointGreater, start),
            _ => self.push(token, start),
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

    /// The newline rule, before the token at `start`.
    fn newline(&mut self, token: Token, start: usize) {
        if !self.text.as_bytes()[self.last_end..start].contains(&b'\n') {
            return;
        }
        if self.lines > 0 {
            self.abandon_line();
        }
        let counts = self.brackets.last().is_none_or(|open| open.token == Token::OpenBrace);
        if counts && self.last().is_some_and(Token::ends) && !token.continues() {
            self.push_span(Token::Newline, self.last_end, self.last_end + 1);
        }
    }

    /// The line has ended within a string that must end on its line: the string becomes an error.
    fn abandon_line(&mut self) {
        let outermost = self.brackets.iter().position(|open| is_string(open.token) && open.quotes == Quotes::Single);
        let Some(at) = outermost else { return };
        let Open { index, .. } = self.brackets[at];
        self.brackets.truncate(at);
        self.lines = 0;
        let brace = self.lexed.lexemes[index].span;
        self.report(mistakes::unclosed_interpolation(Span::new(brace.end - 1, brace.end)));
        self.lexed.lexemes.truncate(index);
        while self.last().is_some_and(|token| matches!(token, Token::StringMiddle)) {
            self.lexed.lexemes.pop();
        }
        let start = (brace.start - self.base) as usize;
        self.push_span(Token::Error, start, self.last_end);
    }

    fn open(&mut self, token: Token, start: usize, quotes: Quotes) {
        let index = self.lexed.lexemes.len();
        self.push(token, start);
        if self.brackets.len() == MAX_NESTING {
            let span = self.lexed.lexemes[index].span;
            self.report(mistakes::too_deep(span, MAX_NESTING));
            return self.give_up(index);
        }
        if is_string(token) && quotes == Quotes::Single {
            self.lines += 1;
        }
        self.brackets.push(Open { token, index, quotes });
    }

    /// Ends the reading at token `index`.
    fn give_up(&mut self, index: usize) {
        self.lexed.lexemes.truncate(index);
        self.raw.bump(self.raw.remainder().len());
        let outermost = self.brackets.first().map_or(index, |open| open.index);
        self.brackets.clear();
        let start =
            self.lexed.lexemes.get(outermost).map_or(self.last_end, |first| (first.span.start - self.base) as usize);
        self.lexed.lexemes.truncate(outermost);
        self.push_span(Token::Error, start, self.last_end);
    }

    fn close(&mut self, token: Token, start: usize) {
        if token == Token::CloseBrace && self.brackets.last().is_some_and(|open| is_string(open.token)) {
            return self.resume_string(start);
        }
        let partner = self.brackets.iter().rposition(|open| closer(open.token) == token && !is_string(open.token));
        let Some(partner) = partner else {
            let end = self.raw.span().end;
            self.report(mistakes::stray_closer(self.span(start, end), &self.text[start..end]));
            self.last_end = end;
            return;
        };
        while self.brackets.len() > partner + 1 {
            self.close_virtually(start);
        }
        self.brackets.pop();
        self.push(token, start);
    }

    /// Closes the innermost bracket, which the text does not, before the offset `at`.
    fn close_virtually(&mut self, at: usize) {
        let Some(open) = self.brackets.pop() else { return };
        let span = self.lexed.lexemes[open.index].span;
        let end = self.last_end.min(at);
        if is_string(open.token) {
            self.lines -= usize::from(open.quotes == Quotes::Single);
            self.report(mistakes::unclosed_interpolation(Span::new(span.end - 1, span.end)));
            return self.push_span(Token::StringEnd, end, end);
        }
        let opener = open.token.text().unwrap_or_default();
        self.report(mistakes::unclosed(span, opener, closer(open.token).text().unwrap_or_default()));
        self.push_span(closer(open.token), end, end);
    }

    fn finish(&mut self) {
        let end = self.text.len();
        while !self.brackets.is_empty() {
            self.close_virtually(end);
        }
        if self.last().is_some_and(Token::ends) {
            self.push_span(Token::Newline, end, end);
        }
    }

    fn unreadable(&mut self, start: usize) {
        let span = self.raw.span();
        let text = &self.text[span.clone()];
        let place = self.span(start, span.end);
        self.newline(Token::Error, start);
        self.report(mistakes::unreadable(place, text));
        self.push(Token::Error, start);
    }

    fn misspelt(&mut self, token: Token, start: usize) {
        let text = self.raw.slice();
        let place = self.span(start, start + text.len());
        self.report(match token {
            Token::BadNumber => mistakes::invalid_number(place, text),
            _ => mistakes::long_char(place),
        });
        self.push(Token::Error, start);
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
            self.report(mistakes::unclosed_comment(self.span(start, start + 2)));
        }
    }

    /// `0.1` behind a dot is two fields of tuples.
    fn tuple_fields(&mut self, start: usize) {
        let end = self.raw.span().end;
        let dot = self.text[start..end].find('.').map_or(end, |dot| start + dot);
        self.push_span(Token::Int, start, dot);
        self.push_span(Token::Dot, dot, dot + 1);
        self.push(Token::Int, dot + 1);
    }

    fn raw_string(&mut self, start: usize) {
        let hashes = self.raw.slice().len() - 2;
        let close = format!("\"{}", "#".repeat(hashes));
        match self.raw.remainder().find(&close) {
            Some(at) => self.raw.bump(at + close.len()),
            None => {
                let opening = self.raw.span();
                self.raw.bump(self.raw.remainder().len());
                self.report(mistakes::unclosed_string(self.span(opening.start, opening.end), &close));
                return self.push(Token::Error, start);
            }
        }
        self.push(Token::RawString, start);
    }

    fn string(&mut self, start: usize) {
        let quotes = if self.raw.remainder().starts_with("\"\"") {
            let rest = &self.raw.remainder()[2..];
            if rest.starts_with('\n')
                || rest.starts_with("\r\n")
                || rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r'])
            {
                self.raw.bump(2);
                Quotes::Triple
            } else {
                Quotes::Single
            }
        } else {
            Quotes::Single
        };
        match self.text_until(quotes) {
            Stop::Quote => self.push(Token::String, start),
            Stop::Brace => self.open(Token::StringStart, start, quotes),
            Stop::Unclosed => {
                let close = if quotes == Quotes::Triple { "\"\"\"" } else { "\"" };
                self.report(mistakes::unclosed_string(self.span(start, start + close.len()), close));
                self.push(Token::Error, start);
            }
        }
    }

    /// Goes on with a string at the `}` that ends an expression inside it.
    fn resume_string(&mut self, start: usize) {
        let Some(open) = self.brackets.pop() else { return };
        self.lines -= usize::from(open.quotes == Quotes::Single);
        match self.text_until(open.quotes) {
            Stop::Quote => self.push(Token::StringEnd, start),
            Stop::Brace => self.open(Token::StringMiddle, start, open.quotes),
            Stop::Unclosed => {
                let quote = if open.quotes == Quotes::Triple { "\"\"\"" } else { "\"" };
                self.report(mistakes::unclosed_string(self.span(start, start + 1), quote));
                self.push(Token::StringEnd, start);
            }
        }
    }

    /// Moves behind the text of a string, up to the quote or the brace that ends it.
    fn text_until(&mut self, quotes: Quotes) -> Stop {
        let bytes = self.raw.remainder().as_bytes();
        let mut at = 0;
        let stop = loop {
            match bytes.get(at) {
                Some(b'\\') if bytes[at..].starts_with(b"\\u{") => at += 3,
                Some(b'\\') if bytes.get(at + 1) != Some(&b'\n') => at += 2,
                Some(b'"') if quotes == Quotes::Single => {
                    at += 1;
                    break Stop::Quote;
                }
                Some(b'"') if bytes[at..].starts_with(b"\"\"\"") => {
                    at += 3;
                    break Stop::Quote;
                }
                Some(b'{') => {
                    at += 1;
                    break Stop::Brace;
                }
                Some(b'\n') if quotes == Quotes::Single => break Stop::Unclosed,
                None => break Stop::Unclosed,
                Some(_) => at += 1,
            }
        };
        let mut end = at.min(bytes.len());
        while !self.raw.remainder().is_char_boundary(end) {
            end += 1;
        }
        self.raw.bump(end);
        stop
    }

    /// The format behind an expression in a string, up to its `}`.
    fn spec(&mut self, start: usize) {
        let length = self.raw.remainder().find(['}', '"', '\n']).unwrap_or(self.raw.remainder().len());
        self.raw.bump(length);
        self.push(Token::Spec, start);
    }
}

/// Why the text of a string stopped.
enum Stop {
    Quote,
    Brace,
    Unclosed,
}

const fn is_string(token: Token) -> bool {
    matches!(token, Token::StringStart | Token::StringMiddle)
}

const fn closer(token: Token) -> Token {
    match token {
        Token::OpenParen => Token::CloseParen,
        Token::OpenBracket => Token::CloseBracket,
        _ => Token::CloseBrace,
    }
}
