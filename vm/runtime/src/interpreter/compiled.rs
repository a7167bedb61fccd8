//! Where interpreter and compiled code meet: entering native code, running the interpreter for it, and going on in the
//! interpreter when all of it has been left.

use super::call::FIRST;
use super::dispatch::{At, Left, Next, cold_handlers, handlers, outlined_handlers, run};
use super::helpers::HELPERS;
use super::safepoint;
use super::state::{State, native_stack};
use super::trap;
use crate::cage::Links;
use crate::code::Word;
use crate::frame::{Layouts, Position, SLOT, Stack};
use crate::tier::{Answer, Cause, Enter, Native, Progress, Status, Unit};
use pvm_bytecode::{BlockId, FunctionId};
use std::sync::atomic::{AtomicPtr, Ordering};

/// So many bytes of the native stack compiled code may take before it is left.
const NATIVE_STACK: usize = 512 << 10;

/// When a safepoint has looked so often in a loop, its native code is asked for.
const LOOKS: u32 = 2;

/// The same where its function runs code that was made quickly: better code of the whole is on its way, and may do.
const QUICK_LOOKS: u32 = 32;

handlers! {
    // The second word has the register code and how many calls are still to be counted; `a` is 1 if that is because of a
    // loop.
    counted => |at| {
        let left = at.beside().load(Ordering::Relaxed) - 1;
        at.beside().store(left, Ordering::Relaxed);
        if left == 0 {
            return hot(at.pc, at.frame, at.base, at.state);
        }
        At { pc: at.wide() as *const Word, ..at }.go()
    };
}

cold_handlers! {
    hot(at) => {
        let cause = if at.word().a == 1 { Cause::Rounds } else { Cause::Calls };
        let pc = (*at.state).tier_up(FunctionId(at.word().c as u32), cause);
        Next::new(At { pc, ..at })
    };
}

outlined_handlers! {
    native(at) => {
        // SAFETY: the second word was made of an entry for functions of this shape, and the program's table has code of it.
        let enter = std::mem::transmute::<usize, Enter>(at.wide() as usize);
        (*at.state).expect_leaving();
        // Better code may have come since.
        let natives = (*safepoint::context(at)).links.natives.cast::<AtomicPtr<()>>();
        let code = (*natives.add(at.word().c as u32 as usize)).load(Ordering::Acquire);
        let answer = enter(at.frame, at.base, code, at.word().c as u64);
        at.answered(answer, at.word().a == 1)
    };
}

/// Goes on with a loop, in native code if it has gone many rounds. The position is stored.
///
/// # Safety
/// What [`At`] says must hold; the instruction is the first of a block.
pub unsafe fn go_round(at: At) -> Next {
    // SAFETY: as the caller promises; what lives in the loop is in the frame, where its native code takes it from.
    unsafe {
        let position = Position::from_word(*at.frame);
        let native =
            (*at.state).block_at(position, at.pc).and_then(|block| (*at.state).native_loop(position.function, block));
        let Some(native) = native.filter(|native| (*at.state).has_room(at, native.room as usize)) else {
            return Next::new(at);
        };
        (*at.state).expect_leaving();
        let answer = (native.enter)(at.frame, at.base, native.code, position.function.0.into());
        let gives = (*at.state).program.module().function(position.function).signature.result.is_some();
        at.answered(answer, gives)
    }
}

impl At {
    /// Goes on behind the call of a function that compiled code has run.
    unsafe fn answered(self, answer: Answer, gives: bool) -> Next {
        match answer.status {
            // SAFETY: what `At` says; the frame has its link.
            Status::Returned if gives => unsafe { self.finish(answer.value) },
            // SAFETY: as above.
            Status::Returned => unsafe { self.finish_nothing() },
            Status::Left => {
                // SAFETY: what `At` says.
                unsafe { (*self.state).left_from = self.offset() };
                Next::LEFT
            }
            Status::Ended => Next::ENDED,
        }
    }

    /// The offset of the frame.
    pub unsafe fn offset(self) -> u32 {
        // SAFETY: what `At` says: the frame lies in the cage.
        unsafe { (self.frame as usize - self.base.at(0) as usize) as u32 }
    }
}

impl State {
    /// Runs the interpreter until the first frame has returned or the run has ended.
    ///
    /// # Safety
    /// What [`At`] says must hold.
    pub(super) unsafe fn run_whole(mut at: At) -> Left {
        loop {
            // SAFETY: as the caller promises, and for where to go on those who left do.
            match unsafe { run(at) } {
                // SAFETY: the run has come back, so nothing else uses the state.
                Left::Compiled => at = unsafe { (*at.state).go_on(at) },
                left => return left,
            }
        }
    }

