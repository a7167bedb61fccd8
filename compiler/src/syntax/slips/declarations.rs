//! Declarations as other languages write them, or in places where they can't stand.

use super::{Context, Recogniser, Slip};
use crate::syntax::mistakes;
use crate::syntax::token::Token;

pub const RECOGNISERS: &[Recogniser] = &[
    binding_without_let,
    binding_with_type_first,
    const_in_block,
    binding_without_value,
    list_type,
    result_after_colon,
    result_without_arrow,
    body_without_braces,
    parameter_without_type,
    parameter_with_type_first,
    misplaced_doc,
    public_in_block,
    item_in_block,
    statement_outside,
    method_without_fn,
    import_path,
];

/// `x: int = 1`, `x := 1`
fn binding_without_let(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Colon) && context.token(-1) == Some(Token::Identifier);
    if !found || !context.is_first(-1) || context.is_item_level() || !context.expected.has_operator() {
        return None;
    }
    let diagnostic = mistakes::binding_without_let(context.span(-1), context.text(-1));
    if context.token(1) == Some(Token::Assign) {
        // The `let` goes in front and the colon away: one edit over the name.
        let mut slip = context.replace(diagnostic, -1..1, &[Token::Let])?;
        slip.with.push(context.lexeme(-1)?);
        return Some(slip);
    }
    context.insert(diagnostic, -1, &[Token::Let])
}

/// `int x = 1`
fn binding_with_type_first(context: &Context) -> Option<Slip> {
    let names = context.token(-1) == Some(Token::Identifier) && context.token(0) == Some(Token::Identifier);
    let found = names && context.is_first(-1) && matches!(context.token(1), Some(Token::Assign | Token::Newline));
    let known = matches!(context.text(-1), "int" | "float" | "bool" | "char" | "string" | "double" | "long" | "String");
    let diagnostic = (found && known && context.expected.has_operator())
        .then(|| mistakes::binding_with_type_first(context.span_of(-1, 0), context.text(-1), context.text(0)))?;
    context.replace(diagnostic, -1..0, &[Token::Let])
}

fn const_in_block(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Const) && context.expected.has(Token::Defer);
    let diagnostic = found.then(|| mistakes::const_in_block(context.span(0)))?;
    context.replace(diagnostic, 0..1, &[Token::Let])
}

/// `let x` or `let x: int`
fn binding_without_value(context: &Context) -> Option<Slip> {
    let binds = matches!(context.first(), Some(Token::Let | Token::Var | Token::Const));
    let ends = matches!(context.token(0), None | Some(Token::Newline | Token::Semicolon | Token::CloseBrace));
    let found = binds && ends && context.expected.has(Token::Assign);
    let diagnostic = found.then(|| mistakes::binding_without_value(context.gap(0)))?;
    context.insert(diagnostic, 0, &[Token::Assign, Token::Error])
}

/// `int[]`, `[]int`
fn list_type(context: &Context) -> Option<Slip> {
    let brackets = |offset| {
        let pair = [context.token(offset), context.token(offset + 1)];
        pair == [Some(Token::OpenBracket), Some(Token::CloseBracket)] && context.touches_next(offset)
    };
    let behind = brackets(0) && context.token(-1) == Some(Token::Identifier) && context.touches_next(-1);
    let before = brackets(-1) && context.token(1) == Some(Token::Identifier) && !context.expected.has_expression();
    let (from, name) = if behind { (-1, -1) } else { (-1, 1) };
    let place = context.span_of(from, from + 2);
    let diagnostic = (behind || before).then(|| mistakes::list_type(place, context.text(name)))?;
    let mut slip =
        context.replace(diagnostic, from..from + 3, &[Token::OpenBracket, Token::Identifier, Token::CloseBracket])?;
    slip.with[1].span = context.span(name);
    Some(slip)
}

/// `fn f() : int`
fn result_after_colon(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Colon) && context.expected.has(Token::Arrow);
    let apart = context.span(-1).end < context.span(0).start;
    let arrow = if apart { "->" } else { " ->" };
    let diagnostic = found.then(|| mistakes::result_without_arrow(context.span(0), arrow))?;
    context.replace(diagnostic, 0..1, &[Token::Arrow])
}

/// `fn f() int {`
fn result_without_arrow(context: &Context) -> Option<Slip> {
    let ty = matches!(context.token(0), Some(Token::Identifier | Token::OpenBracket | Token::OpenParen));
    let found = ty && context.expected.has(Token::Arrow);
    let diagnostic = found.then(|| mistakes::result_without_arrow(context.gap(0), " ->"))?;
    context.insert(diagnostic, 0, &[Token::Arrow])
}

