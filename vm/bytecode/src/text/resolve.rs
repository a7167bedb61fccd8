//! What the names of a text refer to.

use std::collections::HashMap;

use super::parse::Parser;
use super::token::{Kind, Token};
use super::{TextError, names::quote};
use crate::{FunctionId, GlobalId, ImportId, TypeId};

/// The names of one table. A name that was given twice can't be used.
#[derive(Default)]
pub(super) struct Scope {
    entries: HashMap<String, Option<u32>>,
    length: u32,
}

impl Scope {
    /// Adds the next entry, which may have a name.
    pub fn add(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.entries.entry(name.to_owned()).and_modify(|entry| *entry = None).or_insert(Some(self.length));
        }
        self.length += 1;
    }

    pub fn of<'name>(names: impl IntoIterator<Item = &'name str>) -> Self {
        let mut scope = Self::default();
        names.into_iter().for_each(|name| scope.add(Some(name).filter(|name| !name.is_empty())));
        scope
    }
}

/// The names of a whole text.
#[derive(Default)]
pub(super) struct Scopes {
    types: Scope,
    functions: Scope,
    globals: Scope,
    imports: Scope,
}

impl Scopes {
    /// Collects the names from the items, wherever they stand.
    pub fn collect(tokens: &[Token]) -> Self {
        let mut scopes = Self::default();
        let mut depth = 0;
        for (token, next) in tokens.iter().zip(&tokens[1..]) {
            match token.kind {
                Kind::Mark('{') => depth += 1,
                Kind::Mark('}') => depth -= 1,
                _ => {}
            }
            let scope = match token.kind {
                Kind::Word("type") => &mut scopes.types,
                Kind::Word("function") => &mut scopes.functions,
                Kind::Word("global") => &mut scopes.globals,
                Kind::Word("import") => &mut scopes.imports,
                _ => continue,
            };
            if token.first && depth == 0 {
                scope.add(match &next.kind {
                    Kind::Name(name) => Some(name),
                    Kind::Text(name) => Some(name),
                    _ => None,
                });
            }
        }
        scopes
    }
}

impl Parser<'_> {
    pub fn type_id(&mut self) -> Result<TypeId, TextError> {
        resolve(&self.scopes.types, self.tokens.next(), "type").map(TypeId)
    }

    pub fn function_id(&mut self) -> Result<FunctionId, TextError> {
        resolve(&self.scopes.functions, self.tokens.next(), "function").map(FunctionId)
    }

    pub fn global_id(&mut self) -> Result<GlobalId, TextError> {
        resolve(&self.scopes.globals, self.tokens.next(), "global").map(GlobalId)
    }

    pub fn import_id(&mut self) -> Result<ImportId, TextError> {
        resolve(&self.scopes.imports, self.tokens.next(), "import").map(ImportId)
    }
}

/// The index that a name or a number stands for.
pub(super) fn resolve(scope: &Scope, token: &Token, what: &str) -> Result<u32, TextError> {
    match &token.kind {
        Kind::Word(word) => match word.parse() {
            Ok(index) => Ok(index),
            Err(_) => token.error(format!("expected a {what}, `$name` or an index, found `{word}`")),
        },
        Kind::Name(name) => match scope.entries.get(&**name) {
            Some(Some(index)) => Ok(*index),
            Some(None) => token.error(format!("more than one {what} is named `{}`; use its index", quote(name))),
            None => token.error(format!("there is no {what} named `{}`", quote(name))),
        },
        other => token.error(format!("expected a {what}, `$name` or an index, found {}", other.describe())),
    }
}