    /// Where the interpreter goes on when all compiled code has been left. Frames that were compiled code's get their links.
    unsafe fn go_on(&mut self, at: At) -> At {
        let Some(next) = self.resume.take() else { unreachable!("who leaves says where to go on") };
        // SAFETY: all frames up to the one to go on with are canonical.
        unsafe {
            let at = next.at(at);
            // Below, everything is the interpreter's own, and the first of these frames has its link.
            if at.offset() >= self.left_from {
                let stack = Stack { first: self.left_from, last: at.offset() };
                let frames: Vec<(u32, Position)> = self.roots.frames(stack).collect();
                for pair in frames.windows(2) {
                    let link = self.call_at(pair[0].1);
                    at.base.write(pair[1].0 + SLOT, link as u64);
                }
            }
            at
        }
    }

    /// The word of the call that a position is.
    pub fn call_at(&mut self, position: Position) -> *const Word {
        // If there is too little memory for the code, the next allocation tells.
        let _ = self.own_code(position.function);
        let Ok(code) = self.program.code(position.function, self.roots.metered) else {
            unreachable!("what has a frame has code")
        };
        let Some(word) = code.call(position.op) else { unreachable!("the position of a caller is a call") };
        &raw const code.words[word as usize]
    }

    /// The frame below one that has not been entered, in the same activation: its offset.
    pub(super) fn below(&self, frame: u32) -> Option<u32> {
        let first = self.roots.activations.last()?.first;
        if frame == first {
            return None;
        }
        let layouts = self.roots.layouts();
        let end = |(at, position): &(u32, Position)| at + layouts.layout(position.function).size() * SLOT;
        let stack = Stack { first, last: frame };
        self.roots.frames(stack).find(|at| end(at) >= frame).map(|(at, _)| at)
    }

    /// Tells compiled code what it uses of its guest and of the machine.
    pub(super) fn link_compiled(&mut self) {
        let links = Links {
            state: (&raw mut *self).cast(),
            natives: self.program.natives(self.roots.metered).as_ptr().cast(),
            helpers: (&raw const HELPERS).cast(),
            native_limit: native_stack().saturating_sub(NATIVE_STACK),
            globals: self.globals,
            constants: self.constants.cast(),
            closures: self.closures,
            tags: self.tags,
        };
        self.heap.cage_mut().context_mut().links = links;
    }

    /// The block that an instruction is the first of, by its word: the position is that of the first instruction which makes
    /// code.
    fn block_at(&self, position: Position, pc: *const Word) -> Option<BlockId> {
        let code = self.program.code(position.function, self.roots.metered).ok()?;
        let word = ((pc as usize - code.words.as_ptr() as usize) / size_of::<Word>()) as u32;
        code.blocks.binary_search(&word).ok().map(BlockId::from_index)
    }

    /// Whether better code has been made of the loop whose round the frame starts than such as was made quickly.
    ///
    /// # Safety
    /// The frame has its position.
    unsafe fn has_better_loop(&mut self, at: At) -> bool {
        // SAFETY: as the caller promises.
        let Position { function, op } = Position::from_word(unsafe { *at.frame });
        let block = self.program.module().function(function).blocks.binary_search(&op);
        let Ok(block) = block.map(BlockId::from_index) else { return false };
        let unit = Unit { function, from: Some(block), metered: self.roots.metered };
        match self.program.tier().at_hand(&self.program, unit) {
            Some(Progress::Made(native)) => !native.is_quick,
            Some(Progress::Waiting | Progress::Refused) => false,
            None => {
                let looks = self.looks.entry((function, block)).or_default();
                *looks += 1;
                *looks >= QUICK_LOOKS && self.native_loop(function, block).is_some_and(|native| !native.is_quick)
            }
        }
    }

    /// The native code of a loop, if it has gone many rounds.
    fn native_loop(&mut self, function: FunctionId, block: BlockId) -> Option<Native> {
        let program = self.program.clone();
        let threshold = program.tier().threshold()?;
        let metered = self.roots.metered;
        let looks = self.looks.entry((function, block)).or_default();
        *looks += 1;
        if *looks < LOOKS && threshold > 0 {
            return None;
        }
        if *looks == LOOKS {
            self.hasten(function);
        }
        match program.tier().compile(&program, Unit { function, from: Some(block), metered }, Cause::Rounds) {
            Progress::Made(native) => Some(native),
            Progress::Waiting | Progress::Refused => None,
        }
    }

    /// Looks what is wanted where compiled code begins a round, which may be such as was made quickly.
    ///
    /// # Safety
    /// As for [`Self::leave_at_loop`].
    pub(super) unsafe fn look_in_loop(&mut self, at: At, is_quick: bool) -> Status {
        // SAFETY: as the caller promises.
        unsafe {
            match self.poll() {
                Err(trap) => return trap::conclude_compiled(at, trap),
                Ok(()) if self.is_leaving() => return self.leave_at_loop(at),
                Ok(()) if is_quick && self.has_better_loop(at) => {
                    // So that the next round looks, and enters it.
                    self.requests.interrupt();
                    return self.leave_at_loop(at);
                }
                Ok(()) => {}
            }
        }
        self.expect_leaving();
        Status::Returned
    }

