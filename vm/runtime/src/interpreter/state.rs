//! What the handlers of a guest share, and the rare things that they ask of it.

use super::call::FIRST;
use super::dispatch::{At, Left, Next, handler};
use super::entries::Entries;
use super::native::NativeCall;
use crate::cage::Ref;
use crate::code::rop::Rop;
use crate::code::{Code, Encoded, Word};
use crate::frame::{self, Position};
use crate::heap::object::padded;
use crate::heap::{HEADER, Heap, ShapeId, array_size};
use crate::host::{Data, HostFunction, HostValue};
use crate::lib_calls;
use crate::limits::Exhausted;
use crate::profile::{Doing, Sampler};
use crate::program::Program;
use crate::requests::Requests;
use crate::roots::{Activation, GuestRoots};
use crate::sys::Gate;
use crate::trap::{Backtrace, Failure, Trap};
use pvm_bytecode::text::Names;
use pvm_bytecode::{BlockId, FunctionId, HeapType, LibId, Op, Storage, TrapKind, libcall};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Why a run of the interpreter did not return.
#[derive(Debug)]
pub enum Ended {
    /// The guest asked for it, with this exit code.
    Exit(i64),
    Trap(Box<Failure>),
}

/// How much processor a run may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Allowance {
    /// Units of fuel; none for as many as it likes, and then nothing is counted.
    pub fuel: Option<u64>,
    pub time: Option<Duration>,
}

/// The state of a guest while it runs. Handlers reach it by a pointer.
pub struct State {
    /// By function, where its code starts. Calls go through here, so a function changes its tier by one store.
    pub entries: *mut *const Word,
    /// By shape, the function that a closure of it calls.
    pub closures: *const u32,
    /// By shape, the tag of a variant.
    pub tags: *const u32,
    pub constants: *const Ref,
    pub globals: *mut u64,
    pub lib_calls: Box<[lib_calls::Handler<NativeCall>]>,
    pub program: Arc<Program>,
    pub heap: Heap,
    pub roots: GuestRoots,
    pub host: Box<[HostFunction]>,
    /// Taken out during a system call.
    pub gate: Option<Box<Gate>>,
    /// What the host's functions work on; taken out while one runs.
    pub data: Option<Box<Data>>,
    pub requests: Arc<Requests>,
    pub ended: Option<Ended>,
    /// What a function of the host failed with, until the trap is told.
    pub cause: Option<Box<dyn Error + Send + Sync>>,
    /// Counts where the guest is, if that is wanted.
    pub sampler: Option<Box<Sampler>>,
    /// Whether every frame is checked at every safepoint, and with it what the interpreter itself takes.
    pub checked: bool,
    /// Where the native stack was when the running activation began.
    pub(super) native_stack: usize,
    allowance: Allowance,
    deadline: Option<Instant>,
    /// Whether the run was asked to stop: it stays so until the next one.
    stopped: bool,
    /// The entries of the code that counts no fuel, and of that which does, once they are needed.
    pub(super) tables: [Option<Entries>; 2],
    /// Whose code it is and whether it counts fuel, by the address of its first word.
    pub(super) owners: BTreeMap<usize, (FunctionId, bool)>,
    /// The call that the first frame of an activation returns to.
    pub(super) exit: Box<[Word; 3]>,
    /// Where the interpreter is to go on when all compiled code has been left.
    pub(super) resume: Option<Next>,
    /// The offset of the first frame of the innermost run of the interpreter: compiled code may stand below it.
    pub(super) run_first: u32,
    /// The offset of the first frame that compiled code was running in when it was left.
    pub(super) left_from: u32,
    /// Where the first frame of the next activation will start.
    pub free: u32,
    /// The offset that no frame may reach.
    stack_limit: u32,
    /// After so many rounds of loops, at least one, a safepoint looks what is wanted.
    rounds: i32,
    /// By function and block, how often a safepoint has looked there.
    pub(super) looks: FxHashMap<(FunctionId, BlockId), u32>,
    /// For tests: compiled code is left at every so many-th safepoint; and how many there still are.
    pub leaves: Option<(u32, u32)>,
}

// SAFETY: the pointers lead to memory that the state owns or keeps alive, and only who has the state follows them.
unsafe impl Send for State {}

