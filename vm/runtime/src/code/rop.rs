//! The register instructions: one table, in the same form as that of the bytecode.
//!
//! A row reads: name, handler, what the operands `a b c` are, what the second word holds if there is one, and one line
//! of documentation. Register code is private to the machine: it is made from verified bytecode and never stored.

/// What an operand is. `a` and `b` have 16 bits, `c` has 32.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    None,
    /// The slot that is written, always as the instruction's last act.
    Write,
    /// A slot that is read.
    Read,
    /// The first of some slots that lie side by side.
    Slots,
    /// Two slots that are read: one in the lower half of `c`, one in the upper.
    ReadTwo,
    /// A slot that is read in the lower half of `c`, a byte offset in the upper.
    ReadAt,
    /// A number: an immediate operand, a count or a byte offset.
    Int,
    /// The instruction goes there.
    Block,
    /// The size of the function's frame: how far away the frame of a callee starts.
    Frame,
    Function,
    Import,
    Lib,
    Sys,
    Constant,
    Global,
    /// A type of the machine.
    Type,
}

/// What the second word holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wide {
    None,
    /// A number of 64 bits.
    Int,
    /// A float.
    Float,
    /// The position that the frame takes during a call; the other half is the handler's own, or names slots.
    Position,
    /// A type of the machine.
    Type,
    /// The byte offsets of a list's length, in the lower half, and of its array.
    List,
    /// The address of code; the other half is the handler's own.
    Code,
    /// Nothing, but a slot stands beside it, if one is needed.
    Slot,
}

