//! What compiled code calls the machine for: one table. A helper takes the guest's state first, and most take the frame,
//! in which the caller has stored its position and the references that live across the call.

use super::dispatch::At;
use super::state::{self, State};
use super::trap;
use crate::cage::Ref;
use crate::code::storage::Width;
use crate::frame::Position;
use crate::heap::{Kind, ShapeId};
use crate::profile::Doing;
use crate::sys;
use crate::tier::{Answer, Status};
use crate::trap::Trap;
use pvm_bytecode::{ConstId, FunctionId, ImportId, LibId, Op, Storage, SysId, TrapKind};

/// What a helper gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gives {
    /// A result and a status.
    Answer,
    /// A status.
    Status,
    /// 64 bits.
    Value,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    /// How many arguments of 64 bits it takes, the state included.
    pub params: usize,
    pub gives: Gives,
}

trait Given {
    const GIVES: Gives;
}

impl Given for Answer {
    const GIVES: Gives = Gives::Answer;
}

impl Given for Status {
    const GIVES: Gives = Gives::Status;
}

impl Given for u64 {
    const GIVES: Gives = Gives::Value;
}

#[cfg(target_arch = "x86_64")]
macro_rules! helpers {
    ($($rows:tt)*) => { define_helpers! { "sysv64" $($rows)* } };
}
#[cfg(not(target_arch = "x86_64"))]
macro_rules! helpers {
    ($($rows:tt)*) => { define_helpers! { "C" $($rows)* } };
}

