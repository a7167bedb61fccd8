//! Words of other languages that mean something here under another name, and keywords where a name must stand.

use super::{Context, Recogniser, Slip};
use crate::syntax::mistakes;
use crate::syntax::token::Token;

pub const RECOGNISERS: &[Recogniser] = &[null, word_at, word_before, let_mut, else_if, keyword_as_name];

/// A word of another language, what it is here, and the tokens for it. A word without tokens is left out.
struct Foreign {
    word: &'static str,
    here: &'static str,
    tokens: &'static [Token],
    place: Place,
}

#[derive(PartialEq)]
enum Place {
    Item,
    Statement,
    Operator,
    Operand,
}

const FOREIGN: &[Foreign] = &[
    Foreign { word: "func", here: "fn", tokens: &[Token::Fn], place: Place::Item },
    Foreign { word: "function", here: "fn", tokens: &[Token::Fn], place: Place::Item },
    Foreign { word: "fun", here: "fn", tokens: &[Token::Fn], place: Place::Item },
    Foreign { word: "def", here: "fn", tokens: &[Token::Fn], place: Place::Item },
    Foreign { word: "class", here: "struct", tokens: &[Token::Struct], place: Place::Item },
    Foreign { word: "record", here: "struct", tokens: &[Token::Struct], place: Place::Item },
    Foreign { word: "trait", here: "interface", tokens: &[Token::Interface], place: Place::Item },
    Foreign { word: "protocol", here: "interface", tokens: &[Token::Interface], place: Place::Item },
    Foreign { word: "use", here: "import", tokens: &[Token::Import], place: Place::Item },
    Foreign { word: "include", here: "import", tokens: &[Token::Import], place: Place::Item },
    Foreign { word: "using", here: "import", tokens: &[Token::Import], place: Place::Item },
    Foreign { word: "public", here: "pub", tokens: &[Token::Pub], place: Place::Item },
    Foreign { word: "export", here: "pub", tokens: &[Token::Pub], place: Place::Item },
    Foreign { word: "typedef", here: "type", tokens: &[Token::Type], place: Place::Item },
    Foreign { word: "mut", here: "var", tokens: &[Token::Var], place: Place::Statement },
    Foreign { word: "auto", here: "let", tokens: &[Token::Let], place: Place::Statement },
    Foreign { word: "val", here: "let", tokens: &[Token::Let], place: Place::Statement },
    Foreign { word: "switch", here: "match", tokens: &[Token::Match], place: Place::Statement },
    Foreign { word: "when", here: "match", tokens: &[Token::Match], place: Place::Statement },
    Foreign { word: "foreach", here: "for", tokens: &[Token::For], place: Place::Statement },
    Foreign { word: "until", here: "while !", tokens: &[Token::While, Token::Not], place: Place::Statement },
    Foreign { word: "unless", here: "if !", tokens: &[Token::If, Token::Not], place: Place::Statement },
    Foreign { word: "case", here: "", tokens: &[], place: Place::Statement },
    Foreign { word: "and", here: "&&", tokens: &[Token::AndAnd], place: Place::Operator },
    Foreign { word: "or", here: "||", tokens: &[Token::OrOr], place: Place::Operator },
    Foreign { word: "mod", here: "%", tokens: &[Token::Percent], place: Place::Operator },
    Foreign { word: "div", here: "/", tokens: &[Token::Slash], place: Place::Operator },
    Foreign { word: "xor", here: "^", tokens: &[Token::Caret], place: Place::Operator },
    Foreign { word: "instanceof", here: "is", tokens: &[Token::Is], place: Place::Operator },
    Foreign { word: "not", here: "!", tokens: &[Token::Not], place: Place::Operand },
    Foreign { word: "new", here: "", tokens: &[], place: Place::Operand },
    Foreign { word: "await", here: "", tokens: &[], place: Place::Operand },
];

fn null(context: &Context) -> Option<Slip> {
    let is_null = context.token(0) == Some(Token::Null) && context.expected.has_expression();
    let diagnostic = is_null.then(|| mistakes::null(context.span(0)))?;
    context.replace(diagnostic, 0..1, &[Token::None])
}

/// The parser could not take the word itself.
fn word_at(context: &Context) -> Option<Slip> {
    let place = if context.is_item_level() && context.is_first(0) || context.token(-1) == Some(Token::Pub) {
        Place::Item
    } else if context.expected.has_operator() {
        Place::Operator
    } else {
        return None;
    };
    foreign(context, 0, &place)
}

/// The word was taken for a name, and what follows it does not follow a name.
fn word_before(context: &Context) -> Option<Slip> {
    let operand = matches!(context.token(0), Some(Token::Identifier | Token::SelfValue | Token::OpenParen))
        || context.expected.has_operator();
    if !operand || context.span(-1).end == context.span(0).start {
        return None;
    }
    let first = context.is_first(-1).then(|| foreign(context, -1, &Place::Statement)).flatten();
    first.or_else(|| foreign(context, -1, &Place::Operand))
}

fn foreign(context: &Context, offset: isize, place: &Place) -> Option<Slip> {
    if context.token(offset) != Some(Token::Identifier) {
        return None;
    }
    let word = context.text(offset);
    let foreign = FOREIGN.iter().find(|foreign| foreign.word == word && foreign.place == *place)?;
    let span = context.span(offset);
    let place = if foreign.here.is_empty() { span.to_start(context.span(offset + 1)) } else { span };
    let diagnostic = mistakes::foreign_word(place, foreign.word, foreign.here);
    context.replace(diagnostic, offset..offset + 1, foreign.tokens)
}

/// `let mut x`
fn let_mut(context: &Context) -> Option<Slip> {
    let found = context.token(-2) == Some(Token::Let) && context.text(-1) == "mut";
    let diagnostic = found.then(|| mistakes::let_mut(context.span_of(-2, -1)))?;
    context.replace(diagnostic, -2..0, &[Token::Var])
}

/// `elif`, `elsif` and `elseif`, on the line of the `}` or on the next.
fn else_if(context: &Context) -> Option<Slip> {
    let is_word = |offset| matches!(context.text(offset), "elif" | "elsif" | "elseif");
    let offset = [0, -1].into_iter().find(|&offset| is_word(offset))?;
    let before = if context.token(offset - 1) == Some(Token::Newline) { offset - 1 } else { offset };
    let diagnostic = mistakes::foreign_word(context.span(offset), context.text(offset), "else if");
    context.replace(diagnostic, before..offset + 1, &[Token::Else, Token::If])
}

fn keyword_as_name(context: &Context) -> Option<Slip> {
    let keyword = context.token(0)?.text()?;
    let is_word = keyword.starts_with(|first: char| first.is_ascii_alphabetic());
    if !is_word || !context.expected.has_only_name() || context.expected.has(Token::Fn) {
        return None;
    }
    let named = matches!(
        context.token(1),
        Some(
            Token::Assign
                | Token::Colon
                | Token::OpenParen
                | Token::OpenBrace
                | Token::CloseParen
                | Token::Comma
                | Token::Less
                | Token::In
        )
    ) || context.token(-1) == Some(Token::Dot);
    let diagnostic = named.then(|| mistakes::keyword_as_name(context.span(0), keyword))?;
    context.replace(diagnostic, 0..1, &[Token::Identifier])
}
