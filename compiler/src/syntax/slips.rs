//! Slips that people make who think in another language, or who type fast: each is recognised from the tokens around the
//! place where the parser stopped, gets a message of its own, and is mended in the tokens, so that reading goes on as if
//! it had been written right.

mod blocks;
mod declarations;
mod expressions;
mod operators;
mod words;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::expected::Expected;
use crate::syntax::text::{self, Text};
use crate::syntax::token::{Lexeme, Token};

/// A slip, and the tokens that mend it.
pub struct Slip {
    pub diagnostic: Diagnostic,
    pub replace: Range<usize>,
    pub with: Vec<Lexeme>,
}

/// What a recogniser looks at.
pub struct Context<'a> {
    pub lexemes: &'a [Lexeme],
    /// The number of the token that the parser could not take.
    pub at: usize,
    pub expected: &'a Expected,
    /// The statement, field, arm or item around it.
    pub element: Range<usize>,
    pub text: Text<'a>,
}

/// Says what slip it was, if it is one of its kind.
type Recogniser = fn(&Context) -> Option<Slip>;

/// The first that knows the slip has it, so the special ones stand before the general ones.
const RECOGNISERS: [&[Recogniser]; 5] = [
    words::RECOGNISERS,
    operators::RECOGNISERS,
    expressions::RECOGNISERS,
    declarations::RECOGNISERS,
    blocks::RECOGNISERS,
];

pub fn recognise(context: &Context) -> Option<Slip> {
    RECOGNISERS.iter().copied().flatten().find_map(|recogniser| recogniser(context))
}

impl Context<'_> {
    /// The token so many places behind the one at fault, or before it.
    fn token(&self, offset: isize) -> Option<Token> {
        self.lexeme(offset).map(|lexeme| lexeme.token)
    }

    fn lexeme(&self, offset: isize) -> Option<Lexeme> {
        self.lexemes.get(self.at.checked_add_signed(offset)?).copied()
    }

    /// The text of a token, as a message quotes it; empty if there is none.
    fn text(&self, offset: isize) -> &str {
        self.lexeme(offset).map_or("", |lexeme| text::brief(self.text.slice(lexeme.span)))
    }

    /// The place of a token; if there is none, the end of the tokens.
    fn span(&self, offset: isize) -> Span {
        let end = self.lexemes.last().map_or(0, |last| last.span.end);
        self.lexeme(offset).map_or(Span::new(end, end), |lexeme| lexeme.span)
    }

    /// From one token to another.
    fn span_of(&self, from: isize, to: isize) -> Span {
        self.span(from).to(self.span(to))
    }

    /// Whether no space is between this token and the next.
    fn touches_next(&self, offset: isize) -> bool {
        self.span(offset).end == self.span(offset + 1).start
    }

    /// Whether the next token stands on another line.
    fn is_last_of_line(&self, offset: isize) -> bool {
        let gap = Span::new(self.span(offset).end, self.span(offset + 1).start);
        self.lexeme(offset + 1).is_some() && self.text.slice(gap).contains('\n')
    }

    /// Whether the token is the first of its statement, field, arm or item.
    fn is_first(&self, offset: isize) -> bool {
        self.at.checked_add_signed(offset) == Some(self.element.start)
    }

    /// Whether the token at fault stands directly in a file, not in braces.
    fn is_item_level(&self) -> bool {
        self.element.start == 0
    }

    /// The first token of the element that is neither a doc comment nor part of an attribute.
    fn first(&self) -> Option<Token> {
        self.lexemes.get(self.element.start).map(|lexeme| lexeme.token)
    }

    /// Replaces tokens by others that stand at the same place.
    fn replace(&self, diagnostic: Diagnostic, offsets: Range<isize>, tokens: &[Token]) -> Option<Slip> {
        let from = self.at.checked_add_signed(offsets.start)?;
        let to = self.at.checked_add_signed(offsets.end)?;
        let place = if from < to { self.span_of(offsets.start, offsets.end - 1) } else { self.gap(offsets.start) };
        let with = tokens.iter().map(|&token| Lexeme { token, span: place }).collect();
        Some(Slip { diagnostic, replace: from..to, with })
    }

    fn remove(&self, diagnostic: Diagnostic, offsets: Range<isize>) -> Option<Slip> {
        self.replace(diagnostic, offsets, &[])
    }

    fn insert(&self, diagnostic: Diagnostic, offset: isize, tokens: &[Token]) -> Option<Slip> {
        self.replace(diagnostic, offset..offset, tokens)
    }

    /// The place right behind the token before this one.
    fn gap(&self, offset: isize) -> Span {
        let end = self.span(offset - 1).end;
        Span::new(end, end)
    }

    /// The whole element becomes an error.
    fn give_up(&self, diagnostic: Diagnostic) -> Option<Slip> {
        let span = self.lexemes.get(self.element.start)?.span.to(self.lexemes.get(self.element.end - 1)?.span);
        Some(Slip { diagnostic, replace: self.element.clone(), with: vec![Lexeme { token: Token::Error, span }] })
    }

    /// Puts the tokens from this one to the end of the element between braces.
    fn brace_rest(&self, diagnostic: Diagnostic, offset: isize) -> Option<Slip> {
        let from = self.at.checked_add_signed(offset)?;
        let rest = self.lexemes.get(from..self.element.end)?;
        let before = self.gap(offset);
        let after = rest.last().map_or(before, |last| Span::new(last.span.end, last.span.end));
        let mut with = vec![Lexeme { token: Token::OpenBrace, span: before }];
        with.extend_from_slice(rest);
        with.push(Lexeme { token: Token::CloseBrace, span: after });
        Some(Slip { diagnostic, replace: from..self.element.end, with })
    }

    /// The innermost bracket that is open at the token.
    pub fn opener(&self) -> Option<usize> {
        let mut open = Vec::new();
        for (number, lexeme) in self.lexemes.iter().enumerate().take(self.at) {
            if lexeme.token.opens() {
                open.push(number);
            } else if lexeme.token.closes() {
                open.pop();
            }
        }
        open.pop()
    }
}
