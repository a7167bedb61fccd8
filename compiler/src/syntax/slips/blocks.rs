//! Blocks without their braces, and loops and arms as other languages write them.

use super::{Context, Recogniser, Slip};
use crate::syntax::mistakes;
use crate::syntax::token::{Lexeme, Token};

pub const RECOGNISERS: &[Recogniser] =
    &[arm_arrow, three_part_loop, two_names_of_a_loop, exceptions, brace_on_next_line, then_or_do, body_without_braces];

/// `A -> …` or `A: …` in a `match`.
fn arm_arrow(context: &Context) -> Option<Slip> {
    let found = matches!(context.token(0), Some(Token::Arrow | Token::Colon | Token::Assign));
    let diagnostic = (found && context.expected.has(Token::FatArrow))
        .then(|| mistakes::foreign_operator(context.span(0), context.text(0), "=>"))?;
    context.replace(diagnostic, 0..1, &[Token::FatArrow])
}

/// `for (let i = 0; i < n; i++) { … }`
fn three_part_loop(context: &Context) -> Option<Slip> {
    let element = &context.lexemes[context.element.clone()];
    let [Lexeme { token: Token::For, span }, rest @ ..] = element else { return None };
    let body = body_of_loop(rest)?;
    let semicolons = rest[..body].iter().filter(|lexeme| lexeme.token == Token::Semicolon).count();
    if semicolons == 0 || context.at > context.element.start + 1 + body {
        return None;
    }
    let diagnostic = mistakes::three_part_loop(span.to(rest[body - 1].span));
    let span = rest[0].span.to(rest[body - 1].span);
    let with = [Token::Underscore, Token::In, Token::Error].map(|token| Lexeme { token, span }).to_vec();
    let start = context.element.start + 1;
    Some(Slip { diagnostic, replace: start..start + body, with })
}

/// `for a, b in …`
fn two_names_of_a_loop(context: &Context) -> Option<Slip> {
    let loops = context.token(-2) == Some(Token::For) && context.expected.has(Token::In);
    let names = [-1, 1].iter().all(|&offset| context.token(offset) == Some(Token::Identifier));
    let found = loops && names && context.token(0) == Some(Token::Comma) && context.token(2) == Some(Token::In);
    let (first, second) = (context.text(-1), context.text(1));
    let diagnostic = found.then(|| mistakes::two_names_of_a_loop(context.span_of(-1, 1), first, second))?;
    let mut slip = context.replace(diagnostic, -1..2, &[Token::OpenParen, Token::Error, Token::CloseParen])?;
    slip.with.splice(1..2, context.lexemes[context.at - 1..context.at + 2].iter().copied());
    Some(slip)
}

/// `try { … } catch { … }`
fn exceptions(context: &Context) -> Option<Slip> {
    let is_word = |offset| matches!(context.text(offset), "try" | "catch" | "except" | "finally");
    let offset = [-1, 0].into_iter().find(|&offset| is_word(offset))?;
    let follows = offset == 0 && context.token(-1) == Some(Token::CloseBrace);
    let opens =
        context.is_first(offset) && matches!(context.token(offset + 1), Some(Token::OpenBrace | Token::OpenParen));
    let diagnostic = (follows || opens).then(|| mistakes::exceptions(context.span(offset), context.text(offset)))?;
    context.give_up(diagnostic)
}

/// The number of the token that opens the body, behind the parentheses.
fn body_of_loop(rest: &[Lexeme]) -> Option<usize> {
    let mut depth = 0_usize;
    for (number, lexeme) in rest.iter().enumerate() {
        match lexeme.token {
            Token::OpenBrace if depth == 0 && number > 0 => return Some(number),
            token if token.opens() => depth += 1,
            token if token.closes() => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

fn brace_on_next_line(context: &Context) -> Option<Slip> {
    let newline = matches!(context.token(0), None | Some(Token::Newline)) && context.expected.has(Token::OpenBrace);
    let found = newline && context.token(1) == Some(Token::OpenBrace);
    let diagnostic = found.then(|| mistakes::brace_on_next_line(context.span(1)))?;
    context.remove(diagnostic, 0..1)
}

/// `if a then`, `while a do`
fn then_or_do(context: &Context) -> Option<Slip> {
    let word = matches!(context.text(0), "then" | "do") && context.expected.has(Token::OpenBrace);
    if word && context.token(1) == Some(Token::OpenBrace) {
        let place = context.span(0).to_start(context.span(1));
        return context.remove(mistakes::foreign_word(place, context.text(0), ""), 0..1);
    }
    let diagnostic = word.then(|| mistakes::then_or_do(context.span(0), context.text(0)))?;
    let mut slip = context.brace_rest(diagnostic, 0)?;
    slip.with.remove(1);
    Some(slip)
}

/// `if a return`, `else b`
fn body_without_braces(context: &Context) -> Option<Slip> {
    let starts = context.token(0)?.starts_operand() || context.token(0)?.starts_statement();
    let found = starts && context.expected.has(Token::OpenBrace) && context.opener() < Some(context.element.start);
    let owner = context.lexemes[context.element.clone()].iter().take(context.at - context.element.start);
    let owner = owner
        .rev()
        .find(|lexeme| matches!(lexeme.token, Token::If | Token::Else | Token::While | Token::For | Token::Loop))?;
    let owner = owner.token.text().unwrap_or_default();
    let diagnostic = found.then(|| mistakes::body_without_braces(context.span(0), &format!("`{owner}`")))?;
    context.brace_rest(diagnostic, 0)
}
