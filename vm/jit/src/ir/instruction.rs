//! Instructions: what they do, what they use, and what stands in the frame behind them.

use super::{Known, Scope, Site, Value};
use pvm_bytecode::{FieldId, FunctionId, GlobalId, ImportId, LibId, Op, Storage, SysId, TypeId, ValueType, libcall};
use pvm_runtime::heap::ShapeId;

/// An instruction.
#[derive(Clone, Debug)]
pub struct Instruction {
    pub action: Action,
    pub args: Vec<Value>,
    pub result: Option<Value>,
    pub site: Site,
    /// What lives there, at a safepoint.
    pub frame: Option<Box<Frame>>,
}

/// What the canonical frames of all levels hold behind an instruction: by slot, counted from the start of the unit's
/// frame. Arguments that are references stand in it too where the instruction needs them after it may have moved objects.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub slots: Vec<(u32, Value)>,
    /// Where references may be loaded from that live behind a safepoint and have no slot. To be in this list is no use.
    pub again: Vec<Again>,
    /// How much fuel the code wants behind a call of a function: if there is less, it is left there.
    pub fuel: i64,
}

/// How a reference is loaded once more, after objects may have moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Again {
    pub value: Value,
    pub action: Action,
    pub args: Vec<Value>,
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
    /// A number of 32 bits, which are turned to the right by so many places; the others are zero.
    Rotate(u32),
    /// The second argument if the first is true, else the third.
    Choose,
    /// Does something for two rounds of a loop at once: with pairs of numbers, and two neighbouring elements of an array.
    /// What a comparison of pairs gives serves to choose between pairs and for nothing else.
    Twice(Box<Action>),
    /// A number twice.
    Splat,
    /// Both numbers of a pair together.
    Sum,
    /// The shape of an object; of null, that of no object.
    Shape,
    /// The length of an array or string.
    Length,
    /// The tag of a variant of an enum.
    Tag(TypeId),
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
    /// Begins a function that stands in place of its call: no slot of its frame has a reference yet.
    Enter(Scope),
    /// Looks whether the machine wants something, and whether there is as much fuel as a round takes and what comes beyond the
    /// loop: if there isn't, the code is left.
    Poll {
        fuel: i64,
        beyond: i64,
    },
    /// Takes fuel; traps when there is too little.
    Fuel(i32),
    /// Takes as much fuel as the argument says, and is known to be there.
    Spend,
    /// Whether there is so much.
    FuelLeft(i32),
    /// Gives as much back as the argument says.
    FuelBack,
    Call(Callee),
    /// A library call that is done in place as a rule.
    Known(Known),
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

impl Instruction {
    /// All values that it uses, those of its frame included.
    pub fn uses(&self) -> impl Iterator<Item = Value> + '_ {
        let frame = self.frame.iter().flat_map(|frame| frame.slots.iter().map(|(_, value)| *value));
        self.args.iter().copied().chain(frame)
    }

    /// All values that it names: also those that it could do without.
    pub fn mentions(&self) -> impl Iterator<Item = Value> + '_ {
        let again = self.frame.iter().flat_map(|frame| &frame.again);
        self.uses().chain(again.flat_map(|again| again.args.iter().chain([&again.value])).copied())
    }

    /// The same, to be changed.
    pub fn mentions_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        let frame = self.frame.iter_mut().flat_map(|frame| {
            let again = frame.again.iter_mut().flat_map(|again| again.args.iter_mut().chain([&mut again.value]));
            frame.slots.iter_mut().map(|(_, value)| value).chain(again)
        });
        self.args.iter_mut().chain(frame)
    }
}

impl Action {
    /// Whether it does nothing but give its result, so that it can go when nobody wants that.
    pub fn is_pure(&self) -> bool {
        let constant = matches!(self, Self::Int(_) | Self::Float(_) | Self::Null);
        let computes =
            matches!(self, Self::Pure(_) | Self::Rotate(_) | Self::Choose | Self::IsSubtype(_) | Self::StringEq);
        let reads = matches!(self, Self::Shape | Self::Length | Self::Tag(_) | Self::Load { .. } | Self::Get { .. });
        constant || computes || reads || matches!(self, Self::GlobalGet(_))
    }

    /// Whether it is there for fuel alone.
    pub fn counts_fuel(&self) -> bool {
        matches!(self, Self::Fuel(_) | Self::Spend | Self::FuelLeft(_) | Self::FuelBack)
    }

    /// Whether it may be done where it need not be, for it neither reads memory nor relies on anything.
    pub fn is_free(&self) -> bool {
        let divides = matches!(self, Self::Pure(Op::I64Div {} | Op::I64Rem {}));
        let is_constant = matches!(self, Self::Int(_) | Self::Float(_) | Self::Null);
        (is_constant || matches!(self, Self::Pure(_) | Self::Rotate(_) | Self::Choose)) && !divides
    }

    /// Whether it gives an integer of 32 bits, above which are zeros or copies of the sign.
    pub fn gives_short(&self) -> bool {
        match self {
            Self::Tag(_) | Self::Shape | Self::Length => true,
            Self::Load { storage, .. } | Self::Get { storage } => {
                !matches!(storage, Storage::I64 | Storage::F32 | Storage::F64 | Storage::Ref(_))
            }
            _ => false,
        }
    }

    /// Whether objects may move while it is executed.
    pub fn may_move(&self) -> bool {
        match self {
            Self::String(_) | Self::New { .. } | Self::ArrayNew { .. } | Self::ArrayDefault { .. } => true,
            Self::ArrayOf { .. } | Self::Poll { .. } => true,
            Self::Call(Callee::Lib(call)) => libcall::get(*call).is_some_and(|row| is_reference(row.result)),
            Self::Call(_) => true,
            Self::Known(known) => known.makes(),
            _ => false,
        }
    }
}

fn is_reference(ty: Option<ValueType>) -> bool {
    matches!(ty, Some(ValueType::Ref(_)))
}