    /// For a test: has compiled code look at its next safepoint whether it is to be left.
    pub(super) fn expect_leaving(&mut self) {
        if self.leaves.is_some() {
            self.requests.interrupt();
        }
    }

    /// Counts a safepoint of compiled code: whether it is to be left there, for a test.
    pub(super) fn is_leaving(&mut self) -> bool {
        let Some((every, left)) = &mut self.leaves else { return false };
        *left = left.checked_sub(1).unwrap_or(*every);
        *left == 0
    }

    /// Has all compiled code left, and the interpreter go on with the loop whose round the frame starts.
    ///
    /// # Safety
    /// As for [`Self::interpret`]; the frame is whole.
    pub(super) unsafe fn leave_at_loop(&mut self, at: At) -> Status {
        // SAFETY: as the caller promises.
        let Position { function, op } = Position::from_word(unsafe { *at.frame });
        let program = self.program.clone();
        let block = program.module().function(function).blocks.binary_search(&op);
        let (Ok(start), Ok(block)) = (self.own_code(function), block) else { return Status::Returned };
        let Ok(code) = program.code(function, self.roots.metered) else { return Status::Returned };
        // SAFETY: the block's first word is one of the code.
        let pc = unsafe { start.add(code.blocks[block] as usize) };
        self.resume = Some(Next::new(At { pc, ..at }));
        Status::Left
    }

    /// Has all compiled code left, and the interpreter go on behind the call that the frame stands at, with the result if there
    /// is one.
    ///
    /// # Safety
    /// As for [`Self::leave_at_loop`].
    pub(super) unsafe fn leave_behind(&mut self, at: At, result: Option<u64>) -> Status {
        // SAFETY: as the caller promises; the position is that of a call, whose word names a slot of the frame.
        unsafe {
            let call = self.call_at(Position::from_word(*at.frame));
            if let Some(result) = result {
                *at.frame.add((*call).instruction.a.into()) = result;
            }
            self.resume = Some(Next::new(At { pc: call.add(2), ..at }));
        }
        Status::Left
    }

    /// Whether compiled code takes as much of the native stack as it may.
    pub(super) fn is_native_stack_used(&self) -> bool {
        native_stack() < self.heap.cage().context().links.native_limit
    }

    /// Has all compiled code left, and the interpreter go on with a function whose arguments are in its frame.
    ///
    /// # Safety
    /// As for [`Self::interpret`].
    pub(super) unsafe fn leave_at_entry(&mut self, at: At, function: FunctionId) -> Status {
        // SAFETY: as the caller promises.
        unsafe {
            *at.frame = Position { function, op: 0 }.word();
            self.resume = Some(Next::new(At { pc: *self.entries.add(function.index()), ..at }));
        }
        Status::Left
    }

    /// The same, where only the interpreter can run the function.
    ///
    /// # Safety
    /// As for [`Self::interpret`].
    pub(super) unsafe fn leave_at_start(&mut self, at: At, function: FunctionId) -> Status {
        // SAFETY: as the caller promises.
        unsafe {
            match self.own_code(function) {
                Ok(pc) => {
                    *at.frame = Position { function, op: 0 }.word();
                    self.resume = Some(Next::new(At { pc, ..at }));
                    Status::Left
                }
                Err(trap) => self.trap_in_caller(at, trap),
            }
        }
    }

    /// The bytes of stack that a function needs by itself.
    pub(super) fn own_room(&self, function: FunctionId) -> Option<usize> {
        self.program.code(function, self.roots.metered).ok().map(|code| code.room as usize)
    }

    /// Runs the interpreter for compiled code: a function whose arguments lie in its frame.
    ///
    /// # Safety
    /// What [`At`] says must hold, but for the instruction.
    pub(super) unsafe fn interpret(&mut self, at: At, function: FunctionId) -> Answer {
        // SAFETY: as the caller promises; the entry leads to the function's code or to a word that makes it.
        unsafe {
            let at = At { pc: *self.entries.add(function.index()), ..at };
            if self.is_native_stack_used() {
                return Answer { value: 0, status: self.leave_at_entry(at, function) };
            }
            let outer = (self.native_stack, self.run_first);
            (self.native_stack, self.run_first) = (native_stack(), at.offset());
            // If this is called in place of a function, the frame has a link already.
            let link = std::mem::replace(&mut *at.frame.add(1), self.exit.as_ptr() as u64);
            let left = run(at);
            let value = std::mem::replace(&mut *at.frame.add(1), link);
            (self.native_stack, self.run_first) = outer;
            match left {
                Left::Returned => Answer { value, status: Status::Returned },
                Left::Compiled => Answer { value: 0, status: Status::Left },
                Left::Ended => Answer { value: 0, status: Status::Ended },
            }
        }
    }
}

/// The first parameter's slot, which compiled code and the interpreter agree on.
const _: () = assert!(FIRST as u32 == crate::frame::FrameLayout::HEADER);
