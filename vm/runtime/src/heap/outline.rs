//! What the collector needs to know of an object: how long it is and where its references are, both without a branch.
#![forbid(unsafe_code)]

use super::object::HEADER;
use super::shape::{Fields, Kind};
use pvm_bytecode::Storage;
use std::ops::Range;

/// Size and references of the objects of one shape, linear in the length that their header says. A shape with fields
/// keeps its references together, so they are a range as those of an array are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outline {
    /// Bytes before padding, of fields or of an array without elements.
    fixed: u32,
    /// Where the references begin.
    first: u32,
    /// How many references the fields have.
    references: u32,
    /// Bytes of an element; 0 for fields.
    element: u16,
    /// References in an element: 0 or 1.
    each: u16,
}

impl Outline {
    pub(super) fn new(kind: &Kind) -> Self {
        match kind {
            Kind::Fields(fields) => Self::of_fields(fields),
            Kind::Array(element) => {
                let each = matches!(element, Storage::Ref(_)).into();
                Self { fixed: HEADER, first: HEADER, references: 0, element: element.size() as u16, each }
            }
            Kind::Abstract => Self { fixed: HEADER, first: HEADER, references: 0, element: 0, each: 0 },
        }
    }

    fn of_fields(fields: &Fields) -> Self {
        let places = fields.fields.iter().filter(|(_, storage)| matches!(storage, Storage::Ref(_)));
        let first = places.clone().map(|(at, _)| *at).min().unwrap_or(HEADER);
        Self { fixed: fields.size, first, references: places.count() as u32, element: 0, each: 0 }
    }

    /// Bytes that an object takes.
    #[inline(always)]
    pub fn size(self, length: u32) -> u32 {
        (self.fixed + length.wrapping_mul(self.element.into()) + 7) & !7
    }

    /// The references of the object at an offset, four bytes each.
    #[inline(always)]
    pub fn places(self, object: u32, length: u32) -> Range<u32> {
        let first = object + self.first;
        first..first + (self.references + length.wrapping_mul(self.each.into())) * 4
    }
}
