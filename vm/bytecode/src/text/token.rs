//! Text as tokens, each with its place.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::CharIndices;

use super::TextError;
use super::names::in_name;

/// A token and where it stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Token<'text> {
    pub kind: Kind<'text>,
    pub line: u32,
    pub column: u32,
    /// Whether it is the first of its line.
    pub first: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind<'text> {
    /// A keyword, mnemonic, label or number.
    Word(&'text str),
    /// `$name`
    Name(Cow<'text, str>),
    /// `"text"`
    Text(String),
    /// One of `( ) { } [ ] , : @`
    Mark(char),
    /// `->`
    Arrow,
    End,
}

impl Kind<'_> {
    /// What messages call it.
    pub fn describe(&self) -> String {
        match self {
            Self::Word(word) => format!("`{word}`"),
            Self::Name(name) => format!("`{}`", super::names::quote(name)),
            Self::Text(_) => "a text".to_owned(),
            Self::Mark(mark) => format!("`{mark}`"),
            Self::Arrow => "`->`".to_owned(),
            Self::End => "the end of the text".to_owned(),
        }
    }
}

/// Cuts a text into tokens, the last of which is [`Kind::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, TextError> {
    let mut lexer = Lexer { text, chars: text.char_indices().peekable(), line: 1, column: 1, first: true };
    let mut tokens = Vec::new();
    loop {
        let token = lexer.token()?;
        tokens.push(token);
        if tokens.last().is_some_and(|token| token.kind == Kind::End) {
            return Ok(tokens);
        }
    }
}

struct Lexer<'text> {
    text: &'text str,
    chars: Peekable<CharIndices<'text>>,
    line: u32,
    column: u32,
    first: bool,
}

impl<'text> Lexer<'text> {
    fn token(&mut self) -> Result<Token<'text>, TextError> {
        self.skip_blank();
        let (line, column, first) = (self.line, self.column, std::mem::replace(&mut self.first, false));
        let kind = match self.peek() {
            None => Kind::End,
            Some(mark @ ('(' | ')' | '{' | '}' | '[' | ']' | ',' | ':' | '@')) => {
                self.next();
                Kind::Mark(mark)
            }
            Some('"') => Kind::Text(self.quoted()?),
            Some('$') => {
                self.next();
                match self.peek() {
                    Some('"') => Kind::Name(self.quoted()?.into()),
                    _ => Kind::Name(self.run(in_name).into()),
                }
            }
            Some('-') => self.minus(),
            Some(c) if in_word(c) => Kind::Word(self.word()),
            Some(c) => return Err(self.error(format!("unexpected character {c:?}"))),
        };
        Ok(Token { kind, line, column, first })
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn next(&mut self) -> Option<char> {
        let (_, c) = self.chars.next()?;
        if c == '\n' {
            (self.line, self.column, self.first) = (self.line + 1, 1, true);
        } else {
            self.column += 1;
        }
        Some(c)
    }

    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(position, _)| *position)
    }

    fn skip_blank(&mut self) {
        while let Some(c) = self.peek() {
            if c == ';' {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.next();
                }
            } else if c.is_whitespace() {
                self.next();
            } else {
                break;
            }
        }
    }

    /// The characters from here on that `belongs` accepts.
    fn run(&mut self, belongs: impl Fn(char) -> bool) -> &'text str {
        let start = self.position();
        while self.peek().is_some_and(&belongs) {
            self.next();
        }
        let end = self.position();
        &self.text[start..end]
    }

    /// `->` or a negative number.
    fn minus(&mut self) -> Kind<'text> {
        let start = self.position();
        self.next();
        if self.peek() == Some('>') {
            self.next();
            return Kind::Arrow;
        }
        self.word();
        let end = self.position();
        Kind::Word(&self.text[start..end])
    }

    /// A word; in a number an exponent may have a sign.
    fn word(&mut self) -> &'text str {
        let start = self.position();
        let mut last = '\0';
        let number = self.peek().is_some_and(|c| c.is_ascii_digit());
        while let Some(c) = self.peek() {
            let exponent = number && matches!(c, '+' | '-') && matches!(last, 'e' | 'E');
            if !in_word(c) && !exponent {
                break;
            }
            last = c;
            self.next();
        }
        let end = self.position();
        &self.text[start..end]
    }

    /// A text in quotes, with the escapes of Rust.
    fn quoted(&mut self) -> Result<String, TextError> {
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escape()?),
                Some(c) if c != '\n' => text.push(c),
                _ => return Err(self.error("the text has no closing quote on its line".to_owned())),
            }
        }
    }

    fn escape(&mut self) -> Result<char, TextError> {
        Ok(match self.next() {
            Some('n') => '\n',
            Some('t') => '\t',
            Some('r') => '\r',
            Some('0') => '\0',
            Some(c @ ('\\' | '"' | '\'')) => c,
            Some('u') if self.next() == Some('{') => {
                let digits = self.run(|c| c.is_ascii_hexdigit());
                match (u32::from_str_radix(digits, 16).ok().and_then(char::from_u32), self.next()) {
                    (Some(c), Some('}')) => c,
                    _ => return Err(self.error("an escape is written \\u{1f600}".to_owned())),
                }
            }
            _ => return Err(self.error("unknown escape; there are \\n \\t \\r \\0 \\\\ \\\" \\u{…}".to_owned())),
        })
    }

    fn error(&self, message: String) -> TextError {
        TextError { line: self.line, column: self.column, message }
    }
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}
