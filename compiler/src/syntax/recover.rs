//! Reading on after a mistake: the innermost statement, field, arm or item around it becomes an error, and what is
//! left is read again, until all is read.

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::expected;
use crate::syntax::mistakes;
use crate::syntax::token::{Lexeme, Token};

/// Where the parser stopped.
#[derive(Debug)]
pub struct Stop {
    /// The number of the token it could not take; the number of tokens if it wanted more.
    pub at: usize,
    /// What it could have taken, in the words of the grammar.
    pub expected: Vec<String>,
}

/// Reports the mistake, unless it follows from one that was reported, and takes it out of the tokens of the item.
pub fn mend(lexemes: &mut Vec<Lexeme>, stop: &Stop, text_of: impl Fn(Span) -> String) -> Option<Diagnostic> {
    let unit = unit(lexemes, stop.at);
    let reported = lexemes[unit.clone()].iter().any(|lexeme| lexeme.token == Token::Error);
    let diagnostic = (!reported).then(|| describe(lexemes, stop, text_of));
    let span = lexemes[unit.start].span.to(lexemes[unit.end - 1].span);
    lexemes.splice(unit, [Lexeme { token: Token::Error, span }]);
    diagnostic
}

fn describe(lexemes: &[Lexeme], stop: &Stop, text_of: impl Fn(Span) -> String) -> Diagnostic {
    let expected = expected::in_words(&stop.expected);
    match lexemes.get(stop.at) {
        Some(found) => mistakes::unexpected(found.span, &expected::name(found.token, &text_of(found.span)), &expected),
        None => {
            let end = lexemes.last().map_or(0, |last| last.span.end);
            mistakes::unexpected(Span::new(end, end), "the end of the item", &expected)
        }
    }
}

/// The tokens of the innermost element of braces around token `at` that is more than an error alone; else all.
fn unit(lexemes: &[Lexeme], at: usize) -> std::ops::Range<usize> {
    for brace in enclosing_braces(lexemes, at).into_iter().rev() {
        let unit = element(lexemes, brace, at);
        if !unit.is_empty() && lexemes[unit.clone()].iter().any(|lexeme| lexeme.token != Token::Error) {
            return unit;
        }
    }
    0..lexemes.len()
}

/// The numbers of the `{` that are open before token `at`.
fn enclosing_braces(lexemes: &[Lexeme], at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (number, lexeme) in lexemes.iter().enumerate().take(at) {
        match lexeme.token {
            Token::OpenBrace | Token::OpenParen | Token::OpenBracket | Token::StringStart => open.push(number),
            Token::CloseBrace | Token::CloseParen | Token::CloseBracket | Token::StringEnd => {
                open.pop();
            }
            _ => {}
        }
    }
    open.retain(|&number| lexemes[number].token == Token::OpenBrace);
    open
}

/// The element of the braces that open at token `brace` to which token `at` belongs.
fn element(lexemes: &[Lexeme], brace: usize, at: usize) -> std::ops::Range<usize> {
    let (mut start, mut depth) = (brace + 1, 0_usize);
    for (number, lexeme) in lexemes.iter().enumerate().skip(brace + 1) {
        match lexeme.token {
            Token::OpenBrace | Token::OpenParen | Token::OpenBracket | Token::StringStart => depth += 1,
            _ if depth == 0 && ends_element(lexemes, number) => {
                if number >= at {
                    return start..number;
                }
                start = number + 1;
            }
            Token::CloseBrace | Token::CloseParen | Token::CloseBracket | Token::StringEnd => depth -= 1,
            _ => {}
        }
    }
    start..lexemes.len()
}

/// Whether an element of braces ends before this token, which stands directly in them.
fn ends_element(lexemes: &[Lexeme], number: usize) -> bool {
    matches!(lexemes[number].token, Token::Newline | Token::Semicolon | Token::CloseBrace | Token::Comma)
}
