//! Interned names: comparing two costs what comparing two integers costs.

use elsa::index_set::FrozenIndexSet;
use rustc_hash::FxBuildHasher;

/// An identifier or a piece of text that was interned.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Name(pub u32);

/// The texts of all names of a compilation. New ones can come while others are looked at: functions of the library are
/// read when something reaches them.
#[derive(Default)]
pub struct Names(FrozenIndexSet<Box<str>, FxBuildHasher>);

impl Names {
    pub fn intern(&self, text: &str) -> Name {
        self.find(text).unwrap_or_else(|| Name(self.0.insert_full(text.into()).0 as u32))
    }

    /// The name of a text that was interned before.
    pub fn find(&self, text: &str) -> Option<Name> {
        self.0.get_full(text).map(|(index, _)| Name(index as u32))
    }

    pub fn text(&self, name: Name) -> &str {
        &self.0[name.0 as usize]
    }
}
