//! The sections of a module, in the order in which a file has them.

/// The byte that ends a file, where the number of a section could stand: so a file that was cut short is never whole.
pub(crate) const END: u8 = 0;

macro_rules! sections {
    ($($number:literal $section:ident $name:literal $entry:literal $essential:literal $doc:literal;)*) => {
        /// A part of a module. Its number is the byte that the section starts with.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Section { $(#[doc = $doc] $section = $number,)* }

        impl Section {
            /// Ascending; a file leaves out those that are empty.
            pub const ALL: [Self; [$($number),*].len()] = [$(Self::$section),*];

            /// What a person calls it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$section => $name,)* }
            }

            /// What one entry of it is called.
            pub const fn entry(self) -> &'static str {
                match self { $(Self::$section => $entry,)* }
            }

            /// Whether it says what the module does. The others are left out of its identity.
            pub const fn is_essential(self) -> bool {
                match self { $(Self::$section => $essential,)* }
            }

            /// What it holds.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$section => $doc,)* }
            }
        }
    };
}

sections! {
    1 Types "types" "type" true "The heap types.";
    2 Implementations "implementations" "implementation" true "Which types have which interfaces, and by which functions.";
    3 Imports "imports" "import" true "The functions that the embedding host supplies: name, signature, signature as the language writes it.";
    4 Functions "functions" "function" true "Signature, types of locals, code.";
    5 Globals "globals" "global" true "Type, and whether code may write it.";
    6 Constants "constants" "constant" true "The texts that code mentions.";
    7 Exports "exports" "export" true "The functions that a host may call: name, function, signature as the language writes it.";
    8 Start "start" "start" true "The function that initialises the globals: a list of one.";
    9 SystemCalls "system calls" "system call" true "The numbers of the system calls that the code uses.";
    10 Debug "debug" "entry" false "Files; by function its name, file, names of locals, lines; by type its name and the names of its fields or methods; names of globals.";
    11 Custom "custom" "custom section" false "Named bytes that the machine ignores.";
}
