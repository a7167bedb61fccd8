//! Indices. Every table of a module has an index type of its own, so that none can be used on another.

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in its table.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the entry at `index`, which the format bounds to 32 bits.
            #[inline]
            pub const fn from_index(index: usize) -> Self {
                debug_assert!(index <= u32::MAX as usize);
                Self(index as u32)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}{}", stringify!($name), self.0)
            }
        }
    )*};
}

ids! {
    /// A heap type of the module.
    TypeId
    /// A function of the module.
    FunctionId
    /// A function that the embedding host supplies.
    ImportId
    /// A global variable of the module.
    GlobalId
    /// A string constant of the module.
    ConstId
    /// A local variable of a function; parameters come first.
    LocalId
    /// A basic block of a function; the first is the entry.
    BlockId
    /// A jump table of a function.
    SwitchId
    /// A field of a struct, a variant or a closure, in the order of declaration.
    FieldId
    /// A method of an interface, in the order of declaration.
    MethodId
    /// A native library call, see [`crate::libcall`].
    LibId
    /// A system call, see [`crate::syscall`].
    SysId
}
