//! Bodies that are put off. Every program loads the library's prelude and uses little of it: of its modules only the
//! items are read at first, and what stands in the braces of a function when something reaches it.

use std::cell::OnceCell;

use crate::diagnostic::Diagnostic;
use crate::name::Names;
use crate::source::{Sources, Span};
use crate::syntax::text::Text;
use crate::syntax::token::{Lexeme, Token};
use crate::syntax::tree::{Block, Body, Expr, ExprKind, Function, Item, ItemKind};
use crate::syntax::{Parser, lexer};

/// Takes out what stands in the braces of functions, tests and benchmarks.
pub fn empty(lexemes: &mut Vec<Lexeme>) {
    let (mut depth, mut depth_of_bodies, mut body) = (0_usize, None, None);
    lexemes.retain(|&Lexeme { token, .. }| {
        if depth == 0 {
            depth_of_bodies = match token {
                Token::Newline | Token::Semicolon => None,
                _ => depth_of_bodies.or_else(|| depth_in_item(token)),
            };
        }
        if token.closes() {
            depth -= 1;
            body.take_if(|body| *body == depth);
        }
        let stays = body.is_none();
        if token == Token::OpenBrace && stays && depth_of_bodies == Some(depth) {
            body = Some(depth);
        }
        depth += usize::from(token.opens());
        stays
    });
}

/// How many brackets are around the bodies of an item, by the first of its keywords; as many as there never are for
/// items that have none.
const fn depth_in_item(keyword: Token) -> Option<usize> {
    match keyword {
        Token::Fn | Token::Test | Token::Bench => Some(0),
        Token::Impl | Token::Interface => Some(1),
        Token::Struct | Token::Enum | Token::Type | Token::Const | Token::Let | Token::Var => Some(usize::MAX),
        Token::Import | Token::Extern => Some(usize::MAX),
        _ => None,
    }
}

/// What stands in the braces of a body, which is read now if that was put off; and what there is to say about it.
pub fn read<'t>(body: &'t Body, sources: &Sources, names: &Names) -> (&'t Block, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let block = body.block.get_or_init(|| {
        let text = Text { text: sources.text(body.whole), base: body.whole.start };
        let mut parser = Parser::new(text, names);
        // What the lexer has to say it said when the items were read.
        let tree = parser.file(&lexer::lex(text).lexemes);
        diagnostics = parser.diagnostics;
        tree.items.into_iter().find_map(block_of).unwrap_or_else(|| Box::new(unreadable(body.whole)))
    });
    (block, diagnostics)
}

fn block_of(item: Item) -> Option<Box<Block>> {
    match item.kind {
        ItemKind::Function(Function { body, .. }) => body,
        ItemKind::Test(body, _) | ItemKind::Bench(body, _) => Some(body),
        _ => None,
    }
    .and_then(|body| OnceCell::into_inner(body.block))
}

/// A block with a mistake in it that has been reported.
fn unreadable(span: Span) -> Block {
    let value = Expr { kind: ExprKind::Error, span, depth: 0 };
    Block { statements: Vec::new(), value: Some(Box::new(value)), span }
}
