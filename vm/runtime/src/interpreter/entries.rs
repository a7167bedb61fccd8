//! By which code a function is run: every call of the interpreter goes through the entries of its guest.
//!
//! A function's entry leads first to a word of its own that has it translated; then, if there is a compiler and no native
//! code at hand, to one that counts its calls, and goes on counting while it waits to be compiled; and at last to its
//! register code, or to a word that enters its native code.

use super::dispatch::handler;
use super::state::{State, out_of_memory};
use crate::code::rop::Rop;
use crate::code::{Encoded, Word};
use crate::tier::{Cause, Native, Progress, Unit};
use crate::trap::Trap;
use pvm_bytecode::FunctionId;

/// When a function that was called often has no native code yet, it is asked for again after so many calls. One that is hot
/// for its loops is asked for at each: it may be called seldom.
const AGAIN: u64 = 250;

/// By function, where its code starts, and its two words.
pub struct Entries {
    starts: Vec<*const Word>,
    words: Vec<[Word; 2]>,
}

impl Entries {
    /// Bytes for each function.
    const EACH: usize = size_of::<*const Word>() + size_of::<[Word; 2]>();

    fn new(functions: usize) -> Self {
        let functions = (0..functions).map(FunctionId::from_index);
        let words = functions.map(|function| [word(Rop::Translate, 0, function), Word::second(0, 0)]);
        let words: Vec<[Word; 2]> = words.collect();
        Self { starts: words.iter().map(|word| word.as_ptr()).collect(), words }
    }

    /// Whether a function's calls are counted.
    fn is_counting(&self, function: FunctionId) -> bool {
        let words = &self.words[function.index()];
        // SAFETY: the first word of an entry is an instruction.
        let first = unsafe { words[0].instruction };
        self.starts[function.index()] == words.as_ptr() && first.handler == handler(Rop::Counted)
    }

    /// Has a function's calls go to its own words, which become these.
    fn make(&mut self, function: FunctionId, [first, second]: [Word; 2]) -> *const Word {
        let words = &mut self.words[function.index()];
        *words = [first, second];
        self.starts[function.index()] = words.as_ptr();
        words.as_ptr()
    }
}

/// A word that counts calls of a function, the register code of which is known; and why it will be compiled then.
fn counting(function: FunctionId, code: *const Word, calls: u64, cause: Cause) -> [Word; 2] {
    [word(Rop::Counted, (cause == Cause::Rounds).into(), function), Word::second(code as u64, calls)]
}

fn word(rop: Rop, a: u16, function: FunctionId) -> Word {
    Word { instruction: Encoded { handler: handler(rop), a, b: 0, c: function.0 as i32 } }
}

impl State {
    /// From now on code runs that counts fuel, or such that doesn't.
    pub fn use_entries(&mut self, metered: bool) {
        let functions = self.program.module().functions.len();
        let entries = self.tables[usize::from(metered)].get_or_insert_with(|| {
            // If it is too much, the first function that is called tells.
            let _ = self.heap.hold((functions * Entries::EACH) as u64);
            Entries::new(functions)
        });
        self.entries = entries.starts.as_mut_ptr();
        self.roots.metered = metered;
    }

    /// Has a function's code made and used from now on. Each guest is charged for the register code that it uses, so that
    /// what it may do does not depend on who else runs the program.
    pub fn translate(&mut self, function: FunctionId) -> Result<*const Word, Trap> {
        let start = self.own_code(function)?;
        let tier = self.program.tier();
        let unit = Unit { function, from: None, metered: self.roots.metered };
        match (tier.threshold(), tier.at_hand(&self.program, unit)) {
            (None, _) => Ok(self.set_start(function, start)),
            (_, Some(progress)) => Ok(self.follow(function, Cause::Calls, progress)),
            (Some(0), None) => Ok(self.tier_up(function, Cause::Calls)),
            (Some(calls), None) => {
                let words = counting(function, start, calls.into(), Cause::Calls);
                Ok(self.entries_in_use().make(function, words))
            }
        }
    }

    /// Where the register code of a function starts, which is this guest's from now on.
    pub fn own_code(&mut self, function: FunctionId) -> Result<*const Word, Trap> {
        let metered = self.roots.metered;
        let program = self.program.clone();
        let code = program.code(function, metered)?;
        let start = code.words.as_ptr();
        if self.owners.insert(start as usize, (function, metered)).is_none() {
            self.heap.hold(code.bytes()).map_err(out_of_memory)?;
        }
        Ok(start)
    }

    /// Asks for the native code of a function that has register code, to be used from now on. Gives where the function
    /// starts.
    pub fn tier_up(&mut self, function: FunctionId, cause: Cause) -> *const Word {
        let unit = Unit { function, from: None, metered: self.roots.metered };
        let progress = self.program.tier().compile(&self.program, unit, cause);
        self.follow(function, cause, progress)
    }

    /// Uses from now on what there is of a function that has register code. Gives where the function starts.
    fn follow(&mut self, function: FunctionId, cause: Cause, progress: Progress) -> *const Word {
        let Ok(code) = self.program.code(function, self.roots.metered) else { unreachable!("it has register code") };
        let start = code.words.as_ptr();
        match progress {
            Progress::Made(Native { enter, .. }) => {
                let gives = self.program.module().function(function).signature.result.is_some();
                let second = Word::second(enter as usize as u64, 0);
                self.entries_in_use().make(function, [word(Rop::Native, gives.into(), function), second])
            }
            Progress::Waiting => {
                let calls = if cause == Cause::Rounds { 1 } else { AGAIN };
                self.entries_in_use().make(function, counting(function, start, calls, cause));
                start
            }
            Progress::Refused => self.set_start(function, start),
        }
    }

    /// Has a function compiled at its next call because a loop of it goes many rounds, if its calls are still counted.
    pub fn hasten(&mut self, function: FunctionId) {
        let metered = self.roots.metered;
        let Ok(code) = self.program.code(function, metered) else { unreachable!("it has register code") };
        let words = counting(function, code.words.as_ptr(), 1, Cause::Rounds);
        let entries = self.entries_in_use();
        if entries.is_counting(function) {
            entries.make(function, words);
        }
    }

    fn set_start(&mut self, function: FunctionId, start: *const Word) -> *const Word {
        self.entries_in_use().starts[function.index()] = start;
        start
    }

    fn entries_in_use(&mut self) -> &mut Entries {
        let entries = &mut self.tables[usize::from(self.roots.metered)];
        entries.as_mut().unwrap_or_else(|| unreachable!("the entries are in use"))
    }
}
