//! Every code that a diagnostic may have, with the explanation that `pvm explain` gives. Each phase has its table, and
//! its constructors of diagnostics in its own `mistakes.rs`.

mod analysis;
mod lowering;
mod syntax;

/// What there is to know about a code.
#[derive(Debug)]
pub struct Code {
    /// `E` and a number for a mistake, `W` and a number for a warning; the first two digits say which phase finds it.
    pub id: &'static str,
    pub title: &'static str,
    /// A few sentences: what the rule is and why.
    pub explanation: &'static str,
    /// A program that gets this diagnostic and no other.
    pub erroneous: &'static str,
    /// The same program, mended: it gets none.
    pub corrected: &'static str,
}

/// The code of this name, in either case.
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
}

/// All codes, phase by phase.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [syntax::CODES].iter().chain(analysis::CODES).chain(&[lowering::CODES]).copied().flatten()
}
