//! Strings. The generated lexer stops behind the opening quotes; the text is read here, and between its pieces the
//! tokens of the expressions in braces are read as everywhere else.

use crate::source::Span;
use crate::syntax::lexer::Lexer;
use crate::syntax::lexer::brackets::Open;
use crate::syntax::mistakes;
use crate::syntax::token::Token;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// `"`: the string ends on its line.
    Single,
    /// `"""`
    Triple,
}

impl Quotes {
    const fn text(self) -> &'static str {
        match self {
            Quotes::Single => "\"",
            Quotes::Triple => "\"\"\"",
        }
    }
}

/// Why the text of a string stopped.
enum Stop {
    Quotes,
    Brace,
    Unclosed,
}

impl Lexer<'_> {
    /// Whether the innermost bracket is one in a string.
    pub fn is_in_string(&self) -> bool {
        self.brackets.last().is_some_and(|open| open.quotes.is_some())
    }

    pub fn string(&mut self, start: usize) {
        let triple = self.raw.remainder().starts_with("\"\"");
        let quotes = if triple { Quotes::Triple } else { Quotes::Single };
        if triple {
            self.raw.bump(2);
        }
        match self.text_until(quotes) {
            Stop::Quotes => self.push(Token::String, start),
            Stop::Brace => self.open_in(Some(quotes), Token::StringStart, start),
            Stop::Unclosed => {
                // Within an expression in a string it is that string which is not closed, and is reported.
                if self.one_line_strings == 0 {
                    self.unclosed(self.span(start, start + quotes.text().len()), quotes);
                }
                self.push(Token::Error, start);
            }
        }
    }

    /// Goes on with a string at the `}` that ends an expression inside it.
    pub fn resume_string(&mut self, start: usize) {
        let Some(Open { index, quotes: Some(quotes), .. }) = self.brackets.pop() else { return };
        self.one_line_strings -= usize::from(quotes == Quotes::Single);
        match self.text_until(quotes) {
            Stop::Quotes => self.push(Token::StringEnd, start),
            Stop::Brace => self.open_in(Some(quotes), Token::StringMiddle, start),
            Stop::Unclosed => {
                let first = self.first_piece(index);
                let opening = self.lexed.lexemes[first].span;
                let opening = Span::new(opening.start, opening.start + quotes.text().len() as u32);
                self.unclosed(opening, quotes);
                self.push(Token::StringEnd, start);
            }
        }
    }

    /// Reports that the string that starts at a place is not closed.
    fn unclosed(&mut self, opening: Span, quotes: Quotes) {
        self.report(mistakes::unclosed_string(opening, quotes.text()));
        self.ends_inside = quotes == Quotes::Triple;
        self.excuse((opening.start - self.base) as usize);
    }

    /// What closes the brackets of the line may have been taken for text of the string that starts at an offset.
    fn excuse(&mut self, start: usize) {
        let line_start = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_start = self.base + line_start as u32;
        let (lexemes, brackets) = (&self.lexed.lexemes, &mut self.brackets);
        for open in brackets.iter_mut().filter(|open| lexemes[open.index].span.start >= line_start) {
            open.excused = open.token != Token::OpenBrace;
        }
    }

    /// The number of the token that starts the string to which piece `index` belongs.
    fn first_piece(&self, index: usize) -> usize {
        let mut inside = 0_usize;
        for (number, lexeme) in self.lexed.lexemes[..=index].iter().enumerate().rev() {
            match lexeme.token {
                Token::StringEnd => inside += 1,
                Token::StringStart if inside == 0 => return number,
                Token::StringStart => inside -= 1,
                _ => {}
            }
        }
        index
    }

    /// The line has ended within a string that must end on its line: the outermost such string becomes an error.
    pub fn abandon_string(&mut self) {
        let Some(at) = self.brackets.iter().position(|open| open.quotes == Some(Quotes::Single)) else { return };
        let index = self.brackets[at].index;
        let piece = self.lexed.lexemes[index].span;
        self.report(mistakes::unclosed_interpolation(Span::new(piece.end - 1, piece.end)));
        self.brackets.truncate(at);
        self.one_line_strings = 0;
        let first = self.first_piece(index);
        let start = (self.lexed.lexemes[first].span.start - self.base) as usize;
        self.lexed.lexemes.truncate(first);
        self.push_span(Token::Error, start, self.last_end);
        self.excuse(start);
    }

    /// Moves behind the text of a string, up to the quotes or the brace that ends it.
    fn text_until(&mut self, quotes: Quotes) -> Stop {
        let bytes = self.raw.remainder().as_bytes();
        let mut at = 0;
        let (stop, length) = loop {
            match bytes.get(at) {
                Some(b'\\') if bytes[at..].starts_with(b"\\u{") => at += 3,
                Some(b'\\') if !matches!(bytes.get(at + 1), Some(b'\n' | b'\r') | None) => at += 2,
                Some(b'"') if bytes[at..].starts_with(quotes.text().as_bytes()) => {
                    break (Stop::Quotes, quotes.text().len());
                }
                Some(b'{') => break (Stop::Brace, 1),
                Some(b'\n') if quotes == Quotes::Single => break (Stop::Unclosed, 0),
                None => break (Stop::Unclosed, 0),
                Some(_) => at += 1,
            }
        };
        // An escape may have skipped the first byte of a longer character: the bytes stepped over behind it end it.
        self.raw.bump(at + length);
        stop
    }

    /// The format behind an expression in a string, up to its `}`.
    pub fn spec(&mut self, start: usize) {
        let rest = self.raw.remainder();
        self.raw.bump(rest.find(['}', '"', '\n']).unwrap_or(rest.len()));
        self.push(Token::Spec, start);
    }

    pub fn raw_string(&mut self, start: usize) {
        let opening = self.raw.span();
        let closing = format!("\"{}", "#".repeat(opening.len() - 2));
        match self.raw.remainder().find(&closing) {
            Some(at) => {
                self.raw.bump(at + closing.len());
                self.push(Token::RawString, start);
            }
            None => {
                self.ends_inside = true;
                self.raw.bump(self.raw.remainder().len());
                self.report(mistakes::unclosed_string(self.span(opening.start, opening.end), &closing));
                self.push(Token::Error, start);
            }
        }
    }
}
