//! Marking: finds all that lives in the old space and among large objects, a step at a time. The nursery is empty
//! whenever a step runs.
//!
//! An object is white when it is not marked, grey when its references still wait to be followed, black after that. What
//! becomes old meanwhile is black: it is looked at anyway, and what it refers to is marked. The guest's stores need no
//! barrier but the cards: a minor collection looks at every written card anyway, and notes it. When nothing else waits,
//! the noted cards are gone through, some at a time, for what marked objects refer to from there. All roots are looked at by each minor
//! collection. So when nothing waits, no black object and no root refers to a white one, and marking has ended
//! (Dijkstra's invariant, 1978, but for the noted cards).
//!
//! What waits is a list of bounded length. What finds it full is found again by going through the marked objects, so no
//! shape of graph takes more memory.

use super::cycle::Phase;
use super::minor::Watch;
use super::{Heap, Roots};
use crate::cage::{ALIGNMENT, CARD, CARD_SHIFT, Ref};
use std::ops::Range;

/// References of an array that are looked at together, so that a long one doesn't fill the list by itself.
const CHUNK: u32 = 64 * 4;

/// The list holds at least so many entries, of eight bytes.
const SHORTEST: usize = 64 << 10;

/// So many references wait for the memory that they lead to before it is looked at.
const AHEAD: usize = 16;

/// To find the objects of a written card is about as much work as following so many references.
const CARD_WORK: u64 = 16;

/// What is to be marked once its memory has come.
#[derive(Default)]
struct Ahead {
    waiting: [Ref; AHEAD],
    next: usize,
}

impl Ahead {
    /// Has an object wait; gives the one that has waited longest, or null.
    #[inline(always)]
    fn exchange(&mut self, object: Ref) -> Ref {
        self.next = (self.next + 1) % AHEAD;
        std::mem::replace(&mut self.waiting[self.next], object)
    }
}

/// What has been marked and not yet looked at.
#[derive(Debug, Default)]
pub(super) struct Grey {
    /// Places of references.
    pub places: Vec<Range<u32>>,
    longest: usize,
    /// The lowest object that found no room.
    pub overflow: Option<Ref>,
    /// Up to where the marked objects have been gone through once more, where that is going on.
    pub again: Option<u32>,
}

impl Grey {
    #[inline(always)]
    fn push(&mut self, object: Ref, places: Range<u32>) {
        if places.is_empty() {
        } else if self.places.len() < self.longest {
            self.places.push(places);
        } else {
            self.overflow = Some(self.overflow.map_or(object, |lowest| lowest.min(object)));
        }
    }

    /// Whether a place of an object still waits to be looked at.
    pub fn covers(&self, object: Ref, at: u32) -> bool {
        self.places.iter().any(|range| range.contains(&at))
            || self.overflow.is_some_and(|lowest| lowest <= object)
            || self.again.is_some_and(|again| again <= object.0)
    }

    /// Bytes that the list takes.
    pub fn bytes(&self) -> u64 {
        (self.places.capacity() * size_of::<Range<u32>>()) as u64
    }
}

/// Leaves written cards for later, and marks what is found in objects that have just become old.
pub(super) struct Marker;

impl Watch for Marker {
    type Moved = MovedMarker;

    #[inline(always)]
    fn see(_: &mut Heap, _: u32, _: Ref) {}
}

/// Marks what a minor collection finds in objects that have just become old, and count as marked.
pub(super) struct MovedMarker;

impl Watch for MovedMarker {
    type Moved = Self;

    #[inline(always)]
    fn see(heap: &mut Heap, _: u32, to: Ref) {
        heap.mark_object(to);
    }
}

impl Heap {
    /// Marks what the roots refer to. The nursery is empty.
    pub(super) fn begin_marking(&mut self, roots: &mut dyn Roots) {
        // A 64th of the space, so that even the worst graph is gone through less than a hundred times.
        let longest = SHORTEST.max(self.blocks.used() as usize / 64 / size_of::<Range<u32>>());
        self.cycle.phase = Phase::Marking;
        self.cycle.grey = Grey { longest, ..Grey::default() };
        self.cycle.marked = 0;
        self.written.cover(self.cage.regions.old.end.div_ceil(CARD));
        roots.each(&mut |root| {
            self.mark_object(root);
            root
        });
    }

