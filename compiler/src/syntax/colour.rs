//! What the parts of a text are, for showing it in colour: the lexer's view, without a parser.

use std::ops::Range;

use super::lexer;
use super::text::Text;
use super::token::Token;

/// What a part of a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Colour {
    Keyword,
    /// A name that starts with a capital letter, as those of types do, or that of a built-in type.
    Type,
    /// A name before `(`.
    Call,
    Number,
    /// A string or a character, without the expressions in it.
    Text,
    Comment,
}

const BUILT_IN: &[&str] =
    &["any", "bool", "char", "f32", "float", "i16", "i32", "i8", "int", "string", "u16", "u32", "u8"];

/// The coloured parts in the order of the text, which needs not be a whole program.
pub fn colours(text: &str) -> Vec<(Range<usize>, Colour)> {
    let lexemes = lexer::lex(Text { text, base: 0 }).lexemes;
    let mut parts = Vec::new();
    let mut end = 0;
    for (at, lexeme) in lexemes.iter().enumerate() {
        let place = lexeme.span.start as usize..lexeme.span.end as usize;
        comment(text, end..place.start, &mut parts);
        end = end.max(place.end);
        let called = lexemes.get(at + 1).is_some_and(|next| next.token == Token::OpenParen);
        parts.extend(colour(lexeme.token, &text[place.clone()], called).map(|colour| (place, colour)));
    }
    comment(text, end..text.len(), &mut parts);
    parts
}

fn colour(token: Token, text: &str, called: bool) -> Option<Colour> {
    let is_word = |text: &str| text.starts_with(|first: char| first.is_ascii_alphabetic());
    match token {
        Token::Identifier if BUILT_IN.contains(&text) || text.starts_with(char::is_uppercase) => Some(Colour::Type),
        Token::Identifier if called => Some(Colour::Call),
        Token::Int | Token::Float => Some(Colour::Number),
        Token::Char
        | Token::String
        | Token::RawString
        | Token::StringStart
        | Token::StringMiddle
        | Token::StringEnd
        | Token::Spec => Some(Colour::Text),
        Token::Doc | Token::ModuleDoc => Some(Colour::Comment),
        _ => token.text().filter(|text| is_word(text)).map(|_| Colour::Keyword),
    }
}

/// What the lexer skips between two tokens is space and comments.
fn comment(text: &str, gap: Range<usize>, parts: &mut Vec<(Range<usize>, Colour)>) {
    let Some(between) = text.get(gap.clone()).filter(|between| between.contains('/')) else { return };
    let start = gap.start + (between.len() - between.trim_start().len());
    parts.push((start..gap.start + between.trim_end().len(), Colour::Comment));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_colour() {
        let text = "let n: int = f(1) // one\n\"a{n}\"";
        let shown: Vec<(&str, Colour)> =
            colours(text).into_iter().map(|(place, colour)| (&text[place], colour)).collect();
        let expected = [
            ("let", Colour::Keyword),
            ("int", Colour::Type),
            ("f", Colour::Call),
            ("1", Colour::Number),
            ("// one", Colour::Comment),
            ("\"a{", Colour::Text),
            ("}\"", Colour::Text),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_is_no_program_has_colours_too() {
        assert_eq!(
            colours("fn push(self, value: T"),
            [(0..2, Colour::Keyword), (3..7, Colour::Call), (8..12, Colour::Keyword), (21..22, Colour::Type)]
        );
        assert!(colours("").is_empty());
    }
}
