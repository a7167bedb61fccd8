//! Values and lists as other languages write them.

use super::{Context, Recogniser, Slip};
use crate::source::Span;
use crate::syntax::mistakes;
use crate::syntax::token::{self, Lexeme, Token};

pub const RECOGNISERS: &[Recogniser] = &[
    struct_literal,
    struct_literal_in_head,
    arrow_function,
    anonymous_function,
    empty_interpolation,
    repeated_list,
    formatted_string,
    missing_comma,
    semicolon_in_list,
];

/// `Point { x: 1 }`
fn struct_literal(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::OpenBrace)
        && is_type_name(context, -1)
        && (context.expected.has_operator() || context.expected.words().contains("line"));
    found.then(|| parenthesise(context, 0))?
}

/// The same where a block could stand: the parser stopped at the first colon.
fn struct_literal_in_head(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Colon)
        && context.token(-1) == Some(Token::Identifier)
        && context.token(-2) == Some(Token::OpenBrace)
        && is_type_name(context, -3);
    found.then(|| parenthesise(context, -2))?
}

/// The braces that open at this token behind a name become parentheses, in which lines end without a sign.
fn parenthesise(context: &Context, brace: isize) -> Option<Slip> {
    let start = context.at.checked_add_signed(brace)?;
    let end = token::closer(context.lexemes, start)?;
    let [first, fields @ .., last] = &context.lexemes[start..=end] else { return None };
    let text = context.text.slice(Span::new(first.span.end, last.span.start));
    let text = if text.contains('\n') { text } else { text.trim() };
    let name = context.span(brace - 1);
    let diagnostic = mistakes::struct_literal(name, Span::new(name.end, last.span.end), text);
    let mut with = vec![Lexeme { token: Token::OpenParen, ..*first }];
    let mut depth = 0_usize;
    for lexeme in fields {
        depth = depth + usize::from(lexeme.token.opens()) - usize::from(lexeme.token.closes());
        if (lexeme.token, depth) != (Token::Newline, 0) {
            with.push(*lexeme);
        }
    }
    with.push(Lexeme { token: Token::CloseParen, ..*last });
    Some(Slip { diagnostic, replace: start..end + 1, with })
}

fn is_type_name(context: &Context, offset: isize) -> bool {
    context.token(offset) == Some(Token::Identifier) && context.text(offset).starts_with(char::is_uppercase)
}

/// `x => …`, `(a, b) => …`, `x -> …`
fn arrow_function(context: &Context) -> Option<Slip> {
    let arrow = matches!(context.token(0), Some(Token::FatArrow | Token::Arrow)) && context.expected.has_operator();
    let params = matches!(context.token(-1), Some(Token::Identifier | Token::CloseParen | Token::Underscore));
    let diagnostic = (arrow && params).then(|| mistakes::arrow_function(context.span(0), context.text(0)))?;
    context.give_up(diagnostic)
}

/// `fn(x) { … }` as a value.
fn anonymous_function(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Fn)
        && context.expected.has_expression()
        && context.token(1) == Some(Token::OpenParen);
    let diagnostic = found.then(|| mistakes::anonymous_function(context.span(0)))?;
    context.give_up(diagnostic)
}

/// `"{}"`
fn empty_interpolation(context: &Context) -> Option<Slip> {
    let opens = matches!(context.token(-1), Some(Token::StringStart | Token::StringMiddle));
    let closes = matches!(context.token(0), Some(Token::StringMiddle | Token::StringEnd | Token::Spec));
    let brace = context.span(-1).end;
    let diagnostic = (opens && closes).then(|| mistakes::empty_interpolation(Span::new(brace - 1, brace)))?;
    context.insert(diagnostic, 0, &[Token::Error])
}

/// `[0; 10]`
fn repeated_list(context: &Context) -> Option<Slip> {
    let in_list = context.opener().is_some_and(|opener| context.lexemes[opener].token == Token::OpenBracket);
    let found = in_list && context.token(0) == Some(Token::Semicolon);
    let diagnostic = found.then(|| mistakes::repeated_list(context.span(0)))?;
    context.replace(diagnostic, 0..1, &[Token::Comma])
}

/// `f"…"`
fn formatted_string(context: &Context) -> Option<Slip> {
    let string = matches!(context.token(0), Some(Token::String | Token::StringStart));
    let found = string && context.touches_next(-1) && matches!(context.text(-1), "f" | "s" | "F");
    let diagnostic = found.then(|| mistakes::formatted_string(context.span(-1), context.text(-1)))?;
    context.remove(diagnostic, -1..0)
}

/// Two elements with nothing between them.
fn missing_comma(context: &Context) -> Option<Slip> {
    // Among parameters and fields the next name must have its type, or it is not the comma that is missing.
    let starts = context.token(0)?.starts_operand()
        && (context.expected.has_operator() || context.token(1) == Some(Token::Colon));
    let found = starts && context.expected.has(Token::Comma) && context.token(-1).is_some_and(Token::ends);
    let diagnostic = found.then(|| mistakes::missing_comma(context.gap(0)))?;
    context.insert(diagnostic, 0, &[Token::Comma])
}

/// `f(a; b)`
fn semicolon_in_list(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Semicolon) && context.expected.has(Token::Comma);
    let is_loop = context.first() == Some(Token::For);
    let diagnostic = (found && !is_loop).then(|| mistakes::semicolon_in_list(context.span(0)))?;
    context.replace(diagnostic, 0..1, &[Token::Comma])
}
