//! Modules made of random bytes. They have a module's form, so they can be written and read back, and seldom sense, so
//! most break some rule.

use arbitrary::{Result, Unstructured};

use crate::op::TABLE;
use crate::operand::Source;
use crate::{
    BlockId, ConstId, Custom, Debug, Export, Field, FieldId, Function, FunctionDebug, FunctionId, Global, GlobalId,
    HeapType, Implementation, Import, ImportId, LibId, Line, LocalId, MethodId, Module, Op, RefType, Signature,
    Storage, Switch, SwitchId, SysId, TrapKind, Type, TypeDebug, TypeId, ValueType,
};

/// A module that these bytes stand for.
pub fn module(bytes: &[u8]) -> Module {
    let mut generator = Generator { bytes: Unstructured::new(bytes), switches: Vec::new() };
    generator.module().unwrap_or_default()
}

struct Generator<'bytes> {
    bytes: Unstructured<'bytes>,
    /// The jump tables of the current function.
    switches: Vec<Switch>,
}

impl Generator<'_> {
    fn module(&mut self) -> Result<Module> {
        let mut module = Module {
            types: self.list(Self::declared_type)?,
            implementations: self.list(Self::implementation)?,
            imports: self
                .list(|it| Ok(Import { name: it.name()?, signature: it.signature()?, declared: it.name()? }))?,
            functions: self.list(Self::code)?,
            globals: self.list(|it| Ok(Global { ty: it.value()?, mutable: it.flag()? }))?,
            constants: self.list(Self::name)?,
            exports: self.list(|it| Ok(Export { name: it.name()?, function: it.function()?, declared: it.name()? }))?,
            start: if self.flag()? { Some(self.function()?) } else { None },
            system_calls: self.list(Self::system_call)?,
            debug: Debug::default(),
            custom: self.list(|it| Ok(Custom { name: it.name()?, bytes: it.list(|it| it.bytes.arbitrary())? }))?,
        };
        module.debug = self.debug(&module)?;
        Ok(module)
    }

    fn list<T>(&mut self, mut entry: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let length = self.bytes.int_in_range(0..=6)?;
        (0..length).map(|_| entry(self)).collect()
    }

    fn flag(&mut self) -> Result<bool> {
        self.bytes.arbitrary()
    }

    /// Small numbers mostly, so that some name something.
    fn index(&mut self) -> Result<u32> {
        match self.bytes.ratio(15, 16)? {
            true => self.bytes.int_in_range(0..=6),
            false => self.bytes.arbitrary(),
        }
    }

    fn name(&mut self) -> Result<Box<str>> {
        let length = self.bytes.int_in_range(0..=3)?;
        let letters = ['a', 'b', '.', '"', '\\', '\n', ' ', 'ü', '\u{1f600}', ';', '0'];
        (0..length).map(|_| self.bytes.choose(&letters).copied()).collect::<Result<String>>().map(Into::into)
    }

    fn reference(&mut self) -> Result<RefType> {
        Ok(RefType { nullable: self.flag()?, heap: self.heap()? })
    }

    fn value(&mut self) -> Result<ValueType> {
        Ok(match self.bytes.int_in_range(0..=2)? {
            0 => ValueType::I64,
            1 => ValueType::F64,
            _ => ValueType::Ref(self.reference()?),
        })
    }

    fn storage(&mut self) -> Result<Storage> {
        use Storage::{F32, F64, I8, I16, I32, I64, U8, U16, U32};
        match self.flag()? {
            true => self.bytes.choose(&[I8, U8, I16, U16, I32, U32, I64, F32, F64]).copied(),
            false => self.reference().map(Storage::Ref),
        }
    }

    fn fields(&mut self) -> Result<Vec<Field>> {
        self.list(|it| Ok(Field { storage: it.storage()?, mutable: it.flag()? }))
    }

    fn signature(&mut self) -> Result<Signature> {
        let params = self.list(Self::value)?;
        Ok(Signature { params, result: if self.flag()? { Some(self.value()?) } else { None } })
    }

    fn declared_type(&mut self) -> Result<Type> {
        Ok(match self.bytes.int_in_range(0..=6)? {
            0 => Type::Struct { fields: self.fields()? },
            1 => Type::Enum { variants: self.list(Self::ty)? },
            2 => Type::Variant { of: self.ty()?, tag: self.index()?, fields: self.fields()? },
            3 => Type::Array { element: self.storage()? },
            4 => Type::Function { signature: self.signature()? },
            5 => Type::Closure { of: self.ty()?, function: self.function()?, fields: self.fields()? },
            _ => Type::Interface { methods: self.list(Self::signature)? },
        })
    }

    fn implementation(&mut self) -> Result<Implementation> {
        Ok(Implementation { ty: self.heap()?, interface: self.ty()?, methods: self.list(Self::function)? })
    }

    fn code(&mut self) -> Result<Function> {
        let mut function =
            Function { signature: self.signature()?, locals: self.list(Self::value)?, ..Function::default() };
        let length = self.bytes.int_in_range(0..=40)?;
        let mut starts = true;
        for index in 0..length {
            if starts {
                function.blocks.push(index);
            }
            let code = self.bytes.choose(TABLE)?.code;
            let Some(op) = Op::take(code, self)? else { continue };
            starts = op.is_terminator();
            function.ops.push(op);
        }
        function.switches = std::mem::take(&mut self.switches);
        Ok(function)
    }

    fn debug(&mut self, module: &Module) -> Result<Debug> {
        let mut debug = Debug { files: self.list(Self::name)?, ..Debug::default() };
        let files = debug.files.len().max(1) as u32;
        for function in &module.functions {
            debug.functions.push(self.function_debug(function, files)?);
        }
        for ty in &module.types {
            let fields = self.names(ty.members())?;
            debug.types.push(TypeDebug { name: self.name()?, fields });
        }
        debug.globals = self.names(module.globals.len())?;
        trim(&mut debug.functions);
        trim(&mut debug.types);
        Ok(debug)
    }

    fn function_debug(&mut self, function: &Function, files: u32) -> Result<FunctionDebug> {
        let mut lines = Vec::new();
        for op in 0..function.ops.len() as u32 {
            if self.flag()? {
                lines.push(Line { op, line: self.index()?, column: self.index()? });
            }
        }
        let locals = self.names(function.signature.params.len() + function.locals.len())?;
        Ok(FunctionDebug { name: self.name()?, file: self.bytes.int_in_range(0..=files - 1)?, lines, locals })
    }

    fn names(&mut self, length: usize) -> Result<Vec<Box<str>>> {
        let mut names = (0..length).map(|_| self.name()).collect::<Result<_>>()?;
        trim(&mut names);
        Ok(names)
    }
}

