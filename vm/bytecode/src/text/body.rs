//! Functions of a text.

use std::collections::HashMap;

use super::TextError;
use super::parse::{Parser, Tokens};
use super::resolve::{Scope, resolve};
use super::token::{Kind, Token};
use crate::eval::NAN;
use crate::op::Row;
use crate::operand::Source;
use crate::{
    BlockId, ConstId, FieldId, Function, FunctionDebug, FunctionId, GlobalId, HeapType, ImportId, LibId, Line, LocalId,
    MethodId, Op, Signature, Switch, SwitchId, SysId, TrapKind, TypeId, ValueType, libcall,
};

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

/// Reads instructions.
struct Body<'parser, 'text> {
    parser: &'parser mut Parser<'text>,
    locals: Scope,
    labels: HashMap<&'text str, BlockId>,
    /// The type that a field or method operand belongs to, and the names of its fields or methods.
    ty: Option<TypeId>,
    fields: Scope,
    switches: Vec<Switch>,
}

impl<'text> Body<'_, 'text> {
    fn instruction(&mut self) -> Result<Op, TextError> {
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
