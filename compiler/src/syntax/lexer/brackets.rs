//! Brackets and their partners. Where one is missing the indentation tells best what was meant.

use crate::source::Span;
use crate::syntax::lexer::Lexer;
use crate::syntax::lexer::strings::Quotes;
use crate::syntax::mistakes;
use crate::syntax::token::Token;

/// Brackets inside one another, at most: what is bracketed deeper than this no person reads.
pub const MAX_NESTING: usize = 250;

/// A bracket that waits for its partner.
#[derive(Clone, Copy)]
pub struct Open {
    /// An opening bracket, or the start or middle of a string whose `{` is open.
    pub token: Token,
    /// Its number among the tokens.
    pub index: usize,
    /// Which quotes the string has in which it stands.
    pub quotes: Option<Quotes>,
    /// Whether its partner may have been lost in a string that is not closed.
    pub excused: bool,
    /// How far the line is indented on which it stands, if that matters.
    indentation: usize,
}

/// The line of the current token. It moves on with the tokens, so that each byte is looked at once.
#[derive(Default)]
pub struct Lines {
    start: usize,
    pub indentation: usize,
    /// Up to where the text was looked at.
    end: usize,
}

impl Lines {
    pub fn move_to(&mut self, text: &str, at: usize) {
        if let Some(newline) = text[self.end..at].rfind('\n') {
            self.start = self.end + newline + 1;
            let line = &text[self.start..];
            self.indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        }
        self.end = at;
    }
}

impl Lexer<'_> {
    pub fn open(&mut self, token: Token, start: usize) {
        self.open_in(None, token, start);
    }

    /// Opens a bracket, perhaps in a string.
    pub fn open_in(&mut self, quotes: Option<Quotes>, token: Token, start: usize) {
        let index = self.lexed.lexemes.len();
        let indentation = self.lines.as_ref().map_or(0, |lines| lines.indentation);
        self.push(token, start);
        if self.brackets.len() == MAX_NESTING {
            return self.give_up();
        }
        self.one_line_strings += usize::from(quotes == Some(Quotes::Single));
        self.brackets.push(Open { token, index, quotes, excused: false, indentation });
    }

    pub fn close(&mut self, token: Token, start: usize) {
        if token == Token::CloseBrace && self.is_in_string() {
            return self.resume_string(start);
        }
        if self.is_too_far_right(token, start) {
            return self.stray(start);
        }
        let partner = self.brackets.iter().rposition(|open| open.token.closer() == token);
        // A bracket of another kind does not reach beyond the braces around it.
        let braces = self.brackets.iter().rposition(|open| open.token == Token::OpenBrace);
        let Some(partner) = partner.filter(|partner| braces.is_none_or(|braces| *partner >= braces)) else {
            return self.wrong(token, start);
        };
        while self.brackets.len() > partner + 1 {
            self.close_virtually();
        }
        self.brackets.pop();
        self.push(token, start);
    }

    /// A `)` or `]` without partner stands for the other if that is missing.
    fn wrong(&mut self, token: Token, start: usize) {
        let open = self.brackets.last().filter(|open| matches!(open.token, Token::OpenParen | Token::OpenBracket));
        let (Some(&open), true) = (open, token != Token::CloseBrace) else { return self.stray(start) };
        self.balanced = false;
        self.brackets.pop();
        let opened = self.lexed.lexemes[open.index].span;
        let place = self.span(start, self.raw.span().end);
        let (closer, opener) = (token.text().unwrap_or_default(), open.token.text().unwrap_or_default());
        self.report(mistakes::wrong_closer(place, closer, opened, opener));
        self.push(open.token.closer(), start);
    }

    /// A closing bracket without partner is left out.
    fn stray(&mut self, start: usize) {
        let end = self.raw.span().end;
        self.balanced = false;
        self.report(mistakes::stray_closer(self.span(start, end), &self.text[start..end]));
        self.last_end = end;
    }

    /// Closes the brackets that are open at the end of the text, which are missing something unless the text ends
    /// within a string or a comment.
    pub fn close_all(&mut self) {
        let reported = self.lexed.diagnostics.len();
        while !self.brackets.is_empty() {
            self.close_virtually();
        }
        if self.ends_inside {
            self.balanced = true;
            self.lexed.diagnostics.truncate(reported);
        }
    }

    /// Closes the innermost bracket, which the text does not, behind the last token.
    pub fn close_virtually(&mut self) {
        let Some(open) = self.brackets.pop() else { return };
        self.balanced = false;
        self.one_line_strings -= usize::from(open.quotes == Some(Quotes::Single));
        let span = self.lexed.lexemes[open.index].span;
        let closer = open.token.closer();
        match (open.token.text(), closer.text()) {
            _ if open.excused => {}
            (Some(opener), Some(text)) => self.report(mistakes::unclosed(span, opener, text)),
            _ => self.report(mistakes::unclosed_interpolation(Span::new(span.end - 1, span.end))),
        }
        self.push_span(closer, self.last_end, self.last_end);
    }

    /// Before the first token of a line: closes the brackets that, going by the indentation, should have been.
    pub fn close_by_indentation(&mut self, token: Token, indentation: usize) {
        while let Some(open) = self.brackets.last() {
            let reached = if token.closes() { indentation < open.indentation } else { indentation <= open.indentation };
            // Nothing that starts a statement can follow the end of an operand within parentheses.
            let broken = open.token != Token::OpenBrace
                && self.last().is_some_and(Token::ends)
                && (token.starts_statement() || token.starts_item());
            let empty = self.lexed.lexemes.len() == open.index + 1;
            if !(reached || broken) || empty && open.token == Token::OpenBrace && !token.starts_item() {
                return;
            }
            self.close_virtually();
        }
    }

    /// Whether a `}` starts a line and stands further right than the line of its partner.
    fn is_too_far_right(&self, token: Token, start: usize) -> bool {
        let (Some(lines), Some(open)) = (&self.lines, self.brackets.last()) else { return false };
        let first = lines.start + lines.indentation == start;
        token == Token::CloseBrace && first && lines.indentation > open.indentation
    }

    /// Brackets are nested too deep: what is inside the outermost one is not read, nor what is behind it.
    fn give_up(&mut self) {
        let Some(outermost) = self.brackets.first().map(|open| open.index) else { return };
        if let Some(last) = self.lexed.lexemes.last() {
            self.report(mistakes::too_deep(last.span, MAX_NESTING));
        }
        self.raw.bump(self.raw.remainder().len());
        self.brackets.clear();
        self.one_line_strings = 0;
        let start = (self.lexed.lexemes[outermost].span.start - self.base) as usize;
        self.lexed.lexemes.truncate(outermost);
        self.push_span(Token::Error, start, self.last_end);
    }
}
