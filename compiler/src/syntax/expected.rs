//! What the parser could have taken, said in the words of a person: "an expression" and not all tokens that begin one.

use crate::syntax::token::Token;

/// A kind of thing that may be expected: it is if all of `with` are and none of `without`. The first that fits is said.
struct Group {
    words: &'static str,
    with: &'static [Token],
    without: &'static [Token],
}

const GROUPS: [Group; 6] = [
    Group { words: "an item", with: &[Token::Struct], without: &[] },
    Group { words: "a statement", with: &[Token::Defer], without: &[] },
    Group { words: "an expression", with: &[Token::Match], without: &[] },
    Group { words: "a pattern", with: &[Token::Underscore], without: &[] },
    Group { words: "a type", with: &[Token::OpenBracket, Token::Identifier, Token::OpenParen], without: &[Token::Dot] },
    Group { words: "a name", with: &[Token::Identifier], without: &[] },
];

/// Tokens that are named on their own beside a group or without one, in this order.
const NAMED: [Token; 12] = [
    Token::Assign,
    Token::FatArrow,
    Token::In,
    Token::OpenParen,
    Token::Comma,
    Token::Colon,
    Token::CloseParen,
    Token::CloseBracket,
    Token::OpenBrace,
    Token::CloseBrace,
    Token::String,
    Token::Newline,
];

/// The tokens of the grammar's names in words.
pub fn in_words(expected: &[String]) -> String {
    let tokens: Vec<Token> = expected.iter().filter_map(|name| of_name(name)).collect();
    let has = |token: &Token| tokens.contains(token);
    let group = GROUPS.iter().find(|group| group.with.iter().all(has) && !group.without.iter().any(has));
    let mut words: Vec<String> = Vec::new();
    if let Some(group) = group {
        words.push(group.words.to_owned());
    }
    let opens = group.is_some();
    let named = NAMED.iter().filter(|token| has(token));
    let named = named.filter(|token| !opens || !matches!(token, Token::OpenParen | Token::OpenBrace | Token::String));
    words.extend(named.map(|&token| name(token, "")));
    words.truncate(3);
    match words.as_slice() {
        [] => "something else".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn of_name(name: &str) -> Option<Token> {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(text) => Token::of_text(text),
        None if name == "Identifier" => Some(Token::Identifier),
        None if name == "Newline" => Some(Token::Newline),
        None if name == "String" => Some(Token::String),
        None => None,
    }
}

/// What a person calls a token that was written as `text`.
pub fn name(token: Token, text: &str) -> String {
    match token {
        Token::Newline => "the end of the line".to_owned(),
        Token::String if text.is_empty() => "a string".to_owned(),
        Token::Identifier => format!("the name `{text}`"),
        Token::Int | Token::Float => format!("the number `{text}`"),
        Token::String | Token::StringStart | Token::RawString => "a string".to_owned(),
        Token::StringMiddle | Token::StringEnd => "the end of the expression in a string".to_owned(),
        Token::Doc => "a doc comment".to_owned(),
        _ => format!("`{}`", token.text().unwrap_or(text)),
    }
}