macro_rules! define_helpers {
    ($convention:literal $($(#[$doc:meta])* $name:ident($state:ident $(, $param:ident)*) -> $gives:ident $body:block)*) => {
        /// The addresses of all helpers, in the order of [`Helper`].
        #[repr(C)]
        pub struct Helpers {
            $($name: unsafe extern $convention fn(*mut State $(, define_helpers!(@slot $param))*) -> $gives,)*
        }

        /// A helper.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(non_camel_case_types, reason = "named as the functions are")]
        pub enum Helper { $($(#[$doc])* $name,)* }

        impl Helper {
            /// Its row.
            pub fn row(self) -> Row {
                match self { $(Self::$name => Row {
                    name: stringify!($name),
                    params: 1 $(+ define_helpers!(@one $param))*,
                    gives: <$gives as Given>::GIVES,
                },)* }
            }
        }

        pub static HELPERS: Helpers = Helpers { $($name,)* };

        $(
            $(#[$doc])*
            ///
            /// # Safety
            /// The state is that of the guest which runs, and the arguments are what the helper takes.
            unsafe extern $convention fn $name($state: *mut State $(, $param: u64)*) -> $gives {
                // SAFETY: the caller's.
                #[allow(unused_unsafe, reason = "some only pass on")]
                unsafe { $body }
            }
        )*
    };
    (@slot $param:ident) => { u64 };
    (@one $param:ident) => { 1 };
}

helpers! {
    /// A safepoint: everything that lives is in the frame. Looks what is wanted.
    poll(state, frame) -> Status {
        let at = (*state).seen(frame);
        (*state).look_in_loop(at, false)
    }

    /// The same in code that was made quickly, which counts rounds as the interpreter does: it is left when better code of
    /// the loop is there.
    round(state, frame) -> Status {
        let at = (*state).seen(frame);
        (*state).look_in_loop(at, true)
    }

    /// A safepoint of a loop that may not have enough fuel for its round: the interpreter goes on, and counts.
    leave(state, frame) -> Status {
        let at = (*state).seen(frame);
        (*state).leave_at_loop(at)
    }

    /// The same behind a call of a function, and whether that has given a result.
    leave_behind(state, frame, result, gives) -> Status {
        let at = (*state).at(frame);
        (*state).leave_behind(at, (gives != 0).then_some(result))
    }

    /// The same at the entry of a function, whose arguments are in its frame.
    leave_function(state, frame, function) -> Status {
        let at = (*state).at(frame);
        (*state).leave_at_start(at, FunctionId(function as u32))
    }

    /// The entry of a function, whose arguments are in its frame, found no room, or was made to look. The room is for it
    /// and what stands in place of its calls.
    enter(state, frame, function, room) -> Status {
        let at = (*state).at(frame);
        if (*state).sampler.is_some() {
            (*state).name_last((*state).below(at.offset()));
            (*state).sample(Some(Doing::Function(FunctionId(function as u32))));
        }
        if let Err(trap) = (*state).poll() {
            return (*state).trap_in_caller(at, trap);
        }
        if (*state).is_native_stack_used() || (*state).is_leaving() {
            return (*state).leave_at_entry(at, FunctionId(function as u32));
        }
        if (*state).has_room(at, room as usize) {
            (*state).expect_leaving();
            return Status::Returned;
        }
        let function = FunctionId(function as u32);
        if let Some(own) = (*state).own_room(function)
            && (*state).has_room(at, own)
        {
            return (*state).leave_at_start(at, function);
        }
        let limit = (*state).stack_bytes();
        (*state).trap_in_caller(at, Trap::new(TrapKind::StackOverflow, format!("the limit is {limit} bytes")))
    }

    /// Has the interpreter run a function whose arguments are in its frame.
    interpret(state, frame, function) -> Answer {
        let at = (*state).at(frame);
        (*state).interpret(at, FunctionId(function as u32))
    }

    /// A new object, whose contents the caller writes.
    allocate(state, frame, shape, length, size) -> Answer {
        let at = (*state).seen(frame);
        let made = (*state).allocate(ShapeId(shape as u32), length as u32, size);
        at.answer(made.map(|object| object.0.into()))
    }

    /// A string of the constants.
    string(state, frame, constant) -> Answer {
        let at = (*state).seen(frame);
        at.answer((*state).constant(ConstId(constant as u32)).map(|string| string.0.into()))
    }

    /// An array of a length, every element the value.
    array_new(state, frame, shape, length, value) -> Answer {
        let at = (*state).seen(frame);
        let shape = ShapeId(shape as u32);
        let held = matches!((*state).heap.shapes().get(shape).kind, Kind::Array(Storage::Ref(_)));
        if held {
            (*state).roots.held.push(Ref(value as u32));
        }
        let value = || if held { (*state).roots.held.last().map_or(0, |moved| moved.0.into()) } else { value };
        let made = at.filled_array(shape, length as i64, value);
        if held {
            (*state).roots.held.pop();
        }
        at.answer(made.map(|array| array.0.into()))
    }

    /// An array of zeros.
    array_default(state, frame, shape, length) -> Answer {
        let at = (*state).seen(frame);
        at.answer(at.zeroed_array(ShapeId(shape as u32), length as i64).map(|array| array.0.into()))
    }

    /// Copies elements; the arguments are in the slots of arguments, given by their address.
    array_copy(state, frame, arguments, width) -> Status {
        let at = (*state).stood(frame);
        at.status(at.copy_elements(arguments as *const u64, Width::from_operand(width as i32)))
    }

    /// Fills elements, likewise.
    array_fill(state, frame, arguments, width) -> Status {
        let at = (*state).stood(frame);
        at.status(at.fill_elements(arguments as *const u64, Width::from_operand(width as i32)))
    }

    /// A library call that makes an object; the arguments are in the slots of arguments, whose address is given.
    lib(state, frame, arguments, call) -> Answer {
        let at = (*state).seen(frame);
        at.answer(at.lib_making(LibId(call as u32), arguments as *mut u64))
    }

    /// One that makes none, likewise: nothing is moved.
    lib_quick(state, frame, arguments, call) -> Answer {
        let at = (*state).at(frame);
        match at.lib_quick(LibId(call as u32), arguments as *mut u64) {
            Ok(value) => Answer { value, status: Status::Returned },
            Err(trap) => (*state).stood(frame).answer(Err(trap)),
        }
    }

    /// A system call, likewise.
    sys(state, frame, arguments, call) -> Answer {
        let at = (*state).seen(frame);
        match at.sys(SysId(call as u32), arguments as *mut u64) {
            Ok(value) => Answer { value, status: Status::Returned },
            Err(sys::Ended::Exit(code)) => {
                trap::exit(at, code);
                Answer { value: 0, status: Status::Ended }
            }
            Err(sys::Ended::Trap(trap)) => at.answer(Err(trap)),
        }
    }

    /// A call of a function of the host, likewise.
    import(state, frame, arguments, call) -> Answer {
        let at = (*state).seen(frame);
        at.answer(at.import(ImportId(call as u32), arguments as *mut u64))
    }

    /// The function that a method is for objects of a shape.
    method(state, shape, number) -> u64 {
        (*state).program.methods().function(ShapeId(shape as u32), number as u32).into()
    }

    /// Whether an object that isn't null is of a type or a subtype.
    is_subtype(state, object, shape) -> u64 {
        let own = (*state).heap.base().shape(Ref(object as u32));
        (*state).heap.shapes().is(own, ShapeId(shape as u32)).into()
    }

    /// Whether two strings of the same length have the same bytes.
    strings_equal(state, left, right) -> u64 {
        let base = (*state).heap.base();
        (base.string(Ref(left as u32)) == base.string(Ref(right as u32))).into()
    }

    /// Traps at the position of the frame: the instruction there says how, with two numbers that it tells.
    trap(state, frame, first, second) -> Status {
        let at = (*state).stood(frame);
        let position = Position::from_word(*at.frame);
        let program = (*state).program.clone();
        let op = program.module().function(position.function).ops[position.op as usize];
        let trap = match op {
            Op::I64Div {} | Op::I64Rem {} => Trap::new(TrapKind::DivisionByZero, ""),
            Op::RefNonNull { trap } => Trap::new(trap, ""),
            Op::RefCast { heap } => (*state).wrong_type(Ref(first as u32), Some(heap)),
            Op::Panic { trap } => Trap::told(trap, at.base.string(Ref(first as u32))),
            Op::Unreachable {} => Trap::new(TrapKind::Unreachable, ""),
            _ => trap::out_of_range(first as i64, second as u32),
        };
        trap::conclude_compiled(at, trap)
    }

    /// Traps because there is no fuel left.
    out_of_fuel(state, frame) -> Status {
        let at = (*state).stood(frame);
        let limit = (*state).allowance().fuel.unwrap_or_default();
        trap::conclude_compiled(at, state::out_of_fuel(limit))
    }
}

impl State {
    /// Where compiled code is: its frame.
    unsafe fn at(&mut self, frame: u64) -> At {
        At { pc: std::ptr::null(), frame: frame as *mut u64, base: self.heap.base(), state: self }
    }

    /// Traps in the caller of a frame that has not been entered.
    pub(super) unsafe fn trap_in_caller(&mut self, at: At, trap: Trap) -> Status {
        // SAFETY: the caller's; the frames below have their positions.
        unsafe {
            let caller = self.below(at.offset());
            self.mark_last(caller);
            trap::conclude_compiled(at, trap)
        }
    }

    /// The same, where only the position stands in the frame: nothing is moved.
    unsafe fn stood(&mut self, frame: u64) -> At {
        // SAFETY: the caller's.
        unsafe {
            let at = self.at(frame);
            self.name_last(Some(at.offset()));
            at
        }
    }

    /// The same, where position and references stand in the frame.
    unsafe fn seen(&mut self, frame: u64) -> At {
        // SAFETY: the caller's.
        unsafe {
            let at = self.at(frame);
            self.mark_last(Some(at.offset()));
            at
        }
    }
}

impl At {
    /// How a result or a trap is told to compiled code.
    unsafe fn answer(self, result: Result<u64, Trap>) -> Answer {
        match result {
            Ok(value) => Answer { value, status: Status::Returned },
            // SAFETY: the last frame has been set.
            Err(trap) => Answer { value: 0, status: unsafe { trap::conclude_compiled(self, trap) } },
        }
    }

    unsafe fn status(self, result: Result<(), Trap>) -> Status {
        // SAFETY: as above.
        unsafe { self.answer(result.map(|()| 0)).status }
    }
}
