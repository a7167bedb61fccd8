//! What can be wrong with a module: the table of the verifier's rules, and an error that names the one broken and the
//! place.

use std::fmt;

use crate::Section;

macro_rules! rules {
    ($($name:ident $id:literal $text:literal $doc:literal;)*) => {
        /// What must hold of a module before it may run.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Rule { $(#[doc = $text] $name,)* }

        impl Rule {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in messages and tests.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The rule as a sentence.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// Why it is a rule.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }
        }
    };
}

rules! {
    Limit "limit" "A module stays within the limits of the format."
        "They bound what loading, verifying and compiling a hostile module can cost.";
    Index "index" "Every index names an entry of its table."
        "Nothing after verification checks an index again.";
    TypeKind "type-kind" "A type is of the kind that its use asks for."
        "Only structs, variants and closures have fields, only arrays elements, only function types can be called, and so on.";
    EnumVariants "enum-variants" "An enum lists exactly its variants, each at its tag."
        "The tag alone decides which variant an object is.";
    ClosureFunction "closure-function" "A closure's function takes the closure and then what its function type takes, and gives what that gives."
        "A caller knows only the function type.";
    ImplementationOrder "implementation-order" "Implementations ascend by type and interface, without repetition."
        "The subtype relation is a binary search over them, and a type has an interface in one way only.";
    ImplementationType "implementation-type" "What implements an interface is a string, struct, enum, array or function type."
        "A variant has the interfaces of its enum and a closure those of its function type.";
    ImplementationMethods "implementation-methods" "An implementation gives every method of its interface."
        "A call through the interface always finds its method.";
    ImplementationSignature "implementation-signature" "A method's function takes the type that implements it and then what the interface says, and gives what that says."
        "A caller knows only the interface.";
    GlobalNull "global-null" "A global that holds a reference is nullable."
        "Globals start as zero or null.";
    UniqueName "unique-name" "No two exports and no two imports have the same name."
        "Hosts find them by name.";
    StartSignature "start-signature" "The start function takes nothing and gives nothing."
        "The machine calls it by itself.";
    SystemCalls "system-calls" "The module lists exactly the system calls that its code uses, ascending."
        "A host reads the list to decide whether to run the module.";
    Terminator "terminator" "A block ends in its only terminator."
        "Control can't run off the end of a function or leave a block in its middle.";
    OperandMissing "operand-missing" "An instruction finds as many operands as it takes."
        "The operand stack never runs empty.";
    OperandType "operand-type" "Every operand has the type that its instruction takes."
        "Numbers are never taken for references, nor objects of one type for those of another.";
    BlockEnd "block-end" "The operand stack is empty at the end of a block."
        "Values cross blocks in locals, so a frame at a block's start is just its locals.";
    Assigned "assigned" "A local is assigned on every path to where it is read."
        "Nothing undefined is ever read.";
    ImmutableField "immutable-field" "Only mutable fields are written."
        "Compiled code keeps what it once read of an immutable field.";
    ImmutableGlobal "immutable-global" "Outside of the start function only mutable globals are written."
        "Compiled code treats an immutable global as a constant.";
    ArrayDefault "array-default" "The elements of an array made without a value can be zero or null."
        "A reference that is not nullable has no default.";
    TailResult "tail-result" "A tail call gives what the function that it stands in gives."
        "Its result goes straight to the caller.";
    RecoverSignature "recover-signature" "What is recovered takes nothing and gives nothing."
        "The instruction's own result is the trap's text or null.";
    SwitchTable "switch-table" "Each jump table is used by one switch, and in the order of the code."
        "So the cost of verifying a function is bounded by its size.";
    TrapKind "trap-kind" "Code raises only traps that can be recovered from."
        "A program can't pretend that the host stopped it or that it ran out of fuel.";
    Debug "debug" "Debug information fits the module: no more entries than it has, lines ascending and within the code."
        "Backtraces look it up without checking.";
}

/// Where in a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    pub section: Section,
    /// The entry of the section.
    pub entry: Option<u32>,
    /// The entry's debug name or its own name; empty if it has none.
    pub name: String,
    /// The block of the function and the instruction, counted from the start of the function.
    pub instruction: Option<Instruction>,
}

/// Where in a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Instruction {
    pub block: u32,
    /// Counted from the start of the function.
    pub index: u32,
    pub mnemonic: &'static str,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "section {}", self.section.name())?;
        if let Some(entry) = self.entry {
            write!(f, ", {} {entry}", self.section.entry())?;
        }
        if !self.name.is_empty() {
            write!(f, " `{}`", self.name.escape_debug())?;
        }
        match self.instruction {
            Some(at) => write!(f, ", block {}, instruction {} (`{}`)", at.block, at.index, at.mnemonic),
            None => Ok(()),
        }
    }
}

/// A module that must not run.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{place}: {found}. {} [{}]", .rule.text(), .rule.id())]
pub struct VerifyError {
    pub rule: Rule,
    pub place: Place,
    /// What was found and what was expected.
    pub found: String,
}
