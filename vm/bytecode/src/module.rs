//! A module in memory.

use std::collections::BTreeSet;

use crate::{
    BlockId, ConstId, FunctionId, GlobalId, Implementation, ImportId, LocalId, Op, Signature, SwitchId, SysId, Type,
    TypeId, ValueType, libcall, syscall,
};

/// A whole program, or what can be called of one.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Module {
    pub types: Vec<Type>,
    /// Strictly ascending by `(ty, interface)`, so that the subtype relation is decided by a binary search.
    pub implementations: Vec<Implementation>,
    pub imports: Vec<Import>,
    pub functions: Vec<Function>,
    pub globals: Vec<Global>,
    pub constants: Vec<Box<str>>,
    pub exports: Vec<Export>,
    /// Runs once before anything else: initialises the globals. Takes nothing, gives nothing.
    pub start: Option<FunctionId>,
    /// The system calls that the code uses, ascending: what a host looks at before it starts the module.
    pub system_calls: Vec<SysId>,
    pub debug: Debug,
    pub custom: Vec<Custom>,
}

impl Module {
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.index()]
    }

    pub fn function(&self, id: FunctionId) -> &Function {
        &self.functions[id.index()]
    }

    pub fn constant(&self, id: ConstId) -> &str {
        &self.constants[id.index()]
    }

    /// The system calls that the code uses, ascending.
    pub fn used_system_calls(&self) -> Vec<SysId> {
        let ops = self.functions.iter().flat_map(|function| &function.ops);
        let calls = ops.filter_map(|op| match op {
            Op::CallSys { call } => Some(*call),
            _ => None,
        });
        calls.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The global's declaration, if the module has it.
    pub fn global(&self, id: GlobalId) -> Option<&Global> {
        self.globals.get(id.index())
    }

    /// The host function's declaration, if the module has it.
    pub fn import(&self, id: ImportId) -> Option<&Import> {
        self.imports.get(id.index())
    }
}

/// The parameters and the result of what an instruction calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Callee<'module> {
    pub params: &'module [ValueType],
    pub result: Option<ValueType>,
}

impl<'module> From<&'module Signature> for Callee<'module> {
    fn from(signature: &'module Signature) -> Self {
        Self { params: &signature.params, result: signature.result }
    }
}

impl Module {
    /// What `op` calls with the operands above the receiver, if it is a call of something that exists. For a method and
    /// a function value the receiver is not among the parameters.
    pub fn callee(&self, op: Op) -> Option<Callee<'_>> {
        Some(match op {
            Op::Call { function } | Op::TailCall { function } => {
                (&self.functions.get(function.index())?.signature).into()
            }
            Op::CallImport { import } => (&self.import(import)?.signature).into(),
            Op::CallValue { ty } | Op::TailCallValue { ty } => match self.types.get(ty.index())? {
                Type::Function { signature } => signature.into(),
                _ => return None,
            },
            Op::CallMethod { ty, method } | Op::TailCallMethod { ty, method } => match self.types.get(ty.index())? {
                Type::Interface { methods } => methods.get(method.index())?.into(),
                _ => return None,
            },
            Op::CallLib { call } => libcall::get(call).map(|row| Callee { params: row.params, result: row.result })?,
            Op::CallSys { call } => syscall::get(call).map(|row| Callee { params: row.params, result: row.result })?,
            _ => return None,
        })
    }
}

/// A function that the embedding host supplies, found by name and checked by signature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    pub name: Box<str>,
    pub signature: Signature,
    /// The signature as the language writes it, which tells `bool` and `char` from `int`: `fn(string, bool) -> int`.
    pub declared: Box<str>,
}

/// A variable of the module. It starts as zero or null, so a reference must be nullable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Global {
    pub ty: ValueType,
    pub mutable: bool,
}

/// A function that a host may call by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    pub name: Box<str>,
    pub function: FunctionId,
    /// The signature as the language writes it: `fn(string, [float]) -> float`.
    pub declared: Box<str>,
}

/// Code. `ops` holds the blocks one after the other, each ending in its only terminator; an instruction's index in
/// `ops` is its position in backtraces and frames.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Function {
    pub signature: Signature,
    /// The locals after the parameters, which are locals `0..params.len()`.
    pub locals: Vec<ValueType>,
    pub ops: Vec<Op>,
    /// Where each block starts in `ops`, ascending, the first at 0.
    pub blocks: Vec<u32>,
    /// The jump tables, in the order in which the code uses them, each by one `switch`.
    pub switches: Vec<Switch>,
}

impl Function {
    /// The type of a parameter or local, if the function has it.
    pub fn local(&self, id: LocalId) -> Option<ValueType> {
        let params = self.signature.params.len();
        match id.index() {
            index if index < params => Some(self.signature.params[index]),
            index => self.locals.get(index - params).copied(),
        }
    }

    /// The range of `block` in `ops`.
    pub fn block(&self, block: BlockId) -> std::ops::Range<usize> {
        let start = self.blocks[block.index()] as usize;
        let end = self.blocks.get(block.index() + 1).map_or(self.ops.len(), |&next| next as usize);
        start..end
    }

    pub fn switch(&self, id: SwitchId) -> &Switch {
        &self.switches[id.index()]
    }

    /// The blocks that a terminator goes to; none for other instructions.
    pub fn targets(&self, terminator: Op) -> impl Iterator<Item = BlockId> + '_ {
        let (direct, table) = match terminator {
            Op::Jump { target } => ([Some(target), None], None),
            Op::Branch { then, other } => ([Some(then), Some(other)], None),
            Op::Switch { table } => ([None, None], self.switches.get(table.index())),
            _ => ([None, None], None),
        };
        let table = table.into_iter().flat_map(|switch| switch.targets.iter().copied().chain([switch.default]));
        direct.into_iter().flatten().chain(table)
    }
}

/// The targets of a `switch`: value `i` goes to `targets[i]`, anything else to `default`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Switch {
    pub targets: Vec<BlockId>,
    pub default: BlockId,
}

/// What helps people read backtraces and listings. Never needed to run, not part of a module's identity.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Debug {
    pub files: Vec<Box<str>>,
    /// By function; may be shorter than the module's list, as every list here.
    pub functions: Vec<FunctionDebug>,
    pub types: Vec<TypeDebug>,
    pub globals: Vec<Box<str>>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FunctionDebug {
    pub name: Box<str>,
    /// Index into `Debug::files`.
    pub file: u32,
    /// Ascending by `op`; an instruction belongs to the last entry at or before it.
    pub lines: Vec<Line>,
    pub locals: Vec<Box<str>>,
}

/// From instruction `op` on, the source is at `line` and `column`, both counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    pub op: u32,
    pub line: u32,
    pub column: u32,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypeDebug {
    pub name: Box<str>,
    pub fields: Vec<Box<str>>,
}

/// A section that the machine ignores.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Custom {
    pub name: Box<str>,
    pub bytes: Vec<u8>,
}
