//! The sections of a module, in the order in which a file has them.

/// A part of a module. Its number is the byte that the section starts with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Section {
    Types = 1,
    Implementations = 2,
    Imports = 3,
    Functions = 4,
    Globals = 5,
    Constants = 6,
    Exports = 7,
    Start = 8,
    SystemCalls = 9,
    Debug = 10,
    Custom = 11,
}

impl Section {
    /// Ascending; a file leaves out those that are empty.
    pub const ALL: [Self; 11] = [
        Self::Types,
        Self::Implementations,
        Self::Imports,
        Self::Functions,
        Self::Globals,
        Self::Constants,
        Self::Exports,
        Self::Start,
        Self::SystemCalls,
        Self::Debug,
        Self::Custom,
    ];

    /// What a person calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Implementations => "implementations",
            Self::Imports => "imports",
            Self::Functions => "functions",
            Self::Globals => "globals",
            Self::Constants => "constants",
            Self::Exports => "exports",
            Self::Start => "start",
            Self::SystemCalls => "system calls",
            Self::Debug => "debug",
            Self::Custom => "custom",
        }
    }

    /// What one entry of it is called.
    pub const fn entry(self) -> &'static str {
        match self {
            Self::Types => "type",
            Self::Implementations => "implementation",
            Self::Imports => "import",
            Self::Functions => "function",
            Self::Globals => "global",
            Self::Constants => "constant",
            Self::Exports => "export",
            Self::Start => "start",
            Self::SystemCalls => "system call",
            Self::Debug => "entry",
            Self::Custom => "custom section",
        }
    }

    /// Whether it says what the module does. The others are left out of its identity.
    pub const fn is_essential(self) -> bool {
        !matches!(self, Self::Debug | Self::Custom)
    }
}
