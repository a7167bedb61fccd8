//! How the interpreter goes from one instruction to the next: the only file, with its two children, that knows.
//!
//! In release builds for processors with enough registers dispatch is *threaded*: a handler ends by calling the next one
//! with the same arguments, which the optimiser makes a jump, so the machine's state stays in registers. It does so
//! because all handlers have one signature and own nothing that would have to be dropped behind the call. What can't
//! keep to that is an *outlined* handler: its work is a function of its own that returns where to go on. The checked mode
//! of the machine sees that the native stack doesn't grow. Everywhere else the same handlers return to a *loop*.

#[cfg_attr(
    all(not(debug_assertions), not(miri), any(target_arch = "x86_64", target_arch = "aarch64")),
    path = "dispatch/threaded.rs"
)]
#[cfg_attr(
    not(all(not(debug_assertions), not(miri), any(target_arch = "x86_64", target_arch = "aarch64"))),
    path = "dispatch/looping.rs"
)]
mod chosen;

pub use chosen::{Step, run};

use super::State;
use super::slot::SlotValue;
use crate::cage::Base;
use crate::code::rop::{Rop, register_instructions};
use crate::code::{Encoded, Handler, Second, Word};
use std::sync::atomic::AtomicU64;

/// Where the interpreter is: what every handler gets.
///
/// Handlers rely on this: `pc` is an instruction in the code of the function whose frame `frame` is, that code was made
/// by translation of a verified module, and `base` and `state` are those of the guest whose cage has the frame. So
/// every slot that an operand names lies in the frame or in the arguments behind it and holds a value of the kind that
/// the instruction takes, references in it are null or objects of their static type, and the frame's entry has made sure
/// that so much stack is there.
#[derive(Clone, Copy)]
pub struct At {
    /// The instruction.
    pub pc: *const Word,
    pub frame: *mut u64,
    /// The start of the cage.
    pub base: Base,
    pub state: *mut State,
}

/// Why the interpreter was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Left {
    /// The first frame has returned; its result is in the slot of its link.
    Returned,
    /// The state says why.
    Ended,
    /// All compiled code is to be left, below this run too. The state says where to go on.
    Compiled,
}

/// How it is told where to go on: a handler goes there at once, the work of an outlined one returns it.
pub trait Onward {
    /// Goes on with an instruction.
    ///
    /// # Safety
    /// What [`At`] says must hold.
    unsafe fn to(at: At) -> Self;
}

/// What the work of an outlined handler comes to: the instruction to go on with and its frame. Without an instruction
/// the run has ended, and the state says why.
#[derive(Clone, Copy)]
pub struct Next {
    pc: *const Word,
    frame: *mut u64,
}

impl Next {
    /// The run has ended.
    pub const ENDED: Self = Self { pc: std::ptr::null(), frame: std::ptr::null_mut() };

    /// Compiled code is to be left.
    pub const LEFT: Self = Self { pc: std::ptr::null(), frame: std::ptr::dangling_mut() };

    /// The instruction of `at`, in its frame.
    pub fn new(at: At) -> Self {
        Self { pc: at.pc, frame: at.frame }
    }

    /// Where that is, for a guest that is at `at`.
    pub fn at(self, at: At) -> At {
        At { pc: self.pc, frame: self.frame, ..at }
    }

    /// Goes on there.
    ///
    /// # Safety
    /// What [`At`] says must hold, with `at` for all but instruction and frame.
    #[inline(always)]
    pub unsafe fn go(self, at: At) -> Step {
        // SAFETY: as the caller promises.
        unsafe {
            match self.pc.is_null() {
                false => At { pc: self.pc, frame: self.frame, ..at }.go(),
                true if self.frame.is_null() => at.leave(Left::Ended),
                true => at.leave(Left::Compiled),
            }
        }
    }
}

impl Onward for Next {
    #[inline(always)]
    unsafe fn to(at: At) -> Self {
        Self::new(at)
    }
}

