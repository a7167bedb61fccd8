//! Library calls that compiled code has a way of its own for where there is little to do; the machine does the rest.

use pvm_bytecode::LibId;
use pvm_bytecode::libcall::number;

/// One of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    CopyText,
    SliceText,
    TextOfBytes,
    HashText,
    FindEntry,
    PlaceEntry,
}

impl Known {
    const ALL: [(Self, LibId); 6] = [
        (Self::CopyText, number::bytes_copy_string),
        (Self::SliceText, number::string_slice),
        (Self::TextOfBytes, number::string_from_bytes),
        (Self::HashText, number::string_hash),
        (Self::FindEntry, number::table_find),
        (Self::PlaceEntry, number::table_place),
    ];

    pub fn of(call: LibId) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, number)| *number == call).map(|(known, _)| known)
    }

    pub fn call(self) -> LibId {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == self);
        found.map_or_else(|| unreachable!("all are in the list"), |(_, number)| number)
    }

    /// Whether it makes an object.
    pub fn makes(self) -> bool {
        matches!(self, Self::SliceText | Self::TextOfBytes)
    }

    /// Whether it writes to an array of bytes.
    pub fn writes(self) -> bool {
        matches!(self, Self::CopyText | Self::PlaceEntry)
    }
}
