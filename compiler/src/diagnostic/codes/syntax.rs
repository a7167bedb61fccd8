//! The codes of the syntax, `E01…`, in order.

use super::Code;

pub const CODES: &[Code] = &[Code {
    id: "E0101",
    title: "Something else was expected here",
    explanation: "The text is no Nido at this place. The message names what could stand here and what was found.",
    erroneous: "fn main() {\n    let = 1\n}\n",
    corrected: "fn main() {\n    let x = 1\n}\n",
}];
