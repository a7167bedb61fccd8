//! The context page: what running code of a guest looks at all the time. It stands at the start of the cage, so one
//! register reaches both it and the heap.

use super::Regions;

/// Its layout is what compiled code knows.
#[derive(Debug)]
#[repr(C)]
pub struct Context {
    /// What is read where an object has its header, of a null reference: the shape of no object.
    pub null_header: u64,
    /// Where the next object of the nursery begins.
    pub nursery_top: u32,
    /// Where the part of the nursery ends that may be filled without a collection. Below `nursery_top` when every
    /// allocation is to go the slow way.
    pub nursery_end: u32,
    /// So many rounds of loops until a safepoint looks what is wanted; negative when the next one has to: stop, time,
    /// pause. The interpreter counts it down; a wish that gets lost in that is found at the end of the count.
    pub poll: i32,
    /// No frame may begin at or beyond this offset.
    pub stack_limit: u32,
    /// The instructions that may still be run, where fuel is counted.
    pub fuel: i64,
    /// What compiled code uses of its guest and of the machine.
    pub links: Links,
    /// What it hands to a helper where registers have no room for that, and what the helper answers.
    pub mail: [u64; MAIL],
}

/// Words of the mail.
pub const MAIL: usize = 4;

/// Addresses outside the cage. They are set before anything of the guest runs, and lead to memory that outlives the run.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Links {
    /// The state of the guest, which the machine's helpers take.
    pub state: *mut (),
    /// By function, the address of its native code, or of what interprets it.
    pub natives: *const (),
    /// The table of the machine's helpers.
    pub helpers: *const (),
    /// Below this address the native stack must not grow.
    pub native_limit: usize,
    /// By global, its slot.
    pub globals: *mut u64,
    /// By constant, its string once it has been used.
    pub constants: *const u32,
    /// By shape, the function that a closure of it calls.
    pub closures: *const u32,
    /// By shape, the tag of a variant.
    pub tags: *const u32,
}

impl Links {
    /// Leads nowhere.
    const NONE: Self = Self {
        state: std::ptr::null_mut(),
        natives: std::ptr::null(),
        helpers: std::ptr::null(),
        native_limit: 0,
        globals: std::ptr::null_mut(),
        constants: std::ptr::null(),
        closures: std::ptr::null(),
        tags: std::ptr::null(),
    };
}

impl Context {
    pub(super) fn new(regions: &Regions) -> Self {
        Self {
            null_header: u64::MAX,
            nursery_top: regions.nursery.start,
            nursery_end: regions.nursery.end,
            poll: 0,
            stack_limit: regions.stack.end,
            fuel: 0,
            links: Links::NONE,
            mail: [0; MAIL],
        }
    }
}
