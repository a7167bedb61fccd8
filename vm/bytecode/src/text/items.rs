//! The items of a text but for functions.

use super::TextError;
use super::names::PLAIN_STORAGES;
use super::parse::{Parser, Tokens};
use super::token::Kind;
use crate::{
    ConstId, Custom, Export, Field, Global, HeapType, Implementation, Import, RefType, Signature, Storage, SysId, Type,
    TypeDebug, ValueType, syscall,
};

impl<'text> Parser<'text> {
    pub fn file(&mut self) -> Result<(), TextError> {
        let file = self.tokens.text()?;
        self.module.debug.files.push(file);
        Ok(())
    }

    pub fn ty(&mut self) -> Result<(), TextError> {
        let name = self.name();
        let place = self.tokens.peek().clone();
        let (ty, fields) = match self.tokens.word("a kind of type")? {
            "struct" => {
                let (fields, names) = self.fields()?;
                (Type::Struct { fields }, names)
            }
            "enum" => (Type::Enum { variants: self.braces(Self::type_id)? }, Vec::new()),
            "variant" => {
                let (of, tag) = (self.type_id()?, self.tokens.number("a tag")?);
                let (fields, names) = self.fields()?;
                (Type::Variant { of, tag, fields }, names)
            }
            "array" => (Type::Array { element: self.storage()? }, Vec::new()),
            "function" => (Type::Function { signature: self.signature()? }, Vec::new()),
            "closure" => {
                let (of, function) = (self.type_id()?, self.function_id()?);
                let (fields, names) = self.fields()?;
                (Type::Closure { of, function, fields }, names)
            }
            "interface" => {
                let methods = self.braces(|parser| Ok((parser.label()?, parser.signature()?)))?;
                let (names, methods) = methods.into_iter().unzip();
                (Type::Interface { methods }, names)
            }
            other => {
                let kinds = "struct, enum, variant, array, function, closure or interface";
                return place.error(format!("expected {kinds}, found `{other}`"));
            }
        };
        self.module.types.push(ty);
        self.module.debug.types.push(TypeDebug { name, fields });
        Ok(())
    }

    /// The fields of a type and their names.
    fn fields(&mut self) -> Result<(Vec<Field>, Vec<Box<str>>), TextError> {
        let fields = self.braces(|parser| {
            let name = parser.label()?;
            let mutable = parser.tokens.accept(&Kind::Word("mut"));
            Ok((Field { storage: parser.storage()?, mutable }, name))
        })?;
        Ok(fields.into_iter().unzip())
    }

    pub fn implementation(&mut self) -> Result<(), TextError> {
        let interface = self.type_id()?;
        self.tokens.expect(&Kind::Word("for"))?;
        let (ty, methods) = (self.heap_type()?, self.braces(Self::function_id)?);
        self.module.implementations.push(Implementation { ty, interface, methods });
        Ok(())
    }

    pub fn import(&mut self) -> Result<(), TextError> {
        let (name, signature, declared) = (self.tokens.text()?, self.signature()?, self.declared()?);
        self.module.imports.push(Import { name, signature, declared });
        Ok(())
    }

    pub fn global(&mut self) -> Result<(), TextError> {
        let name = self.label()?;
        let mutable = self.tokens.accept(&Kind::Word("mut"));
        let ty = self.value_type()?;
        self.module.globals.push(Global { ty, mutable });
        self.module.debug.globals.push(name);
        Ok(())
    }

    pub fn constant(&mut self) -> Result<(), TextError> {
        let text = self.tokens.text()?;
        self.add_constant(text);
        Ok(())
    }

    /// Adds a constant even if there is an equal one.
    pub fn add_constant(&mut self, text: Box<str>) -> ConstId {
        let id = ConstId::from_index(self.module.constants.len());
        self.constants.entry(text.clone()).or_insert(id);
        self.module.constants.push(text);
        id
    }

    pub fn export(&mut self) -> Result<(), TextError> {
        let (name, function, declared) = (self.tokens.text()?, self.function_id()?, self.declared()?);
        self.module.exports.push(Export { name, function, declared });
        Ok(())
    }

