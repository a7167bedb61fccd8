//! How large a module may be. The numbers bound what a hostile module can cost; real programs stay far below them.

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $default:literal $what:literal;)*) => {
        /// Limits of the verifier. A host may set lower ones than the default.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct Limits { $(#[doc = $what] $(#[$doc])* pub $name: u32,)* }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Limits {
            /// Name and meaning of each.
            pub const ALL: &'static [(&'static str, &'static str)] = &[$((stringify!($name), $what)),*];

            /// The limit with this name.
            pub fn by_name(&mut self, name: &str) -> Option<&mut u32> {
                match name { $(stringify!($name) => Some(&mut self.$name),)* _ => None }
            }
        }
    };
}

limits! {
    types: 1_000_000 "Types of a module.";
    implementations: 1_000_000 "Implementations of a module.";
    imports: 1_000_000 "Imports of a module.";
    functions: 1_000_000 "Functions of a module.";
    globals: 1_000_000 "Globals of a module.";
    constants: 10_000_000 "Constants of a module.";
    exports: 1_000_000 "Exports of a module.";
    /// Signatures are compared by those who refer to them, so their length must not multiply.
    parameters: 255 "Parameters of a function or method.";
    fields: 10_000 "Fields of a struct, variant or closure.";
    locals: 50_000 "Locals of a function, its parameters included.";
    operands: 50_000 "Depth of the operand stack.";
    instructions: 10_000_000 "Instructions of a function.";
    /// Counted are the locals that are read in another block than one that assigns them, times the jumps between blocks:
    /// the steps that the analysis of assignments can need.
    assignments: 33_554_432 "Locals times jumps of a function.";
}
