//! The names that the language itself refers to, interned once.

use crate::name::{Name, Names};
use crate::types::Ty;

macro_rules! words {
    ($($field:ident $text:literal)*) => {
        /// Every name that analysis looks for.
        #[derive(Clone, Copy, Debug)]
        pub struct Words { $(pub $field: Name),* }

        impl Words {
            pub fn intern(names: &Names) -> Self {
                Self { $($field: names.intern($text)),* }
            }
        }
    };
}

words! {
    main "main" array "Array" self_value "self" self_type "Self" never "!" hidden "_"
    show "show" debug "debug" eq "eq" compare "compare" iter "iter" next "next" from "from"
    add "add" sub "sub" mul "mul" div "div" rem "rem" neg "neg" index "index" index_set "index_set" slice "slice"
    int "int" float "float" bool "bool" char "char" string "string" any "any"
    i8 "i8" u8 "u8" i16 "i16" u16 "u16" i32 "i32" u32 "u32" f32 "f32"
    list "List" map "Map" range "Range" result "Result" from_array "from_array"
    show_interface "Show" eq_interface "Eq" ord_interface "Ord"
    from_interface "From" iterator "Iterator"
    add_interface "Add" sub_interface "Sub" mul_interface "Mul" div_interface "Div" rem_interface "Rem"
    neg_interface "Neg" index_interface "Index" index_set_interface "IndexSet" slice_interface "Slice"
    from_pairs "from_pairs" panic "panic"
    format_int "format_int" format_float "format_float" format_string "format_string"
    ok "Ok" err "Err" less "Less" greater "Greater"
}

impl Words {
    /// The built-in types by name.
    pub fn builtin(&self) -> [(Name, Ty); 13] {
        [
            (self.int, Ty::INT),
            (self.float, Ty::FLOAT),
            (self.bool, Ty::BOOL),
            (self.char, Ty::CHAR),
            (self.string, Ty::STRING),
            (self.any, Ty::ANY),
            (self.i8, Ty::I8),
            (self.u8, Ty::U8),
            (self.i16, Ty::I16),
            (self.u16, Ty::U16),
            (self.i32, Ty::I32),
            (self.u32, Ty::U32),
            (self.f32, Ty::F32),
        ]
    }
}
