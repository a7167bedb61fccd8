//! The optimiser's view of a function: a graph of basic blocks in static single assignment form, in which block
//! parameters stand where other notations have phi functions.
//!
//! Every value is a number or a reference, defined once. What may trap is a check of its own, so that the accesses behind
//! it are free to move. Instructions at which a function may be left, or objects may move, have a [`Frame`]: what the
//! canonical frame has to hold there.

mod print;

use pvm_bytecode::{FieldId, FunctionId, GlobalId, ImportId, LibId, Op, Storage, SysId, TypeId, ValueType, libcall};
use pvm_runtime::heap::ShapeId;

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident $prefix:literal)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", $prefix, self.0)
            }
        }
    )*};
}

ids! {
    /// A value.
    Value "v"
    /// A basic block; the first is the entry.
    Block "b"
}

/// What a value is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Class {
    Int,
    Float,
    /// A reference, null or not.
    Ref,
}

impl From<ValueType> for Class {
    fn from(ty: ValueType) -> Self {
        match ty {
            ValueType::I64 => Self::Int,
            ValueType::F64 => Self::Float,
            ValueType::Ref(_) => Self::Ref,
        }
    }
}

impl Class {
    /// A reference is in a register what an integer is.
    pub fn in_register(self) -> Self {
        match self {
            Self::Ref => Self::Int,
            other => other,
        }
    }
}

/// A function.
#[derive(Clone, Debug)]
pub struct Graph {
    pub function: FunctionId,
    /// The class of each value.
    pub classes: Vec<Class>,
    pub blocks: Vec<BlockData>,
    /// Where the parameters of the entry block come from if they are no arguments: slots of the frame.
    pub entry: Vec<u32>,
    /// What the function gives.
    pub result: Option<Class>,
}

/// A basic block. Without a terminator it is not part of the function.
#[derive(Clone, Debug, Default)]
pub struct BlockData {
    pub params: Vec<Value>,
    pub instructions: Vec<Instruction>,
    pub terminator: Option<Terminator>,
    /// Hardly ever executed.
    pub cold: bool,
}

/// An instruction.
#[derive(Clone, Debug)]
pub struct Instruction {
    pub action: Action,
    pub args: Vec<Value>,
    pub result: Option<Value>,
    /// Where it stands in the bytecode.
    pub op: u32,
    /// What lives there, at a safepoint.
    pub frame: Option<Box<Frame>>,
}

/// What a canonical frame holds behind an instruction: by slot. Arguments that are references stand in it too where the
/// instruction needs them after it may have moved objects.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub slots: Vec<(u32, Value)>,
}

/// Which memory a field or an element is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Place {
    Field(TypeId, FieldId),
    Element(Storage),
}

/// What an instruction does.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    Int(i64),
    /// By its bits.
    Float(u64),
    Null,
    /// A pure instruction of the bytecode, whose meaning it has.
    Pure(Op),
    /// The shape of an object; of null, that of no object.
    Shape,
    /// The length of an array or string.
    Length,
    /// The tag of an enum's variant.
    Tag,
    /// Reads a field at a byte offset of an object.
    Load {
        place: Place,
        offset: u32,
        storage: Storage,
    },
    /// Writes one: object, value.
    Store {
        place: Place,
        offset: u32,
        storage: Storage,
    },
    /// Reads an element: array, index.
    Get {
        storage: Storage,
    },
    /// Writes an element: array, index, value.
    Set {
        storage: Storage,
    },
    GlobalGet(GlobalId),
    GlobalSet(GlobalId),
    /// A string of the constants.
    String(u32),
    /// A new object of a type, whose fields are the arguments: by offset and storage.
    New {
        ty: TypeId,
        fields: Vec<(u32, Storage)>,
    },
    /// An array: length, value.
    ArrayNew {
        shape: ShapeId,
    },
    /// An array of zeros: length.
    ArrayDefault {
        shape: ShapeId,
    },
    /// An array of the arguments.
    ArrayOf {
        shape: ShapeId,
        storage: Storage,
    },
    /// Copies elements: to, at, from, start, count.
    ArrayCopy {
        storage: Storage,
    },
    /// Fills elements: array, from, count, value.
    ArrayFill {
        storage: Storage,
    },
    /// Whether an object that isn't null is of a shape or a subtype.
    IsSubtype(ShapeId),
    StringEq,
    /// Traps, as the instruction at its position does, unless the first argument is true. The others are what the trap
    /// tells.
    Check,
    /// Looks whether the machine wants something.
    Poll,
    /// Takes fuel; traps when there is too little.
    Fuel(i32),
    /// Whether there is so much.
    FuelLeft(i32),
    /// Gives as much back as the argument says.
    FuelBack,
    Call(Callee),
}

/// What is called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Callee {
    Function(FunctionId),
    /// The first argument is a closure.
    Value,
    /// The first argument is an object that implements the method with this number.
    Method(u32),
    Lib(LibId),
    Sys(SysId),
    Import(ImportId),
}

/// Where a block goes in the end.
#[derive(Clone, Debug)]
pub enum Terminator {
    Jump(Edge),
    Branch {
        condition: Value,
        then: Edge,
        other: Edge,
    },
    /// A value below the number of edges goes there, any other to the default.
    Switch {
        value: Value,
        edges: Vec<Edge>,
        default: Edge,
    },
    Return(Option<Value>),
    TailCall {
        callee: Callee,
        args: Vec<Value>,
        op: u32,
    },
    /// Traps as the instruction of the bytecode does, with what it tells.
    Trap {
        args: Vec<Value>,
        op: u32,
    },
}

/// A way to a block, with the arguments of its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edge {
    pub block: Block,
    pub args: Vec<Value>,
}

