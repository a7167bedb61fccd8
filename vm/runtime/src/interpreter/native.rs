//! Handlers of calls that leave the guest's code: library calls, system calls and functions of the host. Their arguments
//! lie where a callee's parameters would, and are roots as long as the call lasts.

use super::dispatch::{At, cold_handlers, handlers, outlined_handlers};
use super::state::State;
use super::trap;
use crate::cage::{Base, Ref};
use crate::call::{self, Call, MemoryInfo, Piece, Put};
use crate::heap::{HEADER, ShapeId};
use crate::host::{HostArguments, HostValue};
use crate::link;
use crate::roots::Arguments;
use crate::sys;
use crate::trap::Trap;
use pvm_bytecode::{
    ConstId, HeapType, ImportId, LibId, RefType, Signature, SysId, TrapKind, ValueType, eval, libcall, syscall,
};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A call under way.
pub struct NativeCall {
    state: *mut State,
    base: Base,
    /// The offset of the first argument.
    first: u32,
}

impl NativeCall {
    /// The 64 bits of an argument.
    fn slot(&self, index: usize) -> u64 {
        // SAFETY: the verifier has seen that the call has this argument.
        unsafe { self.base.read(self.first + index as u32 * 8) }
    }

    fn object(&self, index: usize) -> Ref {
        Ref(self.slot(index) as u32)
    }

    /// What the argument refers to; none for null.
    pub fn shape(&self, index: usize) -> Option<ShapeId> {
        let object = self.object(index);
        // SAFETY: only asked of arguments that are references.
        (!object.is_null()).then(|| unsafe { self.base.shape(object) })
    }

    fn state(&mut self) -> &mut State {
        // SAFETY: the state is the guest's that makes this call, and nothing else uses it meanwhile.
        unsafe { &mut *self.state }
    }

    /// The bytes of a piece.
    fn bytes_of<'a>(&'a self, piece: &'a Piece<'a>) -> &'a [u8] {
        match piece {
            Piece::Part(range) => &self.string(0).as_bytes()[range.clone()],
            Piece::Text(text) => text.as_bytes(),
        }
    }

    /// A string or an array of bytes of what is put.
    #[inline(always)]
    fn assemble(&mut self, shape: ShapeId, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap> {
        let mut length = 0u64;
        write(self, &mut |piece| length += piece.len() as u64);
        let object = self.state().bytes(shape, length)?;
        // SAFETY: the object is new and has `length` bytes, which nobody sees yet.
        let mut rest = unsafe { self.base.bytes_mut(object) };
        write(self, &mut |piece| {
            let (place, behind) = std::mem::take(&mut rest).split_at_mut(piece.len());
            copy(place, piece);
            rest = behind;
        });
        debug_assert!(rest.is_empty(), "the same is put each time");
        Ok(object.0.into())
    }
}

/// Copies bytes; few of them without a call.
#[inline(always)]
fn copy(to: &mut [u8], from: &[u8]) {
    match (to.len(), from.first_chunk::<8>(), from.last_chunk::<8>()) {
        (8..=16, Some(first), Some(last)) => {
            // The two overlap.
            to[..8].copy_from_slice(first);
            let end = to.len() - 8;
            to[end..].copy_from_slice(last);
        }
        (0..8, _, _) => to.iter_mut().zip(from).for_each(|(to, from)| *to = *from),
        _ => to.copy_from_slice(from),
    }
}

impl Call for NativeCall {
    fn reference(&self, index: usize) -> u64 {
        self.slot(index)
    }

    fn int(&self, index: usize) -> i64 {
        self.slot(index) as i64
    }

    fn float(&self, index: usize) -> f64 {
        eval::canonical(f64::from_bits(self.slot(index)))
    }

    fn string(&self, index: usize) -> &str {
        // SAFETY: the verifier has seen that the argument is a string; it is not moved while it is borrowed.
        unsafe { self.base.string(self.object(index)) }
    }

