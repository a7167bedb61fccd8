//! When functions are compiled to machine code.

/// When the functions of a program are compiled to machine code. Nothing but time depends on it. Where pvm was
/// built without a compiler, it is never.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub enum Tiering {
    /// When they have been called often enough for it to pay, in the background: they are interpreted until then.
    #[default]
    Auto,
    /// The same, but the program waits for their code: what is compiled does not depend on how fast it runs.
    Blocking,
    /// Never: everything is interpreted.
    Off,
    /// When they are called first.
    Eager,
}
