//! Operators of other languages.

use super::{Context, Recogniser, Slip};
use crate::syntax::mistakes;
use crate::syntax::token::Token;

pub const RECOGNISERS: &[Recogniser] = &[
    increment,
    identity,
    named_argument,
    chained_assignment,
    assignment_in_condition,
    greater_or_equal,
    different,
    path,
    cast,
    conversion_question,
    power,
    reference,
    unary_plus,
    ternary,
];

/// `i++`, `i--`, `++i`, `--i`: as two tokens that touch.
fn increment(context: &Context) -> Option<Slip> {
    let touching = |offset: isize, sign| {
        context.token(offset) == Some(sign) && context.token(offset + 1) == Some(sign) && context.touches_next(offset)
    };
    let candidates = [(-2, Token::Minus), (-1, Token::Plus), (0, Token::Plus)];
    let (offset, sign) = candidates.into_iter().find(|&(offset, sign)| touching(offset, sign))?;
    let diagnostic = mistakes::increment(context.span_of(offset, offset + 1), sign);
    if context.is_first(offset) {
        return context.remove(diagnostic, offset..offset + 2);
    }
    let operator = if sign == Token::Plus { Token::AddAssign } else { Token::SubtractAssign };
    // A sign at the end of a line does not end the statement, and this one should have.
    let tokens = [operator, Token::Error, Token::Newline];
    let count = if context.is_last_of_line(offset + 1) { 3 } else { 2 };
    context.replace(diagnostic, offset..offset + 2, &tokens[..count])
}

/// `===` and `!==`
fn identity(context: &Context) -> Option<Slip> {
    let compared = matches!(context.token(-1), Some(Token::Equal | Token::NotEqual)) && context.touches_next(-1);
    let found = compared && context.token(0) == Some(Token::Assign);
    let diagnostic = found.then(|| mistakes::identity(context.span_of(-1, 0), context.text(-1)))?;
    context.remove(diagnostic, 0..1)
}

/// `f(name = value)`
fn named_argument(context: &Context) -> Option<Slip> {
    let opener = context.opener()?;
    let called =
        opener > 0 && matches!(context.lexemes[opener - 1].token, Token::Identifier | Token::SelfType | Token::Greater);
    let starts = matches!(context.token(-2), Some(Token::OpenParen | Token::Comma));
    let named = context.token(0) == Some(Token::Assign) && context.token(-1) == Some(Token::Identifier);
    let found = called && starts && named && context.lexemes[opener].token == Token::OpenParen;
    let diagnostic = found.then(|| mistakes::named_argument(context.gap(0).to(context.span(0)), context.text(-1)))?;
    context.replace(diagnostic, 0..1, &[Token::Colon])
}

/// `a = b = c`
fn chained_assignment(context: &Context) -> Option<Slip> {
    let before = &context.lexemes[context.element.start..context.at];
    let assigns = before.iter().any(|lexeme| lexeme.token == Token::Assign) && !has_condition(before);
    let found = assigns
        && context.token(0) == Some(Token::Assign)
        && context.opener().is_none_or(|opener| opener < context.element.start);
    let diagnostic = found.then(|| mistakes::chained_assignment(context.span(0)))?;
    context.give_up(diagnostic)
}

fn has_condition(lexemes: &[crate::syntax::token::Lexeme]) -> bool {
    lexemes.iter().any(|lexeme| matches!(lexeme.token, Token::If | Token::While | Token::Assert))
}

/// `=` where only `==` could stand.
fn assignment_in_condition(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Assign) && context.expected.has(Token::Equal);
    let diagnostic = found.then(|| mistakes::assignment_in_condition(context.span(0)))?;
    context.replace(diagnostic, 0..1, &[Token::Equal])
}

/// `=>` for `>=`, `=<` for `<=`
fn greater_or_equal(context: &Context) -> Option<Slip> {
    let before = &context.lexemes[context.element.start..context.at];
    let arrow = context.token(0) == Some(Token::FatArrow) && has_condition(before) && context.expected.has_operator();
    let diagnostic = arrow.then(|| mistakes::foreign_operator(context.span(0), "=>", ">="))?;
    context.replace(diagnostic, 0..1, &[Token::GreaterEqual])
}

/// `<>`
fn different(context: &Context) -> Option<Slip> {
    let found =
        context.token(-1) == Some(Token::Less) && context.token(0) == Some(Token::Greater) && context.touches_next(-1);
    let diagnostic = found.then(|| mistakes::foreign_operator(context.span_of(-1, 0), "<>", "!="))?;
    context.replace(diagnostic, -1..1, &[Token::NotEqual])
}

/// `a::b`, in paths and expressions.
fn path(context: &Context) -> Option<Slip> {
    let offset = match (context.token(-1), context.token(0)) {
        (Some(Token::Path), Some(Token::Identifier | Token::OpenBrace)) => -1,
        (_, Some(Token::Path)) => 0,
        _ => return None,
    };
    let diagnostic = mistakes::foreign_operator(context.span(offset), "::", ".");
    context.replace(diagnostic, offset..offset + 1, &[Token::Dot])
}

/// `x as int`
fn cast(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::As) && context.expected.has_operator();
    let ty = context.text(1).to_owned();
    let diagnostic = found.then(|| mistakes::cast(context.span_of(0, 1), &ty))?;
    context.remove(diagnostic, 0..2)
}

/// `x as? T ?? d` without parentheses.
fn conversion_question(context: &Context) -> Option<Slip> {
    let start = context.lexemes[context.element.start..context.at]
        .iter()
        .rposition(|lexeme| lexeme.token == Token::AsQuestion)?;
    let found = context.token(0) == Some(Token::Coalesce) && context.expected.has(Token::AndAnd);
    let diagnostic = found
        .then(|| mistakes::conversion_question(context.span(0), context.lexemes[context.element.start + start].span))?;
    context.replace(diagnostic, 0..1, &[Token::AndAnd])
}

/// `&x`, `&mut x`, `*p`, and `&T` as a type.
fn reference(context: &Context) -> Option<Slip> {
    let sign = matches!(context.token(0), Some(Token::And | Token::Star));
    let operand = context.expected.has_expression() || context.expected.has(Token::OpenBracket);
    let found = sign && operand && !context.expected.has_operator();
    let diagnostic = found.then(|| mistakes::reference(context.span(0), context.text(0)))?;
    let end = if context.text(1) == "mut" { 2 } else { 1 };
    context.remove(diagnostic, 0..end)
}

fn unary_plus(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Plus) && context.expected.has_expression();
    let diagnostic = found.then(|| mistakes::unary_plus(context.span(0)))?;
    context.remove(diagnostic, 0..1)
}

/// `a ** b`
fn power(context: &Context) -> Option<Slip> {
    let found =
        context.token(-1) == Some(Token::Star) && context.token(0) == Some(Token::Star) && context.touches_next(-1);
    let diagnostic = found.then(|| mistakes::power(context.span_of(-1, 0)))?;
    context.remove(diagnostic, 0..1)
}

/// `a ? b : c`
fn ternary(context: &Context) -> Option<Slip> {
    let rest = &context.lexemes[context.at..context.element.end];
    let colon = rest.iter().any(|lexeme| matches!(lexeme.token, Token::Colon | Token::Spec));
    let found = context.token(-1) == Some(Token::Question) && colon && context.expected.has_operator();
    let diagnostic = found.then(|| mistakes::ternary(context.span(-1)))?;
    context.give_up(diagnostic)
}