fn trim<T: Default + PartialEq>(list: &mut Vec<T>) {
    while list.last().is_some_and(|last| *last == T::default()) {
        list.pop();
    }
}

impl Source for Generator<'_> {
    type Error = arbitrary::Error;

    fn integer(&mut self) -> Result<i64> {
        match self.flag()? {
            true => self.bytes.int_in_range(-40..=40),
            false => self.bytes.arbitrary(),
        }
    }

    fn float(&mut self) -> Result<u64> {
        self.bytes.arbitrary()
    }

    fn count(&mut self) -> Result<u32> {
        self.index()
    }

    fn heap(&mut self) -> Result<HeapType> {
        Ok(match self.bytes.int_in_range(0..=6)? {
            0 => HeapType::Any,
            1 => HeapType::String,
            2 => HeapType::Bytes,
            3 => HeapType::Strings,
            _ => HeapType::Type(self.ty()?),
        })
    }

    fn ty(&mut self) -> Result<TypeId> {
        self.index().map(TypeId)
    }

    fn field(&mut self) -> Result<FieldId> {
        self.index().map(FieldId)
    }

    fn method(&mut self) -> Result<MethodId> {
        self.index().map(MethodId)
    }

    fn constant(&mut self) -> Result<ConstId> {
        self.index().map(ConstId)
    }

    fn local(&mut self) -> Result<LocalId> {
        self.index().map(LocalId)
    }

    fn global(&mut self) -> Result<GlobalId> {
        self.index().map(GlobalId)
    }

    fn function(&mut self) -> Result<FunctionId> {
        self.index().map(FunctionId)
    }

    fn import(&mut self) -> Result<ImportId> {
        self.index().map(ImportId)
    }

    fn library_call(&mut self) -> Result<LibId> {
        self.index().map(LibId)
    }

    fn system_call(&mut self) -> Result<SysId> {
        self.index().map(SysId)
    }

    fn trap(&mut self) -> Result<TrapKind> {
        self.bytes.choose(TrapKind::ALL).copied()
    }

    fn block(&mut self) -> Result<BlockId> {
        self.index().map(BlockId)
    }

    fn switch(&mut self) -> Result<SwitchId> {
        let switch = Switch { targets: self.list(Self::block)?, default: self.block()? };
        self.switches.push(switch);
        Ok(SwitchId::from_index(self.switches.len() - 1))
    }
}