    fn bytes(&self, index: usize) -> &[u8] {
        // SAFETY: the verifier has seen that the argument is an array of bytes.
        unsafe { self.base.bytes(self.object(index)) }
    }

    fn bytes_mut(&mut self, index: usize) -> &mut [u8] {
        // SAFETY: as above; all access goes through this call, which is borrowed uniquely.
        unsafe { self.base.bytes_mut(self.object(index)) }
    }

    fn bytes_mut_and_string(&mut self, bytes: usize, string: usize) -> (&mut [u8], &str) {
        // SAFETY: as above; an array of bytes and a string are never the same object.
        unsafe { (self.base.bytes_mut(self.object(bytes)), self.base.string(self.object(string))) }
    }

    fn strings_len(&self, index: usize) -> usize {
        // SAFETY: the verifier has seen that the argument is an array of strings.
        unsafe { self.base.length(self.object(index)) as usize }
    }

    fn element(&self, index: usize, element: usize) -> Option<&str> {
        if element >= self.strings_len(index) {
            return None;
        }
        // SAFETY: the array has the element, which is null or a string.
        unsafe {
            let string: Ref = self.base.read(self.object(index).0 + HEADER + element as u32 * 4);
            (!string.is_null()).then(|| self.base.string(string))
        }
    }

    fn new_string(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap> {
        self.assemble(ShapeId::STRING, write)
    }

    fn new_bytes(&mut self, write: impl Fn(&Self, &mut Put<'_>)) -> Result<u64, Trap> {
        self.assemble(ShapeId::BYTES, write)
    }

    fn new_strings<'a>(&mut self, count: usize, mut next: impl FnMut(&Self) -> Piece<'a>) -> Result<u64, Trap> {
        let array = self.state().nulls(count)?;
        let held = self.state().roots.held.len();
        self.state().roots.held.push(array);
        for element in 0..count as u32 {
            let piece = next(self);
            let length = self.bytes_of(&piece).len() as u64;
            let made = self.state().bytes(ShapeId::STRING, length);
            let Ok(string) = made else {
                self.state().roots.held.truncate(held);
                return made.map(|string| string.0.into());
            };
            // SAFETY: the string is new and has `length` bytes; the array has the element.
            unsafe {
                self.base.bytes_mut(string).copy_from_slice(self.bytes_of(&piece));
                let at = self.state().roots.held[held].0 + HEADER + element * 4;
                self.base.mark_card(at);
                self.base.write(at, string);
            }
        }
        Ok(self.state().roots.held.pop().unwrap_or_default().0.into())
    }

    fn spend(&mut self, fuel: u64) -> Result<(), Trap> {
        self.state().spend(fuel)
    }

    fn reserve(&mut self, bytes: usize) -> Result<(), Trap> {
        let heap = &self.state().heap;
        let checked = heap.budget().check(heap.used().saturating_add(bytes as u64));
        checked.map_err(|exhausted| Trap::new(TrapKind::OutOfMemory, exhausted.to_string()))
    }

    fn poll(&self) -> Result<(), Trap> {
        // SAFETY: as for `state`; what is borrowed of this call lies in the guest's memory, which polling leaves alone.
        unsafe { (*self.state).poll() }
    }

    fn memory(&self) -> MemoryInfo {
        // SAFETY: as for `state`.
        let heap = unsafe { &(*self.state).heap };
        let statistics = heap.statistics();
        MemoryInfo { used: heap.used(), limit: heap.budget().limit(), collections: statistics.pauses.count() }
    }

    fn collect(&mut self) -> Result<(), Trap> {
        self.state().collect_all()
    }
}

impl At {
    /// Does native work while the arguments are roots. The position is stored, and the frame is the last one.
    #[inline(always)]
    unsafe fn native<R>(
        self,
        arguments: *mut u64,
        types: &[ValueType],
        work: impl FnOnce(&mut State, NativeCall) -> R,
    ) -> R {
        // SAFETY: what `At` says; the arguments lie in the cage.
        unsafe {
            let state = &mut *self.state;
            let first = self.native_call(arguments).first;
            state.roots.arguments.push(Arguments { first, types });
            let result = work(state, self.native_call(arguments));
            (*self.state).roots.arguments.pop();
            result
        }
    }

