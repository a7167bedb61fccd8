//! The codes of analysis, `E02…` to `E06…` and warnings `W02…`, by theme as in `analysis/mistakes`.

mod calls;
mod control;
mod items;
mod names;
mod operators;
mod optionals;
mod patterns;
mod types;
mod warnings;

use super::Code;

/// The tables, in the order of the codes.
pub const CODES: &[&[Code]] = &[
    names::CODES,
    types::CODES,
    calls::CODES,
    operators::CODES,
    optionals::CODES,
    patterns::CODES,
    control::CODES,
    items::CODES,
    warnings::CODES,
];