/// Calls `$consumer!` with every row of the table.
macro_rules! register_instructions {
    ($consumer:ident) => { $consumer! {
        // Entry, fuel, poll.
        Enter            enter              [Int Int Int]         None     "Enters a function: checks that `c` bytes of stack are left. `b` is 1: calls may do it themselves.";
        EnterFew         enter_few          [Slots None Int]      None     "The same, and clears the four slots from `a`.";
        EnterMany        enter_many         [Slots Int Int]       None     "The same, and clears `b` slots from `a`.";
        Fuel             fuel               [None None Int]       None     "Takes `c` units of fuel; gives some back when negative.";
        FuelElse         fuel_else          [None Int Block]      None     "Takes `b` units of fuel if so many are left, else goes to a label.";

        // Copies and constants.
        Copy             copy               [Write Read None]     None     "Copies a slot.";
        CopyPair         copy_pair          [Write Read Read]     None     "Copies `b` to `a` and `c` to the slot after it.";
        Constant         constant           [Write None Int]      None     "A small integer, the bits of a small float or null.";
        ConstantWide     constant_wide      [Write None None]     Int      "A constant of 64 bits.";
        StringConst      string_const       [Write None Constant] None     "A string of the constants section.";
        GlobalGet        global_get         [Write None Global]   None     "Reads a global.";
        GlobalSet        global_set         [None Read Global]    None     "Writes a global.";

        // Integers.
        I64Add           i64_add            [Write Read Read]     None     "Sum.";
        I64AddImm        i64_add_imm        [Write Read Int]      None     "Sum with a constant.";
        I64Sub           i64_sub            [Write Read Read]     None     "Difference.";
        I64SubImm        i64_sub_imm        [Write Read Int]      None     "Difference from a constant.";
        I64Mul           i64_mul            [Write Read Read]     None     "Product.";
        I64MulImm        i64_mul_imm        [Write Read Int]      None     "Product with a constant.";
        I64MulAdd        i64_mul_add        [Write Read ReadTwo]  None     "The sum of `b` and the product of the others.";
        I64Div           i64_div            [Write Read Read]     None     "Quotient; traps when the divisor is zero.";
        I64DivImm        i64_div_imm        [Write Read Int]      None     "Quotient by a constant other than zero.";
        I64Rem           i64_rem            [Write Read Read]     None     "Remainder; traps when the divisor is zero.";
        I64RemImm        i64_rem_imm        [Write Read Int]      None     "Remainder by a constant other than zero.";
        I64And           i64_and            [Write Read Read]     None     "Bitwise and.";
        I64AndImm        i64_and_imm        [Write Read Int]      None     "Bitwise and with a constant.";
        I64Or            i64_or             [Write Read Read]     None     "Bitwise or.";
        I64OrImm         i64_or_imm         [Write Read Int]      None     "Bitwise or with a constant.";
        I64Xor           i64_xor            [Write Read Read]     None     "Bitwise exclusive or.";
        I64XorImm        i64_xor_imm        [Write Read Int]      None     "Bitwise exclusive or with a constant.";
        I64Shl           i64_shl            [Write Read Read]     None     "Left shift.";
        I64ShlImm        i64_shl_imm        [Write Read Int]      None     "Left shift by a constant.";
        I64ShrS          i64_shr_s          [Write Read Read]     None     "Right shift, filling with the sign.";
        I64ShrSImm       i64_shr_s_imm      [Write Read Int]      None     "Right shift by a constant, filling with the sign.";
        I64ShrU          i64_shr_u          [Write Read Read]     None     "Right shift, filling with zeros.";
        I64ShrUImm       i64_shr_u_imm      [Write Read Int]      None     "Right shift by a constant, filling with zeros.";
        I64MulHighU      i64_mul_high_u     [Write Read Read]     None     "Upper half of the unsigned product.";
        I64Neg           i64_neg            [Write Read None]     None     "Negation.";
        I64Not           i64_not            [Write Read None]     None     "Bitwise complement.";
        I64Clz           i64_clz            [Write Read None]     None     "Leading zeros.";
        I64Ctz           i64_ctz            [Write Read None]     None     "Trailing zeros.";
        I64Popcnt        i64_popcnt         [Write Read None]     None     "How many bits are one.";
        I64Narrow8S      i64_narrow8_s      [Write Read None]     None     "The low 8 bits, sign-extended.";
        I64Narrow16S     i64_narrow16_s     [Write Read None]     None     "The low 16 bits, sign-extended.";
        I64Narrow32S     i64_narrow32_s     [Write Read None]     None     "The low 32 bits, sign-extended.";
        I64Eq            i64_eq             [Write Read Read]     None     "Whether equal; for references too.";
        I64EqImm         i64_eq_imm         [Write Read Int]      None     "Whether equal to a constant; for references too.";
        I64Ne            i64_ne             [Write Read Read]     None     "Whether different.";
        I64NeImm         i64_ne_imm         [Write Read Int]      None     "Whether different from a constant.";
        I64LtS           i64_lt_s           [Write Read Read]     None     "Whether less, signed.";
        I64LtSImm        i64_lt_s_imm       [Write Read Int]      None     "Whether less than a constant, signed.";
        I64LeS           i64_le_s           [Write Read Read]     None     "Whether less or equal, signed.";
        I64LeSImm        i64_le_s_imm       [Write Read Int]      None     "Whether less than or equal to a constant, signed.";
        I64GtSImm        i64_gt_s_imm       [Write Read Int]      None     "Whether greater than a constant, signed.";
        I64GeSImm        i64_ge_s_imm       [Write Read Int]      None     "Whether greater than or equal to a constant, signed.";
        I64LtU           i64_lt_u           [Write Read Read]     None     "Whether less, unsigned.";
        I64LtUImm        i64_lt_u_imm       [Write Read Int]      None     "Whether less than a constant, unsigned.";

        // Floats.
        F64Add           f64_add            [Write Read Read]     None     "Sum.";
        F64AddImm        f64_add_imm        [Write Read None]     Float    "Sum with a constant.";
        F64Sub           f64_sub            [Write Read Read]     None     "Difference.";
        F64SubImm        f64_sub_imm        [Write Read None]     Float    "Difference from a constant.";
        F64SubFromImm    f64_sub_from_imm   [Write Read None]     Float    "What the constant is more than the slot.";
        F64Mul           f64_mul            [Write Read Read]     None     "Product.";
        F64MulImm        f64_mul_imm        [Write Read None]     Float    "Product with a constant.";
        F64MulAdd        f64_mul_add        [Write Read ReadTwo]  None     "The sum of `b` and the rounded product of the others.";
        F64MulSub        f64_mul_sub        [Write Read ReadTwo]  None     "What `b` is more than the rounded product of the others.";
        F64MulSubFrom    f64_mul_sub_from   [Write Read ReadTwo]  None     "What the rounded product of the others is more than `b`.";
        F64Div           f64_div            [Write Read Read]     None     "Quotient.";
        F64DivImm        f64_div_imm        [Write Read None]     Float    "Quotient by a constant.";
        F64DivFromImm    f64_div_from_imm   [Write Read None]     Float    "Quotient of the constant by the slot.";
        F64Neg           f64_neg            [Write Read None]     None     "Negation.";
        F64Abs           f64_abs            [Write Read None]     None     "Absolute value.";
        F64Sqrt          f64_sqrt           [Write Read None]     None     "Square root.";
        F64Floor         f64_floor          [Write Read None]     None     "Rounds towards negative infinity.";
        F64Ceil          f64_ceil           [Write Read None]     None     "Rounds towards positive infinity.";
        F64Trunc         f64_trunc          [Write Read None]     None     "Rounds towards zero.";
        F64Nearest       f64_nearest        [Write Read None]     None     "Rounds to the nearest integer.";
        F64Min           f64_min            [Write Read Read]     None     "The smaller.";
        F64Max           f64_max            [Write Read Read]     None     "The larger.";
        F64Copysign      f64_copysign       [Write Read Read]     None     "The first with the sign of the second.";
        F64RoundF32      f64_round_f32      [Write Read None]     None     "Rounds to single precision.";
        F64Eq            f64_eq             [Write Read Read]     None     "Whether equal.";
        F64Ne            f64_ne             [Write Read Read]     None     "Whether not equal.";
        F64Lt            f64_lt             [Write Read Read]     None     "Whether less.";
        F64Le            f64_le             [Write Read Read]     None     "Whether less or equal.";
        F64FromI64       f64_from_i64       [Write Read None]     None     "The nearest float.";
        I64FromF64       i64_from_f64       [Write Read None]     None     "Rounds towards zero, saturating.";
        F64ToBits        f64_to_bits        [Write Read None]     None     "The bits of a float; those of the canonical NaN for every NaN.";

        // References and types.
        NonNull          non_null           [Write Read None]     None     "The reference; traps when it is null.";
        IsExactly        is_exactly         [Write Read Type]     None     "Whether it is an object of exactly this type.";
        IsSubtype        is_subtype         [Write Read Type]     None     "Whether it is an object of this type or a subtype.";
        CastExactly      cast_exactly       [Write Read Type]     None     "The reference; traps unless it is an object of exactly this type.";
        CastAny          cast_any           [Write Read None]     None     "The reference; traps when it is null, as a cast does.";
        CastSubtype      cast_subtype       [Write Read Type]     None     "The reference; traps unless it is an object of this type or a subtype.";
        EnumTag          enum_tag           [Write Read None]     None     "The tag of a variant.";

        // Fields: `b` is the object or what is written to it, `c` the byte offset.
        StructNew        struct_new         [Write Int Int]       Type     "Makes an object of `c` bytes. Rows of `Init` follow: as many as the low byte of `b` says for 64 bits, as the high byte says for 32.";
        StructNewMixed   struct_new_mixed   [Write Int Int]       Type     "The same with `b` rows of any storage.";
        Init             init               [Int Read Int]        None     "Not executed: a value of a new object, with its storage and its byte offset.";
        GetI8            get_i8             [Write Read Int]      None     "Reads a field of this storage.";
        GetU8            get_u8             [Write Read Int]      None     "Reads a field of this storage.";
        GetI16           get_i16            [Write Read Int]      None     "Reads a field of this storage.";
        GetU16           get_u16            [Write Read Int]      None     "Reads a field of this storage.";
        GetI32           get_i32            [Write Read Int]      None     "Reads a field of this storage.";
        GetU32           get_u32            [Write Read Int]      None     "Reads a field of this storage, or a reference; for arrays and strings the length.";
        Get64            get_64             [Write Read Int]      None     "Reads a field of 64 bits.";
        GetF32           get_f32            [Write Read Int]      None     "Reads a field of this storage.";
        GetNonNull       get_non_null       [Write Read Int]      None     "Reads a reference; traps when it is null.";
        CastGetI8        cast_get_i8        [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetU8        cast_get_u8        [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetI16       cast_get_i16       [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetU16       cast_get_u16       [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetI32       cast_get_i32       [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetU32       cast_get_u32       [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGet64        cast_get_64        [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        CastGetF32       cast_get_f32       [Write Read Int]      Type     "Casts to exactly a type, then reads a field.";
        Set8             set_8              [Read Read Int]       None     "Writes the low 8 bits of `b` to the object `a`.";
        Set16            set_16             [Read Read Int]       None     "Writes the low 16 bits.";
        Set32            set_32             [Read Read Int]       None     "Writes the low 32 bits.";
        Set64            set_64             [Read Read Int]       None     "Writes 64 bits.";
        AddTo64          add_to_64          [Read Read Int]       None     "Adds `b` to a field of 64 bits, an integer.";
        AddTo64Imm       add_to_64_imm      [Read Int Int]        None     "Adds a constant to a field of 64 bits, an integer.";
        SetF32           set_f32            [Read Read Int]       None     "Writes a float in single precision.";
        SetRef           set_ref            [Read Read Int]       None     "Writes a reference.";

        // Arrays: `b` is the array and `c` the index; when written, `a` the array, `b` the index, `c` the value.
        ArrayNew         array_new          [Write Read Read]     Type     "Makes an array of length `b`, all elements the value `c`.";
        ArrayDefault     array_default      [Write Read Type]     None     "Makes an array of zeros or nulls of length `b`.";
        ArrayOf          array_of           [Write None Int]      Type     "Makes an array of the values of the `c` rows of `Init` that follow.";
        ArrayGetI8       array_get_i8       [Write Read Read]     None     "Reads an element of this storage.";
        ArrayGetU8       array_get_u8       [Write Read Read]     None     "Reads an element of this storage, or a byte of a string.";
        ArrayGetI16      array_get_i16      [Write Read Read]     None     "Reads an element of this storage.";
        ArrayGetU16      array_get_u16      [Write Read Read]     None     "Reads an element of this storage.";
        ArrayGetI32      array_get_i32      [Write Read Read]     None     "Reads an element of this storage.";
        ArrayGetU32      array_get_u32      [Write Read Read]     None     "Reads an element of this storage, or a reference.";
        ArrayGet64       array_get_64       [Write Read Read]     None     "Reads an element of 64 bits.";
        ArrayGetF32      array_get_f32      [Write Read Read]     None     "Reads an element of this storage.";
        ArrayGetNonNull  array_get_non_null [Write Read Read]     None     "Reads a reference; traps when it is null.";
        ArraySet8        array_set_8        [Read Read Read]      None     "Writes the low 8 bits.";
        ArraySet16       array_set_16       [Read Read Read]      None     "Writes the low 16 bits.";
        ArraySet32       array_set_32       [Read Read Read]      None     "Writes the low 32 bits.";
        ArraySet64       array_set_64       [Read Read Read]      None     "Writes 64 bits.";
        ArraySetF32      array_set_f32      [Read Read Read]      None     "Writes a float in single precision.";
        ArraySetRef      array_set_ref      [Read Read Read]      None     "Writes a reference.";
        // Elements of an array in a field of `b` (of `a` when written); the offset of the field stands beside `c`.
        FieldArrayGetI8  field_array_get_i8 [Write Read ReadAt]   None     "Reads an element of this storage.";
        FieldArrayGetU8  field_array_get_u8 [Write Read ReadAt]   None     "Reads an element of this storage.";
        FieldArrayGetI32 field_array_get_i32 [Write Read ReadAt]  None     "Reads an element of this storage.";
        FieldArrayGetU32 field_array_get_u32 [Write Read ReadAt]  None     "Reads an element of this storage, or a reference.";
        FieldArrayGet64  field_array_get_64 [Write Read ReadAt]   None     "Reads an element of 64 bits.";
        FieldArrayGetNonNull field_array_get_non_null [Write Read ReadAt] None "Reads a reference; traps when it is null.";
        FieldArraySet8   field_array_set_8  [Read Read ReadAt]    None     "Writes the low 8 bits.";
        FieldArraySet32  field_array_set_32 [Read Read ReadAt]    None     "Writes the low 32 bits.";
        FieldArraySet64  field_array_set_64 [Read Read ReadAt]    None     "Writes 64 bits.";
        FieldArraySetRef field_array_set_ref [Read Read ReadAt]   None     "Writes a reference.";

        // The same where another field of the object has the length that counts: a growable list.
        ListGetI8        list_get_i8        [Write Read Read]     List     "Reads an element of this storage.";
        ListGetU8        list_get_u8        [Write Read Read]     List     "Reads an element of this storage.";
        ListGetI32       list_get_i32       [Write Read Read]     List     "Reads an element of this storage.";
        ListGetU32       list_get_u32       [Write Read Read]     List     "Reads an element of this storage, or a reference.";
        ListGet64        list_get_64        [Write Read Read]     List     "Reads an element of 64 bits.";
        ListGetNonNull   list_get_non_null  [Write Read Read]     List     "Reads a reference; traps when it is null.";
        ListSet8         list_set_8         [Read Read Read]      List     "Writes the low 8 bits.";
        ListSet32        list_set_32        [Read Read Read]      List     "Writes the low 32 bits.";
        ListSet64        list_set_64        [Read Read Read]      List     "Writes 64 bits.";
        ListSetRef       list_set_ref       [Read Read Read]      List     "Writes a reference.";
        ArrayCopy        array_copy         [None Frame Int]      None     "Copies elements of the storage `c`; the operands are the arguments.";
        ArrayFill        array_fill         [None Frame Int]      None     "Fills elements of the storage `c`; the operands are the arguments.";
        StringEq         string_eq          [Write Read Read]     None     "Whether two strings have the same bytes.";

        // What is common in library calls; for the rest the call is made.
        TableFind        table_find         [Write Read ReadTwo]  Slot     "Searches a hash table for a hash, behind an entry.";
        TablePlace       table_place        [Write Read ReadTwo]  Slot     "The same, and puts an entry where there is none.";

        // Calls: the callee's frame starts `b` slots up, `a` takes the result.
        Call             call               [Write Frame Function] Position "Calls a function.";
        CallOne          call_one           [Write Frame Function] Position "Copies a slot to the first argument and calls a function.";
        CallTwo          call_two           [Write Frame Function] Position "Copies two slots to the first arguments and calls a function.";
        CallValue        call_value         [Write Frame None]     Position "Calls the function value that is the first argument.";
        CallMethod       call_method        [Write Frame Int]      Position "Calls a method, by its number among all, of the first argument.";
        CallRecover      call_recover       [None Frame None]      Position "Calls the function value that is the first argument, and stops traps: their text takes the place of what the constant behind it gives.";
        CallImport       call_import        [Write Frame Import]   Position "Calls a function of the host.";
        CallLib          call_lib           [Write Frame Lib]      Position "A library call.";
        CallSys          call_sys           [Write Frame Sys]      Position "A system call.";
        TailCall         tail_call          [Int Frame Function]   None     "Calls a function in place of this one, with `a` arguments.";
        TailCallValue    tail_call_value    [Int Frame None]       None     "Calls a function value in place of this function.";
        TailCallMethod   tail_call_method   [Int Frame Int]        None     "Calls a method in place of this function.";
        ReturnValue      return_value       [None Read None]       None     "Returns a value.";
        ReturnImm        return_imm         [None None Int]        None     "Returns a small integer or null.";
        ReturnNothing    return_nothing     [None None None]       None     "Returns.";
        Exit             exit               [None None None]       None     "Leaves the interpreter: the first frame has returned.";
        Translate        translate          [None None Function]   None     "Stands for a function that has not been called yet: translates and enters it.";
        Counted          counted            [Int None Function]    Code     "Counts a call, and enters the function's code; asks for its native code at the last call that it counts. `a` is 1 if a loop is why.";
        Native           native             [Int None Function]    Code     "Enters the function's native code; `a` is 1 if it gives a result.";

        // Branches. Those called `Loop…` go back, and look whether the machine wants something.
        Jump             jump               [None None Block]      None     "Goes to a block.";
        JumpBack         jump_back          [None None Block]      None     "Goes back to a block.";
        Switch           switch             [None Read Int]        None     "Goes where the `c` rows of `Jump` or `JumpBack` that follow go, the last for all other values.";
        IfEq             if_eq              [Read Read Block]      None     "Goes to a block if equal; for references too.";
        LoopEq           loop_eq            [Read Read Block]      None     "Goes back to a block if equal.";
        IfNe             if_ne              [Read Read Block]      None     "Goes to a block if different; for references too.";
        LoopNe           loop_ne            [Read Read Block]      None     "Goes back to a block if different.";
        IfLtS            if_lt_s            [Read Read Block]      None     "Goes to a block if less, signed.";
        LoopLtS          loop_lt_s          [Read Read Block]      None     "Goes back to a block if less, signed.";
        CountLtS         count_lt_s         [Read Read Block]     None     "Adds one to `a` and goes back to a block if it is less, signed.";
        CountLtSImm      count_lt_s_imm     [Read Int Block]      None     "Adds one to `a` and goes back to a block if it is less than a constant, signed.";
        IfLeS            if_le_s            [Read Read Block]      None     "Goes to a block if less or equal, signed.";
        LoopLeS          loop_le_s          [Read Read Block]      None     "Goes back to a block if less or equal, signed.";
        IfLtU            if_lt_u            [Read Read Block]      None     "Goes to a block if less, unsigned.";
        LoopLtU          loop_lt_u          [Read Read Block]      None     "Goes back to a block if less, unsigned.";
        IfLeU            if_le_u            [Read Read Block]      None     "Goes to a block if less or equal, unsigned.";
        LoopLeU          loop_le_u          [Read Read Block]      None     "Goes back to a block if less or equal, unsigned.";
        IfEqImm          if_eq_imm          [Read Int Block]       None     "Goes to a block if equal to a constant or null.";
        LoopEqImm        loop_eq_imm        [Read Int Block]       None     "Goes back to a block if equal to a constant or null.";
        IfNeImm          if_ne_imm          [Read Int Block]       None     "Goes to a block if different from a constant or null.";
        LoopNeImm        loop_ne_imm        [Read Int Block]       None     "Goes back to a block if different from a constant or null.";
        IfLtSImm         if_lt_s_imm        [Read Int Block]       None     "Goes to a block if less than a constant, signed.";
        LoopLtSImm       loop_lt_s_imm      [Read Int Block]       None     "Goes back to a block if less than a constant, signed.";
        IfLeSImm         if_le_s_imm        [Read Int Block]       None     "Goes to a block if less than or equal to a constant, signed.";
        LoopLeSImm       loop_le_s_imm      [Read Int Block]       None     "Goes back to a block if less than or equal to a constant, signed.";
        IfGtSImm         if_gt_s_imm        [Read Int Block]       None     "Goes to a block if greater than a constant, signed.";
        LoopGtSImm       loop_gt_s_imm      [Read Int Block]       None     "Goes back to a block if greater than a constant, signed.";
        IfGeSImm         if_ge_s_imm        [Read Int Block]       None     "Goes to a block if greater than or equal to a constant, signed.";
        LoopGeSImm       loop_ge_s_imm      [Read Int Block]       None     "Goes back to a block if greater than or equal to a constant, signed.";
        IfLtUImm         if_lt_u_imm        [Read Int Block]       None     "Goes to a block if less than a constant, unsigned.";
        LoopLtUImm       loop_lt_u_imm      [Read Int Block]       None     "Goes back to a block if less than a constant, unsigned.";
        IfGeUImm         if_ge_u_imm        [Read Int Block]       None     "Goes to a block if greater than or equal to a constant, unsigned.";
        LoopGeUImm       loop_ge_u_imm      [Read Int Block]       None     "Goes back to a block if greater than or equal to a constant, unsigned.";
        IfF64Eq          if_f64_eq          [Read Read Block]      None     "Goes to a block if equal.";
        LoopF64Eq        loop_f64_eq        [Read Read Block]      None     "Goes back to a block if equal.";
        IfF64Ne          if_f64_ne          [Read Read Block]      None     "Goes to a block if not equal.";
        LoopF64Ne        loop_f64_ne        [Read Read Block]      None     "Goes back to a block if not equal.";
        IfF64Lt          if_f64_lt          [Read Read Block]      None     "Goes to a block if less.";
        LoopF64Lt        loop_f64_lt        [Read Read Block]      None     "Goes back to a block if less.";
        IfF64NotLt       if_f64_not_lt      [Read Read Block]      None     "Goes to a block if not less.";
        LoopF64NotLt     loop_f64_not_lt    [Read Read Block]      None     "Goes back to a block if not less.";
        IfF64Le          if_f64_le          [Read Read Block]      None     "Goes to a block if less or equal.";
        LoopF64Le        loop_f64_le        [Read Read Block]      None     "Goes back to a block if less or equal.";
        IfF64NotLe       if_f64_not_le      [Read Read Block]      None     "Goes to a block if not less or equal.";
        LoopF64NotLe     loop_f64_not_le    [Read Read Block]      None     "Goes back to a block if not less or equal.";
        IfExactly        if_exactly         [Read None Block]      Type     "Goes to a block if it is an object of exactly a type.";
        LoopExactly      loop_exactly       [Read None Block]      Type     "Goes back to a block if it is an object of exactly a type.";
        IfNotExactly     if_not_exactly     [Read None Block]      Type     "Goes to a block if it is null or of another type.";
        LoopNotExactly   loop_not_exactly   [Read None Block]      Type     "Goes back to a block if it is null or of another type.";

        Panic            panic              [None Read None]       None     "Traps with a message.";
        Unreachable      unreachable        [None None None]       None     "Traps.";
    } };
}

macro_rules! define {
    ($($name:ident $handler:ident [$a:ident $b:ident $c:ident] $wide:ident $doc:literal;)*) => {
        /// A register instruction without its operands.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Rop { $(#[doc = $doc] $name,)* }

        /// The rows, in the order of [`Rop`].
        pub static TABLE: &[Row] = &[$(Row {
            rop: Rop::$name,
            name: stringify!($handler),
            operands: [Kind::$a, Kind::$b, Kind::$c],
            wide: Wide::$wide,
            doc: $doc,
        }),*];
    };
}

/// See [`TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub rop: Rop,
    /// The name of its handler, which is also how listings name it.
    pub name: &'static str,
    pub operands: [Kind; 3],
    pub wide: Wide,
    pub doc: &'static str,
}

register_instructions!(define);
pub(crate) use register_instructions;

impl Rop {
    /// Its row.
    pub fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Whether the first operand is a slot that it writes.
    pub fn writes(self) -> bool {
        self.row().operands[0] == Kind::Write
    }

    /// Whether it does nothing but write its first operand, or traps: what it reads can't have changed behind it.
    pub fn only_computes(self) -> bool {
        self.writes() && !self.row().operands.contains(&Kind::Frame) && !self.allocates()
    }

    /// Whether it calls a function of the guest and goes on behind it.
    pub fn is_call(self) -> bool {
        matches!(
            self,
            Self::Call | Self::CallOne | Self::CallTwo | Self::CallValue | Self::CallMethod | Self::CallRecover
        )
    }

    fn allocates(self) -> bool {
        matches!(
            self,
            Self::StringConst
                | Self::StructNew
                | Self::StructNewMixed
                | Self::ArrayNew
                | Self::ArrayDefault
                | Self::ArrayOf
        )
    }

    /// How many words it takes.
    pub fn words(self) -> u32 {
        if self.row().wide == Wide::None { 1 } else { 2 }
    }
}
