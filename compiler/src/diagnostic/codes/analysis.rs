//! The codes of analysis, `E02…` to `E06…` and warnings `W02…` to `W06…`, in order.

use super::Code;

pub const CODES: &[Code] = &[];
