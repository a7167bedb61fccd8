//! The library calls: pure work that the machine does natively because it is hot or needs tables that it already has.
//! One table; numbers never change meaning, new calls get new numbers.

use crate::{HeapType, LibId, RefType, ValueType};

const I: ValueType = ValueType::I64;
const F: ValueType = ValueType::F64;
const S: ValueType = ValueType::Ref(RefType::to(HeapType::String));
const B: ValueType = ValueType::Ref(RefType::to(HeapType::Bytes));
const L: ValueType = ValueType::Ref(RefType::to(HeapType::Strings));

/// A row of [`TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct LibCall {
    /// How `extern "lib"` and the text form name it.
    pub name: &'static str,
    pub params: &'static [ValueType],
    pub result: Option<ValueType>,
    /// Fuel beyond that of the instruction itself.
    pub cost: u32,
    pub doc: &'static str,
}

macro_rules! libcalls {
    ($($number:literal $name:ident ($($param:expr),*) $(-> $result:expr)?, $cost:literal, $doc:literal;)*) => {
        /// Every call, by number.
        pub static TABLE: &[LibCall] = &[$(LibCall {
            name: stringify!($name),
            params: &[$($param),*],
            result: libcalls!(@result $($result)?),
            cost: $cost,
            doc: $doc,
        }),*];
    };
    (@result) => { None };
    (@result $result:expr) => { Some($result) };
}

libcalls! {
    0 string_concat (S, S) -> S, 4, "Both strings, one after the other.";
    1 string_compare (S, S) -> I, 2, "-1, 0 or 1, by bytes, which is by code points.";
    2 int_to_string (I) -> S, 4, "Decimal digits, with a minus sign when negative.";
    3 float_to_string (F) -> S, 8, "The shortest digits that read back as the same float.";
    4 string_join (L, I) -> S, 8, "The first so many strings of the array, one after the other; none may be null.";
    5 string_to_bytes (S) -> B, 4, "The bytes of a string.";
}

/// The call's row, if there is one with this number.
pub fn get(id: LibId) -> Option<&'static LibCall> {
    TABLE.get(id.index())
}

/// The call with this name.
pub fn find(name: &str) -> Option<LibId> {
    TABLE.iter().position(|call| call.name == name).map(LibId::from_index)
}