/// `fn f() = x`, `fn f() => x`
fn body_without_braces(context: &Context) -> Option<Slip> {
    let sign = matches!(context.token(0), Some(Token::Assign | Token::FatArrow));
    let found = sign && context.lexemes[context.element.clone()].iter().any(|lexeme| lexeme.token == Token::Fn);
    let diagnostic = (found && context.expected.has(Token::OpenBrace))
        .then(|| mistakes::body_without_braces(context.span(0), "a function"))?;
    let mut slip = context.brace_rest(diagnostic, 0)?;
    slip.with.remove(1);
    Some(slip)
}

/// `fn f(a)`, `struct S { a }`
fn parameter_without_type(context: &Context) -> Option<Slip> {
    let ends = matches!(
        context.token(0),
        Some(Token::Comma | Token::CloseParen | Token::Assign | Token::Newline | Token::Semicolon | Token::CloseBrace)
    );
    let found = ends && context.token(-1) == Some(Token::Identifier) && is_parameter(context);
    let diagnostic = found.then(|| mistakes::parameter_without_type(context.span(-1), context.text(-1)))?;
    context.insert(diagnostic, 0, &[Token::Colon, Token::Error])
}

/// `fn f(int a)`, `struct S { int a }`
fn parameter_with_type_first(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Identifier)
        && context.token(-1) == Some(Token::Identifier)
        && is_parameter(context);
    let diagnostic = found
        .then(|| mistakes::parameter_with_type_first(context.span_of(-1, 0), context.text(-1), context.text(0)))?;
    let mut slip = context.replace(diagnostic, -1..1, &[Token::Identifier, Token::Colon, Token::Identifier])?;
    slip.with[0].span = context.span(0);
    slip.with[2].span = context.span(-1);
    Some(slip)
}

/// Whether only the colon behind the name of a parameter or a field was expected.
fn is_parameter(context: &Context) -> bool {
    context.expected.has(Token::Colon) && !context.expected.has_operator() && !context.expected.has(Token::Comma)
}

fn misplaced_doc(context: &Context) -> Option<Slip> {
    let diagnostic = (context.token(0) == Some(Token::Doc)).then(|| mistakes::misplaced_doc(context.span(0)))?;
    let count = context.lexemes[context.at..].iter().take_while(|lexeme| lexeme.token == Token::Doc).count();
    context.remove(diagnostic, 0..count as isize)
}

fn public_in_block(context: &Context) -> Option<Slip> {
    let found = context.token(0) == Some(Token::Pub) && context.expected.has(Token::Defer);
    let binds = matches!(context.token(1), Some(Token::Let | Token::Var));
    let diagnostic = (found && binds).then(|| mistakes::public_in_block(context.span(0).to_start(context.span(1))))?;
    context.remove(diagnostic, 0..1)
}

/// A function or a type inside a function.
fn item_in_block(context: &Context) -> Option<Slip> {
    let item = |token| {
        matches!(
            token,
            Some(
                Token::Fn
                    | Token::Struct
                    | Token::Enum
                    | Token::Interface
                    | Token::Impl
                    | Token::Import
                    | Token::Extern
            )
        )
    };
    let starts = item(context.token(0)) || matches!(context.token(0), Some(Token::At | Token::Pub));
    let found = starts && context.expected.has(Token::Defer);
    let named = matches!(context.token(1), Some(Token::Identifier | Token::Less)) || item(context.token(1));
    let diagnostic = (found && named).then(|| mistakes::item_in_block(context.span(0), context.text(0)))?;
    context.give_up(diagnostic)
}

/// A statement that stands in no function.
fn statement_outside(context: &Context) -> Option<Slip> {
    let starts = match context.token(0)? {
        Token::Identifier => matches!(context.token(1), Some(Token::OpenParen | Token::Dot | Token::Assign)),
        token => matches!(
            token,
            Token::If
                | Token::For
                | Token::While
                | Token::Loop
                | Token::Match
                | Token::Return
                | Token::Assert
                | Token::Defer
        ),
    };
    let found = starts && context.is_item_level() && context.is_first(0);
    let diagnostic = found.then(|| mistakes::statement_outside(context.span(0)))?;
    context.give_up(diagnostic)
}

/// `show(self) { … }` among methods.
fn method_without_fn(context: &Context) -> Option<Slip> {
    let expected = context.expected.has(Token::Fn) && !context.expected.has(Token::OpenBracket);
    let found = expected && context.token(0) == Some(Token::Identifier) && context.token(1) == Some(Token::OpenParen);
    let diagnostic =
        (found && !context.is_item_level()).then(|| mistakes::method_without_fn(context.span(0), context.text(0)))?;
    context.insert(diagnostic, 0, &[Token::Fn])
}

/// `import "std/json"`, `import std/json`
fn import_path(context: &Context) -> Option<Slip> {
    let imports = matches!(context.first(), Some(Token::Import)) || context.token(-1) == Some(Token::Import);
    let diagnostic = imports.then(|| mistakes::import_path(context.span(0)))?;
    match context.token(0) {
        Some(Token::Slash) => context.replace(diagnostic, 0..1, &[Token::Dot]),
        Some(Token::String) => context.give_up(diagnostic),
        _ => None,
    }
}
