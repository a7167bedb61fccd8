//! Reading on after a mistake. A slip that is known is mended in the tokens; else the innermost statement, field, arm
//! or item around the mistake becomes an error. Then what is left is read again, until all is read.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::expected::{self, Expected};
use crate::syntax::mistakes;
use crate::syntax::slips::{self, Context};
use crate::syntax::text::{Text, brief};
use crate::syntax::token::{self, Lexeme, Token};

/// Where the parser stopped.
#[derive(Debug)]
pub struct Stop {
    /// The number of the token it could not take; the number of tokens if it wanted more.
    pub at: usize,
    pub expected: Expected,
}

/// Changes the tokens of an item so that they can be read further. What is wrong is returned, unless it follows from
/// something that was reported.
pub fn mend(lexemes: &mut Vec<Lexeme>, stop: &Stop, text: Text) -> Option<Diagnostic> {
    let element = element(lexemes, stop.at, text);
    let context = Context { lexemes, at: stop.at, expected: &stop.expected, element: element.clone(), text };
    let broken = lexemes[element.clone()].iter().any(|lexeme| lexeme.token == Token::Error);
    let reported = broken || context.opener().is_some_and(|opener| is_unclosed(lexemes, opener));
    if let Some(slip) = slips::recognise(&context).filter(|_| !reported || broken) {
        lexemes.splice(slip.replace, slip.with);
        return Some(slip.diagnostic);
    }
    let diagnostic = (!reported).then(|| unexpected(&context));
    let span = lexemes[element.start].span.to(lexemes[element.end - 1].span);
    lexemes.splice(element, [Lexeme { token: Token::Error, span }]);
    diagnostic
}

/// Whether the bracket was closed by the lexer, which reported it.
fn is_unclosed(lexemes: &[Lexeme], opener: usize) -> bool {
    token::closer(lexemes, opener).is_none_or(|closer| lexemes[closer].span.start == lexemes[closer].span.end)
}

fn unexpected(context: &Context) -> Diagnostic {
    let Context { lexemes, at, expected, text, .. } = *context;
    let opener = context.opener().map(|opener| lexemes[opener]);
    let opener = opener.filter(|opener| opener.token != Token::OpenBrace && expected.has(opener.token.closer()));
    let opener = opener.map(|opener| (opener.span, text.slice(opener.span)));
    let (span, found) = match lexemes.get(at) {
        Some(found) => (found.span, expected::name(found.token, brief(text.slice(found.span)))),
        None => {
            let end = lexemes.last().map_or(0, |last| last.span.end);
            (Span::new(end, end), expected::name(Token::Newline, ""))
        }
    };
    mistakes::unexpected(span, &found, &expected.words(), opener)
}

/// The tokens of the innermost element of braces around token `at` that is more than an error alone; else all.
fn element(lexemes: &[Lexeme], at: usize, text: Text) -> Range<usize> {
    for brace in enclosing_braces(lexemes, at).into_iter().rev() {
        let element = element_in(lexemes, brace, at, text);
        if lexemes[element.clone()].iter().any(|lexeme| lexeme.token != Token::Error) {
            return element;
        }
    }
    0..lexemes.len()
}

/// The numbers of the `{` that are open before token `at`.
fn enclosing_braces(lexemes: &[Lexeme], at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (number, lexeme) in lexemes.iter().enumerate().take(at) {
        if lexeme.token.opens() {
            open.push(number);
        } else if lexeme.token.closes() {
            open.pop();
        }
    }
    open.retain(|&number| lexemes[number].token == Token::OpenBrace);
    open
}

/// The element of the braces that open at token `brace` to which token `at` belongs.
fn element_in(lexemes: &[Lexeme], brace: usize, at: usize, text: Text) -> Range<usize> {
    let (mut start, mut depth) = (brace + 1, 0_usize);
    for (number, lexeme) in lexemes.iter().enumerate().skip(brace + 1) {
        if depth == 0 && ends_element(lexemes, number, text) {
            // A separator that stands where an element was expected is an element.
            if number >= at && number > start || number > at {
                return start..number;
            }
            if number < at {
                start = number + 1;
            }
            if lexeme.token == Token::CloseBrace {
                return start..number;
            }
        } else if lexeme.token.opens() {
            depth += 1;
        } else if lexeme.token.closes() {
            depth -= 1;
        }
    }
    start..lexemes.len()
}

/// Whether an element of braces ends before this token, which stands directly in them. A comma does only at the end of
/// its line: elsewhere it may belong to the parameters of a closure or the arguments of a type.
fn ends_element(lexemes: &[Lexeme], number: usize, text: Text) -> bool {
    match (lexemes[number].token, lexemes.get(number + 1)) {
        (Token::Newline | Token::Semicolon | Token::CloseBrace, _) => true,
        (Token::Comma, Some(next)) => text.slice(Span::new(lexemes[number].span.end, next.span.start)).contains('\n'),
        _ => false,
    }
}