    /// A call whose arguments lie there.
    unsafe fn native_call(self, arguments: *mut u64) -> NativeCall {
        // SAFETY: the arguments lie in the cage.
        let first = unsafe { (arguments as usize - self.base.at(0) as usize) as u32 };
        NativeCall { state: self.state, base: self.base, first }
    }

    /// Stores the position of a call, whose frame is the last one then.
    #[inline(always)]
    unsafe fn stand(self) {
        // SAFETY: what `At` says.
        unsafe {
            *self.frame = self.wide();
            (*self.state).set_last(Some(self));
        }
    }

    /// A library call. If it makes something, the position is stored and the frame is the last one.
    #[inline(always)]
    pub unsafe fn lib(self, id: LibId, arguments: *mut u64) -> Result<u64, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            match libcall::TABLE[id.index()].result {
                Some(ValueType::Ref(_)) => self.lib_making(id, arguments),
                _ => self.lib_quick(id, arguments),
            }
        }
    }

    /// A library call that makes something. The position is stored and the frame is the last one.
    #[inline(always)]
    pub unsafe fn lib_making(self, id: LibId, arguments: *mut u64) -> Result<u64, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let handler = (*self.state).lib_calls[id.index()];
            self.native(arguments, libcall::TABLE[id.index()].params, |_, mut call| handler(&mut call))
        }
    }

    /// A library call that makes nothing, so that nothing is moved and no frame looked at.
    #[inline(always)]
    pub unsafe fn lib_quick(self, id: LibId, arguments: *mut u64) -> Result<u64, Trap> {
        // SAFETY: what `At` says.
        unsafe { (*self.state).lib_calls[id.index()](&mut self.native_call(arguments)) }
    }

    /// A system call. The position is stored and the frame is the last one.
    pub unsafe fn sys(self, id: SysId, arguments: *mut u64) -> Result<u64, sys::Ended> {
        // SAFETY: what `At` says.
        unsafe {
            self.native(arguments, syscall::TABLE[id.index()].params, |state, mut call| {
                // Taken out for the time of the call, which may use all the rest of the state.
                let mut gate = state.gate.take();
                let result = gate.as_mut().map(|gate| gate.call(id, &mut call));
                call.state().gate = gate;
                result.unwrap_or_else(|| unreachable!("a system call makes no other"))
            })
        }
    }

    /// A call of a function of the host. The position is stored and the frame is the last one.
    pub unsafe fn import(self, id: ImportId, arguments: *mut u64) -> Result<u64, Trap> {
        // SAFETY: what `At` says.
        unsafe {
            let program = (*self.state).program.clone();
            let signature = &program.module().imports[id.index()].signature;
            self.native(arguments, &signature.params, |_, call| host_call(call, id, signature))
        }
    }
}

handlers! {
    string_const => |at| {
        let string = *(*at.state).constants.add(at.word().c as u32 as usize);
        if string.is_null() {
            return first_use(at.pc, at.frame, at.base, at.state);
        }
        at.give(string)
    };
}

cold_handlers! {
    first_use(at) => {
        at.note_position();
        match (*at.state).constant(ConstId(at.word().c as u32)) {
            Ok(string) => at.give(string),
            Err(trap) => trap::raise(at, trap),
        }
    };
}

impl State {
    /// The string of a constant, which may have to be made.
    pub fn constant(&mut self, constant: ConstId) -> Result<Ref, Trap> {
        let program = self.program.clone();
        let string = self.new_text(program.module().constant(constant))?;
        self.roots.constants[constant.index()] = string;
        Ok(string)
    }
}

