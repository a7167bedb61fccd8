//! The system calls: all that a guest can ask of the world outside itself. One table; numbers never change meaning, new
//! calls get new numbers. Results that are `i64` are zero or more, or minus an error number.

use crate::{HeapType, RefType, SysId, ValueType};

const I: ValueType = ValueType::I64;
const B: ValueType = ValueType::Ref(RefType::to(HeapType::Bytes));

/// What a guest must have been granted to use a call. Grants themselves are finer: which directory, which variable.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Capability {
    /// Always there.
    None,
    /// Standard input, output and error.
    Streams,
    Files,
    Environment,
    WallClock,
    Random,
}

/// A row of [`TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct SysCall {
    pub name: &'static str,
    pub params: &'static [ValueType],
    pub result: Option<ValueType>,
    pub capability: Capability,
    /// Whether the call may wait for something outside the guest.
    pub blocks: bool,
    pub doc: &'static str,
}

macro_rules! syscalls {
    ($($number:literal $name:ident ($($param:expr),*) $(-> $result:expr)?, $capability:ident, $blocks:literal, $doc:literal;)*) => {
        /// Every call, by number.
        pub static TABLE: &[SysCall] = &[$(SysCall {
            name: stringify!($name),
            params: &[$($param),*],
            result: syscalls!(@result $($result)?),
            capability: Capability::$capability,
            blocks: $blocks,
            doc: $doc,
        }),*];
    };
    (@result) => { None };
    (@result $result:expr) => { Some($result) };
}

syscalls! {
    0 exit (I), None, false, "Ends the guest with an exit code.";
    1 write (I, B, I, I) -> I, None, true, "Writes to a handle, from a buffer, from an index, so many bytes; gives how many were written.";
    2 read (I, B, I, I) -> I, None, true, "Reads from a handle, into a buffer, at an index, at most so many bytes; gives how many were read, 0 at the end.";
}

/// The call's row, if there is one with this number.
pub fn get(id: SysId) -> Option<&'static SysCall> {
    TABLE.get(id.index())
}

/// The call with this name.
pub fn find(name: &str) -> Option<SysId> {
    TABLE.iter().position(|call| call.name == name).map(SysId::from_index)
}
