//! Roots: the references that a collection starts from.

use crate::cage::Ref;

/// Whatever holds references outside the heap: frames, globals, constants, handles of the host.
pub trait Roots {
    /// Calls `visit` with every reference that is not null, and keeps what it gives in its place. May be called several
    /// times in one collection, and visits the same references in the same order each time.
    fn each(&mut self, visit: &mut dyn FnMut(Ref) -> Ref);

    /// The same for minor collections, but those may be left out that this has visited before and that have not been
    /// changed since.
    fn each_recent(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        self.each(visit);
    }

    /// Bytes that it takes to know which ones those are; they count as the guest's.
    fn bytes(&self) -> u64 {
        0
    }
}

/// Nothing.
pub struct NoRoots;

impl Roots for NoRoots {
    fn each(&mut self, _: &mut dyn FnMut(Ref) -> Ref) {}
}

impl Roots for Vec<Ref> {
    fn each(&mut self, visit: &mut dyn FnMut(Ref) -> Ref) {
        for root in self.iter_mut().filter(|root| !root.is_null()) {
            *root = visit(*root);
        }
    }
}
