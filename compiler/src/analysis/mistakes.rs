//! The mistakes that analysis finds: one constructor each, by theme. The texts speak of what the reader wrote; codes are
//! explained in `diagnostic/codes`.

mod calls;
mod control;
mod items;
mod names;
mod operators;
mod optionals;
mod patterns;
mod types;
mod warnings;

pub use calls::*;
pub use control::*;
pub use items::*;
pub use names::*;
pub use operators::*;
pub use optionals::*;
pub use patterns::*;
pub use types::*;
pub use warnings::*;

/// `1 argument`, `2 arguments`.
pub fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
