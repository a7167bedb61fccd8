//! The canonical frame: where a function's values lie on the stack of its task, the same for interpreter, compiled code,
//! collector and backtraces.
//!
//! A frame is a run of 64-bit slots: the position (function in the upper 32 bits, instruction in the lower; the
//! highest bit is the collector's), a word that
//! belongs to the interpreter, parameters, scalar locals, scalar temporaries, reference locals, reference temporaries.
//! A slot is a reference or a scalar for the whole function. A frame's size is fixed by its function; the next frame
//! begins where it ends.

mod walk;

pub use walk::{FrameRoots, Frames, Layouts, Position, Stack, check};

use pvm_bytecode::{Function, LocalId, RefType, ValueType};
use std::ops::Range;

/// Bytes of a slot.
pub const SLOT: u32 = 8;

/// Where the values of a function lie in its frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameLayout {
    /// By local, parameters first.
    locals: Box<[u32]>,
    scalars: Range<u32>,
    references: Range<u32>,
    cleared: Range<u32>,
    /// The slots that hold references, with what they may refer to; temporaries may refer to anything.
    kinds: Box<[(u32, Option<RefType>)]>,
}

impl FrameLayout {
    /// Slots before the parameters.
    pub const HEADER: u32 = 2;

    /// For a function whose code needs so many temporaries.
    pub fn new(function: &Function, scalars: u32, references: u32) -> Self {
        let params = function.signature.params.len();
        let mut locals: Vec<u32> = (Self::HEADER..).take(params + function.locals.len()).collect();
        let mut next = Self::HEADER + params as u32;
        let mut place = |locals: &mut Vec<u32>, wanted: fn(&ValueType) -> bool| {
            for (index, _) in function.locals.iter().enumerate().filter(|(_, ty)| wanted(ty)) {
                locals[params + index] = next;
                next += 1;
            }
            next
        };
        let first_scalar = place(&mut locals, |ty| !matches!(ty, ValueType::Ref(_)));
        next = first_scalar + scalars;
        let first_cleared = next;
        let mut place = |locals: &mut Vec<u32>| {
            for (index, _) in function.locals.iter().enumerate().filter(|(_, ty)| matches!(ty, ValueType::Ref(_))) {
                locals[params + index] = next;
                next += 1;
            }
            next
        };
        let first_reference = place(&mut locals);
        let size = first_reference + references;
        let typed = |(index, slot): (usize, &u32)| match function.local(LocalId::from_index(index)) {
            Some(ValueType::Ref(ty)) => Some((*slot, Some(ty))),
            _ => None,
        };
        let mut kinds: Vec<_> = locals.iter().enumerate().filter_map(typed).collect();
        kinds.extend((first_reference..size).map(|slot| (slot, None)));
        kinds.sort_by_key(|(slot, _)| *slot);
        Self {
            locals: locals.into(),
            scalars: first_scalar..first_scalar + scalars,
            references: first_reference..size,
            cleared: first_cleared..size,
            kinds: kinds.into(),
        }
    }

    /// Slots of the whole frame, header included.
    pub fn size(&self) -> u32 {
        self.references.end
    }

    /// The slot of a local; parameters come first.
    pub fn local(&self, number: u32) -> u32 {
        self.locals[number as usize]
    }

    /// The slot of a scalar temporary.
    pub fn scalar(&self, number: u32) -> u32 {
        debug_assert!(number < self.scalars.len() as u32);
        self.scalars.start + number
    }

    /// The slot of a reference temporary.
    pub fn reference(&self, number: u32) -> u32 {
        debug_assert!(number < self.references.len() as u32);
        self.references.start + number
    }

    /// The slots that must be null when the function starts: all references but the parameters.
    pub fn cleared(&self) -> Range<u32> {
        self.cleared.clone()
    }

    /// The slots that hold references, ascending, with what they may refer to: null always, and anything for none.
    pub fn kinds(&self) -> &[(u32, Option<RefType>)] {
        &self.kinds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pvm_bytecode::{HeapType, Signature};

    #[test]
    fn references_stand_together_at_the_end() {
        let string = ValueType::Ref(RefType::to(HeapType::String));
        let function = Function {
            signature: Signature { params: vec![string, ValueType::I64], result: None },
            locals: vec![string, ValueType::F64, string],
            ..Function::default()
        };
        let layout = FrameLayout::new(&function, 2, 1);
        let locals: Vec<u32> = (0..5).map(|local| layout.local(local)).collect();
        assert_eq!(locals, [2, 3, 7, 4, 8]);
        assert_eq!([layout.scalar(0), layout.scalar(1), layout.reference(0)], [5, 6, 9]);
        assert_eq!((layout.cleared(), layout.size()), (7..10, 10));
        let slots: Vec<u32> = layout.kinds().iter().map(|(slot, _)| *slot).collect();
        assert_eq!(slots, [2, 7, 8, 9]);
        assert_eq!(layout.kinds()[3].1, None);
    }
}