    /// The signature as the language writes it, if it is given.
    fn declared(&mut self) -> Result<Box<str>, TextError> {
        if self.tokens.accept(&Kind::Word("as")) { self.tokens.text() } else { Ok("".into()) }
    }

    pub fn needs(&mut self) -> Result<(), TextError> {
        while !self.tokens.peek().first && self.tokens.peek().kind != Kind::End {
            let call = self.system_call_id()?;
            self.module.system_calls.push(call);
            if !self.tokens.accept(&Kind::Mark(',')) {
                break;
            }
        }
        Ok(())
    }

    pub fn system_call_id(&mut self) -> Result<SysId, TextError> {
        let place = self.tokens.peek().clone();
        let name = self.tokens.word("a system call")?;
        match syscall::find(name).or(name.parse().ok().map(SysId)) {
            Some(call) => Ok(call),
            None => place.error(format!("there is no system call `{name}`")),
        }
    }

    pub fn custom(&mut self) -> Result<(), TextError> {
        let name = self.tokens.text()?;
        let place = self.tokens.peek().clone();
        let digits = self.tokens.text()?;
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        match digits.as_bytes().chunks(2).map(byte).collect() {
            Some(bytes) if digits.len() % 2 == 0 => self.module.custom.push(Custom { name, bytes }),
            _ => return place.error("expected two hexadecimal digits for each byte".to_owned()),
        }
        Ok(())
    }

    /// A name, if one stands here.
    pub fn name(&mut self) -> Box<str> {
        let Kind::Name(name) = &self.tokens.peek().kind else { return "".into() };
        let name = name.as_ref().into();
        self.tokens.next();
        name
    }

    /// A name and a colon, if they stand here.
    pub fn label(&mut self) -> Result<Box<str>, TextError> {
        let name = self.name();
        if !name.is_empty() {
            self.tokens.expect(&Kind::Mark(':'))?;
        }
        Ok(name)
    }

    pub fn signature(&mut self) -> Result<Signature, TextError> {
        let params = Tokens::list(self, '(', ')', Self::value_type)?;
        Ok(Signature { params, result: self.result()? })
    }

    pub fn result(&mut self) -> Result<Option<ValueType>, TextError> {
        if self.tokens.accept(&Kind::Arrow) { self.value_type().map(Some) } else { Ok(None) }
    }

    pub fn value_type(&mut self) -> Result<ValueType, TextError> {
        match self.tokens.peek().kind {
            Kind::Word("i64") => {
                self.tokens.next();
                Ok(ValueType::I64)
            }
            Kind::Word("f64") => {
                self.tokens.next();
                Ok(ValueType::F64)
            }
            Kind::Word("ref") => self.reference().map(ValueType::Ref),
            _ => self.tokens.expected("a type: i64, f64 or ref"),
        }
    }

    fn storage(&mut self) -> Result<Storage, TextError> {
        let Kind::Word(word) = self.tokens.peek().kind else { return self.tokens.expected("a type") };
        match PLAIN_STORAGES.iter().find(|(_, name)| *name == word) {
            Some((storage, _)) => {
                self.tokens.next();
                Ok(*storage)
            }
            None => self.reference().map(Storage::Ref),
        }
    }

    fn reference(&mut self) -> Result<RefType, TextError> {
        self.tokens.expect(&Kind::Word("ref"))?;
        let nullable = self.tokens.accept(&Kind::Word("null"));
        Ok(RefType { nullable, heap: self.heap_type()? })
    }

    pub fn heap_type(&mut self) -> Result<HeapType, TextError> {
        let built_in = match self.tokens.peek().kind {
            Kind::Word("any") => HeapType::Any,
            Kind::Word("string") => HeapType::String,
            Kind::Word("bytes") => HeapType::Bytes,
            Kind::Word("strings") => HeapType::Strings,
            _ => return self.type_id().map(HeapType::Type),
        };
        self.tokens.next();
        Ok(built_in)
    }

    fn braces<T>(&mut self, entry: impl FnMut(&mut Self) -> Result<T, TextError>) -> Result<Vec<T>, TextError> {
        Tokens::list(self, '{', '}', entry)
    }
}