    /// Goes on with so much work; gives what is left of it, which is nothing unless marking has ended.
    pub(super) fn mark_step(&mut self, mut work: u64) -> u64 {
        let mut ahead = Ahead::default();
        while work > 0 {
            if let Some(places) = self.cycle.grey.places.pop() {
                let followed = self.follow(places, &mut ahead);
                self.cycle.marked += 4 * followed;
                work = work.saturating_sub(followed);
            } else if self.mark_ahead(&mut ahead) || self.look_again() {
                work -= 1;
            } else if let Some(card) = self.written.take() {
                self.cycle.ending = true;
                work = work.saturating_sub(CARD_WORK + self.follow_card(card, &mut ahead));
            } else {
                return work;
            }
        }
        self.mark_ahead(&mut ahead);
        0
    }

    /// Marks what marked objects refer to from a card; gives the work done.
    fn follow_card(&mut self, card: u32, ahead: &mut Ahead) -> u64 {
        let (start, end) = (card << CARD_SHIFT, (card + 1) << CARD_SHIFT);
        let mut work = 0;
        for object in self.objects_on(card) {
            if self.is_marked(object) {
                let places = self.places(object);
                let places = places.start.max(start)..places.end.min(end);
                work += self.follow_all(places, ahead);
            }
        }
        work
    }

    /// Marks what waits for its memory; whether there was something.
    fn mark_ahead(&mut self, ahead: &mut Ahead) -> bool {
        let waiting = std::mem::take(ahead).waiting.into_iter().filter(|object| !object.is_null());
        waiting.map(|object| self.mark_object(object)).count() > 0
    }

    /// Marks what some places refer to, the first few of them if they are many; gives the work done.
    fn follow(&mut self, mut places: Range<u32>, ahead: &mut Ahead) -> u64 {
        if places.end - places.start > CHUNK {
            // There is room: it has just been taken from here.
            self.cycle.grey.places.push(places.start + CHUNK..places.end);
            places.end = places.start + CHUNK;
        }
        self.follow_all(places, ahead)
    }

    /// Marks what some places refer to; gives the work done.
    #[inline(always)]
    fn follow_all(&mut self, mut places: Range<u32>, ahead: &mut Ahead) -> u64 {
        let work = u64::from(places.len() as u32 / 4);
        while places.start < places.end {
            // SAFETY: the place holds a reference of a live object.
            let to: Ref = unsafe { self.base().read(places.start) };
            if !to.is_null() {
                self.base().prefetch(to.0);
                self.prefetch_mark(to);
                let before = ahead.exchange(to);
                if !before.is_null() {
                    self.mark_object(before);
                }
            }
            places.start += 4;
        }
        work
    }

    #[inline(always)]
    pub(super) fn mark_object(&mut self, object: Ref) {
        if !self.is_marked(object) {
            // SAFETY: it is an object.
            let (shape, length) = unsafe { (self.base().shape(object), self.base().length(object)) };
            let outline = self.shapes.outline(shape);
            let size = outline.size(length);
            // Large objects don't move, so their first bit is enough.
            let covered = if object.0 < self.blocks.end() { size } else { ALIGNMENT };
            self.mark_range(object.0..object.0 + covered);
            let places = outline.places(object.0, length);
            // The rest is when the references have been followed.
            self.cycle.marked += u64::from(size - places.len() as u32);
            self.cycle.grey.push(object, places);
        }
    }

    /// Has the next marked object looked at once more, if some have found no room in the list.
    #[cold]
    fn look_again(&mut self) -> bool {
        let grey = &mut self.cycle.grey;
        let Some(at) = grey.again.take().or_else(|| grey.overflow.take().map(|lowest| lowest.0)) else { return false };
        let small = self.next_marked(at, self.blocks.end()).map(Ref);
        let object = small.or_else(|| self.large.from(Ref(at)).find(|&object| self.is_marked(object)));
        if let Some(object) = object {
            self.cycle.grey.push(object, self.places(object));
            self.cycle.grey.again = Some(object.0 + self.size(object));
        }
        true
    }
}
