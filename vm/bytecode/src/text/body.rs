//! Functions of a text.

use std::collections::HashMap;

use super::TextError;
use super::instruction::Body;
use super::parse::{Parser, Tokens};
use super::resolve::Scope;
use super::token::Kind;
use crate::op::Row;
use crate::{BlockId, Function, FunctionDebug, Line, Signature, ValueType};

impl<'text> Parser<'text> {
    /// Everything of a function but its code, which is left for when every name is known.
    pub fn declaration(&mut self) -> Result<(), TextError> {
        let mut debug = FunctionDebug { name: self.name(), ..FunctionDebug::default() };
        let params = Tokens::list(self, '(', ')', Self::local)?;
        let (names, params) = params.into_iter().unzip();
        debug.locals = names;
        let signature = Signature { params, result: self.result()? };
        self.tokens.expect(&Kind::Mark('{'))?;
        if self.tokens.accept(&Kind::Word("file")) {
            debug.file = self.tokens.number("a file's index")?;
        }
        let mut locals = Vec::new();
        while self.tokens.accept(&Kind::Word("local")) {
            loop {
                let (name, ty) = self.local()?;
                debug.locals.push(name);
                locals.push(ty);
                if !self.tokens.accept(&Kind::Mark(',')) {
                    break;
                }
            }
        }
        self.bodies.push(self.tokens.at);
        self.module.functions.push(Function { signature, locals, ..Function::default() });
        self.module.debug.functions.push(debug);
        while !matches!(self.tokens.peek().kind, Kind::Mark('}') | Kind::End) {
            self.tokens.next();
        }
        self.tokens.expect(&Kind::Mark('}'))
    }

    fn local(&mut self) -> Result<(Box<str>, ValueType), TextError> {
        Ok((self.label()?, self.value_type()?))
    }

    /// The code of a function, from its first instruction to its closing brace.
    pub fn body(&mut self, index: usize) -> Result<(), TextError> {
        let locals = Scope::of(self.module.debug.functions[index].locals.iter().map(|name| &**name));
        let labels = self.labels()?;
        let mut body = Body { parser: self, locals, labels, ty: None, fields: Scope::default(), switches: Vec::new() };
        let (mut ops, mut blocks, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        let mut starts = true;
        while !body.parser.tokens.accept(&Kind::Mark('}')) {
            if is_label(&body.parser.tokens) {
                body.parser.tokens.at += 2;
                starts = true;
                continue;
            }
            let position = ops.len() as u32;
            if std::mem::take(&mut starts) {
                blocks.push(position);
            }
            let op = body.instruction()?;
            starts = op.is_terminator();
            ops.push(op);
            if body.parser.tokens.accept(&Kind::Mark('@')) {
                lines.push(body.parser.source_line(position)?);
            }
            let next = body.parser.tokens.peek();
            if !next.first && next.kind != Kind::Mark('}') {
                return body.parser.tokens.expected("the end of the line");
            }
        }
        let switches = body.switches;
        self.module.debug.functions[index].lines = lines;
        let function = &mut self.module.functions[index];
        (function.ops, function.blocks, function.switches) = (ops, blocks, switches);
        Ok(())
    }

    /// The blocks that have labels.
    fn labels(&mut self) -> Result<HashMap<&'text str, BlockId>, TextError> {
        let start = self.tokens.at;
        let mut labels = HashMap::new();
        let (mut blocks, mut starts) = (0, true);
        while !matches!(self.tokens.peek().kind, Kind::Mark('}') | Kind::End) {
            let labelled = is_label(&self.tokens);
            let token = self.tokens.next().clone();
            let Kind::Word(word) = token.kind else { continue };
            if labelled {
                if labels.insert(word, BlockId(blocks)).is_some() {
                    return token.error(format!("the label `{word}` stands twice in this function"));
                }
                starts = true;
            } else if token.first {
                blocks += u32::from(starts);
                starts = Row::find(word).is_some_and(Row::is_terminator);
            }
        }
        self.tokens.at = start;
        Ok(labels)
    }

    /// The line and column after the mark.
    fn source_line(&mut self, op: u32) -> Result<Line, TextError> {
        let line = self.tokens.number("a line")?;
        self.tokens.expect(&Kind::Mark(':'))?;
        Ok(Line { op, line, column: self.tokens.number("a column")? })
    }
}

/// Whether a label stands here.
fn is_label(tokens: &Tokens) -> bool {
    let next = tokens.tokens.get(tokens.at + 1);
    let word = matches!(tokens.peek().kind, Kind::Word(_)) && tokens.peek().first;
    word && next.is_some_and(|next| next.kind == Kind::Mark(':'))
}
