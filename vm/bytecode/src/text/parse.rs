//! Text as modules: the walk over the tokens, in two passes, since names may be used before they are declared. What the
//! items look like is in `items`, what functions look like in `body`.

use std::collections::HashMap;

use super::TextError;
use super::resolve::Scopes;
use super::token::{Kind, Token, tokens};
use crate::{ConstId, Module};

/// The module that a text describes, or where it can't be understood.
pub fn parse(text: &str) -> Result<Module, TextError> {
    let tokens = tokens(text)?;
    let scopes = Scopes::collect(&tokens);
    let tokens = Tokens { tokens, at: 0 };
    let mut parser =
        Parser { tokens, scopes, module: Module::default(), constants: HashMap::new(), bodies: Vec::new() };
    parser.module()?;
    Ok(parser.module)
}

pub(super) struct Parser<'text> {
    pub tokens: Tokens<'text>,
    pub scopes: Scopes,
    pub module: Module,
    /// By text the first constant that has it.
    pub constants: HashMap<Box<str>, ConstId>,
    /// Where the code of each function starts.
    pub bodies: Vec<usize>,
}

impl Parser<'_> {
    fn module(&mut self) -> Result<(), TextError> {
        let mut needs = false;
        while self.tokens.peek().kind != Kind::End {
            let token = self.tokens.next().clone();
            if !token.first {
                return token.error(format!("expected a new line, found {}", token.kind.describe()));
            }
            match token.kind {
                Kind::Word("file") => self.file()?,
                Kind::Word("type") => self.ty()?,
                Kind::Word("implement") => self.implementation()?,
                Kind::Word("import") => self.import()?,
                Kind::Word("global") => self.global()?,
                Kind::Word("constant") => self.constant()?,
                Kind::Word("export") => self.export()?,
                Kind::Word("start") => self.module.start = Some(self.function_id()?),
                Kind::Word("needs") => {
                    needs = true;
                    self.needs()?;
                }
                Kind::Word("custom") => self.custom()?,
                Kind::Word("function") => self.declaration()?,
                ref other => {
                    return token.error(format!("expected an item such as `type`, found {}", other.describe()));
                }
            }
        }
        for (index, start) in std::mem::take(&mut self.bodies).into_iter().enumerate() {
            self.tokens.at = start;
            self.body(index)?;
        }
        if !needs {
            self.module.system_calls = self.module.used_system_calls();
        }
        self.trim_debug();
        Ok(())
    }

    /// Debug lists go as far as they say something.
    fn trim_debug(&mut self) {
        let debug = &mut self.module.debug;
        debug.functions.iter_mut().for_each(|function| trim(&mut function.locals));
        debug.types.iter_mut().for_each(|ty| trim(&mut ty.fields));
        trim(&mut debug.functions);
        trim(&mut debug.types);
        trim(&mut debug.globals);
    }
}

fn trim<T: Default + PartialEq>(list: &mut Vec<T>) {
    let silent = T::default();
    list.truncate(list.iter().rposition(|entry| *entry != silent).map_or(0, |last| last + 1));
}

/// A position among the tokens. The last token stays.
pub(super) struct Tokens<'text> {
    pub tokens: Vec<Token<'text>>,
    pub at: usize,
}

impl<'text> Tokens<'text> {
    pub fn peek(&self) -> &Token<'text> {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    pub fn next(&mut self) -> &Token<'text> {
        let at = self.at.min(self.tokens.len() - 1);
        self.at = at + 1;
        &self.tokens[at]
    }

    /// Whether the next token is this one; it is then taken.
    pub fn accept(&mut self, kind: &Kind) -> bool {
        let accepted = self.peek().kind == *kind;
        self.at += usize::from(accepted);
        accepted
    }

    pub fn expect(&mut self, kind: &Kind) -> Result<(), TextError> {
        match self.accept(kind) {
            true => Ok(()),
            false => self.expected(&kind.describe()),
        }
    }

    /// The error that something else was expected here.
    pub fn expected<T>(&self, what: &str) -> Result<T, TextError> {
        let found = self.peek();
        found.error(format!("expected {what}, found {}", found.kind.describe()))
    }

    pub fn text(&mut self) -> Result<Box<str>, TextError> {
        match &self.peek().kind {
            Kind::Text(text) => {
                let text = text.as_str().into();
                self.next();
                Ok(text)
            }
            _ => self.expected("a text in quotes"),
        }
    }

    pub fn word(&mut self, what: &str) -> Result<&'text str, TextError> {
        match self.peek().kind {
            Kind::Word(word) => {
                self.next();
                Ok(word)
            }
            _ => self.expected(what),
        }
    }

    pub fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, TextError> {
        let place = self.peek().clone();
        let word = self.word(what)?;
        word.parse().or_else(|_| place.error(format!("expected {what}, found `{word}`")))
    }

    /// Entries between two marks, with commas between them and perhaps after the last.
    pub fn list<T>(
        parser: &mut Parser<'text>,
        open: char,
        close: char,
        mut entry: impl FnMut(&mut Parser<'text>) -> Result<T, TextError>,
    ) -> Result<Vec<T>, TextError> {
        parser.tokens.expect(&Kind::Mark(open))?;
        let mut entries = Vec::new();
        while !parser.tokens.accept(&Kind::Mark(close)) {
            entries.push(entry(parser)?);
            if !parser.tokens.accept(&Kind::Mark(',')) {
                parser.tokens.expect(&Kind::Mark(close))?;
                break;
            }
        }
        Ok(entries)
    }
}

impl Token<'_> {
    pub fn error<T>(&self, message: String) -> Result<T, TextError> {
        Err(TextError { line: self.line, column: self.column, message })
    }
}