outlined_handlers! {
    call_lib(at) => {
        let id = LibId(at.word().c as u32);
        let row = &libcall::TABLE[id.index()];
        if matches!(row.result, Some(ValueType::Ref(_))) {
            at.stand();
        }
        match (at.lib(id, at.arguments()), row.result) {
            (Ok(result), Some(_)) => at.give_wide(result),
            (Ok(_), None) => at.skip(2),
            (Err(trap), _) => trap::raise(at, trap),
        }
    };
    call_sys(at) => {
        let id = SysId(at.word().c as u32);
        at.stand();
        match (at.sys(id, at.arguments()), syscall::TABLE[id.index()].result) {
            (Ok(result), Some(_)) => at.give_wide(result),
            (Ok(_), None) => at.skip(2),
            (Err(sys::Ended::Exit(code)), _) => trap::exit(at, code),
            (Err(sys::Ended::Trap(trap)), _) => trap::raise(at, trap),
        }
    };
    call_import(at) => {
        let id = ImportId(at.word().c as u32);
        at.stand();
        let result = (*at.state).program.module().imports[id.index()].signature.result;
        match (at.import(id, at.arguments()), result) {
            (Ok(result), Some(_)) => at.give_wide(result),
            (Ok(_), None) => at.skip(2),
            (Err(trap), _) => trap::raise(at, trap),
        }
    };
}

/// Calls a function of the host. Whatever it does, panicking included, ends in a result or a trap.
fn host_call(mut call: NativeCall, id: ImportId, signature: &Signature) -> Result<u64, Trap> {
    let state = call.state();
    let function = state.host[id.index()].clone();
    state.spend(function.cost)?;
    let Some(mut data) = state.data.take() else {
        return Err(Trap::new(
            TrapKind::HostError,
            "the function was called while another one of the host was running",
        ));
    };
    // What lies behind the arguments is free for a guest function that the host may call.
    let arguments = HostArguments { call: &call, params: &signature.params };
    let result = catch_unwind(AssertUnwindSafe(|| (function.closure)(&mut *data, &arguments)));
    call.state().data = Some(data);
    let failure = match result {
        Ok(Ok(value)) => return call.give(value, signature.result),
        Ok(Err(error)) => error,
        Err(panic) => panic_message(&*panic).into(),
    };
    let trap = Trap::new(TrapKind::HostError, failure.to_string());
    call.state().cause = Some(failure);
    Err(trap)
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic.downcast_ref::<&str>().map(|message| (*message).to_owned());
    let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panicked: {}", message.unwrap_or_else(|| "for a reason that is no text".to_owned()))
}

impl NativeCall {
    /// What a host function gave, as the 64 bits of a slot.
    fn give(&mut self, value: HostValue, declared: Option<ValueType>) -> Result<u64, Trap> {
        const STRING: HeapType = HeapType::String;
        const BYTES: HeapType = HeapType::Bytes;
        match (&value, declared) {
            (HostValue::Nothing, None) => Ok(0),
            (HostValue::Int(value), Some(ValueType::I64)) => Ok(*value as u64),
            (HostValue::Float(value), Some(ValueType::F64)) => call::float(*value),
            (HostValue::Null, Some(ValueType::Ref(RefType { nullable: true, .. }))) => Ok(call::NULL),
            (HostValue::String(text), Some(ValueType::Ref(RefType { heap: STRING | HeapType::Any, .. }))) => {
                self.new_text(text)
            }
            (HostValue::Bytes(bytes), Some(ValueType::Ref(RefType { heap: BYTES | HeapType::Any, .. }))) => {
                self.state().new_bytes(bytes).map(|array| array.0.into())
            }
            _ => {
                let declared = declared.map_or_else(|| "nothing".to_owned(), link::name);
                let message = format!("it gave {value:?}, but its type is {declared}");
                Err(Trap::new(TrapKind::HostError, message))
            }
        }
    }
}
