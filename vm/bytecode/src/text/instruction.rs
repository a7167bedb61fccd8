//! Instructions of a text: a mnemonic and, on the same line, its operands.

use std::collections::HashMap;

use super::TextError;
use super::parse::Parser;
use super::resolve::{Scope, resolve};
use super::token::{Kind, Token};
use crate::eval::NAN;
use crate::op::Row;
use crate::operand::Source;
use crate::{
    BlockId, ConstId, FieldId, FunctionId, GlobalId, HeapType, ImportId, LibId, LocalId, MethodId, Op, Switch,
    SwitchId, SysId, TrapKind, TypeId, libcall,
};

/// Reads instructions.
pub(super) struct Body<'parser, 'text> {
    pub parser: &'parser mut Parser<'text>,
    pub locals: Scope,
    pub labels: HashMap<&'text str, BlockId>,
    /// The type that a field or method operand belongs to, and the names of its fields or methods.
    pub ty: Option<TypeId>,
    pub fields: Scope,
    pub switches: Vec<Switch>,
}

impl<'text> Body<'_, 'text> {
    pub fn instruction(&mut self) -> Result<Op, TextError> {
        let place = self.parser.tokens.peek().clone();
        let mnemonic = self.parser.tokens.word("an instruction")?;
        let op = match Row::find(mnemonic) {
            Some(row) => Op::take(row.code, self)?,
            None => None,
        };
        op.map_or_else(|| place.error(format!("there is no instruction `{mnemonic}`")), Ok)
    }

    /// That the next token stands on the same line.
    fn has(&self, what: &str) -> Result<(), TextError> {
        let token = self.parser.tokens.peek();
        match token.first || matches!(token.kind, Kind::End | Kind::Mark('}')) {
            true => token.error(format!("the instruction before needs {what}")),
            false => Ok(()),
        }
    }

    fn operand(&mut self, what: &str) -> Result<Token<'text>, TextError> {
        self.has(what)?;
        Ok(self.parser.tokens.next().clone())
    }

    fn word(&mut self, what: &str) -> Result<(Token<'text>, &'text str), TextError> {
        let token = self.operand(what)?;
        match token.kind {
            Kind::Word(word) => Ok((token, word)),
            _ => token.error(format!("expected {what}, found {}", token.kind.describe())),
        }
    }

    fn resolve(&mut self, scope: impl Fn(&Self) -> &Scope, what: &str) -> Result<u32, TextError> {
        let token = self.operand(&format!("a {what}"))?;
        resolve(scope(self), &token, what)
    }
}

impl Source for Body<'_, '_> {
    type Error = TextError;

    fn integer(&mut self) -> Result<i64, TextError> {
        let (token, word) = self.word("an integer")?;
        let parsed = match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).map(|bits| bits as i64),
            None => word.parse(),
        };
        parsed.or_else(|_| token.error(format!("expected an integer of 64 bits, found `{word}`")))
    }

    fn float(&mut self) -> Result<u64, TextError> {
        let (token, word) = self.word("a float")?;
        let parsed = match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None if word == "nan" => Some(NAN.to_bits()),
            None => word.parse().ok().map(f64::to_bits),
        };
        parsed.map_or_else(|| token.error(format!("expected a float or 0x and its bits, found `{word}`")), Ok)
    }

    fn count(&mut self) -> Result<u32, TextError> {
        let (token, word) = self.word("a count")?;
        word.parse().or_else(|_| token.error(format!("expected a count, found `{word}`")))
    }

    fn heap(&mut self) -> Result<HeapType, TextError> {
        self.has("a heap type")?;
        self.parser.heap_type()
    }

    fn ty(&mut self) -> Result<TypeId, TextError> {
        self.has("a type")?;
        let ty = self.parser.type_id()?;
        if self.ty != Some(ty) {
            let names = self.parser.module.debug.types.get(ty.index()).map_or(&[][..], |debug| &debug.fields);
            (self.ty, self.fields) = (Some(ty), Scope::of(names.iter().map(|name| &**name)));
        }
        Ok(ty)
    }

    fn field(&mut self) -> Result<FieldId, TextError> {
        self.resolve(|body| &body.fields, "field").map(FieldId)
    }

    fn method(&mut self) -> Result<MethodId, TextError> {
        self.resolve(|body| &body.fields, "method").map(MethodId)
    }

    fn constant(&mut self) -> Result<ConstId, TextError> {
        let token = self.operand("a text")?;
        let Kind::Text(text) = token.kind else { return resolve(&Scope::default(), &token, "constant").map(ConstId) };
        match self.parser.constants.get(&*text) {
            Some(constant) => Ok(*constant),
            None => Ok(self.parser.add_constant(text.into())),
        }
    }

    fn local(&mut self) -> Result<LocalId, TextError> {
        self.resolve(|body| &body.locals, "local").map(LocalId)
    }

    fn global(&mut self) -> Result<GlobalId, TextError> {
        self.has("a global")?;
        self.parser.global_id()
    }

    fn function(&mut self) -> Result<FunctionId, TextError> {
        self.has("a function")?;
        self.parser.function_id()
    }

    fn import(&mut self) -> Result<ImportId, TextError> {
        self.has("an import")?;
        self.parser.import_id()
    }

    fn library_call(&mut self) -> Result<LibId, TextError> {
        let (token, word) = self.word("a library call")?;
        let call = libcall::find(word).or(word.parse().ok().map(LibId));
        call.map_or_else(|| token.error(format!("there is no library call `{word}`")), Ok)
    }

    fn system_call(&mut self) -> Result<SysId, TextError> {
        self.has("a system call")?;
        self.parser.system_call_id()
    }

    fn trap(&mut self) -> Result<TrapKind, TextError> {
        let (token, word) = self.word("a trap")?;
        let trap = TrapKind::ALL.iter().find(|trap| format!("{trap:?}") == word);
        trap.map_or_else(|| token.error(format!("there is no trap `{word}`")), |trap| Ok(*trap))
    }

    fn block(&mut self) -> Result<BlockId, TextError> {
        let (token, word) = self.word("a label")?;
        let block = self.labels.get(word).copied().or(word.parse().ok().map(BlockId));
        block.map_or_else(|| token.error(format!("there is no label `{word}` in this function")), Ok)
    }

    fn switch(&mut self) -> Result<SwitchId, TextError> {
        self.parser.tokens.expect(&Kind::Mark('['))?;
        let mut targets = Vec::new();
        while !self.parser.tokens.accept(&Kind::Mark(']')) {
            targets.push(self.block()?);
            if !self.parser.tokens.accept(&Kind::Mark(',')) {
                self.parser.tokens.expect(&Kind::Mark(']'))?;
                break;
            }
        }
        let default = self.block()?;
        self.switches.push(Switch { targets, default });
        Ok(SwitchId::from_index(self.switches.len() - 1))
    }
}
