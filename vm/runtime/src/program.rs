//! A module made ready to run: its shapes, its methods and, function by function as they are called, its register code.
//! Immutable and shared by all guests that run it.

use crate::code::instruction::Slot;
use crate::code::{self, Code, Listing, MAX_SLOTS, Noted};
use crate::frame::{FrameLayout, Layouts};
use crate::heap::{Kind, ShapeId, Shapes};
use crate::interpreter::handler;
use crate::methods::Methods;
use crate::tier::{Interpreted, Tier};
use crate::trap::Trap;
use pvm_bytecode::text::Names;
use pvm_bytecode::{FunctionId, HeapType, Module, TrapKind, Type, TypeId, Verified};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::AtomicPtr;
use std::sync::{Arc, OnceLock};

/// See the file.
pub struct Program {
    module: Verified<Module>,
    shapes: Arc<Shapes>,
    methods: Methods,
    /// By shape, the function that a closure of it calls.
    closures: Box<[u32]>,
    /// By shape, the tag of a variant.
    tags: Box<[u32]>,
    /// By function: the code that counts no fuel, and that which does.
    code: [Box<[Lazy]>; 2],
    /// The same for native code: what compiled code calls.
    natives: [Box<[AtomicPtr<()>]>; 2],
    tier: Arc<dyn Tier>,
}

/// Code that is made when it is asked for.
type Lazy = OnceLock<Result<Code, TooLarge>>;

/// By instruction that calls or allocates, the slots that operands wait in when it begins, the first that was pushed first;
/// none for a constant.
pub type Waiting = HashMap<u32, Box<[Option<u32>]>>;

/// A function needs more slots in its frame than instructions can name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TooLarge {
    pub slots: u32,
}

impl From<TooLarge> for Trap {
    fn from(TooLarge { slots }: TooLarge) -> Self {
        let message = format!("the function needs a frame of {slots} slots and {MAX_SLOTS} is the most");
        Self::new(TrapKind::StackOverflow, message)
    }
}

impl Program {
    /// Makes a module ready to be interpreted.
    pub fn new(module: Verified<Module>) -> Self {
        Self::with_tier(module, Arc::new(Interpreted))
    }

    /// Makes a module ready whose functions are those of a compiler where it has any.
    pub fn with_tier(module: Verified<Module>, tier: Arc<dyn Tier>) -> Self {
        let shapes = Arc::new(Shapes::new(&module));
        let methods = Methods::new(&module, &shapes);
        let mut closures = vec![0; shapes.len()];
        for (index, ty) in module.types.iter().enumerate() {
            if let Type::Closure { function, .. } = ty {
                closures[ShapeId::FIRST as usize + index] = function.0;
            }
        }
        let tag = |shape: u32| match &shapes.get(ShapeId(shape)).kind {
            Kind::Fields(fields) => fields.tag,
            Kind::Array(_) | Kind::Abstract => 0,
        };
        let tags = (0..shapes.len() as u32).map(tag).collect();
        let empty = || module.functions.iter().map(|_| OnceLock::new()).collect();
        let none = || module.functions.iter().map(|_| AtomicPtr::default()).collect();
        Self {
            closures: closures.into(),
            tags,
            code: [empty(), empty()],
            natives: [none(), none()],
            shapes,
            methods,
            module,
            tier,
        }
    }

    pub fn module(&self) -> &Verified<Module> {
        &self.module
    }

    pub fn shapes(&self) -> &Arc<Shapes> {
        &self.shapes
    }

    pub fn methods(&self) -> &Methods {
        &self.methods
    }

    /// The heap type that objects of a shape have.
    pub fn heap_type(&self, shape: ShapeId) -> HeapType {
        match shape {
            ShapeId::STRING => HeapType::String,
            ShapeId::BYTES => HeapType::Bytes,
            ShapeId::STRINGS => HeapType::Strings,
            ShapeId(number) => HeapType::Type(TypeId(number - ShapeId::FIRST)),
        }
    }

    /// What may have native code of the functions.
    pub fn tier(&self) -> &Arc<dyn Tier> {
        &self.tier
    }

    /// By function, what compiled code calls: for code that counts fuel, or for such that doesn't. Before a caller runs,
    /// its tier has set what it may call.
    pub fn natives(&self, metered: bool) -> &[AtomicPtr<()>] {
        &self.natives[usize::from(metered)]
    }

    /// By shape, the function that a closure of it calls.
    pub fn closures(&self) -> &[u32] {
        &self.closures
    }

    /// By shape, the tag of a variant.
    pub fn tags(&self) -> &[u32] {
        &self.tags
    }

    /// The shapes of an enum's variants, if they come one after the other in the order of their tags.
    pub fn variants(&self, ty: TypeId) -> Option<Range<u32>> {
        let Type::Enum { variants } = self.module.types.get(ty.index())? else { return None };
        let first = self.shapes.of(*variants.first()?).0;
        let are_in_order = (first..).zip(variants).all(|(shape, variant)| self.shapes.of(*variant).0 == shape);
        are_in_order.then_some(first..first + variants.len() as u32)
    }

    /// The register code of all functions as text.
    pub fn register_code(&self) -> String {
        let names = Names::new(&self.module);
        let functions = (0..self.module.functions.len()).map(FunctionId::from_index);
        let code =
            functions.map(|id| format!("function {}\n{}", names.function(id), code::print(&self.listing(id, false))));
        code.collect::<Vec<_>>().join("\n")
    }

    /// The register code of a function before it is laid out.
    pub fn listing(&self, function: FunctionId, metered: bool) -> Listing {
        code::translate(self.context(), function, metered)
    }

    /// Where operands wait at a function's safepoints: slots of its frame. None if there are too many to say, or the
    /// function has no code.
    pub fn pending(&self, function: FunctionId, metered: bool) -> Option<Waiting> {
        let code = self.code(function, metered).ok()?;
        let mut noted = Noted::default();
        code::translate_noting(self.context(), function, metered, Some(&mut noted));
        let slots =
            |slots: Box<[Option<Slot>]>| slots.iter().map(|slot| slot.map(|slot| slot.place(&code.layout))).collect();
        noted.is_whole().then(|| noted.waiting.into_iter().map(|(op, waiting)| (op, slots(waiting))).collect())
    }

    fn context(&self) -> code::Context<'_> {
        code::Context { module: &self.module, shapes: &self.shapes, methods: &self.methods }
    }

    /// The code of a function, made when it is asked for first.
    pub fn code(&self, function: FunctionId, metered: bool) -> Result<&Code, TooLarge> {
        let code = &self.code[usize::from(metered)][function.index()];
        code.get_or_init(|| self.translate(function, metered)).as_ref().map_err(|error| *error)
    }

    fn translate(&self, function: FunctionId, metered: bool) -> Result<Code, TooLarge> {
        let listing = self.listing(function, metered);
        let layout = FrameLayout::new(self.module.function(function), listing.scalars, listing.references);
        let slots = layout.size() + FrameLayout::HEADER + listing.arguments;
        if slots > MAX_SLOTS {
            return Err(TooLarge { slots });
        }
        Ok(code::assemble(function, &listing, layout, handler))
    }
}

/// The frames of a guest: those of code that counts fuel may need other slots.
#[derive(Clone, Copy)]
pub struct ProgramLayouts<'a> {
    pub program: &'a Program,
    pub metered: bool,
}

impl Layouts for ProgramLayouts<'_> {
    fn layout(&self, function: FunctionId) -> &FrameLayout {
        let Ok(code) = self.program.code(function, self.metered) else { unreachable!("what has a frame has code") };
        &code.layout
    }
}