/// Defines handlers: `name => |at| step;`.
#[cfg(target_arch = "x86_64")]
macro_rules! handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_handlers! { "sysv64-unwind" $($rows)* } };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_handlers! { "C-unwind" $($rows)* } };
}

/// Defines what handlers end in when something rare happens: `name(at, more: Type) => next;`. It is kept out of the way of
/// the common things, and may own what it likes.
#[cfg(target_arch = "x86_64")]
macro_rules! cold_handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_outlined_handlers! { { #[cold] #[inline(never)] } "sysv64-unwind" $($rows)* } };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! cold_handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_outlined_handlers! { { #[cold] #[inline(never)] } "C-unwind" $($rows)* } };
}

/// The same for what is common, but too much to stand in the handler that ends in it.
#[cfg(target_arch = "x86_64")]
macro_rules! outlined_handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_outlined_handlers! { { #[inline(never)] } "sysv64-unwind" $($rows)* } };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! outlined_handlers {
    ($($rows:tt)*) => { $crate::interpreter::dispatch::define_outlined_handlers! { { #[inline(never)] } "C-unwind" $($rows)* } };
}

macro_rules! define_handlers {
    ($convention:literal $($name:ident => |$at:ident| $step:expr;)*) => {$(
        /// # Safety
        /// What `At` says must hold.
        pub unsafe extern $convention fn $name(
            pc: *const $crate::code::Word,
            frame: *mut u64,
            base: $crate::cage::Base,
            state: *mut $crate::interpreter::State,
        ) -> $crate::interpreter::dispatch::Step {
            let $at = $crate::interpreter::dispatch::At { pc, frame, base, state };
            // SAFETY: what `At` says is what the operations on it rely on.
            unsafe { $step }
        }
    )*};
}

macro_rules! define_outlined_handlers {
    ($attributes:tt $convention:literal $($(#[$doc:meta])* $name:ident($at:ident $(, $more:ident: $ty:ty)*) => $next:expr;)*) => {$(
        $crate::interpreter::dispatch::define_outlined_handler! {
            $attributes $convention [$(#[$doc])*] $name($at $(, $more: $ty)*) => $next
        }
    )*};
}

macro_rules! define_outlined_handler {
    (
        { $($attribute:tt)* } $convention:literal [$($doc:tt)*]
        $name:ident($at:ident $(, $more:ident: $ty:ty)*) => $next:expr
    ) => {
        $($doc)*
        ///
        /// # Safety
        /// What `At` says must hold.
        $($attribute)*
        pub unsafe extern $convention fn $name(
            pc: *const $crate::code::Word,
            frame: *mut u64,
            base: $crate::cage::Base,
            state: *mut $crate::interpreter::State,
            $($more: $ty),*
        ) -> $crate::interpreter::dispatch::Step {
            /// Apart, so that the handler has nothing on the native stack when it goes on.
            #[inline(never)]
            unsafe fn work(
                pc: *const $crate::code::Word,
                frame: *mut u64,
                base: $crate::cage::Base,
                state: *mut $crate::interpreter::State,
                $($more: $ty),*
            ) -> $crate::interpreter::dispatch::Next {
                let $at = $crate::interpreter::dispatch::At { pc, frame, base, state };
                // SAFETY: what `At` says is what the operations on it rely on.
                unsafe { $next }
            }
            // SAFETY: the work keeps what `At` says.
            unsafe {
                let next = work(pc, frame, base, state $(, $more)*);
                next.go($crate::interpreter::dispatch::At { pc, frame, base, state })
            }
        }
    };
}

pub(super) use {
    cold_handlers, define_handlers, define_outlined_handler, define_outlined_handlers, handlers, outlined_handlers,
};

#[cfg(target_arch = "x86_64")]
type Entry = unsafe extern "sysv64-unwind" fn(*const Word, *mut u64, Base, *mut State) -> Step;
#[cfg(not(target_arch = "x86_64"))]
type Entry = unsafe extern "C-unwind" fn(*const Word, *mut u64, Base, *mut State) -> Step;

impl At {
    /// The instruction's word.
    #[inline(always)]
    pub unsafe fn word(self) -> Encoded {
        // SAFETY: what `At` says.
        unsafe { (*self.pc).instruction }
    }

    /// The second word.
    #[inline(always)]
    pub unsafe fn wide(self) -> u64 {
        // SAFETY: what `At` says.
        unsafe { (*self.pc.add(1).cast::<Second>()).wide }
    }

    /// What stands beside that: slots, or what the instruction remembers.
    #[inline(always)]
    pub unsafe fn beside<'code>(self) -> &'code AtomicU64 {
        // SAFETY: what `At` says; the code outlives the handler.
        unsafe { &(*self.pc.add(1).cast::<Second>()).beside }
    }

    /// Reads the slot with this number.
    #[inline(always)]
    pub unsafe fn read<T: SlotValue>(self, slot: usize) -> T {
        // SAFETY: what `At` says.
        unsafe { T::from_bits(*self.frame.add(slot)) }
    }

    /// Writes the slot with this number.
    #[inline(always)]
    pub unsafe fn write<T: SlotValue>(self, slot: usize, value: T) {
        // SAFETY: what `At` says.
        unsafe { *self.frame.add(slot) = value.to_bits() }
    }

    /// Reads the slot that the operand `a` names.
    #[inline(always)]
    pub unsafe fn a<T: SlotValue>(self) -> T {
        // SAFETY: what `At` says.
        unsafe { self.read(self.word().a.into()) }
    }

    /// Reads the slot that the operand `b` names.
    #[inline(always)]
    pub unsafe fn b<T: SlotValue>(self) -> T {
        // SAFETY: what `At` says.
        unsafe { self.read(self.word().b.into()) }
    }

    /// Reads the slot that the operand `c` names.
    #[inline(always)]
    pub unsafe fn c<T: SlotValue>(self) -> T {
        // SAFETY: what `At` says.
        unsafe { self.read(self.word().c as u32 as usize) }
    }

    /// Reads the two slots that the operand `c` names.
    #[inline(always)]
    pub unsafe fn two<T: SlotValue>(self) -> (T, T) {
        // SAFETY: what `At` says.
        unsafe {
            let slots = self.word().c as u32;
            (self.read((slots & 0xffff) as usize), self.read((slots >> 16) as usize))
        }
    }

    /// The immediate operand `c`.
    #[inline(always)]
    pub unsafe fn immediate(self) -> i64 {
        // SAFETY: what `At` says.
        unsafe { self.word().c.into() }
    }

    /// Writes the slot that the operand `a` names and goes on behind an instruction of one word.
    #[inline(always)]
    pub unsafe fn give<T: SlotValue, O: Onward>(self, value: T) -> O {
        // SAFETY: what `At` says.
        unsafe {
            self.write(self.word().a.into(), value);
            self.skip(1)
        }
    }

    /// The same for an instruction of two words.
    #[inline(always)]
    pub unsafe fn give_wide<T: SlotValue, O: Onward>(self, value: T) -> O {
        // SAFETY: what `At` says.
        unsafe {
            self.write(self.word().a.into(), value);
            self.skip(2)
        }
    }

    /// Goes on so many words further.
    #[inline(always)]
    pub unsafe fn skip<O: Onward>(self, words: usize) -> O {
        // SAFETY: what `At` says.
        unsafe { O::to(Self { pc: self.pc.add(words), ..self }) }
    }

    /// Goes where the operand `c` says.
    #[inline(always)]
    pub unsafe fn jump(self) -> Step {
        // SAFETY: what `At` says.
        unsafe { Self { pc: self.pc.byte_offset(self.word().c as isize), ..self }.go() }
    }
}

macro_rules! addresses {
    ($($name:ident $handler:ident [$a:ident $b:ident $c:ident] $wide:ident $doc:literal;)*) => {
        /// The address of an instruction's handler.
        pub fn handler(rop: Rop) -> Handler {
            let entry: Entry = match rop { $(Rop::$name => super::handlers::$handler,)* };
            Handler(entry as *const ())
        }
    };
}

register_instructions!(addresses);
