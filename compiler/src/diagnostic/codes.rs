//! Every code that a diagnostic may have, with the explanation that `pvm explain` gives.

/// What there is to know about a code.
#[derive(Debug)]
pub struct Code {
    /// `E0101` for a mistake, `W0301` for a warning.
    pub id: &'static str,
    pub title: &'static str,
    /// A few sentences: what the rule is and why.
    pub explanation: &'static str,
    /// A program that gets this diagnostic.
    pub erroneous: &'static str,
    /// The same program, mended.
    pub corrected: &'static str,
}

/// The code of this name, in either case.
pub fn find(id: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(id))
}

/// All codes, phase by phase.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [].iter()
}
