//! Marking: finds all that lives, from the roots. The references still to be followed wait in a list of bounded length;
//! what finds it full is found again by going through the marked objects, so no shape of graph takes more memory.

use super::{Heap, Roots};
use crate::cage::{ALIGNMENT, Ref};
use std::ops::Range;

/// References of an array that are looked at together, so that a long one doesn't fill the list by itself.
const CHUNK: u32 = 64 * 4;

/// The list holds at least so many entries, of eight bytes.
const SHORTEST: usize = 128 << 10;

/// What has been marked and not yet looked at: places of references.
struct Open {
    places: Vec<Range<u32>>,
    longest: usize,
    /// The lowest object that found no room.
    overflow: Option<Ref>,
}

impl Open {
    #[inline(always)]
    fn push(&mut self, object: Ref, places: Range<u32>) {
        if places.is_empty() {
        } else if self.places.len() < self.longest {
            self.places.push(places);
        } else {
            self.overflow = Some(self.overflow.map_or(object, |lowest| lowest.min(object)));
        }
    }
}

impl Heap {
    /// Marks every object that is reached from the roots. The nursery is empty.
    pub(super) fn mark(&mut self, roots: &mut dyn Roots) {
        // A 64th of the space, so that even the worst graph is gone through less than a hundred times.
        let longest =
            SHORTEST.max((self.old_top - self.cage.regions.old.start) as usize / 64 / size_of::<Range<u32>>());
        let mut open = Open { places: Vec::new(), longest, overflow: None };
        roots.each(&mut |root| {
            self.mark_object(root, &mut open);
            self.follow(&mut open);
            root
        });
        while let Some(from) = open.overflow.take() {
            self.follow_marked(from, &mut open);
        }
    }

    fn follow(&mut self, open: &mut Open) {
        while let Some(mut places) = open.places.pop() {
            if places.end - places.start > CHUNK {
                // There is room: it has just been taken from here.
                open.places.push(places.start + CHUNK..places.end);
                places.end = places.start + CHUNK;
            }
            while places.start < places.end {
                // SAFETY: the place holds a reference of a live object.
                let to: Ref = unsafe { self.base().read(places.start) };
                if !to.is_null() {
                    self.mark_object(to, open);
                }
                places.start += 4;
            }
        }
    }

    #[inline(always)]
    fn mark_object(&mut self, object: Ref, open: &mut Open) {
        if !self.is_marked(object) {
            // SAFETY: it is an object.
            let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
            let outline = self.shapes.outline(shape);
            // Large objects don't move, so their first bit is enough.
            let size = if object.0 < self.old_top { outline.size(length) } else { ALIGNMENT };
            self.mark_range(object.0..object.0 + size);
            open.push(object, outline.places(object.0, length));
        }
    }

    /// Follows the references of the marked objects from `from` on.
    #[cold]
    fn follow_marked(&mut self, from: Ref, open: &mut Open) {
        let mut at = from.0;
        while let Some(object) = self.next_marked(at, self.old_top).map(Ref) {
            open.push(object, self.places(object));
            self.follow(open);
            at = object.0 + self.size(object);
        }
        let large: Vec<Ref> = self.large.objects().filter(|&object| self.is_marked(object)).collect();
        for object in large {
            open.push(object, self.places(object));
            self.follow(open);
        }
    }
}