/// A safepoint looks what is wanted at least after so many rounds of loops.
const ROUNDS: i32 = 1 << 16;

/// Bytes at the end of the stack that frames leave free: for the arguments that the host gives to a function.
const RESERVE: u32 = 4096;

impl State {
    pub fn new(program: Arc<Program>, mut heap: Heap, host: Box<[HostFunction]>, gate: Gate, data: Box<Data>) -> Self {
        let module = program.module();
        let stack = heap.cage().regions.stack.clone();
        let stack_limit = stack.end.saturating_sub(RESERVE);
        heap.cage_mut().context_mut().stack_limit = stack_limit;
        let mut roots = GuestRoots {
            base: heap.base(),
            program: program.clone(),
            metered: false,
            activations: Vec::new(),
            arguments: Vec::new(),
            globals: vec![0; module.globals.len()],
            constants: vec![Ref::NULL; module.constants.len()],
            held: Vec::new(),
        };
        let lib_calls = (0..libcall::TABLE.len()).map(LibId::from_index).filter_map(lib_calls::handler);
        let word = |rop, a| Word { instruction: Encoded { handler: handler(rop), a, b: 0, c: 0 } };
        let requests = Arc::new(Requests::default());
        // SAFETY: the requests are detached when the state is dropped, before the heap.
        unsafe { requests.attach(heap.base()) };
        Self {
            entries: std::ptr::null_mut(),
            closures: program.closures().as_ptr(),
            tags: program.tags().as_ptr(),
            constants: roots.constants.as_ptr(),
            globals: roots.globals.as_mut_ptr(),
            lib_calls: lib_calls.collect(),
            heap,
            roots,
            host,
            gate: Some(Box::new(gate)),
            data: Some(data),
            requests,
            ended: None,
            cause: None,
            sampler: None,
            checked: false,
            native_stack: 0,
            allowance: Allowance::default(),
            deadline: None,
            stopped: false,
            tables: [None, None],
            owners: BTreeMap::new(),
            exit: Box::new([word(Rop::Call, 1), Word::second(0, Word::NOTHING), word(Rop::Exit, 0)]),
            resume: None,
            run_first: stack.start,
            left_from: stack.start,
            free: stack.start,
            stack_limit,
            rounds: program.tier().threshold().map_or(ROUNDS, |calls| calls.clamp(1, ROUNDS as u32) as i32),
            looks: FxHashMap::default(),
            leaves: None,
            program,
        }
    }

    /// Calls a function with the 64 bits of each argument, which must be what it takes. The result is 64 bits too, and
    /// anything if it gives nothing.
    pub fn run(&mut self, function: FunctionId, arguments: &[u64]) -> Result<u64, Ended> {
        let first = self.free;
        let base = self.heap.base();
        if first > self.stack_limit {
            let limit = self.stack_bytes();
            return Err(self.failed(Trap::new(TrapKind::StackOverflow, format!("the limit is {limit} bytes"))));
        }
        // SAFETY: a verified function takes at most 255 arguments, for which room is reserved behind the limit.
        let frame = unsafe {
            let frame: *mut u64 = base.at(first).cast();
            *frame.add(1) = self.exit.as_ptr() as u64;
            frame.add(FIRST).copy_from_nonoverlapping(arguments.as_ptr(), arguments.len());
            frame
        };
        self.roots.activations.push(Activation { first, last: None, seen: Vec::new() });
        let outer = (self.native_stack, self.run_first);
        (self.native_stack, self.run_first) = (native_stack(), first);
        self.link_compiled();
        // SAFETY: the entry leads to the function's code or to a word that makes it; arguments and link are in place.
        let left = unsafe {
            let pc = *self.entries.add(function.index());
            Self::run_whole(At { pc, frame, base, state: self })
        };
        (self.native_stack, self.run_first) = outer;
        self.roots.activations.pop();
        match (left, self.ended.take()) {
            // SAFETY: the exit has its result put where the link was.
            (Left::Returned, _) => Ok(unsafe { *frame.add(1) }),
            (_, Some(ended)) => Err(ended),
            (_, None) => unreachable!("who leaves says why"),
        }
    }

