//! What the parser could have taken, said in the words of a person: "an expression" and not all tokens that begin one.

use crate::syntax::token::Token;

/// The tokens that the parser could have taken.
#[derive(Debug, Default)]
pub struct Expected(Vec<Token>);

impl Expected {
    /// From the names that the grammar has for tokens.
    pub fn new(names: &[String]) -> Self {
        Self(names.iter().filter_map(|name| of_name(name)).collect())
    }

    pub fn has(&self, token: Token) -> bool {
        self.0.contains(&token)
    }

    pub fn has_expression(&self) -> bool {
        self.has(Token::Match)
    }

    /// Whether an operand has just ended.
    pub fn has_operator(&self) -> bool {
        self.has(Token::Star) && !self.has_expression()
    }

    /// Whether a name may stand here, and neither an expression nor a statement.
    pub fn has_only_name(&self) -> bool {
        self.has(Token::Identifier) && !self.has_expression()
    }

    /// What was expected, in words.
    pub fn words(&self) -> String {
        let group =
            GROUPS.iter().find(|group| self.has(group.sign) && !group.without.is_some_and(|sign| self.has(sign)));
        let hidden = |token: &&Token| group.is_none_or(|group| !group.hides.contains(*token));
        let named = NAMED.iter().filter(|token| self.has(**token)).filter(hidden);
        let mut words: Vec<String> = group.map(|group| group.words.to_owned()).into_iter().collect();
        words.extend(named.take(MOST_NAMED).map(|&token| name(token, "")));
        match words.as_slice() {
            [] => name(Token::Newline, ""),
            [only] => only.clone(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

/// A kind of thing, expected if the token `sign` is and `without` is not.
struct Group {
    words: &'static str,
    sign: Token,
    without: Option<Token>,
    /// Tokens that the words cover, or that would not help.
    hides: &'static [Token],
}

const OPENERS: &[Token] = &[Token::OpenParen, Token::OpenBrace, Token::String, Token::Assign];

const AFTER_OPERAND: &[Token] =
    &[Token::OpenParen, Token::Assign, Token::CloseBrace, Token::Greater, Token::FatArrow, Token::Arrow];

/// The first that fits is said.
const GROUPS: [Group; 8] = [
    Group { words: "an item", sign: Token::Struct, without: None, hides: OPENERS },
    Group { words: "a statement", sign: Token::Defer, without: None, hides: OPENERS },
    Group { words: "an expression", sign: Token::Match, without: None, hides: OPENERS },
    Group { words: "an operator", sign: Token::Star, without: None, hides: AFTER_OPERAND },
    Group { words: "a pattern", sign: Token::Underscore, without: None, hides: OPENERS },
    Group { words: "a function", sign: Token::Fn, without: Some(Token::OpenBracket), hides: &[] },
    Group { words: "a type", sign: Token::Fn, without: None, hides: OPENERS },
    Group { words: "a name", sign: Token::Identifier, without: None, hides: OPENERS },
];

/// Tokens that are named on their own, in this order.
const NAMED: [Token; 14] = [
    Token::FatArrow,
    Token::In,
    Token::OpenParen,
    Token::Comma,
    Token::Colon,
    Token::Arrow,
    Token::Assign,
    Token::CloseParen,
    Token::CloseBracket,
    Token::OpenBrace,
    Token::CloseBrace,
    Token::String,
    Token::Greater,
    Token::Newline,
];

/// Of which so many, at most: a longer list is not read.
const MOST_NAMED: usize = 3;

fn of_name(name: &str) -> Option<Token> {
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(text) => Token::of_text(text),
        None => OTHERS.iter().find(|(text, _)| *text == name).map(|(_, token)| *token),
    }
}

/// The names in the grammar of the tokens whose text varies, as far as anybody asks for them.
const OTHERS: [(&str, Token); 5] = [
    ("Identifier", Token::Identifier),
    ("Newline", Token::Newline),
    ("String", Token::String),
    ("StringEnd", Token::StringEnd),
    ("Doc", Token::Doc),
];

/// What a person calls a token that was written as `text`.
pub fn name(token: Token, text: &str) -> String {
    match token {
        Token::Newline => "the end of the line".to_owned(),
        Token::Identifier => format!("the name `{text}`"),
        Token::Int | Token::Float => format!("the number `{text}`"),
        Token::Char => format!("the character {text}"),
        Token::String | Token::RawString => "a string".to_owned(),
        Token::StringStart => "a string with an expression in it".to_owned(),
        Token::StringMiddle | Token::StringEnd => "the `}` that ends an expression in a string".to_owned(),
        Token::Spec => "the `:` of a format".to_owned(),
        Token::Doc => "a doc comment".to_owned(),
        Token::JointGreater => "`>`".to_owned(),
        _ => match token.text() {
            Some(keyword) if keyword.starts_with(char::is_alphabetic) => format!("the keyword `{keyword}`"),
            Some(symbol) => format!("`{symbol}`"),
            None => format!("`{text}`"),
        },
    }
}