impl Graph {
    pub fn new(function: FunctionId, result: Option<Class>) -> Self {
        Self { function, classes: Vec::new(), blocks: Vec::new(), entry: Vec::new(), result }
    }

    pub fn value(&mut self, class: Class) -> Value {
        self.classes.push(class);
        Value(self.classes.len() as u32 - 1)
    }

    pub fn class(&self, value: Value) -> Class {
        self.classes[value.index()]
    }

    pub fn block(&mut self) -> Block {
        self.blocks.push(BlockData::default());
        Block(self.blocks.len() as u32 - 1)
    }

    /// How many calls of methods there are.
    pub fn method_calls(&self) -> usize {
        let blocks = || self.live_blocks().map(|block| &self.blocks[block.index()]);
        let calls = blocks().flat_map(|data| &data.instructions);
        let calls = calls.filter(|call| matches!(call.action, Action::Call(Callee::Method(_)))).count();
        let is_tail = |end: &&Terminator| matches!(end, Terminator::TailCall { callee: Callee::Method(_), .. });
        calls + blocks().filter_map(|data| data.terminator.as_ref()).filter(is_tail).count()
    }

    /// The blocks that are part of the function, each before those that it dominates: in reverse postorder.
    pub fn live_blocks(&self) -> impl Iterator<Item = Block> {
        let mut seen = vec![false; self.blocks.len()];
        let mut order = Vec::new();
        // A block, and how many of its edges have been followed.
        let mut path = vec![(Block(0), 0)];
        seen[0] = true;
        while let Some((block, followed)) = path.last_mut() {
            let terminator = self.blocks[block.index()].terminator.as_ref();
            let next = terminator.and_then(|terminator| terminator.edges().nth(*followed)).map(|edge| edge.block);
            *followed += 1;
            match next {
                Some(next) if !std::mem::replace(&mut seen[next.index()], true) => path.push((next, 0)),
                Some(_) => {}
                None => {
                    order.push(*block);
                    path.pop();
                }
            }
        }
        order.reverse();
        order.into_iter()
    }
}

impl Instruction {
    /// All values that it uses, those of its frame included.
    pub fn uses(&self) -> impl Iterator<Item = Value> + '_ {
        let frame = self.frame.iter().flat_map(|frame| frame.slots.iter().map(|(_, value)| *value));
        self.args.iter().copied().chain(frame)
    }

    /// The same, to be changed.
    pub fn uses_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let frame = self.frame.iter_mut().flat_map(|frame| frame.slots.iter_mut().map(|(_, value)| value));
        self.args.iter_mut().chain(frame)
    }
}

impl Action {
    /// Whether it does nothing but give its result, so that it can go when nobody wants that.
    pub fn is_pure(&self) -> bool {
        let constant = matches!(self, Self::Int(_) | Self::Float(_) | Self::Null);
        let computes = matches!(self, Self::Pure(_) | Self::IsSubtype(_) | Self::StringEq);
        let reads = matches!(self, Self::Shape | Self::Length | Self::Tag | Self::Load { .. } | Self::Get { .. });
        constant || computes || reads || matches!(self, Self::GlobalGet(_))
    }

    /// Whether objects may move while it is executed.
    pub fn may_move(&self) -> bool {
        match self {
            Self::String(_) | Self::New { .. } | Self::ArrayNew { .. } | Self::ArrayDefault { .. } => true,
            Self::ArrayOf { .. } | Self::Poll => true,
            Self::Call(Callee::Lib(call)) => libcall::get(*call).is_some_and(|row| is_reference(row.result)),
            Self::Call(_) => true,
            _ => false,
        }
    }
}

fn is_reference(ty: Option<ValueType>) -> bool {
    matches!(ty, Some(ValueType::Ref(_)))
}

impl Terminator {
    /// The ways on, in order.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        let (fixed, table): ([Option<&Edge>; 2], &[Edge]) = match self {
            Self::Jump(edge) => ([Some(edge), None], &[]),
            Self::Branch { then, other, .. } => ([Some(then), Some(other)], &[]),
            Self::Switch { edges, default, .. } => ([None, Some(default)], edges),
            Self::Return(_) | Self::TailCall { .. } | Self::Trap { .. } => ([None, None], &[]),
        };
        table.iter().chain(fixed.into_iter().flatten())
    }

    pub fn edges_mut(&mut self) -> impl Iterator<Item = &mut Edge> {
        let (fixed, table): ([Option<&mut Edge>; 2], &mut [Edge]) = match self {
            Self::Jump(edge) => ([Some(edge), None], &mut []),
            Self::Branch { then, other, .. } => ([Some(then), Some(other)], &mut []),
            Self::Switch { edges, default, .. } => ([None, Some(default)], edges),
            Self::Return(_) | Self::TailCall { .. } | Self::Trap { .. } => ([None, None], &mut []),
        };
        table.iter_mut().chain(fixed.into_iter().flatten())
    }

    /// The values that it uses itself, not those that its edges hand on.
    pub fn own_uses(&self) -> &[Value] {
        match self {
            Self::Jump(_) | Self::Return(None) => &[],
            Self::Branch { condition: value, .. } | Self::Switch { value, .. } | Self::Return(Some(value)) => {
                std::slice::from_ref(value)
            }
            Self::TailCall { args, .. } | Self::Trap { args, .. } => args,
        }
    }

    pub fn own_uses_mut(&mut self) -> &mut [Value] {
        match self {
            Self::Jump(_) | Self::Return(None) => &mut [],
            Self::Branch { condition: value, .. } | Self::Switch { value, .. } | Self::Return(Some(value)) => {
                std::slice::from_mut(value)
            }
            Self::TailCall { args, .. } | Self::Trap { args, .. } => args,
        }
    }
}