    /// How much processor what comes now may take.
    pub fn allow(&mut self, allowance: Allowance) {
        self.allowance = allowance;
        self.stopped = false;
        self.deadline = allowance.time.and_then(|time| Instant::now().checked_add(time));
        self.heap.cage_mut().context_mut().fuel = allowance.fuel.map_or(0, |fuel| fuel.try_into().unwrap_or(i64::MAX));
        self.use_entries(allowance.fuel.is_some());
    }

    pub fn allowance(&self) -> Allowance {
        self.allowance
    }

    /// What is left of the fuel, if it is counted.
    pub fn fuel(&self) -> Option<u64> {
        self.allowance.fuel.map(|_| self.heap.cage().context().fuel.max(0) as u64)
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Takes fuel if it is counted.
    pub fn spend(&mut self, fuel: u64) -> Result<(), Trap> {
        let Some(limit) = self.allowance.fuel else { return Ok(()) };
        let left = &mut self.heap.cage_mut().context_mut().fuel;
        *left = left.saturating_sub(fuel.try_into().unwrap_or(i64::MAX));
        if *left < 0 { Err(out_of_fuel(limit)) } else { Ok(()) }
    }

    /// The code that an instruction belongs to, its function, and its word in it.
    pub(super) fn owner(&self, pc: *const Word) -> (&Code, FunctionId, u32) {
        let owner = self.owners.range(..=pc as usize).next_back();
        let Some((start, (function, metered))) = owner else { unreachable!("all code has an owner") };
        let Ok(code) = self.program.code(*function, *metered) else { unreachable!("what runs has code") };
        (code, *function, ((pc as usize - start) / size_of::<Word>()) as u32)
    }

    /// What an instruction was made for.
    fn position(&self, pc: *const Word) -> Position {
        let (code, function, word) = self.owner(pc);
        Position { function, op: code.positions[word as usize] }
    }

    /// Where the call is made that the instruction's leaf stands for, if it belongs to one.
    pub fn retreat(&self, pc: *const Word) -> Option<*const Word> {
        let (code, _, word) = self.owner(pc);
        code.retreat(word).map(|word| &raw const code.words[word as usize])
    }

    /// Makes the frame of an instruction the last one, with its position.
    pub fn note(&mut self, at: At) {
        let position = self.position(at.pc);
        // SAFETY: the frame is that of the function which runs.
        unsafe { *at.frame = position.word() };
        self.set_last(Some(at));
    }

    /// Makes a frame of the interpreter's, whose position is known, the last one.
    pub fn set_last(&mut self, at: Option<At>) {
        // SAFETY: the frame lies in the cage.
        self.mark_last(at.map(|at| unsafe { at.offset() }));
        if self.checked {
            let taken = self.native_stack.saturating_sub(native_stack());
            assert!(taken < NATIVE_ROOM, "the interpreter takes {taken} bytes of the native stack: a handler returns");
        }
    }

    /// Makes the frame at an offset the last one, whose position is known and whose references are valid.
    #[inline(always)]
    pub fn mark_last(&mut self, frame: Option<u32>) {
        self.name_last(frame);
        if self.checked {
            self.check_frames();
        }
    }

    /// The same for one of which only the position is known: nothing may be moved while it is the last.
    #[inline(always)]
    pub fn name_last(&mut self, frame: Option<u32>) {
        if let Some(activation) = self.roots.activations.last_mut() {
            activation.last = frame;
        }
    }

    /// Checks every slot of every frame against its type.
    #[cold]
    fn check_frames(&self) {
        for stack in self.roots.stacks() {
            // SAFETY: the activations name frames whose positions are known.
            if let Err(fault) = unsafe { frame::check(&self.heap, self.roots.layouts(), stack) } {
                panic!("a frame is broken: {fault}");
            }
        }
    }

    /// The caller of a frame in the same activation, which has stored its position.
    pub fn caller(&self, at: At) -> Option<At> {
        // SAFETY: the link of a frame is the address of a call, and the base is the start of the cage that has the frame.
        unsafe {
            let pc = *at.frame.add(1) as *const Word;
            if pc != self.exit.as_ptr() {
                return Some(At { pc, frame: at.frame.sub((*pc).instruction.b.into()), ..at });
            }
            let offset = (at.frame as usize - at.base.at(0) as usize) as u32;
            let below = self.below(offset)?;
            Some(At { pc, frame: at.base.at(below).cast(), ..at })
        }
    }

    /// The innermost frame of the running activation that stops traps: its offset and position.
    pub fn recovering(&self) -> Option<(u32, Position)> {
        let activation = self.roots.activations.last()?;
        let stack = self.roots.stacks().next_back().filter(|stack| stack.first == activation.first)?;
        let module = self.program.module();
        let recovers = |position: &Position| {
            let ops = &module.function(position.function).ops;
            matches!(ops.get(position.op as usize), Some(Op::CallRecover { .. }))
        };
        let frames = self.roots.frames(stack).filter(|(_, position)| recovers(position));
        frames.last()
    }

    /// The calls that are under way.
    pub fn backtrace(&self) -> Backtrace {
        Backtrace::new(self.program.module(), self.roots.positions())
    }

    /// Counts what is under way, if that is wanted and it is time to. All frames have their positions.
    pub fn sample(&mut self, above: Option<Doing>) {
        if let Some(sampler) = &mut self.sampler {
            sampler.look(&self.requests, self.roots.positions(), above);
        }
    }

    /// A trap as the end of a run.
    pub fn failed(&mut self, trap: Trap) -> Ended {
        Ended::Trap(Box::new(Failure { trap, backtrace: self.backtrace(), cause: self.cause.take() }))
    }

    /// Looks what is wanted of the guest. All frames have their positions.
    pub fn poll(&mut self) -> Result<(), Trap> {
        let context = self.heap.cage_mut().context_mut();
        // SAFETY: the words are part of the context page, and everyone uses them atomically while the guest runs.
        unsafe {
            AtomicU32::from_ptr(&raw mut context.stack_limit).store(self.stack_limit, Ordering::Release);
            AtomicI32::from_ptr(&raw mut context.poll).swap(self.rounds, Ordering::Acquire);
        }
        self.sample(None);
        self.stopped |= self.requests.take_stop();
        if self.stopped {
            return Err(Trap::new(TrapKind::Stopped, ""));
        }
        match (self.deadline, self.allowance.time) {
            (Some(deadline), Some(time)) if Instant::now() >= deadline => {
                Err(Trap::new(TrapKind::OutOfTime, format!("the limit is {time:?}")))
            }
            _ => Ok(()),
        }
    }

    /// A new object, whose contents the caller writes before the next allocation. May collect: the last frame's position
    /// must be known.
    #[inline]
    pub fn allocate(&mut self, shape: ShapeId, length: u32, size: u64) -> Result<Ref, Trap> {
        let size = u32::try_from(size).map_err(|_| self.too_large(size))?;
        match self.heap.allocate(shape, length, size) {
            Some(object) => Ok(object),
            None => self.collect_and_allocate(shape, length, size),
        }
    }

    #[cold]
    fn collect_and_allocate(&mut self, shape: ShapeId, length: u32, size: u32) -> Result<Ref, Trap> {
        self.sample(None);
        let collected = self.heap.collect(&mut self.roots, size);
        self.sample(Some(Doing::Collecting));
        collected.map_err(out_of_memory)?;
        self.heap.allocate(shape, length, size).ok_or_else(|| self.too_large(size.into()))
    }

    /// A new string or array of bytes, whose contents the caller writes.
    #[inline]
    pub fn bytes(&mut self, shape: ShapeId, length: u64) -> Result<Ref, Trap> {
        let size = array_size(Storage::U8, u32::try_from(length).map_err(|_| self.too_large(length))?);
        self.allocate(shape, length as u32, size)
    }

    /// A new string.
    pub fn new_text(&mut self, text: &str) -> Result<Ref, Trap> {
        let string = self.bytes(ShapeId::STRING, text.len() as u64)?;
        // SAFETY: the string is new and has as many bytes.
        unsafe { self.heap.base().bytes_mut(string) }.copy_from_slice(text.as_bytes());
        Ok(string)
    }

    /// A new array of bytes.
    pub fn new_bytes(&mut self, bytes: &[u8]) -> Result<Ref, Trap> {
        let array = self.bytes(ShapeId::BYTES, bytes.len() as u64)?;
        // SAFETY: the array is new and has as many bytes.
        unsafe { self.heap.base().bytes_mut(array) }.copy_from_slice(bytes);
        Ok(array)
    }

    /// A copy of a string or an array of bytes for the host.
    pub fn object_value(&self, object: Ref, heap: HeapType) -> HostValue {
        // SAFETY: the object is null or of the type, and nothing moves it meanwhile.
        match (object, heap) {
            (Ref::NULL, _) => HostValue::Null,
            (_, HeapType::String) => HostValue::String(unsafe { self.heap.base().string(object) }.to_owned()),
            _ => HostValue::Bytes(unsafe { self.heap.base().bytes(object) }.to_vec()),
        }
    }

    /// A new array of strings, all null.
    pub fn nulls(&mut self, count: usize) -> Result<Ref, Trap> {
        let length = u32::try_from(count).map_err(|_| self.too_large(count as u64))?;
        let size = u64::from(HEADER) + u64::from(length) * 4;
        let array = self.allocate(ShapeId::STRINGS, length, padded(size))?;
        // SAFETY: the array is new and has as many elements of four bytes.
        unsafe { self.heap.base().slice_mut(array.0 + HEADER, length * 4) }.fill(0);
        self.heap.note_empty(array);
        Ok(array)
    }

    /// Collects all garbage.
    pub fn collect_all(&mut self) -> Result<(), Trap> {
        self.sample(None);
        let collected = self.heap.collect_all(&mut self.roots);
        self.sample(Some(Doing::Collecting));
        collected.map_err(out_of_memory)
    }

    /// The trap of a cast that found another object.
    pub fn wrong_type(&self, object: Ref, wanted: Option<HeapType>) -> Trap {
        let found = match object {
            Ref::NULL => "null".to_owned(),
            // SAFETY: the object lies in the cage.
            object => self.type_name(unsafe { self.heap.base().shape(object) }),
        };
        let wanted = wanted.map_or_else(|| "an object".to_owned(), |heap| self.heap_name(heap));
        Trap::new(TrapKind::Cast, format!("found {found}, expected {wanted}"))
    }

    /// What a person calls the type of objects of a shape.
    pub fn type_name(&self, shape: ShapeId) -> String {
        self.heap_name(self.program.heap_type(shape))
    }

    /// What a person calls a heap type.
    pub fn heap_name(&self, heap: HeapType) -> String {
        let debug = match heap {
            HeapType::Type(id) => self.program.module().debug.types.get(id.index()).map(|ty| ty.name.to_string()),
            _ => None,
        };
        debug.filter(|name| !name.is_empty()).unwrap_or_else(|| Names::new(self.program.module()).heap(heap))
    }

    /// Whether so many bytes of stack are left from a frame on.
    pub fn has_room(&self, at: At, bytes: usize) -> bool {
        // SAFETY: the frame lies in the cage.
        unsafe { at.offset() as usize + bytes <= self.stack_limit as usize }
    }

    /// Bytes of the stack.
    pub fn stack_bytes(&self) -> u64 {
        self.heap.cage().regions.stack.len() as u64
    }

    fn too_large(&self, size: u64) -> Trap {
        let limit = self.heap.budget().limit();
        Trap::new(TrapKind::OutOfMemory, format!("an object of {size} bytes is wanted and the limit is {limit} bytes"))
    }
}

/// More bytes of the native stack than what an instruction of the interpreter asks of it ever takes.
const NATIVE_ROOM: usize = 16 << 10;

/// Roughly where the native stack is.
#[inline(never)]
pub(super) fn native_stack() -> usize {
    let here = 0u8;
    std::hint::black_box(&raw const here) as usize
}

/// The trap of a guest that would pass its memory limit.
pub(super) fn out_of_memory(exhausted: Exhausted) -> Trap {
    Trap::new(TrapKind::OutOfMemory, exhausted.to_string())
}

/// The trap of a guest that has used all its fuel.
pub fn out_of_fuel(limit: u64) -> Trap {
    Trap::new(TrapKind::OutOfFuel, format!("the limit is {limit} units"))
}

impl Drop for State {
    fn drop(&mut self) {
        self.requests.detach();
    }
}
