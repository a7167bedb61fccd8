//! The words in which the instruction table says what an instruction does to the operand stack and to control.

macro_rules! slots {
    ($($name:ident $text:literal $doc:literal;)*) => {
        /// What stands on the operand stack, said in terms of the instruction's operands. The verifier resolves it
        /// against the module; this vocabulary is all that it knows of any instruction.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Slot { $(#[doc = $doc] $name,)* }

        impl Slot {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// How the reference writes it.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it stands for.
            pub const fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }
        }
    };
}

slots! {
    I64 "i64" "An integer.";
    F64 "f64" "A float.";
    String "string" "A non-null string.";
    Any "any" "A value of any type.";
    AnyOrNull "reference" "Any reference, null or not.";
    NonNull "non-null" "What was popped first, known not to be null.";
    Null "null" "A null of the heap type named by the operand.";
    Object "object" "A non-null reference to the heap type named by the operand.";
    Array "array" "The same, where the operand must name an array type.";
    Zeroed "zeroed" "The same, where the operand must name an array type whose elements can be zero or null.";
    Enum "enum" "The same, where the operand must name an enum.";
    Function "function" "The same, where the operand must name a function type.";
    Interface "interface" "The same, where the operand must name an interface.";
    AnyArray "any array" "A non-null array of any type.";
    Fields "fields…" "A value of each field of the struct, variant or closure type, in order.";
    Field "field" "A value of the one field: popped to write it, which must be allowed.";
    Element "element" "A value of the array type's element.";
    Elements "elements…" "As many values of the array type's element as the count says.";
    Local "local" "The value of the local: popped to assign it, pushed when it is assigned.";
    Global "global" "The value of the global: popped to write it, which must be allowed.";
    Params "parameters…" "The parameters of what is called: function, import, function type, method, library or system call.";
    Result "result?" "Its result, if it has one.";
    Trap "text or null" "A nullable string: what a recovered call of a function type that takes and gives nothing gives.";
    OwnResult "own result?" "The result of the function that this instruction stands in, if it has one.";
}

/// Where control goes after an instruction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// To the next instruction.
    Next,
    /// It may trap, else goes to the next instruction.
    Trap,
    /// It calls something, then goes to the next instruction. A safepoint.
    Call,
    /// It may allocate, then goes to the next instruction. A safepoint.
    Allocate,
    /// It ends the block.
    End,
}
