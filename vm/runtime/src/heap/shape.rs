//! Shapes: the types of a module as the machine needs them, with sizes, offsets and the places of references.

use super::object::{HEADER, ShapeId, padded};
use super::outline::Outline;
use pvm_bytecode::{FieldId, HeapType, Module, RefType, Storage, Type, TypeId};
use rustc_hash::FxHashSet;

/// What an object of one type looks like.
#[derive(Clone, Debug)]
pub struct Shape {
    pub kind: Kind,
    /// The enum that a variant belongs to, or the function type of a closure.
    pub parent: Option<ShapeId>,
    /// The interfaces that it implements, itself or by its parent.
    interfaces: FxHashSet<ShapeId>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// A struct, variant or closure.
    Fields(Fields),
    /// An array or string.
    Array(Storage),
    /// An enum, function type or interface: no object is of exactly this type.
    Abstract,
}

/// The layout of a type with fields.
#[derive(Clone, Debug)]
pub struct Fields {
    /// Of the whole object, header and padding included.
    pub size: u32,
    /// In the order of declaration: offset from the object's start, and storage.
    pub fields: Box<[(u32, Storage)]>,
    /// The tag of a variant.
    pub tag: u32,
}

/// All types of a module, by [`ShapeId`].
#[derive(Clone, Debug)]
pub struct Shapes {
    shapes: Vec<Shape>,
    outlines: Vec<Outline>,
    /// By type of the module.
    ids: Vec<ShapeId>,
}

impl Shapes {
    /// Of a verified module.
    pub fn new(module: &Module) -> Self {
        let ids: Vec<ShapeId> = (ShapeId::FIRST..).zip(&module.types).map(|(next, ty)| built_in(ty, next)).collect();
        let built_in = [Storage::U8, Storage::U8, Storage::Ref(RefType::or_null(HeapType::String))];
        let built_in = built_in.map(|element| Shape {
            kind: Kind::Array(element),
            parent: None,
            interfaces: FxHashSet::default(),
        });
        let mut shapes = Self { shapes: built_in.into(), outlines: Vec::new(), ids };
        shapes.shapes.extend(module.types.iter().map(|ty| shape(ty, &shapes.ids)));
        shapes.outlines = shapes.shapes.iter().map(|shape| Outline::new(&shape.kind)).collect();
        for implementation in &module.implementations {
            if let (Some(of), Some(interface)) =
                (shapes.exact(implementation.ty), shapes.ids.get(implementation.interface.index()))
            {
                let interface = *interface;
                shapes.shapes[of.index()].interfaces.insert(interface);
            }
        }
        shapes
    }

    pub fn get(&self, id: ShapeId) -> &Shape {
        &self.shapes[id.index()]
    }

    /// Size and references of the objects of a shape.
    #[inline(always)]
    pub fn outline(&self, id: ShapeId) -> Outline {
        self.outlines[id.index()]
    }

    pub fn len(&self) -> usize {
        self.shapes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.shapes.is_empty()
    }

    /// The shape of a module's type.
    pub fn of(&self, ty: TypeId) -> ShapeId {
        self.ids[ty.index()]
    }

    /// The shape that a heap type names; none for `any`.
    pub fn exact(&self, heap: HeapType) -> Option<ShapeId> {
        match heap {
            HeapType::Any => None,
            HeapType::String => Some(ShapeId::STRING),
            HeapType::Bytes => Some(ShapeId::BYTES),
            HeapType::Strings => Some(ShapeId::STRINGS),
            HeapType::Type(ty) => Some(self.of(ty)),
        }
    }

    /// The layout of a type with fields.
    pub fn fields(&self, ty: TypeId) -> Option<&Fields> {
        match &self.get(self.of(ty)).kind {
            Kind::Fields(fields) => Some(fields),
            Kind::Array(_) | Kind::Abstract => None,
        }
    }

    /// Where a field lies, and how it is stored.
    pub fn field(&self, ty: TypeId, field: FieldId) -> Option<(u32, Storage)> {
        self.fields(ty)?.fields.get(field.index()).copied()
    }

    /// How the elements of an array type are stored.
    pub fn element(&self, ty: TypeId) -> Option<Storage> {
        match self.get(self.of(ty)).kind {
            Kind::Array(element) => Some(element),
            Kind::Fields(_) | Kind::Abstract => None,
        }
    }

    /// Whether objects of the shape `own` are of the type `wanted`: the same, or one above it.
    #[inline]
    pub fn is(&self, own: ShapeId, wanted: ShapeId) -> bool {
        if own == wanted {
            return true;
        }
        let shape = self.get(own);
        shape.parent == Some(wanted)
            || shape.interfaces.contains(&wanted)
            || shape.parent.is_some_and(|parent| self.get(parent).interfaces.contains(&wanted))
    }

    /// Whether objects of the shape `own` may be referred to as the heap type.
    pub fn is_of(&self, own: ShapeId, wanted: HeapType) -> bool {
        self.exact(wanted).is_none_or(|wanted| self.is(own, wanted))
    }

    /// Bytes that an object takes, given the length in its header.
    #[inline(always)]
    pub fn size(&self, id: ShapeId, length: u32) -> u32 {
        self.outline(id).size(length)
    }
}

/// Bytes that an array takes: may be more than an offset can reach.
pub fn array_size(element: Storage, length: u32) -> u64 {
    padded(u64::from(HEADER) + u64::from(element.size()) * u64::from(length))
}

/// A type that is the same as a built-in one, or else the next number.
fn built_in(ty: &Type, next: u32) -> ShapeId {
    match ty {
        Type::Array { element: Storage::U8 } => ShapeId::BYTES,
        Type::Array { element: Storage::Ref(RefType { nullable: true, heap: HeapType::String }) } => ShapeId::STRINGS,
        _ => ShapeId(next),
    }
}

fn shape(ty: &Type, ids: &[ShapeId]) -> Shape {
    let (kind, parent) = match ty {
        Type::Struct { fields } => (Kind::Fields(lay_out(fields, 0)), None),
        Type::Variant { of, tag, fields } => (Kind::Fields(lay_out(fields, *tag)), Some(*of)),
        Type::Closure { of, fields, .. } => (Kind::Fields(lay_out(fields, 0)), Some(*of)),
        Type::Array { element } => (Kind::Array(*element), None),
        Type::Enum { .. } | Type::Function { .. } | Type::Interface { .. } => (Kind::Abstract, None),
    };
    Shape { kind, parent: parent.map(|parent| ids[parent.index()]), interfaces: FxHashSet::default() }
}

/// Large fields come first, so that none needs padding before it; references lie together.
fn lay_out(fields: &[pvm_bytecode::Field], tag: u32) -> Fields {
    let mut order: Vec<usize> = (0..fields.len()).collect();
    order.sort_by_key(|&field| {
        let storage = fields[field].storage;
        (std::cmp::Reverse(storage.size()), matches!(storage, Storage::Ref(_)))
    });
    let mut placed = vec![(0, Storage::I64); fields.len()];
    let mut at = HEADER;
    for field in order {
        placed[field] = (at, fields[field].storage);
        at += fields[field].storage.size();
    }
    Fields { size: padded(at.into()) as u32, fields: placed.into(), tag }
}
