//! Why a task can be stopped by the machine: one table.

macro_rules! traps {
    ($($code:literal $name:ident $recoverable:literal $text:literal)*) => {
        /// The cause of a trap.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u8)]
        pub enum TrapKind { $(#[doc = $text] $name = $code,)* }

        impl TrapKind {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What a person reads.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Whether `recover` can catch it. What cannot be caught ends the guest.
            pub const fn recoverable(self) -> bool {
                match self { $(Self::$name => $recoverable,)* }
            }

            /// The cause with this number, if there is one.
            pub const fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

traps! {
    1  Panic            true  "panic"
    2  Assertion        true  "assertion failed"
    3  Index            true  "index out of range"
    4  DivisionByZero   true  "division by zero"
    5  NullUnwrap       true  "unwrapped an empty optional"
    6  Cast             true  "value is of another type"
    7  StackOverflow    true  "stack overflow"
    8  OutOfMemory      true  "out of memory"
    9  ArrayLength      true  "array length out of range"
    10 Unreachable      true  "reached code that was said to be unreachable"
    11 Uninitialised    true  "read before it was initialised"
    12 Utf8             true  "not valid UTF-8"
    13 OutOfFuel        false "out of fuel"
    14 OutOfTime        false "out of time"
    15 OutputLimit      false "output limit passed"
    16 Stopped          false "stopped by the host"
    17 HostError        true  "host function failed"
    18 Denied           false "capability not granted"
    19 Uncaught         true  "uncaught error"
}
