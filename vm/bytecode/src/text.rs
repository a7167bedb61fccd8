//! The text form of modules: what `pvm dis` prints and `pvm asm` reads, one instruction to a line.
//!
//! ```text
//! type $point struct { $x: f64, $y: mut i64 }
//! type $shape enum { $circle }
//! type $circle variant $shape 0 { $radius: f64 }
//! type $ints array i64
//! type $callback function (i64) -> i64
//! type $adder closure $callback $add { $n: i64 }
//! type $printable interface { $print: () -> ref string }
//! implement $printable for $point { $print_point }
//! import "log" (ref string) -> i64 as "fn(string) -> int"
//! global $counter: mut i64
//! export "main" $main as "fn()"
//! start $initialise
//! needs write, exit
//!
//! function $main ($count: i64) -> i64 {
//!   local $sum: i64
//!   i64.const 0
//!   local.set $sum
//!   jump loop
//! loop:
//!   local.get $count @12:5
//!   branch again done
//! …
//! }
//! ```
//!
//! `$name` names an entry and becomes its debug name; `$"any text"` is a name with other characters; everywhere an index
//! may stand for a name. `;` starts a comment. `string.const "text"` finds or adds its constant. `@line:column` says
//! where an instruction comes from, in the function's file (`file 1` in the body, an index of the `file "name"` items;
//! 0 if it is missing). Without a line `needs` the list of system calls is made from the code.

use std::fmt;

mod body;
mod instruction;
mod items;
mod names;
mod parse;
mod print;
mod print_code;
mod resolve;
mod token;

pub use names::Names;
pub use parse::parse;
pub use print::{Options, print, print_with};

/// Why a text is not a module.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub struct TextError {
    /// Counted from 1.
    pub line: u32,
    /// Counted in characters from 1.
    pub column: u32,
    pub message: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}
