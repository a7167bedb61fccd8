//! What the layout of a text says about its brackets: read only where one is missing, for else it means nothing.

use crate::syntax::lexer::Lexer;
use crate::syntax::token::Token;

/// A line, and how far it and the statement that goes on in it are indented.
#[derive(Clone, Copy, Default)]
pub struct Line {
    /// The offset of its first byte.
    pub start: usize,
    indentation: usize,
    /// The indentation of the line on which the statement starts.
    pub statement: usize,
}

/// The line of the current token. It moves on with the tokens, so that each byte is looked at once.
#[derive(Clone, Copy, Default)]
pub struct Layout {
    pub line: Line,
    /// The number of the token that starts the statement.
    first: usize,
    /// Up to where the text was looked at.
    end: usize,
    /// The start of the line on which a mistake about a bracket was last reported.
    pub reported: Option<usize>,
}

impl Layout {
    pub fn move_to(&mut self, text: &str, at: usize) {
        if let Some(newline) = text[self.end..at].rfind('\n') {
            self.line.start = self.end + newline + 1;
            let line = &text[self.line.start..];
            self.line.indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        }
        self.end = at;
    }

    /// A statement starts here, with token number `first`.
    pub fn start_statement(&mut self, first: usize) {
        self.first = first;
        self.line.statement = self.line.indentation;
    }
}

impl Lexer<'_> {
    /// The line of the current token, if the layout is read.
    pub fn line(&self) -> Line {
        self.layout.map(|layout| layout.line).unwrap_or_default()
    }

    /// Before the first token of a line: closes the brackets that, going by the layout, should have been.
    pub fn close_by_layout(&mut self, token: Token) {
        let Some(Layout { line, .. }) = self.layout else { return };
        while let Some(open) = self.brackets.last() {
            let reached = match token.closes() {
                true => line.indentation < open.line.statement,
                false => line.indentation <= open.line.statement,
            };
            // Nothing that starts a statement can follow the end of an operand within parentheses.
            let broken = open.token != Token::OpenBrace
                && self.last().is_some_and(Token::ends)
                && (token.starts_statement() || token.starts_item());
            let empty = open.token == Token::OpenBrace && self.lexed.lexemes.len() == open.index + 1;
            if !(reached || broken) || empty && !token.starts_item() {
                return;
            }
            self.close_virtually();
        }
    }

    /// At the end of a line: opens the brace that is missing if the next line stands further right and the statement
    /// has a body that has not begun.
    pub fn open_by_layout(&mut self, token: Token) {
        let Some(Layout { line, first, .. }) = self.layout else { return };
        let statement = self.lexed.lexemes.get(first..).unwrap_or_default();
        let owner = statement.iter().rposition(|lexeme| lexeme.token.has_body());
        let waits = owner.is_some_and(|owner| statement[owner..].iter().all(|lexeme| lexeme.token != Token::OpenBrace));
        let starts = token.starts_operand() || token.starts_statement() || token.starts_item();
        if waits && starts && line.indentation > line.statement {
            self.open_virtually();
        }
    }

    /// Whether a `}` can't belong to the innermost `{`: it starts a line further right than that of its partner, or
    /// stands within a line and its partner on another.
    pub fn is_misplaced(&self, start: usize) -> bool {
        let partner = self.brackets.iter().rfind(|open| open.token == Token::OpenBrace);
        let (Some(Layout { line, .. }), Some(open)) = (&self.layout, partner) else { return false };
        let first = line.start + line.indentation == start;
        if first { line.indentation > open.line.indentation } else { line.start != open.line.start }
    }
}
