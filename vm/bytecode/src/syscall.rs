//! The system calls: all that a guest can ask of the world outside itself. One table; numbers never change meaning, new
//! calls get new numbers. Results that are `i64` are zero or more, or minus an error number.

use crate::{HeapType, RefType, SysId, ValueType};

const I: ValueType = ValueType::I64;
const B: ValueType = ValueType::Ref(RefType::to(HeapType::Bytes));
const S: ValueType = ValueType::Ref(RefType::to(HeapType::String));
const N: ValueType = ValueType::Ref(RefType::or_null(HeapType::String));
const L: ValueType = ValueType::Ref(RefType::to(HeapType::Strings));

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
    /// Its place in [`TABLE`].
    pub number: u8,
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
            number: $number,
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
    3 open (S, I, I) -> I, Files, true, "Opens a path with flags (see `open_flag`), and permission bits for a file that it creates; gives a handle. Only regular files and directories can be opened.";
    4 close (I) -> I, None, false, "Gives a handle back.";
    5 seek (I, I, I) -> I, None, false, "Moves the position of a handle by an offset from the start (0), the position (1) or the end (2); gives the position.";
    6 stat (S, I, B) -> I, Files, false, "Describes what a path names, following a last symbolic link if the second argument is not 0, in the first 64 bytes of a buffer (see `stat_field`).";
    7 fstat (I, B) -> I, None, false, "Describes an open handle as `stat` does.";
    8 readdir (I, B, I, I) -> I, None, false, "Reads the next entries of a directory handle into a buffer, at an index, at most so many bytes; each is a kind (f, d, l or o for any other), the name and a zero byte. Gives how many bytes were filled, 0 at the end.";
    9 mkdir (S, I) -> I, Files, false, "Makes a directory with permission bits.";
    10 rmdir (S) -> I, Files, false, "Removes an empty directory.";
    11 rename (S, S) -> I, Files, false, "Moves the first path to the second, replacing a file that is there.";
    12 unlink (S) -> I, Files, false, "Removes a file or a symbolic link.";
    13 truncate (I, I) -> I, None, false, "Cuts or extends the file of a handle to a size.";
    14 sync (I) -> I, None, true, "Waits until what was written to a handle is on the disk.";
    15 readlink (S, B, I, I) -> I, Files, false, "Reads the target of a symbolic link into a buffer, at an index, at most so many bytes; gives its length, which may be more than were filled.";
    16 args () -> L, None, false, "The arguments of the program, without its own name.";
    17 getenv (S) -> N, Environment, false, "The value of an environment variable; null when it is not set or not granted.";
    18 environment () -> L, Environment, false, "All granted environment variables, each as name, equals sign, value; sorted.";
    19 getpid () -> I, None, false, "A number that tells this guest from the others of its host; not the host's process number.";
    20 clock_wall () -> I, WallClock, false, "Nanoseconds since the start of 1970 in UTC, without leap seconds.";
    21 clock_monotonic () -> I, None, false, "Nanoseconds since some moment before the guest's start; never goes back.";
    22 sleep (I) -> I, None, true, "Waits for so many nanoseconds.";
    23 random (B, I, I) -> I, Random, false, "Fills a buffer, from an index, with so many unpredictable bytes; gives their number.";
    24 memory_info (I) -> I, None, false, "Bytes of memory in use (0), the limit (1), or how many collections there were (2).";
    25 gc () -> I, None, false, "Collects all garbage now.";
    26 isatty (I) -> I, None, false, "1 if a handle is a terminal, else 0.";
    27 denial () -> N, None, false, "Which grant the last refused call would have needed, as a sentence; null if none was refused.";
    28 write_string (I, S) -> I, None, true, "Writes a whole string to a handle; gives its length. The host gathers what goes to standard output and passes it on before anything is written to standard error or read from standard input, and when the run ends.";
}

/// The call's row, if there is one with this number.
pub fn get(id: SysId) -> Option<&'static SysCall> {
    TABLE.get(id.index())
}

/// The call with this name.
pub fn find(name: &str) -> Option<SysId> {
    TABLE.iter().position(|call| call.name == name).map(SysId::from_index)
}

/// The bits of the flags of `open`. At least one of `READ` and `WRITE` must be set.
pub mod open_flag {
    pub const READ: i64 = 1;
    pub const WRITE: i64 = 2;
    /// Makes the file if there is none.
    pub const CREATE: i64 = 4;
    /// With `CREATE`: fails with `EEXIST` if there is one.
    pub const EXCLUSIVE: i64 = 8;
    /// Empties the file; needs `WRITE`.
    pub const TRUNCATE: i64 = 16;
    /// Every write goes to the end; needs `WRITE`.
    pub const APPEND: i64 = 32;
    /// Opens a directory, for `readdir`; goes with `READ` alone.
    pub const DIRECTORY: i64 = 64;
    pub const ALL: i64 = 127;
}

/// What `stat` writes: eight integers of 64 bits, little endian, at these byte offsets. Times are nanoseconds since the
/// start of 1970, 0 when the host doesn't know.
pub mod stat_field {
    /// 0 a regular file, 1 a directory, 2 a symbolic link, 3 anything else.
    pub const KIND: usize = 0;
    /// In bytes.
    pub const SIZE: usize = 8;
    pub const MODIFIED: usize = 16;
    pub const ACCESSED: usize = 24;
    pub const CREATED: usize = 32;
    /// The nine permission bits of POSIX.
    pub const MODE: usize = 40;
    /// How many names the file has.
    pub const LINKS: usize = 48;
    /// Equal for two paths of one grant exactly when they name the same file.
    pub const IDENTITY: usize = 56;
    /// The length of the whole.
    pub const TOTAL: usize = 64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_numbers_under_names_of_their_own() {
        for (index, call) in TABLE.iter().enumerate() {
            assert_eq!(usize::from(call.number), index, "{} has the number of another row", call.name);
            assert_eq!(find(call.name), Some(SysId::from_index(index)), "two rows are called {}", call.name);
        }
    }
}
