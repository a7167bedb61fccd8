//! The context page: what running code of a guest looks at all the time. It stands at the start of the cage, so one
//! register reaches both it and the heap.

use super::Regions;

/// Its layout is what compiled code will know; fields are only ever added at the end.
#[derive(Debug)]
#[repr(C)]
pub struct Context {
    /// Where the next object of the nursery begins.
    pub nursery_top: u32,
    /// Where the part of the nursery ends that may be filled without a collection. Below `nursery_top` when every
    /// allocation is to go the slow way.
    pub nursery_end: u32,
    /// Not 0 when the next safepoint has to look why: stop, time, pause.
    pub poll: u32,
    /// No frame may begin at or beyond this offset.
    pub stack_limit: u32,
    /// The instructions that may still be run, where fuel is counted.
    pub fuel: i64,
}

impl Context {
    pub(super) fn new(regions: &Regions) -> Self {
        Self {
            nursery_top: regions.nursery.start,
            nursery_end: regions.nursery.end,
            poll: 0,
            stack_limit: regions.stack.end,
            fuel: 0,
        }
    }
}
