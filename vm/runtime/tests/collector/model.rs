//! What is tried: modules with random types, and steps that are done to the heap and to the model alike.

use proptest::prelude::*;
use proptest::sample::Index;
use pvm_bytecode::{Field, HeapType, Module, RefType, Storage, Type, TypeId};

/// How many roots there are.
pub const ROOTS: usize = 24;

/// One thing done to both. Numbers choose among what there is, modulo its count.
#[derive(Clone, Debug)]
pub enum Step {
    /// Makes an object and keeps it in a root; its references are taken from other roots where their types fit.
    Allocate {
        kind: usize,
        length: usize,
        slot: usize,
        values: [usize; 3],
    },
    /// Writes the reference of root `value` into a place of the object of root `slot`.
    Store {
        slot: usize,
        place: usize,
        value: usize,
    },
    /// Keeps in root `to` what a place of the object of root `slot` refers to.
    Load {
        slot: usize,
        place: usize,
        to: usize,
    },
    /// Clears a root.
    Drop {
        slot: usize,
    },
    Collect {
        all: bool,
    },
}

/// Lengths are mostly small, sometimes those of large objects.
fn length() -> impl Strategy<Value = usize> {
    prop_oneof![20 => 0usize..20, 4 => 0usize..600, 1 => 4_000usize..20_000]
}

fn step() -> impl Strategy<Value = Step> {
    let slot = || 0..ROOTS;
    let number = || any::<Index>().prop_map(|index| index.index(1 << 20));
    prop_oneof![
        8 => (number(), length(), slot(), [number(), number(), number()])
            .prop_map(|(kind, length, slot, values)| Step::Allocate { kind, length, slot, values }),
        8 => (slot(), number(), slot()).prop_map(|(slot, place, value)| Step::Store { slot, place, value }),
        4 => (slot(), number(), slot()).prop_map(|(slot, place, to)| Step::Load { slot, place, to }),
        2 => slot().prop_map(|slot| Step::Drop { slot }),
        1 => prop::bool::weighted(0.3).prop_map(|all| Step::Collect { all }),
    ]
}

pub fn steps(count: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..count)
}

fn storage(types: u32) -> impl Strategy<Value = Storage> {
    let reference =
        prop_oneof![Just(HeapType::Any), Just(HeapType::String), (0..types).prop_map(|ty| HeapType::Type(TypeId(ty))),];
    prop_oneof![
        Just(Storage::U8),
        Just(Storage::I16),
        Just(Storage::F32),
        Just(Storage::I64),
        reference.prop_map(|heap| Storage::Ref(RefType::or_null(heap))),
    ]
}

fn ty(types: u32) -> impl Strategy<Value = Type> {
    let fields = prop::collection::vec(storage(types), 0..7).prop_map(|fields| {
        let fields = fields.into_iter().map(|storage| Field { storage, mutable: true }).collect();
        Type::Struct { fields }
    });
    prop_oneof![2 => fields, 1 => storage(types).prop_map(|element| Type::Array { element })]
}

/// A module of one to eight types that refer to each other at random.
pub fn modules() -> impl Strategy<Value = Module> {
    (1u32..8)
        .prop_flat_map(|count| prop::collection::vec(ty(count), count as usize))
        .prop_map(|types| Module { types, ..Module::default() })
}

/// A module of a pair of references with a number, and of arrays of references and of numbers.
pub fn plain_module() -> Module {
    let any = Storage::Ref(RefType::or_null(HeapType::Any));
    let fields = [any, any, Storage::I64].map(|storage| Field { storage, mutable: true });
    let types = vec![
        Type::Struct { fields: fields.into() },
        Type::Array { element: any },
        Type::Array { element: Storage::F64 },
    ];
    Module { types, ..Module::default() }
}
